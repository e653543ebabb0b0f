"""Pauses end by themselves, on the day that people chose, where they live."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlmodel import Session

from bot.rules import cadence
from storage import joining, outbox, people, programmes
from storage.store import Store
from storage.tables import Participant

EASTERNMOST = "Pacific/Kiritimati"
"""Where a day begins first: no pause ends anywhere before it ends there."""


def end_pauses(store: Store, now: datetime) -> int:
    """End the pauses whose day has come where the person lives, and tell them in their waking hours."""
    latest = cadence.local_day(now, EASTERNMOST)
    with store.read() as db:
        if not joining.paused_until(db, latest):
            return 0
    with store.begin() as db:
        over = [row for row in joining.paused_until(db, latest) if _is_over(db, row, now)]
        for user_id, rows in groupby(sorted(over, key=lambda row: row.user_id), key=lambda row: row.user_id):
            _welcome_back(db, user_id, list(rows), now)
    return len(over)


def _is_over(db: Session, row: Participant, now: datetime) -> bool:
    return row.paused_until is not None and row.paused_until <= cadence.local_day(now, people.zone(db, row.user_id))


def _welcome_back(db: Session, user_id: str, rows: Sequence[Participant], now: datetime) -> None:
    day = rows[0].paused_until
    names = [found.name for row in rows if (found := programmes.programme(db, row.programme_id))]
    joining.resume(db, user_id, [row.programme_id for row in rows])
    outbox.notice(
        db,
        f"pause-ended:{rows[0].id}:{day}",
        "joining/back",
        user_id,
        cadence.waking(now, people.zone(db, user_id)),
        programmes=names,
        programme_id=rows[0].programme_id if len(rows) == 1 else None,
    )
