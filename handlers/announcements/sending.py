"""The tick's part: write the messages of an announcement when its time has come, and say when the last one is out."""

from datetime import datetime

from sqlmodel import Session

from bot.rules import cadence
from storage import announcements, outbox, people, programmes
from storage.store import Store
from storage.tables import Announcement


def begin(store: Store, now: datetime) -> int:
    """Write to everybody whom an announcement reaches at its time. Returns how many announcements were begun."""
    with store.read() as db:
        if announcements.to_begin(db, now) is None:
            return 0
    begun = 0
    with store.begin() as db:
        while (row := announcements.to_begin(db, now)) is not None:
            announcements.begin(db, row, now)
            begun += 1
    return begun


def finish(store: Store, now: datetime) -> int:
    """Tell whoever sent an announcement what became of it. Returns how many are finished."""
    with store.read() as db:
        if announcements.to_finish(db) is None:
            return 0
    finished = 0
    with store.begin() as db:
        while (row := announcements.to_finish(db)) is not None:
            announcements.finish(db, row, now)
            _tell(db, row, now)
            finished += 1
    return finished


def _tell(db: Session, row: Announcement, now: datetime) -> None:
    programme, counts = programmes.programme(db, row.programme_id), announcements.counts(db, row)
    assert programme is not None
    assert row.confirmed_by is not None
    outbox.notice(
        db,
        f"announced:{row.id}:{now.isoformat()}",
        "announcements/result",
        row.confirmed_by,
        cadence.waking(now, people.zone(db, row.confirmed_by)),
        id=row.id,
        programme=programme.name,
        words=row.words,
        counts={status: counts.get(status, 0) for status in ("sent", "failed", "unknown", "withdrawn")},
    )
