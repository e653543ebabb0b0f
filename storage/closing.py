"""Named queries about the end of pairs: whose months are over, what they reached, and who wants to be matched again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import closing
from bot.rules.health import expected
from storage import circles, goals, withdrawals
from storage.pairs import COMPLETED
from storage.prepared import every, given, prepared, prepared_update
from storage.tables import HeldSession, Pair, Participant, Plan, Programme, Promise, Seat, Wish


@dataclass(frozen=True)
class Reached:
    """What two people reached together: ``goals`` in their words, ``kept`` of the promises that were ``made``."""

    months: int
    sessions: int
    expected: int
    goals: Sequence[str]
    kept: int
    made: int


def any_due(db: Session, now: datetime) -> bool:
    """Whether it is worth looking closer: the cheap question of every minute."""
    return _due(db, now=now, most=1).first() is not None


def due(db: Session, now: datetime, most: int) -> Sequence[Pair]:
    """Some of the open pairs whose months are over, the longest over first."""
    return _due(db, now=now, most=most).all()


def next_end(db: Session) -> datetime | None:
    """When the next pair ends."""
    return _next_end(db).first()


def complete(db: Session, row: Pair, now: datetime) -> bool:
    """End a pair whose months are over, for both and for good: nothing more is asked. False where it had ended."""
    if not _complete(db, of_id=row.id, at=now):
        return False
    db.refresh(row)
    withdrawals.withdraw_about(db, row.id, withdrawals.OVER)
    _withdraw_wishes(db, of_pair=row.id)
    _ask_no_more(db, of_pair=row.id)
    _rest(db, held_in=row.programme_id, both=[row.mentor_id, row.mentee_id])
    return True


def postpone(db: Session, row: Pair, now: datetime) -> bool:
    """Let a pair last until both could tell of the session that they have just had. False where they had none."""
    later = closing.postponed(row.ends_at, _last_planned(db, pair_id=row.id, now=now).first(), now)
    if later is None:
        return False
    row.ends_at = later
    db.add(row)
    db.flush()
    return True


def move_ends(db: Session, programme_id: int, by: timedelta) -> None:
    """Let the open pairs of a programme end that much later; those of one cohort end together."""
    still_open = (col(Pair.programme_id) == programme_id, col(Pair.ended_at).is_(None))
    ends = db.exec(select(Pair.ends_at).where(*still_open).distinct()).all()
    # An end that lands on another one must not move twice: the one that is farthest on its way goes first.
    for end in sorted(ends, reverse=by > timedelta(0)):
        db.exec(sa.update(Pair).where(*still_open, col(Pair.ends_at) == end).values(ends_at=end + by))


def end_now(db: Session, programme_id: int, now: datetime) -> None:
    """Let the open pairs of a programme end now; they are completed a few at a time."""
    ahead = (col(Pair.programme_id) == programme_id, col(Pair.ended_at).is_(None), col(Pair.ends_at) > now)
    db.exec(sa.update(Pair).where(*ahead).values(ends_at=now))


def reached(db: Session, rows: Sequence[Pair], programme: Programme, until: datetime) -> Reached:
    """What a pair reached until its end, or the pairs of a circle."""
    row = rows[0]
    promised = [one for pair in rows for one in every(db, Promise, pair_id=pair.id)]
    return Reached(
        months=closing.months_of(row.introduced_at, until),
        sessions=_held(db, held_under=circles.whole(row)).one(),
        expected=expected(row.introduced_at, until, programme.cadence, programme.sessions),
        goals=[goal.what for pair in rows for goal in goals.of_pair(db, pair.id) if goal.status == "reached"],
        kept=sum(one.done_at is not None for one in promised),
        made=len(promised),
    )


def last_completed(db: Session, user_id: str, programme_ids: Collection[int]) -> list[Pair]:
    """The newest pair of somebody in each of these programmes, where it is one that they completed."""
    newest = {row.programme_id: row for row in _ever(db, user_id=user_id)} if programme_ids else {}
    return [row for row in newest.values() if row.ended_as == COMPLETED and row.programme_id in programme_ids]


def want_next_round(db: Session, place: Participant, wanted: bool) -> None:
    """Be matched again from the next round on, or no more."""
    place.next_round = wanted
    db.add(place)
    db.flush()


@prepared
def _due() -> SelectOfScalar[Pair]:
    over = (col(Pair.ended_at).is_(None), col(Pair.ends_at) <= given("now"))
    return select(Pair).where(*over).order_by(col(Pair.ends_at), col(Pair.id)).limit(given("most"))


@prepared
def _next_end() -> SelectOfScalar[Any]:
    return select(Pair.ends_at).where(col(Pair.ended_at).is_(None)).order_by(col(Pair.ends_at)).limit(1)


@prepared_update
def _complete() -> sa.Update:
    still_open = (col(Pair.id) == given("of_id"), col(Pair.ended_at).is_(None))
    return sa.update(Pair).where(*still_open).values(ended_at=given("at"), ended_as=COMPLETED)


@prepared_update
def _withdraw_wishes() -> sa.Update:
    waiting = (col(Wish.pair_id) == given("of_pair"), col(Wish.status) == "waiting")
    return sa.update(Wish).where(*waiting).values(status="withdrawn")


@prepared_update
def _ask_no_more() -> sa.Update:
    return sa.update(Seat).where(col(Seat.pair_id) == given("of_pair")).values(ask_at=None)


@prepared_update
def _rest() -> sa.Update:
    here = col(Participant.programme_id) == given("held_in")
    return (
        sa.update(Participant)
        .where(here, col(Participant.user_id).in_(given("both", expanding=True)))
        .values(next_round=False)
    )


@prepared
def _last_planned() -> SelectOfScalar[Any]:
    stood = (Plan.pair_id == given("pair_id"), Plan.status == "accepted", col(Plan.starts_at) <= given("now"))
    return select(Plan.starts_at).where(*stood).order_by(col(Plan.starts_at).desc()).limit(1)


@prepared
def _held() -> SelectOfScalar[Any]:
    return select(sa.func.count(col(HeldSession.id))).where(HeldSession.pair_id == given("held_under"))


@prepared
def _ever() -> SelectOfScalar[Pair]:
    mine = (Seat.workspace_id == given("workspace_id"), Seat.user_id == given("user_id"))
    sits_in = select(Pair).join(Seat, col(Seat.pair_id) == Pair.id).where(*mine)
    return sits_in.order_by(col(Pair.introduced_at), col(Pair.id))
