"""Silence is no; nobody learns whose no it was, by words or by the clock; and it holds for ever."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import running
from consenting import (
    MONDAY_NIGHT,
    NEVER,
    NO,
    OTHER_WAY,
    YES,
    approve,
    declined,
    drops_the_pair,
    everything,
    is_asked,
    says,
)
from coordinating import heard, leave, newest_preview, preview
from databases import BOTH
from pairing import set_status
from sqlmodel import select
from taking_part import another_programme, enrol, id_of, participant, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage.tables import Suggestion


@pytest.mark.usefixtures("asked")
def test_silence_of_the_senior_is_a_no_in_neutral_words_and_the_junior_never_hears_of_it(
    world: World, demo: Demo, hugo: Actor, chloe: Actor
) -> None:
    world.wait_until(MONDAY_NIGHT - timedelta(minutes=6))
    assert is_asked(hugo)
    world.wait_until(MONDAY_NIGHT + timedelta(hours=10))
    assert "I took your silence for a no" in heard(hugo)[0].text
    assert "in the next one" in heard(hugo)[0].text
    assert not any("no match" in text for text in hugo.sees), "it is said once"
    assert declined(demo) == [{hugo.id, chloe.id}]
    assert [said.text.partition(".")[0] for said in heard(chloe)] == [
        "The round for *Reverse mentoring* is decided, and this time it has no match for you"
    ]


def _reviews_after_all(world: World, demo: Demo) -> None:
    remember(demo, "Chloe", reviewers=[id_of(demo, "Hugo")])
    says(world.person("Chloe"), YES)


WAYS: dict[str, Callable[[World, Demo], None]] = {
    "the junior says no": lambda world, _: says(world.person("Chloe"), NO),
    "the junior never wants to": lambda world, _: says(world.person("Chloe"), NEVER),
    "the junior is silent": lambda *_: None,
    "the junior leaves": lambda world, _: leave(world.person("Chloe")),
    "the junior pauses": lambda _, demo: set_status(demo, "Chloe", "paused"),
    "HR says who reviews whom": _reviews_after_all,
    "the coordinator drops the pair": lambda world, _: drops_the_pair(world),
}


def what_the_senior_sees(address: str, way: Callable[[World, Demo], None]) -> list[Any]:
    """Whatever the senior is told and shown, and when, from their yes to the week after."""
    with running(address) as demo:
        world = World(demo.url)
        hugo, seen = world.person("Hugo"), []
        enrol(demo, "Chloe", "Hugo")
        approve(world.person("Cora"))
        says(hugo, YES)
        world.wait(hours=2)
        way(world, demo)
        for hours in range(0, 8 * 24, 8):
            world.wait(hours=8)
            messages = [(said.text, said.ts, int(float(said.message["edited_ts"] or 0))) for said in hugo.hears]
            seen.append((hours, messages, hugo.opens_home().text))
    return seen


def test_why_it_came_to_nothing_cannot_be_told_from_what_the_senior_hears_or_when(
    empty_file: Path, tmp_path: Path
) -> None:
    seen = {}
    for number, (name, way) in enumerate(WAYS.items()):
        copy = shutil.copy(empty_file, tmp_path / f"{number}.db")
        seen[name] = what_the_senior_sees(f"sqlite:///{copy}", way)
    expected = seen["the junior is silent"]
    assert OTHER_WAY in str(expected[-1])
    assert OTHER_WAY not in str(expected[0])
    assert [name for name in seen if seen[name] != expected] == []


@pytest.mark.usefixtures("asked")
def test_what_the_junior_answers_is_kept_from_the_coordinator_until_the_time_is_over(
    world: World, cora: Actor, hugo: Actor, chloe: Actor
) -> None:
    says(hugo, YES)
    before = cora.opens_home().text
    assert "Being asked: seniors 0, juniors 1 · agreed 0 · came to nothing 0" in before
    says(chloe, NO)
    assert cora.opens_home().text == before
    world.wait_until(MONDAY_NIGHT + timedelta(minutes=6))
    assert "Being asked" not in cora.opens_home().text
    assert "Everybody has been asked, and 0 pairs are introduced" in newest_preview(cora).text
    assert "no pair" not in newest_preview(cora).text


@pytest.mark.usefixtures("asked")
def test_a_no_is_thanked_for_and_is_written_down_without_whose_it_was(demo: Demo, hugo: Actor, chloe: Actor) -> None:
    says(hugo, NO)
    assert "Thank you: this suggestion does not go ahead" in heard(hugo)[0].text
    assert declined(demo) == [{hugo.id, chloe.id}]
    with demo.store.read() as db:
        (row,) = db.exec(select(Suggestion)).all()
    assert (row.status, row.silent_id) == ("over", None)


@BOTH
@pytest.mark.parametrize("answer", [NO, NEVER])
@pytest.mark.usefixtures("asked")
def test_a_declined_pair_is_offered_never_again_in_no_programme(
    world: World, demo: Demo, cora: Actor, hugo: Actor, chloe: Actor, answer: str
) -> None:
    says(hugo, YES)
    says(chloe, answer)
    world.wait_until(MONDAY_NIGHT + timedelta(hours=12))
    assert "the rules allow no pair" in preview(cora).text
    assert "the rules that protect people keep 1 person apart" in newest_preview(cora).text
    another_programme(demo, "Young leaders")
    enrol(demo, "Chloe", "Hugo", programme="Young leaders")
    cora.types("/mentor admin round")
    cora.clicks("Young leaders")
    assert "the rules allow no pair" in newest_preview(cora).text


@pytest.mark.usefixtures("asked")
def test_never_with_this_person_is_kept_on_the_juniors_own_list(demo: Demo, hugo: Actor, chloe: Actor) -> None:
    says(hugo, YES)
    says(chloe, NEVER)
    assert participant(demo, "Chloe").never == [hugo.id]
    assert f"<@{hugo.id}> is on your own list" in heard(chloe)[0].text
    assert "on your own list" not in everything(hugo)
