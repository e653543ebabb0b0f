"""When something will be due next, over all stories: what a time machine asks."""

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.cadence import UNDO
from storage.tables import Outbox, Pair, Participant, Seat

EARLIEST_ZONE = timedelta(hours=14)
"""A day begins that much before it begins in UTC, in Kiribati."""


def next_moment(db: Session, now: datetime) -> datetime | None:
    """The earliest moment after ``now`` at which a message, a question, a pause or an undo hour falls due."""
    found = (_message(db, now), _question(db, now), _end_of_pause(db, now), _end_of_undo(db, now))
    return min((moment for moment in found if moment is not None), default=None)


def _message(db: Session, now: datetime) -> datetime | None:
    waiting = select(sa.func.min(Outbox.due_at)).where(Outbox.status == "waiting", col(Outbox.due_at) > now)
    return db.exec(waiting).first()


def _question(db: Session, now: datetime) -> datetime | None:
    asked = select(sa.func.min(Seat.ask_at)).join(Pair, col(Pair.id) == Seat.pair_id)
    return db.exec(asked.where(col(Seat.ask_at) > now, col(Pair.ended_at).is_(None))).first()


def _end_of_pause(db: Session, now: datetime) -> datetime | None:
    last_day = db.exec(select(sa.func.min(Participant.paused_until)).where(Participant.status == "paused")).first()
    if last_day is None:
        return None
    return max(datetime.combine(last_day, time(), UTC) - EARLIEST_ZONE, now + timedelta(hours=1))


def _end_of_undo(db: Session, now: datetime) -> datetime | None:
    left = select(sa.func.min(Participant.left_at)).where(col(Participant.left_at) > now - UNDO)
    moment = db.exec(left).first()
    return None if moment is None else moment + UNDO
