"""What a circle does together: one log for all, one question each, and what stays between two."""

from datetime import date, timedelta

import pytest
from coordinating import heard, open_pairs
from pairing import DUE, log_of, mornings, set_status
from taking_part import programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from storage import counts, health, pairs
from storage.tables import Pair

pytestmark = pytest.mark.usefixtures("circle")
MORNINGS = [DUE + timedelta(hours=hours) for hours in (-2, 0, 1)]
"""The same morning in Istanbul, in Berlin and in Lisbon."""


def whole(demo: Demo) -> int:
    (circle_id,) = {pair.circle_id for pair in open_pairs(demo)}
    assert circle_id is not None
    return circle_id


def newest(person: Actor, beginning: str) -> str:
    return next(said.text for said in reversed(heard(person)) if beginning in said.text)


def asked(world: World, name: str) -> list[Said]:
    """The questions whether they met, alone or among others of that morning."""
    return [said for said in world.messages(to=name) if "Did you and" in said.text]


def test_one_log_counts_for_all_and_everybody_else_hears_of_it(
    demo: Demo, world: World, ann: Actor, hugo: Actor, ines: Actor, kaya: Actor
) -> None:
    hugo.types("/mentor log 60m: AI tools")
    world.wait(minutes=1)
    assert log_of(demo, *(pair.id or 0 for pair in open_pairs(demo))) == [("2026-11-23", 60, "AI tools")]
    assert "Logged, your session with <@U0ANN>, <@U0INES> and <@U0KAYA>" in hugo.last.text
    for one in (ann, ines, kaya):
        assert newest(one, "<@U0HUGO> logged a session of your circle:").count("AI tools") == 1


def test_the_mentor_is_not_asked_with_which_mentee_it_was(demo: Demo, world: World, ann: Actor, kaya: Actor) -> None:
    ann.types("/mentor log 45m yesterday: podcasts")
    world.wait(minutes=1)
    assert "Logged, your session with" in ann.last.text
    assert log_of(demo, whole(demo)) == [("2026-11-22", 45, "podcasts")]
    assert "podcasts" in newest(kaya, "logged a session of your circle")


def test_the_same_day_is_the_same_session_whoever_logs_it(demo: Demo, world: World, ann: Actor, ines: Actor) -> None:
    ann.types("/mentor log 60m: AI tools")
    world.wait(minutes=1)
    ines.types("/mentor log 60m: prompts")
    assert "is logged already" in ines.last.text
    assert log_of(demo, whole(demo)) == [("2026-11-23", 60, "AI tools, prompts")]


def test_two_lengths_for_a_day_are_asked_about(demo: Demo, world: World, ann: Actor, ines: Actor) -> None:
    ann.types("/mentor log 60m: AI tools")
    world.wait(minutes=1)
    ines.types("/mentor log 90m")
    ines.clicks("Change to 1 h 30 min")
    assert log_of(demo, whole(demo)) == [("2026-11-23", 90, "AI tools")]


def test_whoever_is_in_it_corrects_it_and_all_read_by_whom(
    demo: Demo, world: World, ann: Actor, hugo: Actor, ines: Actor
) -> None:
    ann.types("/mentor log 60m: AI tools")
    world.wait(minutes=1)
    ines.clicks("Correct it")
    ines.fills(minutes="75")
    world.wait(minutes=1)
    assert log_of(demo, whole(demo)) == [("2026-11-23", 75, "AI tools")]
    assert "<@U0INES> corrected your session: 1 h 15 min" in newest(hugo, "corrected your session")
    assert "<@U0INES> corrected your session" in newest(ann, "corrected your session")


def test_a_session_that_is_deleted_is_gone_for_all(demo: Demo, world: World, ann: Actor, hugo: Actor) -> None:
    ann.types("log it")
    ann.types("/mentor log 60m: AI tools")
    ann.says("met 45m yesterday: podcasts")
    world.wait(minutes=1)
    ann.clicks("Delete")
    world.wait(minutes=1)
    assert len(log_of(demo, whole(demo))) == 1
    assert "took a session of your circle out of the log" in newest(hugo, "took a session")


def test_a_meeting_counts_once_in_every_number(demo: Demo, world: World, ann: Actor) -> None:
    ann.types("/mentor log 60m: AI tools")
    world.wait(days=40)
    now, row = demo.clock.now(), programme_of(demo)
    with demo.store.read() as db:
        assert counts.held(db, [row.id or 0]) == {row.id: 1}
        assert counts.due(db, [row], now) == {row.id: 1}
        assert health.behind(db, row, now) == []


def test_each_is_asked_once_whether_the_circle_met(demo: Demo, world: World) -> None:
    mornings(demo, world, *MORNINGS)
    for name in ("Ann", "Hugo", "Ines", "Kaya"):
        assert len(asked(world, name)) == 1
    assert "Did you and <@U0HUGO>, <@U0INES> and <@U0KAYA> meet" in asked(world, "Ann")[0].text
    assert "Did you and <@U0ANN>, <@U0INES> and <@U0KAYA> meet" in asked(world, "Hugo")[0].text


def test_a_log_answers_what_everybody_was_asked(demo: Demo, world: World, ann: Actor, hugo: Actor) -> None:
    mornings(demo, world, DUE)
    ann.replies("met 45m: AI tools", to=asked(world, "Ann")[0])
    world.wait(minutes=2)
    assert "A session with <@U0ANN>, <@U0INES> and <@U0KAYA> is logged" in str([said.text for said in heard(hugo)])
    assert asked(world, "Hugo") == []


def test_not_yet_of_one_asks_that_one_again_in_a_week_and_not_twice(demo: Demo, world: World, ann: Actor) -> None:
    mornings(demo, world, DUE)
    ann.clicks("Not yet", in_=asked(world, "Ann")[0])
    assert "have not met yet" in asked_or_answered(ann)
    mornings(demo, world, *(DUE + timedelta(days=days) for days in range(1, 7)))
    assert asked(world, "Ann") == []
    mornings(demo, world, DUE + timedelta(days=7))
    assert len(asked(world, "Ann")) == 1


def asked_or_answered(person: Actor) -> str:
    return next(said.text for said in reversed(heard(person)) if "have not met yet" in said.text)


def test_a_pause_of_one_mentee_leaves_the_others_to_be_asked(demo: Demo, world: World) -> None:
    set_status(demo, "Hugo", "paused")
    mornings(demo, world, *MORNINGS)
    assert asked(world, "Hugo") == []
    for name in ("Ann", "Ines", "Kaya"):
        assert len(asked(world, name)) == 1


def test_two_unanswered_questions_make_the_circle_quiet_once_for_its_mentor(demo: Demo, world: World) -> None:
    world.wait(days=60)
    with demo.store.read() as db:
        silent = health.quiet(db, [programme_of(demo).id or 0], demo.clock.now())
    assert len(silent) == 3
    assert len(asked(world, "Ann")) == 2


def test_each_looks_back_once_and_nobody_counts_who_taught(demo: Demo, world: World, ann: Actor, hugo: Actor) -> None:
    ann.types("/mentor log 60m: AI tools")
    world.wait(hours=3)
    for one in (ann, hugo):
        questions = [said for said in heard(one) if "three private taps" in said.text]
        assert len(questions) == 1
        one.clicks("The mentor", in_=questions[0])
    with demo.store.read() as db:
        assert db.connection().exec_driver_sql("SELECT count(*) FROM surveyanswer WHERE kind = 'learned'").scalar() == 2
        assert db.connection().exec_driver_sql("SELECT count(*) FROM drift").scalar() == 0


def test_a_circle_plans_in_its_own_conversation(ann: Actor, hugo: Actor) -> None:
    for one in (ann, hugo):
        one.types("/mentor plan")
        assert "A circle agrees on a day in its own group conversation" in one.last.text
        one.opens_home()
        assert "Plan a session" not in one.home.text


def test_goals_and_the_agreement_stay_between_two(world: World, ann: Actor, hugo: Actor, ines: Actor) -> None:
    hugo.types("/mentor goals")
    hugo.clicks("Add a goal")
    hugo.fills(what="Post one short video", measure="It is online")
    world.wait(minutes=1)
    assert "Post one short video" in str([said.text for said in heard(ann)])
    assert "Post one short video" not in str([said.text for said in heard(ines)])


def test_home_shows_the_circle_to_each(ann: Actor, hugo: Actor, cora: Actor) -> None:
    ann.opens_home()
    assert "You lead a circle: <@U0HUGO>, <@U0INES> and <@U0KAYA>" in ann.home.text
    assert ann.home.text.count("Log session") == 1
    assert ann.home.text.count("You mentor <@") == 3
    hugo.opens_home()
    assert "*<@U0ANN> mentors you*, in a circle with <@U0INES> and <@U0KAYA>" in hugo.home.text
    cora.opens_home()
    assert "1 circle goes on." in cora.home.text


def test_a_session_is_logged_with_the_form_by_either_side(demo: Demo, ann: Actor, hugo: Actor) -> None:
    ann.opens_home()
    ann.clicks("Log session")
    ann.fills(minutes="30")
    hugo.opens_home()
    hugo.clicks("Log session")
    hugo.fills(minutes="50", held_on=(date(2026, 11, 23) - timedelta(days=2)).isoformat())
    assert [minutes for _, minutes, _ in log_of(demo, whole(demo))] == [50, 30]
    with demo.store.read() as db:
        assert all(isinstance(pairs.pair(db, pair.id or 0), Pair) for pair in open_pairs(demo))
