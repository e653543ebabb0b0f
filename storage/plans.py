"""Named queries about sessions to come: proposed, accepted, moved, cancelled; a pair plans one at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.rules.cadence import UNDO
from bot.rules.planning import Span
from storage import find_a_time
from storage.prepared import every, given, one, prepared
from storage.sealing import closed
from storage.tables import Pair, Plan, PlanChange, Seat

State = Literal["asks me", "asks them", "stands", "moves me", "moves them", "cancelled", "over"]
"""How a plan stands for one of the two: who is asked to accept a time, or to accept that it moves."""

Seen = tuple[int | None, int | None]
"""The plan that stood when somebody looked, and its revision; neither where nothing was planned."""


@dataclass(frozen=True)
class Wanted:
    """What somebody proposes: moments, the length in minutes, and where to meet on the web, if anywhere."""

    moments: Sequence[datetime]
    minutes: int
    link: str


def plan(db: Session, plan_id: int) -> Plan | None:
    return one(db, Plan, id=plan_id)


def state(row: Plan, viewer: str, now: datetime) -> State:
    """How a plan stands, as one of the two sees it."""
    if row.status == "cancelled":
        return "cancelled"
    if row.status == "proposed":
        return "asks them" if row.proposed_by == viewer else "asks me"
    if row.status != "accepted" or (row.starts_at is not None and row.starts_at <= now):
        return "over"
    if not row.slots:
        return "stands"
    return "moves them" if row.proposed_by == viewer else "moves me"


def live(db: Session, pair_id: int | None, now: datetime) -> Plan | None:
    """The one plan of a pair that waits for an answer or for its moment."""
    return _live(db, pair_id=pair_id, now=now).first()


def live_of(db: Session, user_id: str, now: datetime) -> dict[int, Plan]:
    """What is planned in each of somebody's pairs, by pair."""
    return {row.pair_id: row for row in _live_of(db, user_id=user_id, now=now)}


def span(row: Plan) -> Span:
    """From when to when an accepted session lasts."""
    assert row.starts_at is not None
    return row.starts_at, row.starts_at + timedelta(minutes=row.minutes)


def offered(row: Plan) -> list[Span]:
    """From when to when it would last at every moment that either has proposed, whatever became of that."""
    starts = (datetime.fromisoformat(slot) for slot in row.offered)
    return [(start, start + timedelta(minutes=row.minutes)) for start in starts]


def busy(db: Session, pair: Pair, now: datetime) -> list[Span]:
    """When either of a pair has a session planned, in any of their pairs."""
    both = (pair.mentor_id, pair.mentee_id)
    theirs = sa.or_(col(Pair.mentor_id).in_(both), col(Pair.mentee_id).in_(both))
    planned = select(Plan).join(Pair, col(Pair.id) == Plan.pair_id).where(theirs, col(Pair.ended_at).is_(None))
    ahead = (Plan.status == "accepted", col(Plan.starts_at) > now - timedelta(days=1))
    return [span(row) for row in db.exec(planned.where(*ahead)).all()]


def is_as_seen(row: Plan | None, seen: Seen) -> bool:
    return (row and row.id, row and row.revision) == seen


def propose(db: Session, pair: Pair, seen: Seen, wanted: Wanted, by: str, now: datetime) -> Plan | None:
    """Propose moments, in place of what stood when somebody looked. None where it stands otherwise by now.

    The moments of a session that is accepted wait for the other one; its length and its link change at once.
    """
    row = live(db, pair.id, now)
    if not is_as_seen(row, seen):
        return None
    if row is None:
        assert pair.id is not None
        row = Plan(pair_id=pair.id, **_times((), wanted, by, now), **_form(wanted))
        db.add(row)
        db.flush()
    elif not _advance(db, row, **_changed(row, wanted, by, now)):
        return None
    find_a_time.withdraw(db, pair)
    return row


def alters(row: Plan | None, wanted: Wanted) -> bool:
    """Whether the length or the link of a session that is accepted would be another one."""
    return row is not None and row.status == "accepted" and (row.minutes, row.link) != (wanted.minutes, wanted.link)


def accept(db: Session, row: Plan, revision: int, slot: str, by: str, now: datetime) -> bool:
    """Accept a moment that the other one proposes. False where that is not, or no longer, proposed to this person."""
    asked = state(row, by, now) in ("asks me", "moves me") and row.revision == revision and slot in row.slots
    if not asked or datetime.fromisoformat(slot) <= now:
        return False
    moved, mover = row.status == "accepted", row.proposed_by
    taken = {"status": "accepted", "slots": [], "starts_at": datetime.fromisoformat(slot)}
    if not _advance(db, row, **taken, sequence=row.sequence + moved):
        return False
    if moved:
        _remember(db, row, "moved", mover, now)
    return True


def keep(db: Session, row: Plan, revision: int, by: str, now: datetime) -> bool:
    """Keep the moment that holds, whoever proposed to move it. False where nobody does, or proposes others by now."""
    return (
        state(row, by, now) in ("moves me", "moves them") and row.revision == revision and _advance(db, row, slots=[])
    )


def cancel(db: Session, row: Plan, by: str, now: datetime) -> bool:
    """Cancel what is planned, or take back a proposal. False where there is nothing to cancel any more.

    That an accepted session was cancelled, and by whom, is written down.
    """
    accepted = row.status == "accepted"
    if not call_off(db, row, now):
        return False
    if accepted:
        _remember(db, row, "cancelled", by, now)
    return True


def call_off(db: Session, row: Plan, now: datetime) -> bool:
    """Let nothing come of a plan, by nobody's doing. False where nothing is to come of it any more."""
    if state(row, row.proposed_by, now) in ("cancelled", "over"):
        return False
    return _advance(db, row, status="cancelled", slots=[], sequence=row.sequence + (row.status == "accepted"))


def of_ended(db: Session, now: datetime) -> Sequence[tuple[Plan, Pair]]:
    """What is still to come in pairs whose end can no longer be taken back."""
    return _of_ended(db, now=now, ended_until=now - UNDO).all()


def next_of_ended(db: Session, now: datetime) -> datetime | None:
    """When the next end of a pair in which something is planned can no longer be taken back."""
    ended_at = _ended_first(db, now=now).first()
    return ended_at and ended_at + UNDO


def cancelled_by(db: Session, row: Plan) -> str | None:
    """Who cancelled a session that had been accepted."""
    changes = every(db, PlanChange, plan_id=row.id) if row.status == "cancelled" else ()
    return next((change.by for change in changes if change.what == "cancelled"), None)


def changes(db: Session, row: Plan) -> list[tuple[str, str]]:
    """What was changed about an accepted session, and by whom, the earliest first."""
    return [(change.what, change.by) for change in every(db, PlanChange, plan_id=row.id)]


def ahead(db: Session, pair_id: int | None, after: datetime) -> Sequence[Plan]:
    """The accepted sessions of a pair that begin after a moment and were not held yet, the earliest first."""
    return _ahead(db, pair_id=pair_id, after=after).all()


def forget_links(db: Session, pair_ids: Iterable[int]) -> None:
    """Empty the addresses at which pairs wanted to meet; that they planned sessions, and when, stays."""
    db.exec(sa.update(Plan).where(col(Plan.pair_id).in_(list(pair_ids))).values(link=""))


@prepared
def _live() -> SelectOfScalar[Plan]:
    of_pair = select(Plan).where(Plan.pair_id == given("pair_id"), _waits())
    return of_pair.order_by(col(Plan.id).desc())


@prepared
def _live_of() -> SelectOfScalar[Plan]:
    mine = (col(Seat.pair_id) == Plan.pair_id) & (col(Seat.workspace_id) == Plan.workspace_id)
    return select(Plan).join(Seat, mine).where(Seat.user_id == given("user_id"), _waits()).order_by(col(Plan.id))


@prepared
def _of_ended() -> Select[Plan, Pair]:
    ended = (
        select(Plan, Pair).join(Pair, col(Pair.id) == Plan.pair_id).where(col(Pair.ended_at) <= given("ended_until"))
    )
    return ended.where(_waits()).order_by(col(Plan.id))


@prepared
def _ended_first() -> SelectOfScalar[Any]:
    of_pair = (col(Plan.workspace_id) == Pair.workspace_id) & (col(Plan.pair_id) == Pair.id)
    ended = select(Pair.ended_at).join(Plan, of_pair).where(col(Pair.ended_at).is_not(None), _waits())
    return ended.order_by(col(Pair.ended_at)).limit(1)


@prepared
def _ahead() -> SelectOfScalar[Plan]:
    ahead = (Plan.pair_id == given("pair_id"), Plan.status == "accepted", col(Plan.starts_at) > given("after"))
    return select(Plan).where(*ahead).order_by(col(Plan.starts_at))


def _waits() -> sa.ColumnElement[bool]:
    ahead = sa.and_(col(Plan.status) == "accepted", col(Plan.starts_at) > given("now"))
    return sa.or_(col(Plan.status) == "proposed", ahead)


def _times(before: Iterable[str], wanted: Wanted, by: str, now: datetime) -> dict[str, Any]:
    slots = [moment.isoformat() for moment in wanted.moments]
    return {"slots": slots, "offered": sorted({*before, *slots}), "proposed_by": by, "proposed_at": now}


def _form(wanted: Wanted) -> dict[str, Any]:
    return {"minutes": wanted.minutes, "link": wanted.link}


def _changed(row: Plan, wanted: Wanted, by: str, now: datetime) -> dict[str, Any]:
    """What becomes of a plan; calendars are told where a session that is accepted has another length or link."""
    times = _times(row.offered, wanted, by, now) if wanted.moments else {}
    return times | _form(wanted) | {"sequence": row.sequence + alters(row, wanted)}


def _advance(db: Session, row: Plan, **values: Any) -> bool:
    """Change a plan if it still stands as it was read."""
    as_read = (col(Plan.id) == row.id, col(Plan.revision) == row.revision, col(Plan.status) == row.status)
    stored = closed(db, Plan, values, id=row.id)
    if not db.exec(sa.update(Plan).where(*as_read).values(revision=row.revision + 1, **stored)).rowcount:
        return False
    db.refresh(row)
    return True


def _remember(db: Session, row: Plan, what: str, by: str, now: datetime) -> None:
    assert row.id is not None
    db.add(PlanChange(plan_id=row.id, by=by, at=now, what=what))
    db.flush()
