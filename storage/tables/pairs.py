"""Pairs, and what the two do together."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from bot.rules.programmes import KINDS, PAIRS
from storage.tables.row import NEVER_AGAIN, WorkspaceRow, index_of_known, one_of

MOVED = "ended_at IS NULL AND surveyed_until != ends_at"
"""Of which pairs the surveys are planned for another end than theirs."""


class Pair(WorkspaceRow, table=True):
    """One mentor and one mentee, from introduction to end: an exit of one of the two, or completed months.

    ``ends_at`` is when the months are over, ``surveyed_until`` the end for which the surveys are planned. ``kind`` is
    that of the programme; two peers both teach and learn, and the junior of the two stands as the mentor. A circle is a
    pair for each of its mentees: they share the mentor and the ``circle_id``, which is the id of the first of them.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    round_id: int | None = Field(default=None, foreign_key="round.id")
    mentor_id: str
    mentee_id: str
    kind: str = PAIRS
    circle_id: int | None = Field(default=None, foreign_key="pair.id")
    introduced_at: datetime
    ends_at: datetime
    surveyed_until: datetime | None = None
    ended_at: datetime | None = None
    ended_as: str | None = None
    ended_by: str | None = None

    __table_args__ = (
        CheckConstraint("mentor_id <> mentee_id", name="two_different_people"),
        one_of("kind", *KINDS),
        one_of("ended_as", "exit", "completed"),
        Index(
            "open_once",
            "workspace_id",
            "programme_id",
            "mentor_id",
            "mentee_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
        ),
        Index("pair_programme", "workspace_id", "programme_id", "ended_at", "introduced_at"),
        Index("pair_circle", "workspace_id", "circle_id"),
        Index("pair_ends", "workspace_id", "ends_at", sqlite_where=text("ended_at IS NULL")),
        Index("pair_moved", "workspace_id", "ends_at", sqlite_where=text(MOVED)),
    )


class Seat(WorkspaceRow, table=True):
    """One person's side of a pair: when to ask "did you meet?" next, and how often the question stayed unanswered."""

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id")
    user_id: str
    ask_at: datetime | None = None
    unanswered: int = 0
    quiet_since: datetime | None = None

    __table_args__ = (
        UniqueConstraint("workspace_id", "pair_id", "user_id", name="one_seat_per_person"),
        Index("seat_due", "workspace_id", "ask_at"),
        index_of_known("seat_quiet", "quiet_since", known="quiet_since"),
        Index("seat_person", "workspace_id", "user_id", "pair_id"),
    )


class Agreement(WorkspaceRow, table=True):
    """What the two of a pair promise each other; a change is a new version, which holds once both have signed it.

    One that is declined, or followed by another before both have signed it, never holds.
    """

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id")
    version: int
    terms: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    proposed_by: str | None = None
    proposed_at: datetime
    mentor_signed_at: datetime | None = None
    mentee_signed_at: datetime | None = None
    declined_at: datetime | None = None

    SEALED = ("terms",)
    SEALED_BY = ("pair_id", "version")

    __table_args__ = (UniqueConstraint("workspace_id", "pair_id", "version", name="one_agreement_per_version"),)


class Goal(WorkspaceRow, table=True):
    """What a pair wants to reach: one proposes it, the other agrees or edits; ``progress`` is 0 to 100.

    ``agreed`` are the words that both agreed on, while other ones wait.
    """

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int = Field(foreign_key="pair.id")
    what: str
    topic: str = ""
    measure: str = ""
    due_on: date | None = None
    progress: int = 0
    status: str = "proposed"
    revision: int = 1
    changed_by: str
    changed_at: datetime
    reached_at: datetime | None = None
    agreed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)

    SEALED = ("what", "topic", "measure", "agreed")

    __table_args__ = (
        one_of("status", "proposed", "agreed", "reached", "dropped"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_is_a_share"),
        CheckConstraint("(status = 'reached') = (reached_at IS NOT NULL)", name="reached_has_a_moment"),
        Index("goal_pair", "workspace_id", "pair_id", "status"),
        NEVER_AGAIN,
    )
