"""The unit of work: decide inside ``store.begin()``, speak outside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Session, col

from storage import sealing
from storage.compiled import speak
from storage.database import Database
from storage.prepared import insert_once
from storage.tables import WITH_SEALED_WORDS, Delivery, WorkspaceRow


class Repeated(Exception):
    """Slack sent a payload a second time, and the first copy was handled."""


@dataclass(frozen=True)
class Received:
    """The payload that is being answered: its key, and when it came."""

    key: str
    at: datetime


class WorkspaceSession(Session):
    """A SQLModel session that sees and writes the rows of one workspace only."""


@sa.event.listens_for(WorkspaceSession, "do_orm_execute")
def _see_one_workspace(state: ORMExecuteState) -> None:
    """Filter the entities a statement asks for; what they are joined to, they are joined to by key."""
    workspace_id = state.session.info["workspace_id"]
    tables: set[type[WorkspaceRow]] = {mapper.class_ for mapper in state.all_mappers}
    state.statement = state.statement.options(*(_only(table, workspace_id) for table in tables))


@cache
def _only(table: type[WorkspaceRow], workspace_id: str) -> ExecutableOption:
    return with_loader_criteria(table, col(table.workspace_id) == workspace_id, include_aliases=True)


@sa.event.listens_for(WorkspaceSession, "before_flush")
def _write_one_workspace(session: Any, _context: Any, _instances: Any) -> None:
    for row in session.new:
        row.workspace_id = session.info["workspace_id"]
    sealing.close(session)


@sa.event.listens_for(WorkspaceSession, "after_flush_postexec")
def _show_words_again(session: Any, _context: Any) -> None:
    sealing.reopen(session)


for _table in WITH_SEALED_WORDS:
    for _moment in ("load", "refresh"):
        sa.event.listen(_table, _moment, sealing.show)


@dataclass(frozen=True)
class Store:
    """A database, seen from one workspace and, where a payload is being answered, in the name of that payload."""

    database: Database
    workspace_id: str
    received: Received | None = None

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction that writes: committed on leaving, rolled back on any exception.

        Raises Repeated where the payload in whose name it writes was handled before.
        """
        with self.database.writing, self._begun(self.database.engine) as db:
            if not self.database.is_sqlite:
                db.connection().execute(_ADVISORY_LOCK, {"workspace": self.workspace_id})
            if self.received is not None:
                _remember(db, self.received)
            yield db
            self.database.written += 1

    @contextmanager
    def begin_unseen(self) -> Iterator[Session]:
        """Like ``begin``, and SQLite's log does not show afterwards what was written."""
        with self.begin() as db:
            yield db
        self.database.empty_log()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A snapshot that takes no lock and cannot write."""
        with self._begun(self.database.reading) as db:
            if not self.database.is_sqlite:
                db.connection().exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield db

    @contextmanager
    def _begun(self, engine: sa.Engine) -> Iterator[Session]:
        about = {"workspace_id": self.workspace_id, "keys": self.database.keys}
        with WorkspaceSession(engine, expire_on_commit=False, info=about) as db, db.begin():
            speak(db)
            yield db


_ADVISORY_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:workspace, 0))")


def _remember(db: Session, received: Received) -> None:
    if insert_once(db, Delivery, key=received.key, handled_at=received.at) is None:
        raise Repeated(received.key)
