"""When each of the calendar's jobs will have something to do next; a moment that has passed means at its next run."""

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.cadence import UNDO
from storage import announcements, checkins, plans, wishes
from storage.tables import Pair, Participant, Programme, Seat

EARLIEST_ZONE = timedelta(hours=14)
"""A day begins that much before it begins in UTC, in Kiribati."""


def question(db: Session, now: datetime) -> datetime | None:
    """The next "did you meet?", as far as it can be asked."""
    if checkins.due(db, now, 1):
        return now
    asked = select(sa.func.min(Seat.ask_at)).join(Pair, col(Pair.id) == Seat.pair_id)
    return db.exec(asked.where(col(Seat.ask_at) > now, col(Pair.ended_at).is_(None))).first()


def nudge(db: Session, now: datetime) -> datetime | None:
    """When somebody may next be asked what a story wishes to ask."""
    return wishes.next_due(db, now)


def announcement(db: Session, _now: datetime) -> datetime | None:
    """When the next announcement is to begin."""
    return announcements.next_moment(db)


def end_of_pause(db: Session, now: datetime) -> datetime | None:
    """When the next pause may end, wherever the person lives."""
    ends = select(sa.func.min(Participant.paused_until)).join(Programme, col(Programme.id) == Participant.programme_id)
    day = db.exec(ends.where(Participant.status == "paused", Programme.status == "open")).first()
    return None if day is None else max(datetime.combine(day, time(), UTC) - EARLIEST_ZONE, now)


def end_of_undo(db: Session, _now: datetime) -> datetime | None:
    """When the next of those who left can no longer take it back."""
    gone = select(sa.func.min(Participant.left_at))
    left = db.exec(gone.where(Participant.status == "left", col(Participant.forgotten_at).is_(None))).first()
    return None if left is None else left + UNDO


def end_of_plan(db: Session, now: datetime) -> datetime | None:
    """When the next pair with a plan has ended for good."""
    return plans.next_of_ended(db, now)
