"""Named queries about pairs and the two seats of each."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import closing
from bot.rules.cadence import UNDO
from bot.rules.programmes import PEERS
from storage import withdrawals
from storage.prepared import every, given, one, prepared
from storage.tables import Pair, Programme, Seat

EXIT, COMPLETED = "exit", "completed"
"""How a pair ends: by one of the two, who may take it back for an hour, in which the other one sees nothing of it; or
because its months are over, at once for both and for good."""


def pair(db: Session, pair_id: int) -> Pair | None:
    return one(db, Pair, id=pair_id)


def open_pairs(db: Session, user_id: str, now: datetime) -> Sequence[Pair]:
    """The pairs that somebody is in, as they may know it, oldest first."""
    return _open_pairs(db, user_id=user_id, undo_since=now - UNDO).all()


def is_open(row: Pair, viewer: str, now: datetime) -> bool:
    """Whether a pair is open as far as one of the two may know: an exit is not seen while it can be undone."""
    unseen = row.ended_as == EXIT and row.ended_by != viewer
    return row.ended_at is None or (unseen and row.ended_at > now - UNDO)


def looks_open() -> sa.ColumnElement[bool]:
    """The same in a prepared question about pairs; it is given ``user_id`` and ``undo_since``."""
    return looks_open_to(given("user_id"), given("undo_since"))


def looks_open_to(viewer: Any, undo_since: Any) -> sa.ColumnElement[bool]:
    """The same in any question about pairs; exits since ``undo_since`` can still be undone."""
    return sa.or_(col(Pair.ended_at).is_(None), sa.and_(can_be_undone(undo_since), col(Pair.ended_by) != viewer))


def seems_open(undo_since: Any) -> sa.ColumnElement[bool]:
    """Whether a pair is open as far as a coordinator may know: no list and no number tells of an exit that can still
    be undone."""
    return sa.or_(col(Pair.ended_at).is_(None), can_be_undone(undo_since))


def can_be_undone(undo_since: Any) -> sa.ColumnElement[bool]:
    """Whether a pair was ended by one of the two, and so lately that it may be taken back."""
    return sa.and_(col(Pair.ended_as) == EXIT, col(Pair.ended_at) > undo_since)


@prepared
def _open_pairs() -> SelectOfScalar[Pair]:
    mine = (Seat.workspace_id == given("workspace_id"), Seat.user_id == given("user_id"))
    sits_in = select(Pair).join(Seat, col(Seat.pair_id) == Pair.id).where(*mine, looks_open())
    return sits_in.order_by(col(Pair.id))


def ever(db: Session, programme_id: int, user_id: str) -> Sequence[Pair]:
    """The pairs that somebody is or was in, in one programme."""
    sits_in = sa.and_(col(Seat.workspace_id) == Pair.workspace_id, col(Seat.pair_id) == Pair.id)
    mine = select(Pair).join(Seat, sits_in).where(Seat.user_id == user_id, Pair.programme_id == programme_id)
    return db.exec(mine.order_by(col(Pair.id))).all()


def open_pairs_of_programme(db: Session, programme_id: int) -> Sequence[Pair]:
    still_open = select(Pair).where(Pair.programme_id == programme_id, col(Pair.ended_at).is_(None))
    return db.exec(still_open.order_by(col(Pair.id))).all()


def partner(row: Pair, user_id: str) -> str:
    """The other one of a pair."""
    return row.mentee_id if user_id == row.mentor_id else row.mentor_id


def side(row: Pair, user_id: str) -> str:
    """Which of the two somebody is: mentor, mentee, or either where both teach and learn."""
    if row.kind == PEERS:
        return "either"
    return "mentor" if user_id == row.mentor_id else "mentee"


def introduce(
    db: Session, programme: Programme, mentor_id: str, mentee_id: str, now: datetime, *, round_id: int | None = None
) -> Pair:
    """Begin a pair. Its seats have no question due yet; the check-ins decide when to ask."""
    assert programme.id is not None
    row = Pair(
        programme_id=programme.id,
        round_id=round_id,
        mentor_id=mentor_id,
        mentee_id=mentee_id,
        kind=programme.kind,
        introduced_at=now,
        ends_at=closing.ends_at(now, programme.length_months, _cohort_ends_at(db, programme)),
    )
    db.add(row)
    db.flush()
    assert row.id is not None
    db.add_all([Seat(pair_id=row.id, user_id=mentor_id), Seat(pair_id=row.id, user_id=mentee_id)])
    db.flush()
    return row


def gather(
    db: Session, programme: Programme, mentor_id: str, mentee_ids: Iterable[str], now: datetime, *, round_id: int | None
) -> list[Pair]:
    """Begin a circle: a pair for each mentee, which are one by the id of the first."""
    made = [introduce(db, programme, mentor_id, mentee_id, now, round_id=round_id) for mentee_id in mentee_ids]
    for row in made:
        row.circle_id = made[0].id
        db.add(row)
    db.flush()
    return made


def _cohort_ends_at(db: Session, programme: Programme) -> datetime | None:
    """When those end who began first of all that go on."""
    if programme.evergreen:
        return None
    running = select(Pair.ends_at).where(Pair.programme_id == programme.id, col(Pair.ended_at).is_(None))
    return db.exec(running.order_by(col(Pair.introduced_at), col(Pair.id)).limit(1)).first()


def end(db: Session, row: Pair, by: str, now: datetime) -> bool:
    """End a pair for one of the two and withdraw what was going to be said about it. False where it had ended before.

    Its seats stay as they are, so that taking the end back leaves no trace. An end that the other one decided, and
    of which nobody has heard, gives way to this one.
    """
    if not is_open(row, by, now):
        return False
    as_seen = sa.update(Pair).where(col(Pair.id) == row.id, col(Pair.ended_at).is_not_distinct_from(row.ended_at))
    if not db.exec(as_seen.values(ended_at=now, ended_as=EXIT, ended_by=by)).rowcount:
        return False
    withdrawals.withdraw_about(db, row.id, withdrawals.ENDED)
    return True


def reopen(db: Session, row: Pair, now: datetime) -> bool:
    """Take an exit back: the word about it is withdrawn, what it withdrew waits again. False where there is none."""
    ended = sa.update(Pair).where(col(Pair.id) == row.id, col(Pair.ended_as) == EXIT)
    if not db.exec(ended.values(ended_at=None, ended_as=None, ended_by=None)).rowcount:
        return False
    withdrawals.withdraw_about(db, row.id, withdrawals.TAKEN_BACK)
    withdrawals.say_about(db, row.id, now)
    return True


def ended_together(db: Session, programme_id: int, by: str, moment: datetime) -> Sequence[Pair]:
    """The pairs that somebody's leaving ended: those that ended by them at the very moment at which they left."""
    ended = select(Pair).where(Pair.programme_id == programme_id, Pair.ended_by == by, Pair.ended_at == moment)
    return db.exec(ended.order_by(col(Pair.id))).all()


def seats(db: Session, pair_id: int) -> Sequence[Seat]:
    return every(db, Seat, pair_id=pair_id)
