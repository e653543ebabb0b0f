"""What is said, and what was heard."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.row import WorkspaceRow, index_of_known, one_of

TAKES_THE_DAY = "status NOT IN ('withdrawn', 'expired', 'failed')"
"""Which nudges take the one place of their day; said in the same letters wherever the index is to be used."""


class Outbox(WorkspaceRow, table=True):
    """A message that was decided and is to be sent: template and values, to whom, when, and what became of it."""

    id: int | None = Field(default=None, primary_key=True)
    key: str
    kind: str
    template: str
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    recipient: str
    user_id: str | None = None
    nudge_day: date | None = None
    pair_id: int | None = Field(default=None, foreign_key="pair.id")
    announcement_id: int | None = Field(default=None, foreign_key="announcement.id")
    thread_ts: str | None = None
    file: str | None = None
    """The name of the file that goes with it, unique where it is sent: what a lost one is found by."""
    replaces: int | None = Field(default=None, foreign_key="outbox.id")
    status: str = "waiting"
    due_at: datetime
    expires_at: datetime | None = None
    attempts: int = 0
    leased_until: datetime | None = None
    sent_at: datetime | None = None
    channel: str | None = None
    ts: str | None = None
    error: str | None = None

    SEALED = ("values",)
    SEALED_BY = ("key",)

    __table_args__ = (
        UniqueConstraint("workspace_id", "key", name="one_message_per_key"),
        one_of("kind", "nudge", "notice"),
        one_of("status", "waiting", "sending", "sent", "unknown", "failed", "expired", "withdrawn"),
        CheckConstraint("(kind = 'nudge') = (nudge_day IS NOT NULL)", name="a_nudge_has_a_day"),
        Index("outbox_due", "workspace_id", "status", "due_at"),
        index_of_known("outbox_sent", "sent_at", known="sent_at"),
        index_of_known("outbox_message", "channel", "ts", known="channel"),
        Index("outbox_pair", "workspace_id", "pair_id", "status"),
        index_of_known("outbox_announcement", "announcement_id", "status", known="announcement_id"),
        Index(
            "one_nudge_a_day",
            "workspace_id",
            "user_id",
            "nudge_day",
            unique=True,
            sqlite_where=text(f"nudge_day IS NOT NULL AND {TAKES_THE_DAY}"),
        ),
    )


class Wish(WorkspaceRow, table=True):
    """A nudge that a story wants somebody to get from ``due_at`` on, in their own morning.

    The wishes of one person and morning become one message. The lowest ``priority`` stands first.
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str
    user_id: str
    template: str
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    priority: int
    pair_id: int | None = Field(default=None, foreign_key="pair.id")
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    due_at: datetime
    until: datetime | None = None
    status: str = "waiting"
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id")

    SEALED = ("values",)
    SEALED_BY = ("key",)

    __table_args__ = (
        UniqueConstraint("workspace_id", "key", name="one_wish_per_key"),
        one_of("status", "waiting", "said", "withdrawn"),
        Index("wish_due", "workspace_id", "status", "due_at"),
        Index("wish_person", "workspace_id", "user_id", "status"),
        Index("wish_pair", "workspace_id", "pair_id", "status"),
    )


class Delivery(WorkspaceRow, table=True):
    """A payload of Slack's that was handled: a repeat finds its key here and changes nothing."""

    workspace_id: str = Field(default="", primary_key=True)
    key: str = Field(primary_key=True)
    handled_at: datetime = Field(index=True)
