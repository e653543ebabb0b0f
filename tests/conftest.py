"""The parts that the tests are told with: a fresh programme in a fresh workspace, and a clock that waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from pairing import introduce
from taking_part import MENTEES, MENTORS, enrol

from bot.demo import Demo
from bot.sandbox import Clock
from bot.sandbox.actors import Actor, World
from handlers.rounds import Beside
from storage.database import Database

pytest_plugins = ["browsing", "databases"]

A_MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""When every test begins: a working morning in Europe."""
A_KEY = {"test": bytes(range(32))}
"""By which all that is told from outside is sealed."""


@contextmanager
def running(address: str, **how: Any) -> Iterator[Demo]:
    """The real bot beside the built-in workspace, on the database at this address.

    Slack's three seconds are held by the tests of the workspace; here a busy machine may take its time.
    """
    demo = Demo(
        Database(address, A_KEY, lasting=False), **{"clock": Clock(A_MONDAY, ticking=False), "patience": 60.0, **how}
    )
    demo.start()
    try:
        yield demo
    finally:
        demo.stop()


def pytest_addoption(parser: pytest.Parser) -> None:
    kinds = ["sqlite", "postgresql"]
    parser.addoption(
        "--database", choices=kinds, default="sqlite", help="what every test that asks for neither runs on"
    )


@pytest.fixture
def demo(database_url: str) -> Iterator[Demo]:
    """The real bot beside the built-in workspace: twelve people, a coordinator, one open programme."""
    with running(database_url) as demo:
        yield demo


@pytest.fixture
def world(demo: Demo) -> World:
    """What the people of that workspace can do, and the time machine."""
    return World(demo.url)


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


@pytest.fixture
def cora(world: World) -> Actor:
    """The coordinator."""
    return world.person("Cora")


@pytest.fixture
def beside() -> Iterator[Beside]:
    """Where every round is computed in a process of its own."""
    beside = Beside(at_once=0)
    yield beside
    beside.end()


@pytest.fixture
def cohort(demo: Demo) -> None:
    """Six mentors and six mentees who wait."""
    enrol(demo, *MENTORS, *MENTEES)
