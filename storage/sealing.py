"""Rows whose words are sealed at rest: shown as they are read, sealed as they are written.

A table says which columns (``SEALED``) and what names a row for good (``SEALED_BY``); everybody else sees plain words.
Statements that write such a column past the session put their values through ``closed``.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import object_session
from sqlalchemy.orm.attributes import flag_modified, set_committed_value
from sqlmodel import Session, select

from storage.database import Database
from storage.sealed import SEALED, Keys, Place, seal, unseal
from storage.tables import WITH_SEALED_WORDS, WorkspaceRow

READABLE = ("programme_id",)
"""What stays plain of values that are sealed: queries compare it."""
BATCH = 200
SHOWN = "shown while sealed"


def show(row: WorkspaceRow, _context: Any, _names: Any = None) -> None:
    """After a row was read: its words instead of what is stored. Raises Unreadable."""
    keys = _keys(object_session(row))
    for name in row.SEALED:
        stored = vars(row).get(name)
        if stored:
            set_committed_value(row, name, _open(keys, stored, _place(type(row), name, vars(row))))


def closed(db: Session, table: type[WorkspaceRow], values: Mapping[str, Any], **row: Any) -> dict[str, Any]:
    """The values of columns as they are to be stored; ``row`` names the row where they do not.

    Where neither does, since the row has no id yet, its words are left out.
    """
    keys = _keys(db)
    if not keys:
        return dict(values)
    whole = {"workspace_id": db.info["workspace_id"], **values, **row}
    words = {name: values[name] for name in table.SEALED if values.get(name)}
    named = all(name in whole for name in table.SEALED_BY)
    sealed = {
        name: _close(keys, plain, _place(table, name, whole)) if named else type(plain)()
        for name, plain in words.items()
    }
    return {**values, **sealed}


def close(db: Session) -> None:
    """Before a flush: seal what is new or changed. A row that its own id names is written without the words first."""
    shown: list[tuple[WorkspaceRow, str, Any, bool]] = []
    for row in (*db.new, *db.dirty) if _keys(db) else ():
        for name in _words_to_write(row):
            words, is_named = getattr(row, name), all(getattr(row, by) is not None for by in row.SEALED_BY)
            shown.append((row, name, words, is_named))
            setattr(row, name, _stored(db, row, name, words) if is_named else type(words)())
    db.info[SHOWN] = shown


def reopen(db: Session) -> None:
    """After a flush: write the words that waited for the row's id, and show all of them again."""
    for row, name, words, was_named in db.info.pop(SHOWN, ()):
        if not was_named:
            table: Any = type(row)
            stored = {name: _stored(db, row, name, words)}
            db.connection().execute(sa.update(table).where(table.id == row.id).values(stored))
        set_committed_value(row, name, words)


def seal_anew(db: Session) -> int:
    """Seal some words under the newest key that are plain, or under an older one. Returns how many rows."""
    newest = next(iter(_keys(db)), None)
    if newest is None:
        return 0
    for table in WITH_SEALED_WORDS:
        other = sa.or_(*(_is_not_under(table, name, newest) for name in table.SEALED))
        rows = db.exec(select(table).where(other).limit(BATCH)).all()
        for row in rows:
            for name in row.SEALED:
                flag_modified(row, name)
        db.flush()
        if rows:
            return len(rows)
    return 0


def seals(db: Session) -> bool:
    """Whether what is written is sealed."""
    return bool(_keys(db))


def missing_keys(database: Database, keys: Keys) -> set[str]:
    """The ids of keys that words are sealed by and that are not among these."""
    with database.reading.begin() as connection:
        found = {key for stored in _sealed_by_others(connection, keys) for key in SEALED.findall(stored)}
    return {key_id for key_id, _cipher in found} - set(keys)


def _keys(db: Any) -> Keys:
    keys: Keys = db.info["keys"]
    return keys


def _words_to_write(row: object) -> Iterator[str]:
    for name in row.SEALED if isinstance(row, WorkspaceRow) else ():
        state: Any = sa.inspect(row)
        if getattr(row, name) and state.attrs[name].history.has_changes():
            yield name


def _stored(db: Session, row: WorkspaceRow, name: str, words: Any) -> Any:
    table = type(row)
    named = {by: getattr(row, by) for by in ("workspace_id", *table.SEALED_BY)}
    return _close(_keys(db), words, _place(table, name, named))


def _place(table: type[WorkspaceRow], name: str, row: Mapping[str, Any]) -> Place:
    return (row["workspace_id"], str(table.__tablename__), name, *(str(row[by]) for by in table.SEALED_BY))


def _close(keys: Keys, words: Any, place: Place) -> Any:
    if isinstance(words, str):
        return seal(keys, words, place)
    readable = {name: words[name] for name in READABLE if name in words}
    return {**readable, "sealed": seal(keys, json.dumps(words), place)}


def _open(keys: Keys, stored: Any, place: Place) -> Any:
    if isinstance(stored, str):
        return unseal(keys, stored, place)
    sealed = stored.get("sealed") if isinstance(stored, dict) else None
    if not isinstance(sealed, str) or not SEALED.fullmatch(sealed):
        return stored
    return json.loads(unseal(keys, sealed, place))


def _is_not_under(table: type[WorkspaceRow], name: str, key_id: str) -> sa.ColumnElement[bool]:
    stored = _text(table, name)
    return sa.and_(stored.not_in(("", "{}", "null")), stored.not_like(f"%sealed:{key_id}:%"))


def _sealed_by_others(connection: sa.Connection, keys: Keys) -> Iterator[str]:
    for table in WITH_SEALED_WORDS:
        for name in table.SEALED:
            stored = _text(table, name)
            others = (stored.like("%sealed:%"), *(stored.not_like(f"%sealed:{key_id}:%") for key_id in keys))
            yield from connection.execute(sa.select(stored).where(*others).limit(BATCH)).scalars()


def _text(table: type[WorkspaceRow], name: str) -> sa.Cast[str]:
    return sa.cast(getattr(table, name), sa.Text)
