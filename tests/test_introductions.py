"""Approving a round: introductions in waking hours, a kind word to the others, and nothing twice."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from answering import join
from conftest import A_MONDAY, running
from coordinating import (
    end_from_home,
    groups,
    heard,
    introduce_at_once,
    introductions,
    leave,
    newest_preview,
    open_pairs,
    preview,
    second_coordinator,
    set_status,
)
from hypothesis import example, given
from hypothesis import strategies as some
from taking_part import MENTEES, MENTORS, another_programme, enrol, id_of, introduce, participant, remember

from bot.demo import Demo
from bot.rules import cadence
from bot.sandbox.actors import Actor, World
from handlers.rounds import carry_out
from handlers.rounds.carrying_out import PAIRS_AT_ONCE
from handlers.rounds.introducing import all_awake
from storage import pairs, rounds


@pytest.fixture(autouse=True)
def nobody_is_asked(demo: Demo) -> None:
    """Whether the two want to be introduced is asked elsewhere."""
    introduce_at_once(demo)


@pytest.mark.usefixtures("cohort")
def test_approving_introduces_each_in_their_own_words_and_both_together(world: World, demo: Demo, cora: Actor) -> None:
    preview(cora)
    cora.clicks("Approve all 6 pairs")
    assert "approved this round, and 6 pairs are introduced" in newest_preview(cora).text
    world.wait(hours=10)
    for pair in open_pairs(demo):
        mentor, mentee = world.person(pair.mentor_id), world.person(pair.mentee_id)
        (to_mentor,), (to_mentee,) = introductions(mentor), introductions(mentee)
        assert f"You mentor <@{mentee.id}>" in to_mentor.text
        assert f"<@{mentor.id}> mentors you" in to_mentee.text
        for said in (to_mentor, to_mentee):
            assert "Ground rules" in said.text
            assert "Off limits" in said.text
            assert "pass on any question" in said.text
            assert "Set goals" in said.buttons
            assert "End this pair" in said.buttons
        assert to_mentor.metadata["class"] == "notice"
    employees = {one.id for one in demo.employees}
    together = {frozenset(employees.intersection(channel["members"])) for channel in groups(world)}
    assert together == {frozenset({pair.mentor_id, pair.mentee_id}) for pair in open_pairs(demo)}


def test_the_introduction_says_what_fits_from_each_ones_side(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", purpose="Be heard <!channel>")
    enrol(demo, "Hugo", purpose="Learn to listen")
    preview(cora)
    cora.clicks("Approve 1 pair")
    world.wait(hours=1)
    (to_ann,), (to_hugo,) = introductions(world.person("Ann")), introductions(world.person("Hugo"))
    assert "They want to learn what you offer: Short video" in to_ann.text
    assert "They offer what you want to learn: Short video" in to_hugo.text
    assert "What they hope for: “Learn to listen”" in to_ann.text
    assert "&lt;!channel&gt;" in to_hugo.message["text"]


def test_an_introduction_waits_for_the_mornings_of_both(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    remember(demo, "Hugo", zone="America/New_York")
    world.wait_until(datetime(2026, 11, 24, 10, tzinfo=UTC))
    preview(cora)
    cora.clicks("Approve 1 pair")
    ann, hugo = world.person("Ann"), world.person("Hugo")
    assert len(introductions(ann)) == 1
    assert introductions(hugo) == []
    assert groups(world) == []
    world.wait_until(datetime(2026, 11, 24, 13, 1, tzinfo=UTC))
    assert len(introductions(hugo)) == 1, "08:00 in New York"
    assert len(groups(world)) == 1, "both are awake"


@pytest.mark.parametrize("cancelled", [False, True])
def test_two_who_have_planned_before_both_are_awake_are_not_told_to_agree_on_a_day(
    world: World, demo: Demo, cora: Actor, *, cancelled: bool
) -> None:
    for name, zone in (("Ann", "Asia/Kolkata"), ("Hugo", "America/Los_Angeles")):
        remember(demo, name, zone=zone)
        enrol(demo, name, hours_from="06:00", hours_to="22:00")
    preview(cora)
    cora.clicks("Approve 1 pair")
    world.wait(hours=10)
    ann, hugo = world.person("Ann"), world.person("Hugo")
    assert groups(world) == []
    ann.clicks("Plan a session")
    ann.fills()
    hugo.clicks(next(label for label in hugo.last.buttons if "November" in label))
    if cancelled:
        hugo.clicks("Cancel the session")
    world.wait(days=1)
    assert len(groups(world)) == 1
    (together,) = [said for said in ann.sees if "you are a pair in" in said]
    assert ("agree here on a day" in together) is cancelled
    assert ("Your first session is planned" in together) is not cancelled


def test_the_pair_is_asked_one_cadence_later(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    preview(cora)
    cora.clicks("Approve 1 pair")
    (pair,) = open_pairs(demo)
    with demo.store.read() as db:
        asked = [seat.ask_at for seat in pairs.seats(db, pair.id or 0)]
    assert all(moment and moment > demo.clock.now() + timedelta(days=29) for moment in asked)


def test_whoever_is_left_hears_so_kindly_and_what_happens_next(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo")
    preview(cora)
    cora.clicks("Approve 1 pair")
    world.wait(hours=1)
    (pair,) = open_pairs(demo)
    left = next(world.person(name) for name in ("Ann", "Chloe") if id_of(demo, name) != pair.mentor_id)
    said = heard(left)[-1]
    assert "no match for you" in said.text
    assert "Everybody who would have fitted you was matched" in said.text
    assert "in the next round" in said.text
    assert said.buttons == ["Change my answers"]


def test_whoever_was_in_a_dropped_pair_hears_the_same(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Ben", "Gina", "Hugo")
    preview(cora)
    cora.clicks("Drop pair")
    cora.clicks("Approve 1 pair")
    world.wait(hours=1)
    told = [name for name in ("Ann", "Ben", "Gina", "Hugo") if "no match" in heard(world.person(name))[-1].text]
    assert len(told) == 2


@pytest.mark.usefixtures("cohort")
def test_approving_twice_introduces_once(world: World, demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    cora.opens_home()
    cora.clicks("Show the round")
    cora.clicks("Approve all 6 pairs", in_=shown)
    result = cora.clicks("Approve all 6 pairs")
    assert result.form is not None
    assert "approved this round, and 6 pairs are introduced" in result.form.text
    world.wait(hours=10)
    assert len(open_pairs(demo)) == 6
    assert all(len(introductions(world.person(name))) == 1 for name in MENTORS)


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        ("left", "left the programme"),
        ("paused", "is paused"),
        ("taken", "has a pair by now"),
        ("reviewer", "the rules keep them apart by now"),
        ("never", "the rules keep them apart by now"),
    ],
)
def test_whatever_changed_since_the_preview_is_asked_again_at_approval(
    world: World, demo: Demo, cora: Actor, meanwhile: str, told: str
) -> None:
    enrol(demo, "Ann", "Hugo")
    preview(cora)
    if meanwhile == "left":
        leave(world.person("Ann"))
    elif meanwhile == "taken":
        enrol(demo, "Ben")
        introduce(demo, "Ben", "Hugo")
    elif meanwhile == "reviewer":
        remember(demo, "Ann", reviewers=[id_of(demo, "Hugo")])
    else:
        with demo.store.begin() as db:
            row = participant(demo, "Hugo")
            row.status = "paused" if meanwhile == "paused" else "active"
            row.never = [id_of(demo, "Ann")] if meanwhile == "never" else []
            db.merge(row)
    cora.clicks("Approve 1 pair")
    shown = newest_preview(cora)
    assert "0 pairs are introduced" in shown.text
    assert told in shown.text
    world.wait(hours=3)
    assert introductions(world.person("Ann")) == []


def test_a_mentor_with_room_for_two_is_given_two_and_is_no_leftover(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", capacity=2)
    enrol(demo, "Hugo", "Ines")
    shown = preview(cora)
    assert "2 pairs" in shown.text
    cora.clicks("Approve all 2 pairs")
    world.wait(hours=3)
    assert {pair.mentor_id for pair in open_pairs(demo)} == {id_of(demo, "Ann")}
    assert len(introductions(world.person("Ann"))) == 2
    assert not any("no match" in said.text for said in heard(world.person("Ann")))


def test_people_who_have_a_pair_are_not_matched_again(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Ben", "Gina", "Hugo")
    introduce(demo, "Ann", "Hugo")
    shown = preview(cora)
    assert "1 pair," in shown.text
    assert f"<@{id_of(demo, 'Ben')}> mentors <@{id_of(demo, 'Gina')}>" in shown.text


def test_nobody_is_matched_with_the_same_person_again(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    introduce(demo, "Ann", "Hugo")
    end_from_home(world.person("Ann"))
    world.wait(hours=1)
    shown = preview(cora)
    assert "the rules allow no pair" in shown.text
    assert "they were paired with 1 person before" in shown.text


def test_whoever_lost_a_pair_hears_of_the_end_before_the_new_introduction(
    world: World, demo: Demo, cora: Actor
) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo")
    introduce(demo, "Ann", "Hugo")
    ann, hugo = world.person("Ann"), world.person("Hugo")
    world.wait(hours=11)
    end_from_home(ann)
    world.wait(hours=1)
    preview(cora)
    cora.clicks("Approve 1 pair")
    world.wait(hours=14)
    said = [text.text for text in heard(hugo)]
    ends = next(place for place, text in enumerate(said) if "no longer paired" in text)
    begins = next(place for place, text in enumerate(said) if "The first meeting" in text)
    assert ends < begins


def test_a_round_run_while_an_end_can_be_taken_back_tells_nobody_of_it(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Ben", "Chloe", "Gina", "Hugo")
    introduce(demo, "Ann", "Hugo")
    end_from_home(world.person("Ann"))
    shown = preview(cora)
    assert "U0ANN" not in shown.text
    assert "U0HUGO" not in shown.text
    world.wait(hours=1)
    cora.clicks("Run again")
    assert "U0ANN" in newest_preview(cora).text


def test_a_new_pair_betrays_no_end_that_can_be_taken_back(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", capacity=2)
    enrol(demo, "Hugo", "Ines")
    introduce(demo, "Ann", "Hugo")
    hugo = world.person("Hugo")
    end_from_home(hugo)
    preview(cora)
    cora.clicks("Approve 1 pair")
    world.wait(minutes=50)
    assert not [text for text in heard(world.person("Ann")) if "no longer paired" in text.text]
    hugo.clicks("Take it back")
    assert "paired, as before" in hugo.last.text


def test_the_end_of_a_new_pair_withdraws_introductions_that_were_not_sent(
    world: World, demo: Demo, cora: Actor
) -> None:
    enrol(demo, "Ann", "Hugo")
    remember(demo, "Hugo", zone="America/New_York")
    preview(cora)
    cora.clicks("Approve 1 pair")
    ann = world.person("Ann")
    ann.clicks("End this pair")
    ann.fills()
    world.wait(hours=12)
    assert introductions(world.person("Hugo")) == []
    assert groups(world) == []


def test_approving_is_refused_kindly_where_the_programme_has_closed(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    preview(cora)
    set_status(demo, "closed")
    cora.clicks("Approve 1 pair")
    assert "is not open" in cora.last.text
    assert open_pairs(demo) == []


def test_a_programme_with_a_hostile_name_is_matched_like_any_other(world: World, demo: Demo, cora: Actor) -> None:
    name = '"}]}, <!channel> {% raw %} *x* ' + "y" * 90
    another_programme(demo, name)
    introduce_at_once(demo, name)
    enrol(demo, "Ann", "Hugo", programme=name)
    cora.types("/mentor admin round")
    cora.clicks(name[:74] + "…")
    cora.clicks("Approve 1 pair")
    world.wait(hours=2)
    assert len(introductions(world.person("Ann"))) == 1
    assert not any("<!channel>" in said.message["text"] for said in world.messages())


def test_whoever_asked_and_whoever_decided_both_read_what_came_of_it(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    femi = second_coordinator(world, demo, "Femi")
    asked = preview(cora)
    femi.opens_home()
    femi.clicks("Show the round")
    femi.clicks("Approve 1 pair")
    world.wait(minutes=1)
    assert f"<@{femi.id}> approved this round, and 1 pair is introduced" in cora.reads(asked).text
    assert "1 pair is introduced" in newest_preview(femi).text


def test_people_who_joined_by_the_form_are_introduced(world: World, demo: Demo, cora: Actor) -> None:
    ann, hugo = world.person("Ann"), world.person("Hugo")
    join(ann, role="mentor")
    join(hugo, role="mentee")
    preview(cora)
    cora.clicks("Approve 1 pair")
    world.wait(minutes=1)
    assert f"You mentor <@{hugo.id}>" in introductions(ann)[0].text
    assert f"<@{ann.id}> mentors you" in introductions(hugo)[0].text
    assert len(open_pairs(demo)) == 1


@pytest.fixture
def company(empty_file: Path, tmp_path: Path) -> Iterator[Demo]:
    """Sixty people to be matched."""
    with running(f"sqlite:///{shutil.copy(empty_file, tmp_path / 'large.db')}", people=60) as demo:
        yield demo


def test_a_large_round_is_introduced_piece_by_piece_and_a_stop_halfway_loses_and_doubles_nobody(company: Demo) -> None:
    enrol(company, *{one.first for one in company.employees})
    cora = World(company.url).person("Cora")
    preview(cora)
    now = company.clock.now()
    with company.store.begin() as db:
        row = rounds.live(db, 1)
        assert row is not None
        made = {(one.mentor_id, one.mentee_id) for one in rounds.proposals(db, row.id)}
        rounds.decide(db, row, "approved", cora.id, now)
    assert len(made) > PAIRS_AT_ONCE
    assert carry_out(company.store, now) == 1
    assert len(open_pairs(company)) == PAIRS_AT_ONCE
    assert 0 < sum(carry_out(company.store, now) for _ in range(20)) < 20
    assert {(pair.mentor_id, pair.mentee_id) for pair in open_pairs(company)} == made
    assert len(open_pairs(company)) == len(made)


def test_two_ticks_at_the_same_time_introduce_nobody_twice(demo: Demo, cora: Actor) -> None:
    enrol(demo, *MENTORS, *MENTEES)
    preview(cora)
    now = demo.clock.now()
    with demo.store.begin() as db:
        row = rounds.live(db, 1)
        assert row is not None
        rounds.decide(db, row, "approved", cora.id, now)
    with ThreadPoolExecutor(4) as ticks:
        ended = sum(ticks.map(lambda _: carry_out(demo.store, now), range(4)))
    assert ended == 1
    assert len(open_pairs(demo)) == 6


ZONES = some.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Auckland", "UTC", None])


@given(
    moment=some.integers(0, 365 * 24 * 60).map(lambda minutes: A_MONDAY + timedelta(minutes=minutes)),
    one=ZONES,
    other=ZONES,
)
@example(moment=A_MONDAY + timedelta(minutes=179070), one="Europe/Berlin", other="Pacific/Auckland")
def test_both_hear_of_each_other_when_both_are_awake_if_they_ever_are(
    moment: datetime, one: str | None, other: str | None
) -> None:
    found = all_awake(moment, one, other)
    quarters = [moment] + [moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=n) for n in range(1, 49)]
    shared = [at for at in quarters if cadence.waking(at, one) == at == cadence.waking(at, other)]
    assert found >= moment
    if shared:
        assert cadence.waking(found, one) == found == cadence.waking(found, other)
        assert found <= shared[0]
    else:
        assert found in (cadence.waking(moment, one), cadence.waking(moment, other))


def test_nobody_is_introduced_in_a_programme_that_was_closed_meanwhile(world: World, demo: Demo) -> None:
    enrol(demo, "Ann", "Ines")
    cora, ann = world.person("Cora"), world.person("Ann")
    cora.types("/mentor admin round")
    with demo.store.begin() as db:
        db.connection().exec_driver_sql("UPDATE round SET status = 'approved', decided_by = 'U0CORA'")
        db.connection().exec_driver_sql("UPDATE programme SET status = 'closed'")
    world.wait(minutes=1)
    assert ann.sees == []
    assert "since the programme was closed" in cora.last.text
