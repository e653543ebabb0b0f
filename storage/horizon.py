"""When each of the calendar's jobs will have something to do next; a moment that has passed means at its next run."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.cadence import UNDO
from storage import announcements, checkins, closing, mornings, plans, suggestions
from storage.prepared import given, prepared
from storage.tables import Pair, Participant, Programme, Seat

EARLIEST_ZONE = timedelta(hours=14)
"""A day begins that much before it begins in UTC, in Kiribati."""


def question(db: Session, now: datetime) -> datetime | None:
    """The next "did you meet?", as far as it can be asked."""
    if checkins.due(db, now, 1):
        return now
    return _next_question(db, now=now).first()


def nudge(db: Session, now: datetime) -> datetime | None:
    """When somebody may next be asked what a story wishes to ask."""
    return mornings.next_due(db, now)


def announcement(db: Session, _now: datetime) -> datetime | None:
    """When the next announcement is to begin."""
    return announcements.next_moment(db)


def end_of_pause(db: Session, now: datetime) -> datetime | None:
    """When the next pause may end, wherever the person lives."""
    day = _first_end_of_pause(db).first()
    return None if day is None else max(datetime.combine(day, time(), UTC) - EARLIEST_ZONE, now)


def end_of_undo(db: Session, _now: datetime) -> datetime | None:
    """When the next of those who left can no longer take it back."""
    left = _first_who_left(db).first()
    return None if left is None else left + UNDO


def end_of_answering(db: Session, _now: datetime) -> datetime | None:
    """When the time to answer a suggestion is over next, or a senior is to hear what came of one."""
    return suggestions.next_due(db)


def end_of_plan(db: Session, now: datetime) -> datetime | None:
    """When the next pair with a plan has ended for good."""
    return plans.next_of_ended(db, now)


def end_of_pair(db: Session, _now: datetime) -> datetime | None:
    """When the months of the next pair are over."""
    return closing.next_end(db)


@prepared
def _next_question() -> SelectOfScalar[Any]:
    asked = select(sa.func.min(col(Seat.ask_at))).join(Pair, col(Pair.id) == Seat.pair_id)
    return asked.where(col(Seat.ask_at) > given("now"), col(Pair.ended_at).is_(None))


@prepared
def _first_end_of_pause() -> SelectOfScalar[Any]:
    until = sa.func.min(col(Participant.paused_until))
    ends = select(until).join(Programme, col(Programme.id) == Participant.programme_id)
    return ends.where(Participant.status == "paused", Programme.status == "open")


@prepared
def _first_who_left() -> SelectOfScalar[Any]:
    gone = (Participant.status == "left", col(Participant.forgotten_at).is_(None))
    return select(sa.func.min(col(Participant.left_at))).where(*gone)
