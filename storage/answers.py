"""What a question finds: the driver's rows, made the values and the objects that it asked for."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, QueryableAttribute
from sqlalchemy.orm.attributes import instance_state
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

from storage.compiled import Compiled, Process, Values, ours

Found = TypeVar("Found")
Row = Sequence[Any]
Read = Callable[[Session, Row], Any]
"""What makes a row of the driver's, or a part of it, what was asked for."""
_COLUMNS = (sa.ColumnElement, QueryableAttribute)


class Answer(list[Found]):
    """All that was found."""

    def all(self) -> "Answer[Found]":
        return self

    def first(self) -> Found | None:
        return self[0] if self else None

    def one(self) -> Found:
        (only,) = self
        return only


class Question:
    """A statement that asks, in one dialect: how its answers are read is known with the first."""

    def __init__(self, statement: Any, dialect: sa.Dialect) -> None:
        self._statement, self._dialect = statement, dialect
        self._compiled = Compiled(statement, dialect)
        self._read: Read | None = None

    def ask(self, db: Session, values: Values) -> Answer[Any]:
        cursor = self._compiled.execute(db, values)
        read = self._read = self._read or self._reading(cursor.description)
        return Answer([read(db, row) for row in cursor.fetchall()])

    def _reading(self, described: Sequence[Sequence[Any]]) -> Read:
        """What reads a row: a value, an object, or several of these."""
        columns = (
            Column(at, column.key, ours(column.type, self._dialect, kind))
            for at, (column, (_name, kind, *_rest)) in enumerate(
                zip(self._statement.selected_columns, described, strict=True)
            )
        )
        parts = [_part(asked["expr"], columns) for asked in self._statement.column_descriptions]
        if isinstance(self._statement, SelectOfScalar):
            return parts[0]
        return lambda db, row: tuple([part(db, row) for part in parts])


class Column(NamedTuple):
    """A column of an answer: where it stands, its name, and what makes its values ours."""

    at: int
    name: str
    process: Process

    def of(self, row: Row) -> Any:
        return self.process(row[self.at]) if self.process else row[self.at]


def _part(asked: Any, columns: Iterator[Column]) -> Read:
    if isinstance(asked, _COLUMNS):
        column = next(columns)
        return lambda _db, row: column.of(row)
    mapper = sa.inspect(asked).mapper
    return _Objects(mapper, list(islice(columns, len(mapper.columns))))


class _Objects:
    """Reads the objects of a table: each is one in its session, as if the session had loaded it itself."""

    def __init__(self, mapper: Mapper[Any], columns: list[Column]) -> None:
        self._mapper, self._manager = mapper, mapper.class_manager
        places = {column.name: column.at for column in columns}
        self._key = [places[str(column.key)] for column in mapper.primary_key]
        self._names = [column.name for column in columns]
        self._whole = slice(columns[0].at, columns[-1].at + 1)
        self._processed = [(column.name, column.process) for column in columns if column.process]

    def __call__(self, db: Session, row: Row) -> Any:
        """The object, or None where an outer join found none."""
        key = tuple([row[at] for at in self._key])
        if None in key:
            return None
        identity = self._mapper.identity_key_from_primary_key(key)
        present = db.identity_map.get(identity)
        return self._loaded(db, row, identity) if present is None else present

    def _loaded(self, db: Session, row: Row, identity: Any) -> Any:
        found: Any = self._manager.new_instance()
        values = vars(found)
        values.update(zip(self._names, row[self._whole], strict=True))
        for name, process in self._processed:
            values[name] = process(values[name])
        state = instance_state(found)
        state.key, state.session_id = identity, db.hash_key
        db.identity_map.add(state)
        self._manager.dispatch.load(state, None)  # who listens for rows that are read hears
        return found
