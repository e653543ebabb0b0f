"""Whoever is free again is asked about the next best of the round, or waits for the next one."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from conftest import running
from consenting import (
    MONDAY_NIGHT,
    NO,
    OTHER_WAY,
    YES,
    approve,
    is_asked,
    question,
    says,
    statuses,
)
from coordinating import heard, newest_preview, open_pairs, preview
from taking_part import enrol, id_of, programme_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from handlers.consent import carry_on
from storage import declined, rounds, rulings, suggestions


def test_whoever_is_free_again_is_asked_about_the_next_best_of_the_round(
    world: World, demo: Demo, cora: Actor, hugo: Actor, chloe: Actor
) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo")
    approve(cora)
    ann = world.person("Ann")
    assert "has no match for you at the moment" in heard(ann)[-1].text
    assert "if somebody becomes free who fits you, I write to you" in heard(ann)[-1].text
    says(hugo, NO)
    assert "They work in Marketing" in question(hugo).text
    assert "has no match for you at the moment" in heard(chloe)[-1].text
    says(hugo, YES)
    says(ann, YES)
    assert [(pair.mentor_id, pair.mentee_id) for pair in open_pairs(demo)] == [(ann.id, hugo.id)]


def test_the_next_best_is_looked_for_where_somebody_may_have_become_free_and_not_after_every_answer(
    demo: Demo, cora: Actor, hugo: Actor
) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo", "Kaya")
    approve(cora)
    kaya = next(one for one in (hugo.world.person("Kaya"), hugo) if is_asked(one))
    approved = times_freed(demo)
    says(kaya, YES)
    assert times_freed(demo) == approved
    says(next(one for one in (hugo.world.person("Kaya"), hugo) if is_asked(one)), NO)
    assert times_freed(demo) == approved + 1


def times_freed(demo: Demo) -> int:
    """How often it was looked for by now, and nothing waits for the tick."""
    with demo.store.read() as db:
        row = rounds.round_of(db, 1)
        assert row is not None
        assert (row.stirred, row.freed) == (row.looked_at, row.sought_at)
        return row.freed


def test_nobody_is_asked_about_a_pair_that_a_coordinator_has_forbidden(demo: Demo, cora: Actor, hugo: Actor) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo")
    with demo.store.begin() as db:
        both = (id_of(demo, "Ann"), hugo.id)
        rulings.rule(db, programme_of(demo).id or 0, both, "forbidden", cora.id, demo.clock.now())
    approve(cora)
    says(hugo, NO)
    assert not is_asked(hugo)
    assert statuses(demo) == ["over"]


def test_a_junior_who_said_no_is_asked_about_the_next_best_at_once_and_their_senior_later(
    world: World, demo: Demo, cora: Actor, hugo: Actor, chloe: Actor
) -> None:
    enrol(demo, "Chloe", "Hugo", "Kaya")
    remember(demo, "Kaya", department="Sales")
    approve(cora)
    kaya = world.person("Kaya")
    assert not is_asked(kaya)
    says(hugo, YES)
    says(chloe, NO)
    assert is_asked(kaya)
    assert not any(OTHER_WAY in text for text in hugo.sees)
    world.wait_until(MONDAY_NIGHT + timedelta(minutes=6))
    assert OTHER_WAY in heard(hugo)[0].text


def test_whoever_is_suggested_somebody_before_they_wake_up_is_not_told_first_that_there_is_nobody(
    world: World, demo: Demo, cora: Actor, hugo: Actor
) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo", "Kaya")
    remember(demo, "Kaya", zone="Europe/Lisbon")
    approve(cora)
    says(hugo, YES)
    world.wait_until(MONDAY_NIGHT + timedelta(minutes=30))
    assert "over" in statuses(demo), "Chloe was silent, and Ann is free only when it is midnight for Kaya, too"
    world.wait_until(MONDAY_NIGHT + timedelta(hours=12))
    assert "They work in Marketing" in question(hugo).text
    assert not any("no match" in text for text in hugo.sees)


def test_the_next_best_is_the_same_on_every_machine(empty_file: Path, tmp_path: Path) -> None:
    told = []
    for number in range(2):
        copy = shutil.copy(empty_file, tmp_path / f"{number}.db")
        with running(f"sqlite:///{copy}", people=40) as demo:
            enrol(demo, *{one.first for one in demo.employees})
            world = World(demo.url)
            approve(world.person("Cora"))
            seniors = [one.id for one in demo.employees if one.role == "mentee" and is_asked(world.person(one.id))]
            for who in seniors[:6]:
                says(world.person(who), NO)
            with demo.store.read() as db:
                told.append([(one.mentor_id, one.mentee_id) for one in rounds.proposals(db, 1) if one.later])
    assert told[0] == told[1] != []
    assert len(set(told[0])) == len(told[0])


def test_whoever_was_silent_is_asked_nothing_more_in_that_round(
    world: World, demo: Demo, cora: Actor, hugo: Actor
) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo")
    approve(cora)
    world.wait_until(MONDAY_NIGHT + timedelta(hours=12))
    assert not is_asked(hugo)
    assert statuses(demo) == ["over"]
    assert "Everybody has been asked" in newest_preview(cora).text


def test_two_ticks_at_the_same_time_suggest_nobody_to_two_people(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Chloe", "Eva", "Femi", "Hugo", "Kaya")
    approve(cora)
    now = demo.clock.now()
    with demo.store.begin() as db:
        for row in suggestions.of_round(db, 1):
            suggestions.move(db, row, "over", answer_by=now)
            declined.add(db, row)
    with ThreadPoolExecutor(4) as ticks:
        list(ticks.map(lambda _: [carry_on(demo.store, now) for _ in range(6)], range(4)))
    with demo.store.read() as db:
        live = suggestions.live(db, 1)
        later = [(one.mentor_id, one.mentee_id) for one in rounds.proposals(db, 1) if one.later]
    assert live
    assert len({row.mentee_id for row in live}) == len({row.mentor_id for row in live}) == len(live)
    assert len(set(later)) == len(later)


def test_a_round_in_between_leaves_those_alone_who_are_being_asked(demo: Demo, cora: Actor, hugo: Actor) -> None:
    enrol(demo, "Chloe", "Hugo")
    approve(cora)
    enrol(demo, "Ann", "Kaya")
    shown = preview(cora)
    assert "1 pair," in shown.text
    assert hugo.id not in shown.text


def test_a_mentor_with_room_for_two_is_asked_about_each_and_teaches_whom_they_chose(
    world: World, demo: Demo, cora: Actor, chloe: Actor, hugo: Actor
) -> None:
    enrol(demo, "Chloe", capacity=2)
    enrol(demo, "Hugo", "Kaya")
    approve(cora)
    for who in ("Hugo", "Kaya"):
        says(world.person(who), YES)
    about_hugo = next(said for said in heard(chloe) if f"mentor <@{hugo.id}>" in said.text)
    chloe.clicks(NO, in_=about_hugo)
    says(chloe, YES)
    assert [pair.mentee_id for pair in open_pairs(demo)] == [id_of(demo, "Kaya")]
    assert not any("no match" in text for text in chloe.sees)
