"""What has served its time is deleted by night."""

from datetime import datetime, timedelta

from storage import housekeeping, reflections, sealing
from storage.store import Store

REPEATS = timedelta(hours=26)
"""Slack repeats a payload hourly for a day; the rest is for late clocks."""
DRAFTS = timedelta(days=30)


def tidy(store: Store, now: datetime) -> int:
    """Delete keys of payloads that can no longer be repeated, forms that nobody went on with, counts of ended pairs."""
    with store.begin() as db:
        deliveries = housekeeping.forget_deliveries(db, now - REPEATS)
        return deliveries + housekeeping.forget_drafts(db, now - DRAFTS) + reflections.forget_ended(db, now)


def seal_anew(store: Store, _now: datetime) -> int:
    """Seal what is plain, or under an older key, under the newest one, some rows at a time. Returns how many."""
    sealed = 0
    while True:
        with store.begin() as db:
            rows = sealing.seal_anew(db)
        if not rows:
            return sealed
        sealed += rows
