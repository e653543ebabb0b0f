"""Questions that are asked at every click: composed once, and from then on only given their values."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, TypeVar, TypeVarTuple, overload

import sqlalchemy as sa
from sqlalchemy.engine import ScalarResult, TupleResult
from sqlalchemy.orm import QueryableAttribute
from sqlmodel import Session, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.sealing import closed
from storage.tables import WorkspaceRow

Found = TypeVar("Found")
Columns = TypeVarTuple("Columns")
Row = TypeVar("Row", bound=WorkspaceRow)
given = sa.bindparam
"""A value that is said when the question is asked."""
_COLUMNS = (sa.ColumnElement, QueryableAttribute)
PREPARED = "prepared"
"""The execution option of a statement that filters by its workspace itself."""


@overload
def prepared(compose: Callable[[], SelectOfScalar[Found]]) -> Callable[..., ScalarResult[Found]]: ...
@overload
def prepared(compose: Callable[[], Select[*Columns]]) -> Callable[..., TupleResult[tuple[*Columns]]]: ...
def prepared(compose: Callable[[], Any]) -> Callable[..., Any]:
    """Make a question of a statement: ``_pairs_of(db, user_id="U1")``.

    It sees the workspace's rows of what it selects first; whatever is joined must be joined by an id or by its
    workspace. Composing a statement costs more than running it, and importing a module must not: hence at first use.
    """

    @cache
    def statement() -> Any:
        composed = compose()
        table = composed.column_descriptions[0]["entity"]
        return composed.where(table.workspace_id == given("workspace_id")).execution_options(**{PREPARED: True})

    def ask(db: Session, **values: Any) -> Any:
        question, params = statement(), {"workspace_id": db.info["workspace_id"], **values}
        if not _asks_for_columns(question):
            return db.exec(question, params=params)
        db.flush()
        found = db.connection().execute(question, params)
        return found.scalars() if isinstance(question, SelectOfScalar) else found

    return ask


@cache
def _asks_for_columns(statement: Any) -> bool:
    """Whether no rows become objects: then the session adds nothing but two thirds of the time."""
    return all(isinstance(found["expr"], _COLUMNS) for found in statement.column_descriptions)


def prepared_update(compose: Callable[[], sa.Update | sa.Delete]) -> Callable[..., int]:
    """Make a change of a statement about one table; it says how many rows it changed, or deleted.

    Objects that the session holds are not told of it.
    """

    @cache
    def statement() -> sa.Update | sa.Delete:
        composed = compose()
        return composed.where(composed.table.c.workspace_id == given("of_workspace"))

    def change(db: Session, **values: Any) -> int:
        db.flush()
        return db.connection().execute(statement(), {"of_workspace": db.info["workspace_id"], **values}).rowcount

    return change


def insert_once(db: Session, table: type[Row], **values: Any) -> int | None:
    """Write a row and return its id, or None where one stands already that no two may be like.

    A fifth of the time that it takes to make an object, ask and flush it.
    """
    db.flush()
    connection = db.connection()
    row = closed(db, table, {**_defaults(table), "workspace_id": db.info["workspace_id"], **values})
    written: int | None = connection.execute(_insert(table, connection.dialect.name), row).scalar()
    return written


@cache
def _insert(table: type[Row], dialect: str) -> sa.Executable:
    spoken = import_module(f"sqlalchemy.dialects.{dialect}")  # importing the other one would cost every start
    once: sa.Executable = spoken.insert(table).on_conflict_do_nothing().returning(*sa.inspect(table).primary_key)
    return once


@cache
def _defaults(table: type[Row]) -> dict[str, Any]:
    keys = {column.name for column in sa.inspect(table).primary_key}
    fields = {name: field for name, field in table.model_fields.items() if name not in keys}
    return {name: field.get_default(call_default_factory=True) for name, field in fields.items()}


def one(db: Session, table: type[Row], **equal: Any) -> Row | None:
    """The row whose columns have these values, or None. No value may be None."""
    return _rows(table, *equal)(db, **equal).first()


def known(db: Session, table: type[Row], **key: Any) -> Row | None:
    """The row of a key, or None: a unit of work asks for it once and has it at hand from then on."""
    at_hand: dict[tuple[Any, ...], Row] = db.info.setdefault("at_hand", {})
    place = (table, *key.values())
    row = at_hand.get(place)
    if row is not None and row in db:
        return row
    found = one(db, table, **key)
    if found is not None:
        at_hand[place] = found
    return found


def every(db: Session, table: type[Row], **equal: Any) -> Sequence[Row]:
    """The rows whose columns have these values, in the order of their keys. No value may be None."""
    return _rows(table, *equal)(db, **equal).all()


@cache
def _rows(table: type[Row], *names: str) -> Callable[..., ScalarResult[Row]]:
    def compose() -> SelectOfScalar[Row]:
        keys = sa.inspect(table).primary_key
        return select(table).where(*(getattr(table, name) == given(name) for name in names)).order_by(*keys)

    return prepared(compose)
