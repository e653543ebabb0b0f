"""Named queries about sessions to come: proposed, accepted, moved, cancelled; a pair plans one at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.rules.cadence import UNDO, local_day
from bot.rules.planning import Span
from storage import find_a_time, people
from storage.prepared import every, given, one, prepared
from storage.tables import HeldSession, Pair, Plan, PlanChange, Seat

State = Literal["asks me", "asks them", "stands", "moves me", "moves them", "cancelled", "over"]
"""How a plan stands for one of the two: who is asked to accept a time, or to accept that it moves."""


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


def busy(db: Session, pair: Pair, now: datetime, *, but: int | None = None) -> list[Span]:
    """When either of a pair has a session planned, in any of their pairs; ``but`` is one that is to be moved."""
    both = (pair.mentor_id, pair.mentee_id)
    theirs = sa.or_(col(Pair.mentor_id).in_(both), col(Pair.mentee_id).in_(both))
    planned = select(Plan).join(Pair, col(Pair.id) == Plan.pair_id).where(theirs, col(Pair.ended_at).is_(None))
    ahead = (Plan.status == "accepted", col(Plan.starts_at) > now - timedelta(days=1))
    return [_span(row) for row in db.exec(planned.where(*ahead)).all() if row.id != but]


def propose(
    db: Session, pair: Pair, seen: tuple[int | None, int | None], wanted: Wanted, by: str, now: datetime
) -> Plan | None:
    """Propose moments, in place of what stood when somebody looked. None where it stands otherwise by now.

    Of a session that is accepted only the moment can be moved.
    """
    row = live(db, pair.id, now)
    if (row.id, row.revision) != seen if row else seen[0] is not None:
        return None
    slots = [moment.isoformat() for moment in wanted.moments]
    said: dict[str, Any] = {"slots": slots, "proposed_by": by, "proposed_at": now}
    if row is None:
        assert pair.id is not None
        row = Plan(pair_id=pair.id, minutes=wanted.minutes, link=wanted.link, **said)
        db.add(row)
        db.flush()
    elif not _advance(db, row, **(said if row.status == "accepted" else said | _form(wanted))):
        return None
    find_a_time.withdraw(db, pair)
    return row


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


def compare_with_log(db: Session, pair: Pair) -> None:
    """An accepted session counts as held once the log has one on its day, on either one's wall; a missed one too."""
    rows = _agreed(db, pair_id=pair.id).all()
    if not rows:
        return
    days = {held.held_on for held in every(db, HeldSession, pair_id=pair.id)}
    zones = [people.zone(db, user_id) for user_id in (pair.mentor_id, pair.mentee_id)]
    for row in rows:
        if days & _days(row, zones):
            row.status = "held"
        elif row.status == "held":
            row.status = "accepted"
        db.add(row)
    db.flush()


def miss(db: Session, pair: Pair, now: datetime) -> None:
    """One of the two says that they have not met: no session of theirs that should be over by now took place."""
    for row in every(db, Plan, pair_id=pair.id, status="accepted"):
        if _span(row)[1] <= now:
            _advance(db, row, status="missed", slots=[])


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


@prepared
def _agreed() -> SelectOfScalar[Plan]:
    return select(Plan).where(Plan.pair_id == given("pair_id"), col(Plan.status).in_(("accepted", "held", "missed")))


def _waits() -> sa.ColumnElement[bool]:
    ahead = sa.and_(col(Plan.status) == "accepted", col(Plan.starts_at) > given("now"))
    return sa.or_(col(Plan.status) == "proposed", ahead)


def _span(row: Plan) -> Span:
    assert row.starts_at is not None
    return row.starts_at, row.starts_at + timedelta(minutes=row.minutes)


def _form(wanted: Wanted) -> dict[str, Any]:
    return {"minutes": wanted.minutes, "link": wanted.link}


def _advance(db: Session, row: Plan, **values: Any) -> bool:
    """Change a plan if it still stands as it was read."""
    as_read = (col(Plan.id) == row.id, col(Plan.revision) == row.revision, col(Plan.status) == row.status)
    if not db.exec(sa.update(Plan).where(*as_read).values(revision=row.revision + 1, **values)).rowcount:
        return False
    db.refresh(row)
    return True


def _remember(db: Session, row: Plan, what: str, by: str, now: datetime) -> None:
    assert row.id is not None
    db.add(PlanChange(plan_id=row.id, by=by, at=now, what=what))
    db.flush()


def _days(row: Plan, zones: Sequence[str | None]) -> set[date]:
    assert row.starts_at is not None
    return {local_day(row.starts_at, zone) for zone in zones}
