"""What coordinators tell many people at once."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from storage.tables.row import NEVER_AGAIN, WorkspaceRow, one_of


class Announcement(WorkspaceRow, table=True):
    """Words of a coordinator, a sponsor's quote where there is one, and to whom and when they go.

    A draft counts its revisions; once confirmed it begins when its messages are written, and finishes with the last.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    status: str = "draft"
    words: str = ""
    quote: str = ""
    quoted: str = ""
    picture: str = ""
    audience: str = "everyone"
    channel: str | None = None
    send_at: datetime | None = None
    written_by: str
    written_at: datetime
    revision: int = 1
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    begun_at: datetime | None = None
    finished_at: datetime | None = None
    cancelled_by: str | None = None

    __table_args__ = (
        one_of("status", "draft", "confirmed", "cancelled"),
        one_of("audience", "channel", "everyone", "mentors", "mentees", "unmatched", "quiet"),
        CheckConstraint("status <> 'confirmed' OR confirmed_by IS NOT NULL", name="confirmed_by_somebody"),
        NEVER_AGAIN,
    )
