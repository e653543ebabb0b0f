"""Leaving a programme and ending a pair: no veto, no reason, and an hour to take it back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from coordinating import end_from_home, introduce_at_once
from databases import BOTH
from sqlmodel import select
from taking_part import another_programme, enrol, introduce, participant, programme_of

from bot.demo import PROGRAMME, Demo
from bot.sandbox.actors import Actor, Said, World
from storage import checkins, health, leaving, outbox, pairs
from storage.pool import pool
from storage.prepared import every
from storage.tables import Agreement, HeldSession, Outbox, Pair, Participant, Proposal

AN_HOUR = timedelta(hours=1)
NEWS = "you are no longer paired"


@pytest.fixture
def pair(demo: Demo) -> Pair:
    """Ann mentors Gina."""
    enrol(demo, "Ann", "Gina", "Hugo", "Ben")
    return introduce(demo, "Ann", "Gina")


def heard(person: Actor) -> list[str]:
    """What the bot wrote to somebody."""
    return [said.text for said in person.world.messages(to=person)]


def say(demo: Demo, person: Actor, template: str, **values: Any) -> Said:
    """Put a message, with its buttons, before somebody."""
    with demo.store.begin() as db:
        outbox.notice(db, f"{template}-to-{person.id}", template, person.id, demo.clock.now(), **values)
    person.world.wait(minutes=1)
    return person.last


def as_stored(demo: Demo, pair: Pair) -> Pair:
    with demo.store.read() as db:
        return db.get_one(Pair, pair.id)


def leave(person: Actor) -> datetime:
    person.types("/mentor leave")
    moment = person.world.now
    person.fills()
    return moment


@pytest.mark.usefixtures("pair")
def test_leaving_says_what_is_deleted_and_what_remains_before_it_happens(world: World, demo: Demo) -> None:
    ann = world.person("Ann")
    ann.types("/mentor leave")
    assert ann.form is not None
    for deleted in ("working style", "formats", "languages", "purpose", "never to match", "ratings", "half-filled"):
        assert deleted in ann.form.text
    assert "how often it met" in ann.form.text
    ann.closes()
    assert participant(demo, "Ann").status == "active"


def test_who_leaves_is_out_at_once_and_the_pair_ends(world: World, demo: Demo, pair: Pair) -> None:
    ann = world.person("Ann")
    leave(ann)
    assert participant(demo, "Ann").status == "left"
    assert as_stored(demo, pair).ended_by == ann.id
    assert "You left *Reverse mentoring*" in heard(ann)[-1]
    assert ann.home is not None
    assert "End this pair" not in ann.home.buttons


@pytest.mark.usefixtures("pair")
def test_the_home_button_leaves_that_programme(world: World, demo: Demo) -> None:
    ann = world.person("Ann")
    ann.opens_home()
    ann.clicks("Leave the programme")
    ann.fills()
    assert participant(demo, "Ann").status == "left"


def test_with_several_programmes_one_says_which(world: World, demo: Demo) -> None:
    another_programme(demo, "Young leaders")
    enrol(demo, "Ann")
    enrol(demo, "Ann", programme="Young leaders")
    ann = world.person("Ann")
    ann.types("/mentor leave")
    ann.fills({"programme": "Young leaders"})
    assert participant(demo, "Ann").status == "active"
    assert participant(demo, "Ann", "Young leaders").status == "left"


def test_only_the_pairs_of_that_programme_end(world: World, demo: Demo, pair: Pair) -> None:
    another_programme(demo, "Young leaders")
    enrol(demo, "Ann", "Gina", programme="Young leaders")
    other = introduce(demo, "Ann", "Gina", "Young leaders")
    ann = world.person("Ann")
    ann.types("/mentor leave")
    ann.fills({"programme": "Young leaders"})
    assert as_stored(demo, pair).ended_at is None
    assert as_stored(demo, other).ended_at is not None


def test_a_stranger_who_wants_to_leave_hears_that_there_is_nothing_to_leave(world: World) -> None:
    ben = world.person("Ben")
    ben.types("/mentor leave")
    assert ben.form is None
    assert "nothing to leave" in ben.last.text


def test_whoever_left_meanwhile_on_another_device_hears_so_and_nothing_changes(world: World, demo: Demo) -> None:
    enrol(demo, "Ann")
    ann = world.person("Ann")
    ann.types("/mentor leave")
    moment = demo.clock.now()
    with demo.store.begin() as db:
        leaving.leave(db, participant(demo, "Ann"), moment)
    world.wait(minutes=1)
    result = ann.tries_to_fill()
    assert "nothing to leave" in str(result.ack)
    assert participant(demo, "Ann").left_at == moment


def test_somebody_paused_may_leave_and_comes_back_paused(world: World, demo: Demo) -> None:
    enrol(demo, "Ann", status="paused")
    ann = world.person("Ann")
    leave(ann)
    assert participant(demo, "Ann").status == "left"
    ann.clicks("Take it back")
    assert participant(demo, "Ann").status == "paused"


@BOTH
def test_coming_back_takes_the_pair_up_again_and_the_other_never_hears(world: World, demo: Demo, pair: Pair) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    leave(ann)
    world.wait(minutes=30)
    ann.clicks("Take it back")
    assert "nothing was deleted" in heard(ann)[-1]
    assert as_stored(demo, pair).ended_at is None
    world.wait(days=2)
    assert not any(NEWS in text for text in heard(gina))
    assert participant(demo, "Ann").style == "abab"


def test_coming_back_is_possible_until_the_hour_is_full(world: World, demo: Demo) -> None:
    enrol(demo, "Ann", "Ben")
    ann, ben = world.person("Ann"), world.person("Ben")
    world.wait_until(leave(ann) + AN_HOUR - timedelta(seconds=1))
    ann.clicks("Take it back")
    assert participant(demo, "Ann").status == "active"
    world.wait_until(leave(ben) + AN_HOUR)
    ben.clicks("Take it back")
    assert participant(demo, "Ben").status == "left"
    assert "The hour is over" in ben.last.text


def test_coming_back_twice_shows_how_things_stand(world: World, demo: Demo) -> None:
    enrol(demo, "Ann")
    ann = world.person("Ann")
    leave(ann)
    again = say(demo, ann, "leaving/left", programme_id=programme_of(demo).id, programme=PROGRAMME, partners=[])
    ann.clicks("Take it back")
    ann.clicks("Take it back")
    assert participant(demo, "Ann").status == "active"
    assert "You take part" in ann.reads(again).text


def test_whoever_comes_back_too_late_for_the_pair_is_told(world: World, demo: Demo, pair: Pair) -> None:
    ann = world.person("Ann")
    leave(ann)
    introduce(demo, "Ben", "Gina")
    ann.clicks("Take it back")
    assert participant(demo, "Ann").status == "active"
    assert as_stored(demo, pair).ended_at is not None
    assert "could not be taken up again" in ann.last.text


@pytest.mark.parametrize(("who", "other"), [("Ann", "Gina"), ("Gina", "Ann")])
def test_either_side_ends_the_pair_and_the_other_hears_neutral_words_after_the_hour(
    world: World, demo: Demo, pair: Pair, who: str, other: str
) -> None:
    ender, partner = world.person(who), world.person(other)
    ended = end_from_home(ender)
    assert as_stored(demo, pair).ended_at is not None
    world.wait_until(ended + AN_HOUR - timedelta(seconds=1))
    assert heard(partner) == []
    world.wait(minutes=1)
    news = heard(partner)[-1]
    assert f"<@{ender.id}> and {NEWS}" in news
    assert "no reason is asked or given" in news
    assert "next round" in news


@pytest.mark.usefixtures("pair")
def test_the_other_hears_of_it_in_waking_hours_only(world: World) -> None:
    world.wait_until(datetime(2026, 11, 23, 18, 30, tzinfo=world.now.tzinfo))
    end_from_home(world.person("Ann"))
    gina = world.person("Gina")
    world.wait_until(datetime(2026, 11, 24, 6, 59, tzinfo=world.now.tzinfo))
    assert heard(gina) == []
    world.wait_until(datetime(2026, 11, 24, 7, 1, tzinfo=world.now.tzinfo))
    assert NEWS in heard(gina)[-1], "08:00 in Rome"


def test_closing_the_question_keeps_the_pair(world: World, demo: Demo, pair: Pair) -> None:
    ann = world.person("Ann")
    ann.opens_home()
    ann.clicks("End this pair")
    ann.clicks("Stay paired")
    assert as_stored(demo, pair).ended_at is None


@BOTH
def test_what_was_going_to_be_said_about_the_pair_is_withdrawn_and_an_undo_lets_it_wait_again(
    world: World, demo: Demo, pair: Pair
) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    with demo.store.begin() as db:
        due = demo.clock.now() + timedelta(minutes=50)
        outbox.notice(db, "test", "leaving/undone", gina.id, due, pair_id=pair.id, partner=ann.id)
    end_from_home(ann)
    ann.clicks("Take it back")
    assert heard(gina) == []
    world.wait(minutes=50)
    assert len(heard(gina)) == 1
    end_from_home(ann)
    world.wait(hours=2)
    assert NEWS in heard(gina)[-1]
    assert len(heard(gina)) == 2


def test_nothing_planned_for_an_ended_pair_is_sent(world: World, demo: Demo, pair: Pair) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    with demo.store.begin() as db:
        due = demo.clock.now() + timedelta(minutes=50)
        outbox.notice(db, "test", "leaving/undone", gina.id, due, pair_id=pair.id, partner=ann.id)
    end_from_home(ann)
    world.wait(hours=2)
    assert [NEWS in text for text in heard(gina)] == [True]


def test_an_undo_leaves_no_trace_with_the_other_and_the_seats_as_they_were(
    world: World, demo: Demo, pair: Pair
) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    with demo.store.begin() as db:
        seat = checkins.seat_of(db, pair, gina.id)
        seat.unanswered = 1
        db.add(seat)
    with demo.store.read() as db:
        before = pairs.seats(db, pair.id)
    end_from_home(ann)
    ann.clicks("Take it back")
    assert f"You and <@{gina.id}> are paired, as before" in ann.last.text
    with demo.store.read() as db:
        assert pairs.seats(db, pair.id) == before
    world.wait(days=1)
    assert heard(gina) == []


def test_an_end_can_be_taken_back_until_the_hour_is_full(world: World, demo: Demo, pair: Pair) -> None:
    ann = world.person("Ann")
    world.wait_until(end_from_home(ann) + AN_HOUR - timedelta(seconds=1))
    ann.clicks("Take it back")
    assert as_stored(demo, pair).ended_at is None
    world.wait_until(end_from_home(ann) + AN_HOUR)
    ann.clicks("Take it back")
    assert as_stored(demo, pair).ended_at is not None
    assert "The hour is over" in ann.last.text


@pytest.mark.usefixtures("pair")
def test_a_pair_ended_taken_back_and_ended_again_is_announced_once(world: World) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    end_from_home(ann)
    ann.clicks("Take it back")
    end_from_home(ann)
    world.wait(hours=3)
    assert sum(NEWS in text for text in heard(gina)) == 1


def test_taking_it_back_twice_shows_the_pair_and_changes_nothing(world: World, demo: Demo, pair: Pair) -> None:
    ann = world.person("Ann")
    end_from_home(ann)
    again = say(demo, ann, "leaving/pair_ended", pair=pair.id, partner="U0GINA")
    ann.clicks("Take it back")
    ann.clicks("Take it back")
    assert as_stored(demo, pair).ended_at is None
    assert "are paired, as before" in ann.reads(again).text


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [("a new mentee", "new pair"), ("a new mentor", "new pair"), ("left", "ended already"), ("closed", "has closed")],
)
def test_a_pair_is_not_taken_up_again_where_things_have_changed(
    world: World, demo: Demo, pair: Pair, meanwhile: str, told: str
) -> None:
    ann = world.person("Ann")
    end_from_home(ann)
    if meanwhile == "a new mentee":
        introduce(demo, "Ann", "Hugo")
    elif meanwhile == "a new mentor":
        introduce(demo, "Ben", "Gina")
    elif meanwhile == "left":
        leave(world.person("Gina"))
    else:
        with demo.store.begin() as db:
            programme = programme_of(demo)
            programme.status, programme.closed_at = "closed", demo.clock.now()
            db.merge(programme)
    ann.clicks("Take it back")
    assert told in ann.last.text
    assert as_stored(demo, pair).ended_at is not None


def test_a_mentor_with_room_for_two_takes_the_pair_up_beside_a_new_one(world: World, demo: Demo) -> None:
    enrol(demo, "Ann", capacity=2)
    enrol(demo, "Gina", "Hugo")
    pair = introduce(demo, "Ann", "Gina")
    ann = world.person("Ann")
    end_from_home(ann)
    introduce(demo, "Ann", "Hugo")
    ann.clicks("Take it back")
    assert as_stored(demo, pair).ended_at is None


def test_nobody_else_ends_a_pair_or_takes_its_end_back(world: World, demo: Demo, pair: Pair) -> None:
    ann, gina, ben = world.person("Ann"), world.person("Gina"), world.person("Ben")
    introduce(demo, "Ben", "Hugo")
    ben.opens_home()
    say(demo, ben, "leaving/pair_ended", pair=pair.id, partner=gina.id)
    say(demo, gina, "leaving/pair_ended", pair=pair.id, partner=ann.id)
    end_from_home(ann)
    ben.clicks("Take it back")
    assert "not a pair of yours" in ben.last.text
    gina.clicks("Take it back")
    assert "ended already" in gina.last.text
    assert as_stored(demo, pair).ended_at is not None


@pytest.mark.usefixtures("pair")
def test_within_the_hour_the_other_one_sees_no_end(world: World) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    gina.opens_home()
    before = gina.home.text
    end_from_home(ann)
    gina.opens_home()
    assert gina.home.text == before
    assert "log" in gina.types("/mentor help").text
    gina.types("/mentor log 45m: AI tools")
    assert "Logged" in gina.last.text
    assert not any(NEWS in text for text in heard(gina))
    world.wait(hours=2)
    gina.opens_home()
    assert "not matched yet" in gina.home.text


def test_who_ends_a_pair_that_the_other_one_has_just_ended_hears_of_no_other_end(
    world: World, demo: Demo, pair: Pair
) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    end_from_home(ann)
    end_from_home(gina)
    assert as_stored(demo, pair).ended_by == gina.id
    world.wait(hours=3)
    assert not any(NEWS in text for text in heard(gina))
    assert sum(NEWS in text for text in heard(ann)) == 1


def test_an_old_button_of_a_pair_that_has_ended_says_so(world: World, demo: Demo, pair: Pair) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    ann.opens_home()
    gina.opens_home()
    gina.clicks("End this pair")
    end_from_home(ann)
    world.wait(hours=2)
    result = gina.act("submit", view=gina.form.id if gina.form else "", values={})
    assert "ended already" in str(result.ack)
    assert as_stored(demo, pair).ended_by == ann.id


@pytest.mark.usefixtures("pair")
def test_the_coordinator_sees_numbers_and_never_who_asked(world: World) -> None:
    end_from_home(world.person("Ann"))
    world.wait(hours=2)
    cora = world.person("Cora")
    shown = cora.opens_home().text
    assert "matched 0" in shown
    assert "<@U0ANN>" not in shown
    assert not any("U0ANN" in text for text in heard(cora))


@pytest.mark.usefixtures("pair")
def test_whoever_leaves_during_the_hour_hears_no_more_of_the_programme(world: World) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    end_from_home(ann)
    leave(gina)
    world.wait(hours=3)
    assert not any(NEWS in text for text in heard(gina))


@pytest.mark.parametrize("comes_back", [False, True])
@pytest.mark.usefixtures("pair")
def test_of_two_who_leave_in_the_same_hour_neither_hears_of_an_end_unless_they_come_back(
    world: World, comes_back: bool
) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    leave(ann)
    leave(gina)
    world.wait(minutes=30)
    if comes_back:
        ann.clicks("Take it back")
    world.wait(hours=3)
    assert not any(NEWS in text for text in heard(gina))
    assert sum(NEWS in text for text in heard(ann)) == comes_back


def test_a_programme_with_a_hostile_name_is_left_like_any_other(world: World, demo: Demo) -> None:
    name = '"}]}, <!channel> {% raw %} ' + "x" * 100
    another_programme(demo, name)
    enrol(demo, "Ann", programme=name)
    ann = world.person("Ann")
    leave(ann)
    said = world.messages(to=ann)[-1].message["text"]
    assert "&lt;!channel&gt; {% raw %}" in said
    assert "<!channel>" not in said


def test_leaving_is_said_to_be_possible_only_to_those_who_take_part(demo: Demo) -> None:
    enrol(demo, "Ann")
    with demo.store.read() as db:
        assert [name for _, name in leaving.may_leave(db, "U0ANN")] == [PROGRAMME]
        assert leaving.may_leave(db, "U0BEN") == []
        assert health.of_programmes(db, [programme_of(demo)], demo.clock.now())[0].enrolled == 1


@BOTH
def test_an_hour_after_leaving_no_answer_is_left_in_what_was_said_with_it(world: World, demo: Demo) -> None:
    introduce_at_once(demo)
    enrol(demo, "Ann", "Ines", purpose="To learn how boards decide")
    cora, ann = world.person("Cora"), world.person("Ann")
    cora.types("/mentor admin round")
    cora.clicks("Approve 1 pair")
    world.wait(hours=1)
    assert "boards decide" in stored_words(demo)
    leave(ann)
    world.wait(minutes=66)
    assert "boards decide" not in stored_words(demo).replace(str(participant(demo, "Ines").purpose), "", 1)
    assert participant(demo, "Ann").purpose == ""


@BOTH
def test_an_hour_after_leaving_the_words_of_a_pair_are_forgotten_and_that_it_met_is_not(
    world: World, demo: Demo, pair: Pair
) -> None:
    ann, gina = world.person("Ann"), world.person("Gina")
    ann.types("/mentor agreement")
    ann.clicks("Propose a change")
    ann.fills({"Off limits": "my health"})
    gina.says("met 45m: my health")
    assert words_of(demo, pair) == (["my health"], [(45, "my health")])
    leave(gina)
    world.wait(hours=2)
    assert words_of(demo, pair) == ([""], [(45, "")])
    assert "my health" not in stored_words(demo)


def words_of(demo: Demo, pair: Pair) -> tuple[list[str], list[tuple[int, str]]]:
    """What is off limits for the two, and how long they met and about what."""
    with demo.store.read() as db:
        agreed = [row.terms.get("off_limits", "") for row in every(db, Agreement, pair_id=pair.id)]
        return agreed, [(row.minutes, row.topics) for row in every(db, HeldSession, pair_id=pair.id)]


def stored_words(demo: Demo) -> str:
    """Everything that was said, proposed and hoped for, as whoever has the key reads it in the rows."""
    with demo.store.read() as db:
        said = [row.values for row in db.exec(select(Outbox)).all()]
        proposed = [row.reasons for row in db.exec(select(Proposal)).all()]
        hoped = [row.purpose for row in db.exec(select(Participant)).all()]
    return str([said, proposed, hoped])


def coming_first(demo: Demo) -> list[str]:
    with demo.store.read() as db:
        return [one.user for one in pool(db, programme_of(demo), demo.clock.now()).candidates.values() if one.first]


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("ends", ["Ann", "Gina"])
def test_whoever_ends_a_pair_the_junior_is_offered_a_new_match_first(demo: Demo, world: World, ends: str) -> None:
    assert coming_first(demo) == []
    world.person(ends).opens_home()
    world.person(ends).clicks("End this pair")
    world.person(ends).fills()
    world.wait(hours=2)
    assert coming_first(demo) == ["U0ANN"]
    assert "You come first in the next round." in world.person("Ann").hears[-1].text
    assert "first" not in world.person("Gina").hears[-1].text
    introduce(demo, "Ann", "Hugo")
    assert coming_first(demo) == []
