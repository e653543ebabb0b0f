"""One database: its engine, its pragmas, its single writer and its schema."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.engine import Connection, Engine

from storage.sealed import Keys

PATIENCE, PATIENCE_WITH_READERS = 5000, 200
"""Milliseconds to wait for another process; and, while others wait too, for whoever reads when the log is emptied."""
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    f"busy_timeout={PATIENCE}",
    "foreign_keys=ON",
    "secure_delete=ON",
)
CONNECTIONS = 24
"""As many as there are threads that answer Slack, and a few for the clock."""

QUIET: dict[str, Any] = {"hide_parameters": True}
"""An error names the statement that failed, and not the words and answers that were to be written."""


class Busy(Exception):
    """Another process writes to this database file; ``owner`` says which."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


class Database:
    """An engine with one write lock in the process, on SQLite or PostgreSQL.

    SQLite's defaults lose updates: here a unit of work begins IMMEDIATE, and threads queue for our lock and not for
    SQLite's. On PostgreSQL an advisory lock per workspace gives several processes the same order. A file that is
    deleted in the end needs not be ``lasting``: then nobody waits until the disk has what was written.
    """

    def __init__(self, url: str, keys: Keys | None = None, *, lasting: bool = True) -> None:
        self.url, self.keys, self._lasting = sa.make_url(url), keys or {}, lasting
        if self.url.drivername in ("postgres", "postgresql"):
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.engine = self._sqlite_engine() if self.is_sqlite else _postgres_engine(self.url)
        self.reading = self._reading_engine()
        self.writing = threading.Lock()
        self.written = 0
        """Units of work that this process has written: while it stays the same, so do the answers to questions."""
        self.log_to_empty = False

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process opens it anew."""
        return partial(Database, lasting=self._lasting), (self.url, self.keys)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None where there is none (PostgreSQL, in memory)."""
        name = self.url.database
        return Path(name).resolve() if self.is_sqlite and name and name != ":memory:" else None

    @contextmanager
    def claim(self, purpose: str) -> Iterator[None]:
        """Be the only writing process of the SQLite file. Raises Busy with the other's purpose and process id."""
        if self.file is None:
            yield
            return
        owner = self.file.with_name(self.file.name + ".writer")
        lock = FileLock(str(self.file) + ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise Busy(owner.read_text() if owner.exists() else "another process") from None
        try:
            owner.write_text(purpose)
            yield
        finally:
            owner.unlink(missing_ok=True)
            lock.release()

    def empty_log(self) -> bool:
        """Write SQLite's log (WAL) into the file and empty it, so that nobody can read there what changed last.

        False, for the moment, where somebody reads; ``log_to_empty`` remembers it.
        """
        if self.file is None:
            return True
        with self.writing, closing(self.engine.raw_connection()) as connection:
            driver: Any = connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout={PATIENCE_WITH_READERS}")
            (busy, *_rest) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            driver.execute(f"PRAGMA busy_timeout={PATIENCE}")
        self.log_to_empty = bool(busy)
        return not busy

    def close(self) -> None:
        self.engine.dispose()
        self.reading.dispose()

    def _reading_engine(self) -> Engine:
        """On SQLite with connections of its own, that cannot write; in memory there is but one."""
        if self.is_sqlite and not _in_memory(self.url):
            return self._sqlite_engine(reads=True)
        return self.engine

    def _sqlite_engine(self, *, reads: bool = False) -> Engine:
        """Whether it only reads is said to a connection once: said again, SQLite would compile every statement anew."""
        waits_for_the_disk = f"synchronous={'FULL' if self._lasting else 'OFF'}"
        return _sqlite_engine(self.url, [*SQLITE_PRAGMAS, waits_for_the_disk, f"query_only={reads:d}"], reads=reads)


def _postgres_engine(url: sa.URL) -> Engine:
    return sa.create_engine(url, pool_size=CONNECTIONS, **QUIET)


def _in_memory(url: sa.URL) -> bool:
    return url.database in (None, "", ":memory:")


def _sqlite_engine(url: sa.URL, pragmas: Iterable[str], *, reads: bool) -> Engine:
    pool: dict[str, Any] = {"poolclass": sa.StaticPool} if _in_memory(url) else {"pool_size": CONNECTIONS}
    engine = sa.create_engine(url, connect_args={"check_same_thread": False}, **pool, **QUIET)

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN DEFERRED" if reads else "BEGIN IMMEDIATE")

    return engine
