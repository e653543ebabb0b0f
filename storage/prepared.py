"""Questions that are asked at every click: composed once, and from then on only given their values."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, TypeVar, TypeVarTuple, overload

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.answers import Answer, Question
from storage.compiled import Compiled, by_dialect
from storage.sealing import closed, seals
from storage.tables import WorkspaceRow

Found = TypeVar("Found")
Columns = TypeVarTuple("Columns")
Row = TypeVar("Row", bound=WorkspaceRow)
given = sa.bindparam
"""A value that is said when the question is asked."""


@overload
def prepared(compose: Callable[[], SelectOfScalar[Found]]) -> Callable[..., Answer[Found]]: ...
@overload
def prepared(compose: Callable[[], Select[*Columns]]) -> Callable[..., Answer[tuple[*Columns]]]: ...
def prepared(compose: Callable[[], Any]) -> Callable[..., Answer[Any]]:
    """Make a question of a statement: ``_pairs_of(db, user_id="U1")``.

    It sees the workspace's rows of what it selects first; whatever is joined must be joined by an id or by its
    workspace. Composing a statement costs more than running it, and importing a module must not: hence at first use.
    """

    @by_dialect
    def question(dialect: sa.Dialect) -> Question:
        composed = compose()
        table = composed.column_descriptions[0]["entity"]
        return Question(composed.where(table.workspace_id == given("workspace_id")), dialect)

    def ask(db: Session, **values: Any) -> Answer[Any]:
        return question(db).ask(db, {"workspace_id": db.info["workspace_id"], **values})

    return ask


def prepared_update(compose: Callable[[], sa.Update | sa.Delete]) -> Callable[..., int]:
    """Make a change of a statement about one table; it says how many rows it changed, or deleted.

    Objects that the session holds are not told of it.
    """

    @by_dialect
    def statement(dialect: sa.Dialect) -> Compiled:
        composed = compose()
        return Compiled(composed.where(composed.table.c.workspace_id == given("of_workspace")), dialect)

    def change(db: Session, **values: Any) -> int:
        changed: int = statement(db).execute(db, {"of_workspace": db.info["workspace_id"], **values}).rowcount
        return changed

    return change


def insert_once(db: Session, table: type[Row], **values: Any) -> int | None:
    """Write a row and return its id, or None where one stands already that no two may be like.

    A fifth of the time that it takes to make an object and flush it.
    """
    row = closed(db, table, {**_defaults(table), "workspace_id": db.info["workspace_id"], **values})
    written = _insert(table)(db).execute(db, row).fetchone()
    if written is None:
        return None
    words = {name: values[name] for name in table.SEALED if values.get(name)}
    if words and table.SEALED_BY == ("id",) and seals(db):
        _rewrite(db, table, written[0], words)
    row_id: int = written[0]
    return row_id


def insert_all(db: Session, table: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many rows at once, of which all say the same columns; whatever is sealed is named by none of their ids."""
    same = {**_defaults(table), "workspace_id": db.info["workspace_id"]}
    if rows:
        db.exec(sa.insert(table), params=[closed(db, table, {**same, **row}) for row in rows])


def amend(db: Session, row: Row, **values: Any) -> None:
    """Change some columns of a row that has an id, at once; the object knows.

    A fifth of the time that it takes to find out at the next flush what was changed.
    """
    _rewrite(db, type(row), sa.inspect(row).identity[0], values)
    for name, value in values.items():
        set_committed_value(row, name, value)


def _rewrite(db: Session, table: type[Row], row_id: int, values: dict[str, Any]) -> None:
    stored = closed(db, table, values, id=row_id)
    _update(table, *values)(db, of_id=row_id, **{f"new_{name}": value for name, value in stored.items()})


@cache
def _update(table: Any, *names: str) -> Callable[..., int]:
    def compose() -> sa.Update:
        new: dict[str, Any] = {name: given(f"new_{name}") for name in names}
        return sa.update(table).where(table.id == given("of_id")).values(new)

    return prepared_update(compose)


@cache
def _insert(table: type[Row]) -> Callable[[Session], Compiled]:
    @by_dialect
    def statement(dialect: sa.Dialect) -> Compiled:
        spoken = import_module(f"sqlalchemy.dialects.{dialect.name}")  # importing the other one would cost every start
        once = spoken.insert(table).on_conflict_do_nothing().returning(*sa.inspect(table).primary_key)
        return Compiled(once, dialect, [*_defaults(table)])

    return statement


@cache
def _defaults(table: type[Row]) -> dict[str, Any]:
    """What stands in the columns of which nothing is said; the database numbers the rows."""
    numbered = sa.inspect(table).local_table.autoincrement_column
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in table.model_fields.items()
        if numbered is None or name != numbered.key
    }


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


def every(db: Session, table: type[Row], **equal: Any) -> Answer[Row]:
    """The rows whose columns have these values, in the order of their keys. No value may be None."""
    return _rows(table, *equal)(db, **equal)


@cache
def _rows(table: type[Row], *names: str) -> Callable[..., Answer[Row]]:
    def compose() -> SelectOfScalar[Row]:
        keys = sa.inspect(table).primary_key
        return select(table).where(*(getattr(table, name) == given(name) for name in names)).order_by(*keys)

    return prepared(compose)
