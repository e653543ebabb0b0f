"""What became of accepted sessions: held where the log has one, missed where one of the two says they have not met."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.cadence import ASK_AGAIN, local_day
from storage import people, plans
from storage.prepared import every, given, prepared
from storage.tables import HeldSession, Pair, Plan

LATELY: timedelta = 2 * ASK_AGAIN


def compare_with_log(db: Session, pair: Pair) -> list[Plan]:
    """An accepted session counts as held once the log has one on its day, on either one's wall; a missed one too.

    Returns those that are still to be held, the earliest first.
    """
    rows = _agreed(db, pair_id=pair.id).all()
    if not rows:
        return []
    days = {held.held_on for held in every(db, HeldSession, pair_id=pair.id)}
    zones = [people.zone(db, user_id) for user_id in (pair.mentor_id, pair.mentee_id)]
    for row in rows:
        if days & _days(row, zones):
            row.status = "held"
        elif row.status == "held":
            row.status = "accepted"
        db.add(row)
    db.flush()
    return [row for row in rows if row.status == "accepted"]


def miss(db: Session, pair: Pair, now: datetime) -> None:
    """One of the two says that they have not met: no session of theirs that should be over by now took place."""
    over = [row.id for row in every(db, Plan, pair_id=pair.id, status="accepted") if plans.span(row)[1] <= now]
    still_accepted: tuple[Any, ...] = (col(Plan.id).in_(over), col(Plan.status) == "accepted")
    db.exec(sa.update(Plan).where(*still_accepted).values(status="missed", slots=[]))


def unlogged_day(db: Session, pair: Pair, zone: str | None, now: datetime) -> date | None:
    """The day, on a wall in that zone, on which a pair was to meet lately; None once a session of then is logged."""
    row = _begun(db, pair_id=pair.id, since=now - LATELY, now=now).first()
    if row is None or row.starts_at is None:
        return None
    day = local_day(row.starts_at, zone)
    return None if any(held.held_on >= day for held in every(db, HeldSession, pair_id=pair.id)) else day


@prepared
def _begun() -> SelectOfScalar[Plan]:
    begun = (col(Plan.starts_at) > given("since"), col(Plan.starts_at) <= given("now"))
    lately = select(Plan).where(Plan.pair_id == given("pair_id"), Plan.status == "accepted", *begun)
    return lately.order_by(col(Plan.starts_at).desc()).limit(1)


@prepared
def _agreed() -> SelectOfScalar[Plan]:
    agreed = select(Plan).where(Plan.pair_id == given("pair_id"), col(Plan.status).in_(("accepted", "held", "missed")))
    return agreed.order_by(col(Plan.starts_at))


def _days(row: Plan, zones: Sequence[str | None]) -> set[date]:
    assert row.starts_at is not None
    return {local_day(row.starts_at, zone) for zone in zones}
