"""What a sponsor sees of a programme: shares of all, and nothing where too few people stand behind one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.health import rate
from bot.rules.programmes import PAIRS
from storage import counts
from storage.counts import of_pair
from storage.tables import Goal, Pair, Plan, PlanChange, Programme


@dataclass(frozen=True)
class Rates:
    """Shares in percent; None where there is none to show."""

    programme: Programme
    matched: int | None
    held: int | None
    cancelled: int | None
    goals: int | None


def of_programmes(db: Session, programmes: Sequence[Programme], now: datetime) -> list[Rates]:
    """The rates of these programmes, as of now."""
    return [_rates(db, row, now) for row in programmes]


def _rates(db: Session, programme: Programme, now: datetime) -> Rates:
    assert programme.id is not None
    key, ids, least = programme.id, [programme.id], programme.smallest_group
    here = Pair.programme_id == key
    enrolled = counts.enrolled(db, ids).get(key, 0)
    agreed, reached = (here, col(Goal.status).in_(("agreed", "reached"))), (here, Goal.status == "reached")
    cancelled = select(PlanChange.id).where(PlanChange.plan_id == Plan.id, PlanChange.what == "cancelled")
    ended = (here, sa.or_(col(Plan.status).in_(("held", "missed")), cancelled.exists()))
    by_senior = (here, cancelled.where(col(PlanChange.by) == Pair.mentee_id).exists())
    held, expected = counts.held(db, ids).get(key, 0), counts.due(db, [programme], now).get(key, 0)
    seniors, cancellable = _seniors(db, Plan, *ended), _count(db, Plan, *ended)
    return Rates(
        programme,
        matched=rate(counts.matched(db, ids, now).get(key, 0), enrolled, enrolled, least),
        held=rate(held, expected, _people(db, None, here), least),
        cancelled=None if programme.kind != PAIRS else rate(_count(db, Plan, *by_senior), cancellable, seniors, least),
        goals=rate(_count(db, Goal, *reached), _count(db, Goal, *agreed), _people(db, Goal, *agreed), least),
    )


def _count(db: Session, table: Any, *which: Any) -> int:
    return db.exec(select(sa.func.count(col(table.id))).join(Pair, sa.and_(*of_pair(table))).where(*which)).one()


def _seniors(db: Session, table: Any, *which: Any) -> int:
    mentees = select(sa.func.count(sa.distinct(col(Pair.mentee_id)))).join(table, sa.and_(*of_pair(table)))
    return db.exec(mentees.where(*which)).one()


def _people(db: Session, table: Any, *which: Any) -> int:
    """How many different people are in these pairs."""
    sides = (sa.select(col(who)).where(*which) for who in (Pair.mentor_id, Pair.mentee_id))
    both = sa.union(*(side.join(table, sa.and_(*of_pair(table))) if table else side for side in sides))
    return db.exec(select(sa.func.count()).select_from(both.subquery())).one()
