"""Who was introduced and has planned nothing is asked once, a week later, whether to find a time."""

import pytest
from answering import join, open_form
from coordinating import introduce_at_once
from databases import BOTH
from planned import proposes

from bot.demo import Demo
from bot.sandbox.actors import Actor, World

QUESTION = "Shall we find a time?"
INES = "Ines"


@pytest.fixture
def ines(world: World, demo: Demo, ann: Actor) -> Actor:
    """The mentee whom a round has introduced to Ann this Monday."""
    introduce_at_once(demo)
    join(ann, role="mentor")
    mentee = world.person(INES)
    join(mentee, role="mentee")
    cora = world.person("Cora")
    cora.types("/mentor admin round")
    cora.clicks("Approve 1 pair")
    world.wait(minutes=1)
    return mentee


def asked(person: Actor) -> int:
    return sum(QUESTION in text for text in person.sees)


def test_both_are_asked_once_a_week_later_and_the_button_opens_the_form(world: World, ann: Actor, ines: Actor) -> None:
    world.wait(days=6)
    assert (asked(ann), asked(ines)) == (0, 0)
    world.wait(days=2)
    assert (asked(ann), asked(ines)) == (1, 1)
    question = next(said for said in world.messages(to=ann) if QUESTION in said.text)
    ann.clicks("Plan a session", in_=question)
    assert open_form(ann).title == "Plan a session"
    world.wait(days=10)
    assert (asked(ann), asked(ines)) == (1, 1)


@BOTH
def test_who_has_planned_a_session_is_not_asked(world: World, ann: Actor, ines: Actor) -> None:
    proposes(ines)
    world.wait(days=9)
    assert (asked(ann), asked(ines)) == (0, 0)


def test_who_has_logged_a_session_is_not_asked(world: World, ann: Actor, ines: Actor) -> None:
    world.wait(days=2)
    ann.says("met 45m")
    world.wait(days=9)
    assert (asked(ann), asked(ines)) == (0, 0)
