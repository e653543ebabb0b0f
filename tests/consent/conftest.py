"""The people of a small round: a coordinator, a junior of Sales and a senior of Engineering."""

import pytest
from consenting import approve
from taking_part import enrol

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


@pytest.fixture
def cora(world: World) -> Actor:
    """The coordinator."""
    return world.person("Cora")


@pytest.fixture
def chloe(world: World) -> Actor:
    """A junior of Sales."""
    return world.person("Chloe")


@pytest.fixture
def hugo(world: World) -> Actor:
    """A senior of Engineering."""
    return world.person("Hugo")


@pytest.fixture
def asked(demo: Demo, cora: Actor) -> None:
    """A round of Chloe and Hugo was approved."""
    enrol(demo, "Chloe", "Hugo")
    approve(cora)
