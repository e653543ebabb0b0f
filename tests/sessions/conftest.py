"""A pair that was introduced when the tests begin, and its two people."""

import pytest
from pairing import introduce

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


@pytest.fixture
def pair(demo: Demo) -> int:
    """Ann, who mentors Gina."""
    return introduce(demo)


@pytest.fixture
def ann(world: World) -> Actor:
    return world.person("Ann")


@pytest.fixture
def gina(world: World) -> Actor:
    return world.person("Gina")
