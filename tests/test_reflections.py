"""Looking back: three private taps after a session, kept so that no answer leads to a person."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from answering import open_form
from coordinating import leave
from databases import BOTH
from pairing import again, clicked, end, introduce, leap, set_status
from taking_part import MENTEES, MENTORS

from bot.demo import Demo
from bot.rules.reflections import QUESTIONS
from bot.sandbox.actors import Actor, Said, World
from handlers.housekeeping import tidy
from storage import pairs, reflections
from storage.prepared import every
from storage.tables import Drift, HeldSession, Survey, SurveyAnswer

QUESTION = "three private taps"
HINT = "the one who was to teach did most of the learning"


def meet(world: World, *names: str) -> None:
    """Those log a session of today; the time passes until both are asked about it."""
    for name in names or ("Ann",):
        world.person(name).says("met 45m")
    world.wait(hours=2)


def asked(person: Actor) -> list[Said]:
    return [said for said in person.hears if QUESTION in said.text]


def tap(person: Actor, *labels: str) -> None:
    """Answer the newest questions that still have these buttons."""
    for label in labels:
        person.clicks(label, in_=asked(person)[-1])


def rows(demo: Demo, table: Any) -> list[Any]:
    with demo.store.read() as db:
        return list(every(db, table))


def kept(demo: Demo) -> list[tuple[str, str]]:
    """Which answers stand there, to which questions."""
    return sorted((row.item, QUESTIONS[row.item][row.number]) for row in rows(demo, SurveyAnswer))


def noted(demo: Demo) -> set[tuple[str, str | None]]:
    """Who has answered which questions."""
    return {(row.kind, row.user_id) for row in rows(demo, Survey) if row.kind in QUESTIONS}


def hints(world: World) -> list[str]:
    return [name for name in ("Ann", "Gina") for said in world.messages(to=name) if HINT in said.text]


@pytest.mark.usefixtures("pair")
def test_an_hour_after_the_log_each_of_the_two_is_asked_once(world: World, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m")
    assert (asked(ann), asked(gina)) == ([], [])
    meet(world, "Gina")
    for person in (ann, gina):
        (said,) = asked(person)
        assert said.buttons == ["Yes", "Somewhat", "No", "Yes", "Mostly", "No", "I did", "My partner", "Both of us"]
        assert said.metadata["class"] == "notice"


@pytest.mark.usefixtures("pair")
def test_a_correction_asks_nothing(world: World, ann: Actor, gina: Actor) -> None:
    meet(world)
    ann.clicks("Edit")
    ann.fills(minutes="30")
    world.wait(hours=2)
    assert [len(asked(person)) for person in (ann, gina)] == [1, 1]


@pytest.mark.usefixtures("pair")
def test_nobody_is_asked_at_night(demo: Demo, world: World, ann: Actor) -> None:
    leap(demo, datetime(2026, 11, 23, 21, 0, tzinfo=UTC))
    ann.says("met 45m")
    world.wait(hours=4)
    assert asked(ann) == []
    world.wait(hours=8)
    assert len(asked(ann)) == 1


@pytest.mark.usefixtures("pair")
def test_a_tap_is_noted_in_its_place_and_what_was_tapped_is_not_shown(demo: Demo, world: World, gina: Actor) -> None:
    meet(world)
    tap(gina, "Mostly")
    (said,) = asked(gina)
    assert "Did you feel safe to speak? Noted." in said.text
    assert "Mostly" not in said.text
    assert said.buttons == ["Yes", "Somewhat", "No", "I did", "My partner", "Both of us"]
    tap(gina, "Somewhat", "I did")
    (said,) = asked(gina)
    assert "Thank you, that was all." in said.text
    assert said.buttons == []
    assert kept(demo) == [("learned", "mentee"), ("safe", "mostly"), ("useful", "somewhat")]


@pytest.mark.usefixtures("pair")
def test_who_learned_is_kept_in_words_that_do_not_depend_on_who_says_it(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    meet(world)
    tap(ann, "I did")
    tap(gina, "My partner")
    assert kept(demo) == [("learned", "mentor")] * 2


@pytest.mark.usefixtures("pair")
def test_a_second_tap_and_an_old_button_change_nothing(demo: Demo, world: World, gina: Actor) -> None:
    meet(world)
    tap(gina, "Mostly")
    click = clicked(world, "reflections.safe")
    again(demo, click)
    again(demo, click, value="1-no")
    assert kept(demo) == [("safe", "mostly")]
    assert "Noted" in asked(gina)[0].text


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("name", ["Ben", "Cora"])
def test_the_tap_of_somebody_else_changes_nothing(demo: Demo, world: World, gina: Actor, name: str) -> None:
    introduce(demo, "Ben", "Hugo")
    meet(world)
    tap(gina, "Mostly")
    click = clicked(world, "reflections.safe")
    again(demo, click | {"user": click["user"] | {"id": f"U0{name.upper()}"}}, value="1-no")
    assert kept(demo) == [("safe", "mostly")]
    assert noted(demo) == {("safe", "U0GINA")}


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("said", ['"}]}, <!channel>', "", "mentor"])
def test_an_answer_that_nobody_was_offered_is_not_kept(demo: Demo, world: World, gina: Actor, said: str) -> None:
    meet(world)
    tap(gina, "Mostly")
    again(demo, clicked(world, "reflections.safe"), action_id="reflections.useful", value=f"1-{said}")
    assert kept(demo) == [("safe", "mostly")]
    assert noted(demo) == {("safe", "U0GINA")}


def test_an_ended_pair_answers_nothing_and_is_asked_nothing(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    meet(world)
    end(demo, pair)
    tap(gina, "Mostly")
    assert "has ended" in gina.last.text
    assert kept(demo) == []
    assert noted(demo) == set()
    introduce(demo)
    world.wait(days=1)
    ann.says("met 30m")
    ann.opens_home()
    ann.clicks("End this pair", in_=None)
    ann.fills()
    world.wait(days=1)
    assert len(asked(gina)) == 1


@pytest.mark.usefixtures("pair")
def test_a_session_that_is_taken_back_within_the_hour_is_not_asked_about(world: World, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m")
    ann.clicks("Delete")
    world.wait(hours=3)
    assert (asked(ann), asked(gina)) == ([], [])


@BOTH
@pytest.mark.usefixtures("pair")
def test_after_a_deletion_the_question_is_over_and_the_answers_stay_without_a_trace(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    meet(world)
    tap(gina, "Mostly")
    click = clicked(world, "reflections.safe")
    ann.clicks("Delete")
    assert (asked(ann), asked(gina)) == ([], [])
    assert any("nothing left to answer" in said.text for said in gina.hears)
    again(demo, click, value="1-no")
    assert kept(demo) == [("safe", "mostly")]
    assert noted(demo) == {("safe", "U0GINA")}


@BOTH
@pytest.mark.usefixtures("pair")
def test_no_column_of_an_answer_leads_to_a_person(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    meet(world)
    tap(gina, "Mostly", "Somewhat")
    tap(ann, "Both of us")
    stored = rows(demo, SurveyAnswer)
    assert {(row.programme_id, row.window, row.role, row.words) for row in stored} == {(1, "2026-11", "either", None)}
    assert len({row.id for row in stored}) == len(stored) == 3
    assert all(len(row.id) == 32 and int(row.id, 16) for row in stored)
    elsewhere = [
        (table.name, row)
        for table in sa.inspect(demo.database.engine).get_table_names()
        if table != "surveyanswer"
        for table in [sa.Table(table, sa.MetaData(), autoload_with=demo.database.engine)]
        for row in _every_row(demo, table)
        if any("mostly" in str(value).lower() or "somewhat" in str(value).lower() for value in row)
    ]
    assert elsewhere == []


@pytest.mark.usefixtures("pair")
def test_the_log_says_nothing_of_an_answer(world: World, gina: Actor, caplog: pytest.LogCaptureFixture) -> None:
    meet(world)
    with caplog.at_level("INFO"):
        tap(gina, "Mostly")
    assert "mostly" not in caplog.text.lower()


@BOTH
@pytest.mark.usefixtures("pair")
def test_not_even_an_accident_tells_the_log_what_was_answered(
    demo: Demo, world: World, gina: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    meet(world)
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE surveyanswer")
    tap(gina, "Mostly")
    assert "accident" in caplog.text
    assert "mostly" not in caplog.text.lower()


NAMES = [name for both in zip(MENTORS, MENTEES, strict=True) for name in both]


def say_whether_safe(demo: Demo, world: World, *said: str) -> None:
    """As many people as answers meet, two by two, and say whether it was safe to speak."""
    for mentor, mentee in list(zip(MENTORS, MENTEES, strict=True))[: (len(said) + 1) // 2]:
        introduce(demo, mentor, mentee)
        world.person(mentor).says("met 45m")
    world.wait(hours=3)
    for name, answer in zip(NAMES, said, strict=False):
        safe(world.person(name), answer)


def safe(person: Actor, answer: str) -> None:
    """Answer the second question of the newest message: its "Yes" and "No" stand under the first one as well."""
    said, repeat = asked(person)[-1], {"yes": "", "mostly": ":2", "no": ":3"}[answer]
    person.act("click", message=said.reference, action_id=f"reflections.safe{repeat}")


def numbers(world: World) -> str:
    """What the coordinator reads of all three questions."""
    cora = world.person("Cora")
    cora.opens_home()
    cora.clicks("After the sessions")
    return open_form(cora).text


def close(demo: Demo, world: World, *, month: int) -> None:
    """Let the night pass after which this month's answers may be read, of 2026."""
    leap(demo, datetime(2026 + month // 12, month % 12 + 1, 17, 3, 0, tzinfo=UTC))
    world.wait(hours=1)


def test_whoever_reads_before_and_after_an_answer_learns_nothing(demo: Demo, world: World) -> None:
    say_whether_safe(demo, world, "yes", "yes", "yes", "mostly", "mostly")
    before = numbers(world)
    introduce(demo, MENTORS[3], MENTEES[3])
    world.person(MENTORS[3]).says("met 45m")
    world.wait(hours=24)
    safe(world.person(MENTORS[3]), "no")
    assert numbers(world) == before
    assert before.count("There is nothing to show yet") == 3


@pytest.mark.parametrize("people", [4, 5])
def test_numbers_are_shown_from_five_people_on_once_the_month_is_over(demo: Demo, world: World, people: int) -> None:
    say_whether_safe(demo, world, *["yes", "mostly", "mostly", "no", "mostly"][:people])
    assert numbers(world).count("There is nothing to show yet") == 3
    close(demo, world, month=11)
    page = numbers(world)
    assert ("November 2026, 5 people: yes 1 · mostly 3 · no 1" in page) == (people == 5)
    assert page.count("There is nothing to show yet") == (2 if people == 5 else 3)


def test_numbers_that_were_shown_never_grow(demo: Demo, world: World) -> None:
    say_whether_safe(demo, world, "yes", "mostly", "mostly", "no", "mostly")
    close(demo, world, month=11)
    before = numbers(world)
    safe(world.person(NAMES[5]), "no")
    assert numbers(world) == before
    close(demo, world, month=12)
    assert numbers(world) == before


def test_where_nearly_all_answered_the_same_no_number_is_shown(demo: Demo, world: World) -> None:
    say_whether_safe(demo, world, "yes", "yes", "yes", "yes", "no")
    close(demo, world, month=11)
    assert "November 2026, 5 people: not shown, since so many answered the same" in numbers(world)


def test_whoever_answers_after_several_sessions_is_one_of_five_people(demo: Demo, world: World) -> None:
    say_whether_safe(demo, world, "yes", "no", "mostly", "yes")
    world.wait(days=1)
    for mentor in MENTORS[:2]:
        world.person(mentor).says("met 30m")
    world.wait(hours=3)
    for name, answer in zip(NAMES[:4], ["mostly", "no", "yes", "mostly"], strict=True):
        safe(world.person(name), answer)
    close(demo, world, month=11)
    assert numbers(world).count("There is nothing to show yet") == 3


def test_whoever_has_left_is_none_of_the_five(demo: Demo, world: World) -> None:
    say_whether_safe(demo, world, "yes", "no", "mostly", "yes", "mostly")
    leave(world.person(NAMES[4]))
    world.wait(hours=2)
    close(demo, world, month=11)
    assert numbers(world).count("There is nothing to show yet") == 3


def test_a_deleted_session_leaves_its_answers_among_those_of_as_many_people(demo: Demo, world: World) -> None:
    say_whether_safe(demo, world, "yes", "no", "mostly", "yes", "mostly")
    world.person(MENTORS[0]).clicks("Delete")
    close(demo, world, month=11)
    assert "5 people: yes 2 · mostly 2 · no 1" in numbers(world)


def test_a_programme_may_ask_for_more_people(demo: Demo, world: World) -> None:
    cora = world.person("Cora")
    cora.types("/mentor admin programme")
    cora.fills(smallest_group="6")
    say_whether_safe(demo, world, "yes", "no", "mostly", "yes", "mostly")
    assert "once 6 people or more have answered" in asked(world.person(NAMES[0]))[0].text
    close(demo, world, month=11)
    assert "once 6 people or more have answered" in numbers(world)
    assert numbers(world).count("There is nothing to show yet") == 3


def look_back(demo: Demo, pair: int, *sessions: tuple[str, str]) -> list[bool]:
    """What the two of a pair answer, session by session, until it counts as drift; whether each answer made it one."""
    drifts = []
    for day, said in enumerate(sessions):
        with demo.store.begin() as db:
            found = pairs.pair(db, pair)
            assert found is not None
            held_on = demo.clock.now().date() - timedelta(days=day + 1)
            session = HeldSession(
                pair_id=pair, held_on=held_on, minutes=45, logged_by="U0ANN", logged_at=demo.clock.now()
            )
            db.add(session)
            db.flush()
            for by, answer in zip(("U0ANN", "U0GINA"), said, strict=True):
                if answer and True not in drifts:
                    reflections.answer(db, session, found, by, "learned", answer, held_on)
                    drifts.append(reflections.count_drift(db, session, found, by, answer))
    return drifts


@pytest.mark.parametrize(
    ("sessions", "drift"),
    [
        ([("mentor", "mentor")] * 2 + [("mentee", "mentee")], False),
        ([("mentor", "mentor")] * 3, True),
        ([("mentor", "")] * 2, False),
        ([("mentor", "")] * 6, False),
        ([("", "mentor"), ("mentor", "mentor"), ("mentor", "")], False),
        ([("mentor", "")] * 3 + [("mentor", "mentee")] * 3, True),
        ([("both", "both")] * 5, False),
        ([("mentor", "mentee")] * 4, False),
    ],
)
def test_roles_have_turned_once_the_senior_surely_taught_three_times(
    demo: Demo, pair: int, sessions: list[tuple[str, str]], drift: bool
) -> None:
    assert any(look_back(demo, pair, *sessions)) == drift
    assert (rows(demo, Drift) == []) == drift


@BOTH
@pytest.mark.usefixtures("pair")
def test_both_read_one_hint_when_the_month_is_over_and_never_again(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    for _day in range(5):
        ann.says("met 45m")
        world.wait(hours=2)
        tap(ann, "I did")
        tap(gina, "My partner")
        world.wait(hours=22)
    assert hints(world) == []
    assert rows(demo, Drift) == []
    world.wait_until(datetime(2026, 12, 1, 9, 5, tzinfo=UTC))
    assert hints(world) == ["Ann", "Gina"]
    world.wait(weeks=6)
    assert hints(world) == ["Ann", "Gina"]


@pytest.mark.usefixtures("pair")
def test_as_long_as_one_of_the_two_is_paused_neither_reads_the_hint(world: World, ann: Actor, gina: Actor) -> None:
    for day in range(3):
        ann.says("met 45m")
        world.wait(hours=2)
        tap(ann, "I did")
        tap(gina, "My partner")
        world.wait(hours=22 if day < 2 else 2)
    gina.types("/mentor pause until 8 December")
    world.wait(days=11)
    assert hints(world) == []
    world.wait(days=4)
    assert hints(world) == ["Ann", "Gina"]


@pytest.mark.usefixtures("pair")
def test_whoever_pauses_before_the_questions_come_is_not_asked(world: World, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m")
    gina.types("/mentor pause 2 weeks")
    world.wait(days=2)
    assert [len(asked(person)) for person in (ann, gina)] == [1, 0]


@BOTH
def test_the_count_goes_with_the_pair_and_with_who_leaves(demo: Demo, world: World, pair: int) -> None:
    look_back(demo, pair, ("mentor", "mentee"))
    assert [(row.answers, row.by_both) for row in rows(demo, Drift)] == [(1, 1)]
    end(demo, pair)
    tidy(demo.store, demo.clock.now())
    assert rows(demo, Drift) == []
    other = introduce(demo, "Ann", "Hugo")
    with demo.store.begin() as db:
        db.add(Drift(pair_id=other, answers=1))
    hugo = world.person("Hugo")
    hugo.types("/mentor leave")
    hugo.fills()
    world.wait(hours=2)
    assert rows(demo, Drift) == []


def _every_row(demo: Demo, table: sa.Table) -> list[Any]:
    with demo.database.engine.connect() as connection:
        return list(connection.execute(sa.select(table)).all())


@pytest.mark.usefixtures("pair")
def test_whoever_is_paused_hears_that_a_session_was_logged_and_is_asked_nothing(demo: Demo, world: World) -> None:
    set_status(demo, "Gina", "paused")
    meet(world)
    ann, gina = world.person("Ann"), world.person("Gina")
    assert [len(asked(person)) for person in (ann, gina)] == [1, 0]
    assert "logged" in gina.hears[-1].text


@pytest.mark.usefixtures("pair")
def test_whoever_has_just_left_is_asked_nothing_about_what_the_other_one_logs(
    world: World, ann: Actor, gina: Actor
) -> None:
    leave(gina)
    meet(world)
    assert len(asked(ann)) == 1
    assert asked(gina) == []
