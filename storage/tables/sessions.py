"""Sessions: planned, moved, held, and what was promised in them."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.row import NEVER_AGAIN, WorkspaceRow, index_of_known, one_of


class Plan(WorkspaceRow, table=True):
    """A session to come: ``slots`` are the moments that one proposes, in ISO, UTC; ``starts_at`` the one that holds.

    Where it has both, somebody proposes to move it, and the old moment holds until the other accepts a new one. One
    that was accepted is held once it is logged, and missed where one of the two said that they have not met.
    """

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id")
    status: str = "proposed"
    slots: list[str] = Field(default_factory=list, sa_type=JSON)
    offered: list[str] = Field(default_factory=list, sa_type=JSON)
    """Every moment that was ever proposed, so that none is proposed again."""
    minutes: int = 60
    link: str = ""
    starts_at: datetime | None = None
    proposed_by: str
    proposed_at: datetime
    revision: int = 1
    sequence: int = 0
    """How often it was changed since calendars were first told of it: SEQUENCE of RFC 5545."""

    SEALED = ("link",)

    __table_args__ = (
        one_of("status", "proposed", "accepted", "cancelled", "held", "missed"),
        CheckConstraint("minutes BETWEEN 15 AND 480", name="minutes_fit_a_plan"),
        CheckConstraint("status <> 'accepted' OR starts_at IS NOT NULL", name="accepted_has_a_moment"),
        Index("plan_pair", "workspace_id", "pair_id", "starts_at"),
        Index("plan_starts", "workspace_id", "status", "starts_at"),
        NEVER_AGAIN,
    )


class PlanChange(WorkspaceRow, table=True):
    """Who moved or cancelled a planned session, and when: what commitment is read from."""

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    by: str
    at: datetime
    what: str

    __table_args__ = (one_of("what", "moved", "cancelled"),)


class HeldSession(WorkspaceRow, table=True):
    """A session that a pair held on one local day; ``source_*`` names the message that it was logged by.

    The sessions of a circle stand under the first of its pairs.
    """

    __tablename__ = "session"

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id")
    held_on: date
    minutes: int
    topics: str = ""
    logged_by: str
    logged_at: datetime
    revision: int = 1
    source_channel: str | None = None
    source_ts: str | None = None

    SEALED = ("topics",)

    __table_args__ = (
        UniqueConstraint("workspace_id", "pair_id", "held_on", name="one_session_per_day"),
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes_fit_a_session"),
        index_of_known("session_source", "source_channel", "source_ts", known="source_channel"),
        NEVER_AGAIN,
    )


class Drift(WorkspaceRow, table=True):
    """How many answers of a pair said that the mentor learned, without by whom, when or about which session.

    ``by_both`` counts the sessions about which both have answered.
    """

    workspace_id: str = Field(default="", primary_key=True)
    pair_id: int = Field(primary_key=True, foreign_key="pair.id")
    answers: int = 0
    by_both: int = 0


class Promise(WorkspaceRow, table=True):
    """ "You said, we did": what the senior of a pair will try, by when, and what became of it."""

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id")
    session_id: int | None = Field(default=None, foreign_key="session.id", ondelete="SET NULL")
    what: str
    due_on: date | None = None
    made_at: datetime
    done_at: datetime | None = None
    done_by: str | None = None

    SEALED = ("what",)

    __table_args__ = (
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_by_somebody"),
        Index("promise_pair", "workspace_id", "pair_id", "done_at"),
        NEVER_AGAIN,
    )
