"""The end of pairs has moved: what they were not asked yet moves with it, a few pairs at a time."""

from datetime import datetime

from storage import survey_calendar
from storage.store import Store

AT_ONCE = 20
"""Pairs in one transaction, in which nobody else can write."""


def follow_ends(store: Store, now: datetime) -> int:
    """Plan the surveys of some of these pairs anew; the tick comes every second. Returns of how many."""
    with store.read() as db:
        if not survey_calendar.any_moved(db, now):
            return 0
    with store.begin() as db:
        found = survey_calendar.moved(db, now, AT_ONCE)
        for pair in found:
            survey_calendar.ask_while_paired(db, pair, now)
    return len(found)
