"""The people of a programme of circles."""

import pytest
from circling import approve, circle_of, make_circles
from coordinating import introduce_at_once

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


@pytest.fixture
def cora(world: World) -> Actor:
    """The coordinator, who has made the programme one of circles."""
    cora = world.person("Cora")
    make_circles(cora)
    return cora


@pytest.fixture
def hugo(world: World) -> Actor:
    return world.person("Hugo")


@pytest.fixture
def ines(world: World) -> Actor:
    return world.person("Ines")


@pytest.fixture
def kaya(world: World) -> Actor:
    return world.person("Kaya")


@pytest.fixture
def circle(demo: Demo, world: World, cora: Actor) -> None:
    """Ann leads a circle of Hugo, Ines and Kaya."""
    introduce_at_once(demo)
    circle_of(demo, "Ann", "Hugo", "Ines", "Kaya")
    approve(world, cora)
