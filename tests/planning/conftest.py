"""Ann mentors Gina, both in Berlin, since this Monday morning."""

import pytest
from pairing import introduce

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


@pytest.fixture
def pair(demo: Demo) -> int:
    return introduce(demo)


@pytest.fixture
def ann(world: World) -> Actor:
    return world.person("Ann")


@pytest.fixture
def gina(world: World) -> Actor:
    return world.person("Gina")
