"""What somebody who left had told us is deleted once they can no longer take it back."""

from datetime import datetime

from bot.rules import cadence
from storage import joining
from storage.store import Store


def forget_those_who_left(store: Store, now: datetime) -> int:
    """Delete the answers of those who left an hour ago or more; that they were here, and their pairs, stay."""
    with store.read() as db:
        if not joining.to_forget(db, now - cadence.UNDO):
            return 0
    with store.begin() as db:
        gone = joining.to_forget(db, now - cadence.UNDO)
        for row in gone:
            joining.forget(db, row, now)
    return len(gone)
