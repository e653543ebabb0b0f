"""Circles that have become too small, or too large, before anybody is introduced."""

from collections.abc import Iterator

import pytest
from circling import circle_of
from consenting import is_asked, set_approval
from taking_part import programme_of

from bot.demo import Demo
from bot.rules.matching import Match
from bot.sandbox.actors import Actor, World
from handlers.rounds import Beside, compute
from storage import rounds, rulings

PATIENCE = 60.0
"""Seconds for another process to start and to compute, on a machine that does other things."""


@pytest.fixture
def two_circles(demo: Demo) -> None:
    """Ann and Eva may each lead a circle, and anybody of five may be in it."""
    circle_of(demo, "Ann", "Hugo", "Ines", "Jonas")
    circle_of(demo, "Eva", "Kaya", "Liam")


@pytest.fixture
def beside() -> Iterator[Beside]:
    beside = Beside(at_once=0)
    yield beside
    beside.end()


def found(demo: Demo, cora: Actor, beside: Beside) -> dict[str, list[str]]:
    """The circles of a round that is computed, of which nobody has taken note."""
    with demo.store.begin() as db:
        rounds.ask(db, programme_of(demo).id or 0, cora.id, demo.clock.now())
    compute(demo.store, demo.clock.now(), beside)
    assert beside.at is not None
    assert not beside.at.listen(PATIENCE)
    circles: dict[str, list[str]] = {}
    for one in (one for some in beside.at.found for one in some if isinstance(one, Match)):
        circles.setdefault(one.mentor, []).append(one.mentee)
    return circles


@pytest.mark.usefixtures("two_circles")
def test_nobody_is_asked_for_a_circle_that_a_word_said_while_it_was_computed_made_too_small(
    demo: Demo, world: World, cora: Actor, beside: Beside
) -> None:
    set_approval(demo, "people")
    circles = found(demo, cora, beside)
    small = min(circles, key=lambda mentor: len(circles[mentor]))
    with demo.store.begin() as db:
        gone = (small, circles[small][0])
        rulings.rule(db, programme_of(demo).id or 0, gone, "forbidden", cora.id, demo.clock.now())
    compute(demo.store, demo.clock.now(), beside)
    world.wait(minutes=3)
    people = [world.person(name) for name in ("Hugo", "Ines", "Jonas", "Kaya", "Liam")]
    assert len(circles[small]) == 2
    assert {one.id for one in people if is_asked(one)} == {one.id for one in people} - {*circles[small]}
