"""What became of accepted sessions: held where the log has one, missed where one of the two says they have not met."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.cadence import local_day
from storage import people, plans
from storage.prepared import every, given, prepared
from storage.tables import HeldSession, Pair, Plan


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


@prepared
def _agreed() -> SelectOfScalar[Plan]:
    agreed = select(Plan).where(Plan.pair_id == given("pair_id"), col(Plan.status).in_(("accepted", "held", "missed")))
    return agreed.order_by(col(Plan.starts_at))


def _days(row: Plan, zones: Sequence[str | None]) -> set[date]:
    assert row.starts_at is not None
    return {local_day(row.starts_at, zone) for zone in zones}
