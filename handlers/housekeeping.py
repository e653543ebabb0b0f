"""What has served its time is deleted by night."""

from datetime import datetime, timedelta

from storage import housekeeping
from storage.store import Store

REPEATS = timedelta(hours=26)
"""Slack repeats a payload hourly for a day; the rest is for late clocks."""
DRAFTS = timedelta(days=30)


def tidy(store: Store, now: datetime) -> int:
    """Delete keys of payloads that can no longer be repeated, and forms that nobody went on with."""
    with store.begin() as db:
        return housekeeping.forget_deliveries(db, now - REPEATS) + housekeeping.forget_drafts(db, now - DRAFTS)
