"""Statements as the driver takes them: compiled once, and from then on only given their values.

SQLAlchemy looks a statement up, copies and adapts it at every execution, which takes ten times as long as the answer.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

Made = TypeVar("Made")
Values = Mapping[str, Any]
Process = Callable[[Any], Any] | None
"""What makes a value one of the driver's, or a value of the driver's ours; None where they are the same."""
DRIVER, DIALECT = "driver", "dialect"


def speak(db: Session) -> None:
    """Have the driver's connection at hand in this unit of work; to find it takes longer than to use it."""
    connection = db.connection()
    db.info[DRIVER], db.info[DIALECT] = connection.connection.driver_connection, connection.dialect


class Compiled:
    """A statement in one dialect; ``columns`` are those that an insert writes."""

    def __init__(self, statement: Any, dialect: sa.Dialect, columns: Sequence[str] | None = None) -> None:
        self._compiled, self._dialect = statement.compile(dialect=dialect, column_keys=columns), dialect
        binds = self._compiled.binds
        self._lists = [name for name, bind in binds.items() if bind.expanding and bind.required]
        self._worded: dict[tuple[int, ...], _Worded] = {}

    def execute(self, db: Session, values: Values) -> Any:
        """The driver's cursor, after what the session has to write was written."""
        db.flush()
        lengths = tuple([len(values[name]) for name in self._lists])
        worded = self._worded.get(lengths)
        if worded is None:
            worded = self._worded[lengths] = _Worded(self._compiled, self._dialect, values)
        return db.info[DRIVER].execute(worded.text, worded.parameters(values))


class _Worded:
    """The text of a statement, in which a list of values has as many places as it has values."""

    def __init__(self, compiled: Any, dialect: sa.Dialect, values: Values) -> None:
        expanded = compiled.construct_expanded_state(values)
        self.text = expanded.statement
        self._lists = {name: places for name, places in expanded.parameter_expansion.items() if name in values}
        self._constants = {name: value for name, value in expanded.parameters.items() if name not in values}
        self._positional = dialect.positional
        whole = {place: name for name, places in expanded.parameter_expansion.items() for place in places}
        self._places: list[tuple[str, Process]] = [
            (place, driven(compiled.binds[whole.get(place, place)].type, dialect))
            for place in expanded.positiontup or expanded.parameters
        ]

    def parameters(self, values: Values) -> list[Any] | dict[str, Any]:
        known = {**self._constants, **values}
        for name, places in self._lists.items():
            known.update(zip(places, values[name], strict=True))
        if self._positional:
            return [process(known[place]) if process else known[place] for place, process in self._places]
        return {place: process(known[place]) if process else known[place] for place, process in self._places}


def driven(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Process:
    """What makes a value of this type one that the driver takes."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


def ours(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect, told: Any) -> Process:
    """What makes a value of the driver's, who ``told`` its own type for it, one of this type."""
    return kind.dialect_impl(dialect).result_processor(dialect, told)


def by_dialect(make: Callable[[sa.Dialect], Made]) -> Callable[[Session], Made]:
    """What is made once for a dialect, and from then on found by whatever session speaks it."""
    made: dict[str, Made] = {}

    def of(db: Session) -> Made:
        dialect = db.info[DIALECT]
        if dialect.name not in made:
            made[dialect.name] = make(dialect)
        return made[dialect.name]

    return of
