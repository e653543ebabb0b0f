"""Check-ins: "did you meet?", in each one's own morning, at most twice, and silence after that."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import taking_part
from databases import SQLITE
from pairing import DUE, end, introduce, leap, mornings, seats, set_status

from bot.demo import Demo
from bot.sandbox.actors import Said, World
from handlers import checkins
from storage import outbox, pairs, programmes
from storage.checkins import QUESTION, ask_after
from storage.tables import Participant, Person, Programme

ANSWERS = ["Log session", "Not yet", "Snooze a week", "Pause", "Ask me tomorrow", "Not this month"]
WEEK = timedelta(days=7)


def questions(world: World, name: str) -> list[Said]:
    """The questions that somebody was asked and that still have all their answers."""
    return [said for said in world.messages(to=name) if said.buttons == ANSWERS]


def asked_at(said: Said, zone: str) -> datetime:
    return datetime.fromtimestamp(float(said.ts), ZoneInfo(zone))


def test_both_are_asked_a_month_after_the_introduction_with_its_answers(demo: Demo, world: World) -> None:
    introduce(demo)
    leap(demo, DUE - timedelta(hours=9))
    world.wait_until(DUE - timedelta(minutes=1))
    assert world.messages(to="Ann") == world.messages(to="Gina") == []
    world.wait(hours=1)
    (to_ann,), (to_gina,) = questions(world, "Ann"), questions(world, "Gina")
    assert "Did you and <@U0GINA> meet in the last month?" in to_ann.text
    assert "Did you and <@U0ANN> meet in the last month?" in to_gina.text
    assert to_ann.metadata["class"] == "nudge"


@pytest.mark.parametrize(
    ("mentor", "zone"), [("Dev", "Asia/Kolkata"), ("Ben", "Europe/London"), ("Femi", "Africa/Lagos")]
)
def test_everybody_is_asked_in_their_own_morning(demo: Demo, world: World, mentor: str, zone: str) -> None:
    introduce(demo, mentor, "Kaya")
    leap(demo, DUE - timedelta(hours=12))
    world.wait(days=1)
    for name, where in ((mentor, zone), ("Kaya", "Europe/Istanbul")):
        (question,) = questions(world, name)
        assert 9 <= asked_at(question, where).hour < 11
        assert asked_at(question, where).weekday() < 5


@pytest.mark.parametrize(
    ("cadence", "days", "span"),
    [
        ("weekly", 7, "in the last week"),
        ("fortnightly", 14, "in the last two weeks"),
        ("monthly", 30, "in the last month"),
    ],
)
def test_the_cadence_of_the_programme_says_when(demo: Demo, world: World, cadence: str, days: int, span: str) -> None:
    with demo.store.begin() as db:
        programme = programmes.programme(db, 1)
        assert programme is not None
        programme.cadence = cadence
        db.add(programme)
    introduce(demo)
    leap(demo, demo.clock.now() + timedelta(days=days - 1))
    world.wait(hours=1)
    assert questions(world, "Ann") == []
    world.wait(days=1)
    (question,) = questions(world, "Ann")
    assert span in question.text


def test_who_does_not_answer_is_asked_once_more_after_a_week_and_then_left_in_peace(demo: Demo, world: World) -> None:
    pair = introduce(demo)
    mornings(demo, world, *(DUE + week * WEEK for week in range(6)))
    first, second = questions(world, "Ann")
    assert asked_at(second, "Europe/Berlin") - asked_at(first, "Europe/Berlin") == timedelta(days=7)
    assert "I have asked once before" in second.text
    assert seats(demo, pair)["U0ANN"].ask_at is None


def test_a_pair_is_quiet_a_week_after_the_second_question_and_the_coordinator_sees_it(demo: Demo, world: World) -> None:
    introduce(demo)
    cora = world.person("Cora")
    mornings(demo, world, DUE, DUE + WEEK, DUE + timedelta(days=13))
    assert "No quiet pairs" in cora.opens_home().text
    mornings(demo, world, DUE + 2 * WEEK)
    assert "1 quiet pair, where two questions stayed unanswered: <@U0ANN> and <@U0GINA>" in cora.opens_home().text


@pytest.mark.parametrize(
    ("button", "answer"), [("Not yet", "have not met yet"), ("Snooze a week", "not ask about you")]
)
def test_an_answer_asks_again_in_a_week_and_says_so_in_place(
    demo: Demo, world: World, button: str, answer: str
) -> None:
    pair = introduce(demo)
    ann = world.person("Ann")
    mornings(demo, world, DUE)
    (question,) = questions(world, "Ann")
    ann.clicks(button)
    said = ann.reads(question)
    assert answer in said.text
    assert "Wednesday 30 December" in said.text
    assert said.buttons == ["Log session", "Plan a session"]
    seat = seats(demo, pair)["U0ANN"]
    assert (seat.unanswered, seat.ask_at) == (0, DUE + timedelta(days=7))
    mornings(demo, world, DUE + WEEK)
    (again,) = questions(world, "Ann")
    assert "I have asked once before" not in again.text


def test_an_answer_after_both_questions_ends_the_silence(demo: Demo, world: World) -> None:
    introduce(demo)
    mornings(demo, world, DUE, DUE + WEEK, DUE + 2 * WEEK)
    assert "quiet pair," in world.person("Cora").opens_home().text
    for name in ("Ann", "Gina"):
        world.person(name).clicks("Not yet", in_=questions(world, name)[-1])
    assert "No quiet pairs" in world.person("Cora").opens_home().text
    mornings(demo, world, DUE + 3 * WEEK)
    assert len(questions(world, "Ann")) == 2


def test_clicking_twice_changes_nothing_the_second_time(demo: Demo, world: World) -> None:
    pair = introduce(demo)
    ann = world.person("Ann")
    mornings(demo, world, DUE, DUE + WEEK)
    first, second = questions(world, "Ann")
    ann.clicks("Not yet", in_=second)
    next_question = seats(demo, pair)["U0ANN"].ask_at
    mornings(demo, world, DUE + timedelta(days=10))
    ann.clicks("Snooze a week", in_=first)
    assert "is settled" in ann.reads(first).text
    assert seats(demo, pair)["U0ANN"].ask_at == next_question


@pytest.mark.parametrize("paused", ["Ann", "Gina"])
def test_a_paused_person_is_not_asked_and_the_partner_waits_too(demo: Demo, world: World, paused: str) -> None:
    introduce(demo)
    set_status(demo, paused, "paused")
    mornings(demo, world, DUE, DUE + timedelta(days=9))
    assert questions(world, "Ann") == questions(world, "Gina") == []
    set_status(demo, paused, "active")
    mornings(demo, world, DUE + timedelta(days=12))
    assert len(questions(world, "Ann")) == len(questions(world, "Gina")) == 1


def test_nobody_is_asked_about_a_pair_that_has_ended_or_in_a_programme_that_has_closed(
    demo: Demo, world: World
) -> None:
    end(demo, introduce(demo))
    taking_part.another_programme(demo, "Second")
    introduce(demo, "Ben", "Hugo", programme="Second")
    with demo.store.begin() as db:
        closed = programmes.named(db, "Second")
        assert closed is not None
        closed.status = "closed"
        db.add(closed)
    mornings(demo, world, DUE, DUE + WEEK)
    assert [questions(world, name) for name in ("Ann", "Gina", "Ben", "Hugo")] == [[], [], [], []]


def test_one_message_a_morning_although_several_pairs_are_due(demo: Demo, world: World) -> None:
    for mentor in ("Ann", "Chloe", "Eva"):
        introduce(demo, mentor, "Gina")
    mornings(demo, world, *(DUE + timedelta(days=day) for day in range(6)))
    (said,) = world.messages(to="Gina")
    assert [said.text.count(f"Did you and <@{mentor}> meet") for mentor in ("U0ANN", "U0CHLOE", "U0EVA")] == [1, 1, 1]
    assert asked_at(said, "Europe/Rome").date().isoformat() == "2026-12-23"


@pytest.mark.parametrize(
    ("choice", "told", "day"),
    [
        ("Ask me tomorrow", "on the next working day", "2026-12-24"),
        ("Not this month", "this month", "2027-01-01"),
    ],
)
def test_one_may_be_asked_tomorrow_or_not_this_month(
    demo: Demo, world: World, choice: str, told: str, day: str
) -> None:
    pair = introduce(demo)
    mornings(demo, world, DUE)
    ann = world.person("Ann")
    ann.clicks(choice)
    assert told in ann.last.text
    seat = seats(demo, pair)["U0ANN"]
    assert seat.ask_at is not None
    assert seat.ask_at.date().isoformat() == day
    assert seat.unanswered == 0


def test_a_day_that_another_story_has_taken_moves_the_question_to_the_next_working_morning(
    demo: Demo, world: World
) -> None:
    introduce(demo)
    with demo.store.begin() as db:
        outbox.nudge(
            db,
            "survey",
            "checkins/answered",
            "U0ANN",
            DUE,
            day=DUE.date(),
            expires=DUE + timedelta(hours=2),
            answer="snoozed",
            partner="U0GINA",
            pair=1,
            next_day=None,
        )
    mornings(demo, world, DUE, DUE + timedelta(days=1))
    (question,) = questions(world, "Ann")
    assert asked_at(question, "Europe/Berlin").isoformat().startswith("2026-12-24T09:00")


def test_a_job_that_runs_after_the_morning_asks_on_the_next_one(demo: Demo) -> None:
    pair = introduce(demo)
    friday_noon = datetime(2026, 12, 25, 11, 30, tzinfo=UTC)
    assert checkins.ask(demo.store, friday_noon) == 0
    seat = seats(demo, pair)["U0ANN"]
    assert (seat.ask_at, seat.unanswered) == (datetime(2026, 12, 28, 8, 0, tzinfo=UTC), 0)


def test_the_job_may_run_twice(demo: Demo) -> None:
    introduce(demo)
    assert checkins.ask(demo.store, DUE) == 2
    assert checkins.ask(demo.store, DUE) == 0


def test_a_question_that_never_arrived_does_not_count_as_ignored(demo: Demo, world: World) -> None:
    pair = introduce(demo)
    assert checkins.ask(demo.store, DUE) == 2
    leap(demo, DUE + timedelta(hours=3))
    mornings(demo, world, DUE + WEEK, DUE + 2 * WEEK)
    assert [("I have asked once before" in said.text) for said in questions(world, "Ann")] == [False, True]
    assert seats(demo, pair)["U0ANN"].quiet_since is None
    mornings(demo, world, DUE + 3 * WEEK)
    assert seats(demo, pair)["U0ANN"].quiet_since is not None


def test_an_old_button_of_a_pair_that_has_ended_says_so_and_changes_nothing(demo: Demo, world: World) -> None:
    pair = introduce(demo)
    ann = world.person("Ann")
    mornings(demo, world, DUE)
    end(demo, pair)
    before = seats(demo, pair)["U0ANN"]
    for button in ("Not yet", "Snooze a week"):
        ann.clicks(button)
        assert "This pair has ended" in ann.last.text
    assert seats(demo, pair)["U0ANN"] == before


def test_somebody_elses_button_is_refused_and_changes_nothing(demo: Demo, world: World) -> None:
    pair = introduce(demo)
    checkins.ask(demo.store, DUE)
    before = seats(demo, pair)
    with demo.store.begin() as db:
        forged = {"pair": pair, "programme": 1, "partner": "U0GINA", "cadence": "monthly", "again": False}
        outbox.notice(db, "forged", QUESTION, "U0BEN", demo.clock.now(), **forged)
    ben = world.person("Ben")
    world.wait(minutes=1)
    for button in ("Not yet", "Snooze a week"):
        ben.clicks(button)
        assert "Only the two people of a pair" in ben.last.text
    assert seats(demo, pair) == before


@SQLITE
def test_the_cost_follows_what_is_due_and_not_how_many_pairs_there_are(demo: Demo) -> None:
    """Measured in the steps of SQLite's machine, which are the same on every computer."""
    few = steps_to_ask(demo, pairs_in_all=20)
    many = steps_to_ask(demo, pairs_in_all=200)
    assert many < few * 1.5


def steps_to_ask(demo: Demo, pairs_in_all: int) -> int:
    """The work of the job where ten pairs are due and the others are not."""
    due, later = DUE - timedelta(days=60), demo.clock.now()
    with demo.store.begin() as db:
        for number in range(pairs_in_all):
            both = [f"U{pairs_in_all}{side}{number}" for side in ("MENTOR", "MENTEE")]
            db.add_all(Person(user_id=user_id) for user_id in both)
            db.flush()
            db.add_all(
                Participant(programme_id=1, user_id=user_id, role="either", consented_at=due, joined_at=due)
                for user_id in both
            )
            programme = db.get_one(Programme, 1)
            pair = pairs.introduce(db, programme, *both, due)
            ask_after(db, pair, due if number < 10 else later)
    return counted(demo, lambda: checkins.ask(demo.store, DUE - timedelta(hours=22)))


def counted(demo: Demo, work: Callable[[], int]) -> int:
    """Hundreds of virtual machine steps that some work takes on every connection of the pool."""
    steps = 0

    def tick() -> None:
        nonlocal steps
        steps += 1

    def watch(connection: Any, *_: object) -> None:
        connection.set_progress_handler(tick, 100)

    sa.event.listen(demo.database.engine, "checkout", watch)
    try:
        assert work() == 20
    finally:
        sa.event.remove(demo.database.engine, "checkout", watch)
    return steps
