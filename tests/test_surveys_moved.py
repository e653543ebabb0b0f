"""The length of a programme changes: what its pairs are asked until their end moves with it."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from circling import approve, circle_of, make_circles
from conftest import A_MONDAY, running
from coordinating import introduce_at_once, preview
from databases import BOTH
from pairing import set_status
from taking_part import MENTEES, MENTORS, enrol, id_of

from bot.demo import Demo
from bot.rules.closing import length
from bot.sandbox import Clock
from bot.sandbox.actors import Actor, World
from handlers import surveys
from storage import closing, pairs, survey_calendar
from storage.database import Database
from storage.prepared import every
from storage.store import Store
from storage.tables import Pair, Programme, Survey

HALF_TIME, PULSE = "half-time", "how it is going"
PLANNED = [(60, PULSE), (91, HALF_TIME), (120, PULSE)]
"""What a pair is asked in six months, and on which day; where that is no working day, on the next one."""


def asked(person: Actor) -> list[tuple[int, str]]:
    """On which day after the introduction somebody was asked what; reminders left out."""
    said = [(one, what) for one in person.hears for what in (HALF_TIME, PULSE)]
    return [(_day(float(one.ts)), what) for one, what in said if f"short questions about {what}: a minute" in one.text]


def _day(moment: float) -> int:
    return (datetime.fromtimestamp(moment, UTC).date() - A_MONDAY.date()).days


def live_until(world: World, day: int) -> None:
    """Let the mornings pass up to the evening of that day."""
    world.wait_until(A_MONDAY.replace(hour=20) + timedelta(days=day))


def change(world: World, months: int, **more: str) -> None:
    cora = world.person("Cora")
    cora.types("/mentor admin programme")
    cora.fills(length_months=str(months), **more)


def match(demo: Demo, world: World, *names: str, kind: str = "pair", role: str | None = None) -> None:
    """Introduce the only two, or the only circle, by a round."""
    introduce_at_once(demo)
    enrol(demo, *names, **({"role": role} if role else {}))
    cora = world.person("Cora")
    preview(cora)
    cora.clicks(f"Approve 1 {kind}")
    world.wait(minutes=2)


@pytest.fixture
def hugo(world: World) -> Actor:
    return world.person("Hugo")


@pytest.fixture
def matched(demo: Demo, world: World) -> None:
    """Ann and Hugo, whom a round has introduced for six months."""
    match(demo, world, "Ann", "Hugo")


@pytest.mark.usefixtures("matched")
def test_without_a_change_they_are_asked_as_planned(world: World, ann: Actor, hugo: Actor) -> None:
    live_until(world, 181)
    assert asked(ann) == asked(hugo) == PLANNED


@BOTH
@pytest.mark.usefixtures("matched")
def test_a_longer_programme_asks_about_half_time_later_and_goes_on_asking(
    world: World, ann: Actor, hugo: Actor
) -> None:
    live_until(world, 30)
    change(world, 10)
    live_until(world, 303)
    assert asked(ann) == asked(hugo) == [(60, PULSE), (120, PULSE), (154, HALF_TIME), (182, PULSE), (240, PULSE)]


@BOTH
@pytest.mark.usefixtures("matched")
def test_a_shorter_programme_asks_about_half_time_earlier_and_nothing_after_its_end(
    world: World, ann: Actor, hugo: Actor
) -> None:
    live_until(world, 30)
    change(world, 4)
    live_until(world, 250)
    assert asked(ann) == asked(hugo) == [(60, HALF_TIME)]


@pytest.mark.usefixtures("matched")
def test_where_half_of_it_is_over_already_both_are_asked_the_next_working_morning(
    world: World, ann: Actor, hugo: Actor
) -> None:
    change(world, 12)
    live_until(world, 102)
    change(world, 6)
    live_until(world, 181)
    assert asked(ann) == asked(hugo) == [(60, PULSE), (105, HALF_TIME), (120, PULSE)]


@pytest.mark.usefixtures("matched")
def test_after_a_pulse_half_time_waits_two_weeks(world: World, ann: Actor) -> None:
    live_until(world, 65)
    change(world, 4)
    live_until(world, 120)
    assert asked(ann) == [(60, PULSE), (74, HALF_TIME)]


@pytest.mark.usefixtures("matched")
def test_shortly_before_the_end_nobody_is_asked_about_half_time_any_more(world: World, ann: Actor) -> None:
    live_until(world, 80)
    change(world, 3)
    live_until(world, 93)
    assert asked(ann) == [(60, PULSE)]
    assert "looking back on the programme" in ann.hears[-1].text


@BOTH
@pytest.mark.usefixtures("matched")
def test_what_was_asked_is_not_asked_again(world: World, ann: Actor, hugo: Actor) -> None:
    live_until(world, 92)
    hugo.clicks("Not for me", in_=hugo.hears[-1])  # which takes the place of the question
    change(world, 12)
    live_until(world, 260)
    later = [(120, PULSE), (182, PULSE), (240, PULSE)]
    assert asked(ann) == [(60, PULSE), (91, HALF_TIME), *later]
    assert asked(hugo) == [(60, PULSE), *later]


@pytest.mark.usefixtures("matched")
def test_a_reminder_of_what_was_asked_still_comes(world: World, ann: Actor) -> None:
    live_until(world, 92)
    change(world, 12)
    live_until(world, 100)
    assert "I do not remind you again" in ann.hears[-1].text


@pytest.mark.usefixtures("matched")
def test_changes_one_after_the_other_end_as_the_last_one_says(demo: Demo, world: World, ann: Actor) -> None:
    live_until(world, 30)
    for months in (9, 1, 12, 3, 4):
        change(world, months)
    change(world, 10)
    live_until(world, 160)
    assert asked(ann) == [(60, PULSE), (120, PULSE), (154, HALF_TIME)]
    with demo.store.read() as db:
        planned = [(row.kind, row.about) for row in every(db, Survey, user_id=ann.id)]
    assert len(planned) == len(set(planned)) == 5


@BOTH
@pytest.mark.usefixtures("matched")
def test_a_change_that_is_taken_back_changes_nothing(world: World, ann: Actor, hugo: Actor) -> None:
    live_until(world, 80)
    for months in (3, 6, 12, 6):
        change(world, months)
        world.wait(hours=2)
    live_until(world, 181)
    assert asked(ann) == asked(hugo) == PLANNED


@pytest.mark.usefixtures("matched")
def test_what_a_pause_has_missed_is_not_made_up_for(demo: Demo, world: World, ann: Actor, hugo: Actor) -> None:
    live_until(world, 80)
    set_status(demo, "Ann", "paused")
    live_until(world, 110)
    set_status(demo, "Ann", "active")
    change(world, 7)
    live_until(world, 212)
    assert asked(ann) == asked(hugo) == [(60, PULSE), (120, PULSE), (182, PULSE)]


@pytest.mark.usefixtures("matched")
def test_what_waits_for_the_end_of_a_pause_waits_for_it_after_a_change_too(
    demo: Demo, world: World, ann: Actor, hugo: Actor
) -> None:
    live_until(world, 80)
    set_status(demo, "Ann", "paused")
    change(world, 5)
    live_until(world, 84)
    set_status(demo, "Ann", "active")
    live_until(world, 110)
    assert asked(ann) == asked(hugo) == [(60, PULSE), (85, HALF_TIME)]


def test_two_peers_are_asked_when_half_of_the_new_months_are_over(demo: Demo, world: World) -> None:
    change(world, 6, kind="peers")
    match(demo, world, "Chloe", "Hugo", role="either")
    live_until(world, 30)
    change(world, 10)
    live_until(world, 160)
    for name in ("Chloe", "Hugo"):
        assert asked(world.person(name)) == [(60, PULSE), (120, PULSE), (154, HALF_TIME)]


def test_in_a_circle_each_is_asked_once_and_so_is_the_mentor_of_all(
    demo: Demo, world: World, ann: Actor, hugo: Actor
) -> None:
    make_circles(world.person("Cora"))
    introduce_at_once(demo)
    circle_of(demo, "Ann", "Hugo", "Ines", "Kaya")
    approve(world, world.person("Cora"))
    live_until(world, 30)
    change(world, 10)
    hugo.opens_home()
    hugo.clicks("Leave this circle")
    hugo.fills()
    live_until(world, 40)
    change(world, 8)
    live_until(world, 130)
    for person in (ann, world.person("Ines"), world.person("Kaya")):
        assert asked(person) == [(60, PULSE), (121, HALF_TIME)]
    assert asked(hugo) == []


def test_in_an_evergreen_programme_each_pair_has_a_half_time_of_its_own(
    demo: Demo, world: World, ann: Actor, hugo: Actor
) -> None:
    cora = world.person("Cora")
    cora.types("/mentor admin programme")
    cora.fills(evergreen=["yes"])
    match(demo, world, "Ann", "Hugo")
    live_until(world, 35)
    match(demo, world, "Ben", "Gina")
    change(world, 4)
    live_until(world, 100)
    assert asked(ann) == asked(hugo) == [(60, HALF_TIME)]
    assert asked(world.person("Ben")) == asked(world.person("Gina")) == [(95, HALF_TIME)]


def test_many_pairs_follow_a_few_at_a_time_whoever_goes_on_with_it(demo: Demo) -> None:
    couples = [(mentor, mentee) for mentor in MENTORS for mentee in MENTEES[:4]]
    now = demo.clock.now()
    with demo.store.begin() as db:
        programme = db.get_one(Programme, 1)
        for mentor, mentee in couples:
            pair = pairs.introduce(db, programme, id_of(demo, mentor), id_of(demo, mentee), now)
            survey_calendar.ask_while_paired(db, pair, now)
        closing.move_ends(db, 1, length(12) - length(6))
    assert surveys.follow_ends(demo.store, now) == 20
    another = Store(Database(str(demo.database.url)), demo.store.workspace_id)
    assert [surveys.follow_ends(another, now) for _ in range(2)] == [4, 0]
    with another.read() as db:
        found = every(db, Survey, kind="midpoint")
        assert {row.closes_on for row in found} == {now.date() + timedelta(days=182 + 14)}
        assert len(found) == 2 * len(couples)
        assert all(row.surveyed_until == row.ends_at for row in every(db, Pair))
    another.database.close()


def test_a_bot_that_dies_after_the_change_follows_it_when_it_stands_again(empty_file: Path, tmp_path: Path) -> None:
    address = f"sqlite:///{shutil.copy(empty_file, tmp_path / 'mentor.db')}"
    with running(address) as demo:
        world = World(demo.url)
        match(demo, world, "Ann", "Hugo")
        live_until(world, 64)
        assert asked(world.person("Ann")) == [(60, PULSE)]
        with demo.store.begin() as db:
            closing.move_ends(db, 1, length(9) - length(6))
        died = demo.clock.now()
    with running(address, clock=Clock(died, ticking=False)) as demo:
        world = World(demo.url)
        live_until(world, 140)
        for name in ("Ann", "Hugo"):
            assert asked(world.person(name)) == [(120, PULSE), (136, HALF_TIME)]
