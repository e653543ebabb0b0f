"""What was planned in a pair that has ended is off once the end can no longer be taken back; nobody cancelled it."""

from datetime import datetime

from handlers.planning import telling
from storage import plans
from storage.store import Store


def call_off(store: Store, now: datetime) -> int:
    """Call off what is to come in pairs that ended an hour ago or more. Returns how many plans."""
    with store.read() as db:
        if not plans.of_ended(db, now):
            return 0
    with store.begin() as db:
        found = plans.of_ended(db, now)
        for row, pair in found:
            plans.call_off(db, row, now)
            telling.tell_of_end(db, row, pair, now)
    return len(found)
