"""Which announcement or programme a button means, for somebody who may decide about it."""

from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import rights
from storage import announcements
from storage.tables import Announcement, Programme


def opened(db: Session, user_id: str, programme_id: int) -> Programme:
    """A programme that is open, for somebody who coordinates it."""
    programme = rights.coordinated(db, user_id, programme_id)
    if programme.status != "open":
        raise Refusal("announcements/closed", programme=programme.name)
    return programme


def announced(db: Session, user_id: str, announcement_id: int) -> tuple[Announcement, Programme]:
    """An announcement and its programme, for somebody who coordinates it. Refuses everybody else."""
    row = announcements.announcement(db, announcement_id)
    if row is None:
        raise Refusal("announcements/gone")
    return row, rights.coordinated(db, user_id, row.programme_id)
