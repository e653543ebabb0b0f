"""Named queries about promises, "you said, we did": what the senior of a pair will try, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.rules.cadence import UNDO
from storage.counts import Ids, among_these, of_pair
from storage.pairs import seems_open
from storage.prepared import given, one, prepared, prepared_update
from storage.sealing import closed
from storage.tables import Pair, Promise, Seat

REMINDER = "promises/reminder"


@dataclass(frozen=True)
class Ledger:
    """The promises of a pair: those that are open, the oldest first, and how many were kept."""

    open: Sequence[Promise] = ()
    kept: int = 0


@dataclass(frozen=True)
class Counts:
    """How many promises were made, how many of them were kept, and how many are open: numbers without words."""

    made: int = 0
    kept: int = 0
    open: int = 0


def promise(db: Session, promise_id: int) -> Promise | None:
    return one(db, Promise, id=promise_id)


def open_of_pair(db: Session, pair_id: int | None) -> Sequence[Promise]:
    """The open promises of a pair, the oldest first."""
    return _open_of_pair(db, pair_id=pair_id).all()


def ledgers(db: Session, user_id: str, pair_ids: Iterable[int | None]) -> dict[int | None, Ledger]:
    """The promises of each of somebody's pairs, by pair."""
    rows = _of_person(db, user_id=user_id).all()
    return {pair_id: _ledger([row for row in rows if row.pair_id == pair_id]) for pair_id in pair_ids}


def make(
    db: Session, pair: Pair, what: str, due_on: date | None, now: datetime, *, session_id: int | None = None
) -> Promise:
    """Write down what the senior of a pair will try."""
    assert pair.id is not None
    row = Promise(pair_id=pair.id, session_id=session_id, what=what, due_on=due_on, made_at=now)
    db.add(row)
    db.flush()
    return row


def change(db: Session, row: Promise, what: str, due_on: date | None) -> bool:
    """Put other words or another day in the place of those of an open promise. False where nothing changes."""
    if (what, due_on) == (row.what, row.due_on):
        return False
    words = closed(db, Promise, {"what": what}, id=row.id)["what"]
    if not _change(db, of_id=row.id, words=words, day=due_on):
        return False
    db.refresh(row)
    return True


def keep(db: Session, row: Promise, by: str, now: datetime) -> bool:
    """Mark a promise as kept. False where it had been before."""
    if not _keep(db, of_id=row.id, at=now, by=by):
        return False
    db.refresh(row)
    return True


def drop(db: Session, row: Promise) -> None:
    """Delete a promise, words and all."""
    db.delete(row)
    db.flush()


def counts(db: Session, ids: Ids, now: datetime) -> dict[int, Counts]:
    """How many promises the seniors of programmes made and kept, and how many are open in pairs that are.

    Those that were dropped do not count.
    """
    return {programme_id: Counts(*numbers) for programme_id, *numbers in _counts(db, ids=ids, undo_since=now - UNDO)}


def forget_words(db: Session, pair_ids: Iterable[int]) -> None:
    """Empty the promises of pairs that are over; that there were some, and that they were kept, stays."""
    db.exec(sa.update(Promise).where(col(Promise.pair_id).in_(list(pair_ids))).values(what="", due_on=None))


def _ledger(rows: Sequence[Promise]) -> Ledger:
    still_open = [row for row in rows if row.done_at is None]
    return Ledger(still_open, len(rows) - len(still_open))


@prepared
def _counts() -> Select[int, int, int, int]:
    still_open = sa.case((sa.and_(col(Promise.done_at).is_(None), seems_open(given("undo_since"))), 1))
    made, kept = sa.func.count(col(Promise.id)), sa.func.count(col(Promise.done_at))
    numbers = select(Pair.programme_id, made, kept, sa.func.count(still_open))
    of_programme = numbers.join(Promise, sa.and_(*of_pair(Promise))).where(among_these())
    return of_programme.group_by(col(Pair.programme_id))


@prepared
def _open_of_pair() -> SelectOfScalar[Promise]:
    still_open = (Promise.pair_id == given("pair_id"), col(Promise.done_at).is_(None))
    return select(Promise).where(*still_open).order_by(col(Promise.id))


@prepared
def _of_person() -> SelectOfScalar[Promise]:
    mine = (Seat.workspace_id == given("workspace_id"), Seat.user_id == given("user_id"))
    sits_in = select(Promise).join(Seat, col(Seat.pair_id) == Promise.pair_id).where(*mine)
    return sits_in.order_by(col(Promise.id))


@prepared_update
def _change() -> sa.Update:
    still_open = (col(Promise.id) == given("of_id"), col(Promise.done_at).is_(None))
    return sa.update(Promise).where(*still_open).values(what=given("words"), due_on=given("day"))


@prepared_update
def _keep() -> sa.Update:
    still_open = (col(Promise.id) == given("of_id"), col(Promise.done_at).is_(None))
    return sa.update(Promise).where(*still_open).values(done_at=given("at"), done_by=given("by"))
