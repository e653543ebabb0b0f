"""Matching runs and what they propose."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.row import NEVER_AGAIN, WorkspaceRow, one_of

NUMBERS = JSON(none_as_null=True)


class Round(WorkspaceRow, table=True):
    """One matching run: asked for in a handler, computed by the tick, decided by a coordinator."""

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    status: str = "asked"
    seed: int
    asked_by: str
    asked_at: datetime
    leased_until: datetime | None = None
    claims: int = 0
    """How often its computing was begun."""
    step: str | None = None
    """What is being done while it is computed, and how much of that is over, in hundredths."""
    share: int = 0
    computed_at: datetime | None = None
    record: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What it was computed from and what proves it: see ``handlers.rounds.computed``."""
    tally: dict[str, Any] | None = Field(default=None, sa_type=NUMBERS)
    """A preview in numbers as it stands: see ``storage.tallies``."""
    decided_by: str | None = None
    decided_at: datetime | None = None
    carried_out_at: datetime | None = None
    asks_both: bool = False
    """Whether the two of each pair are asked before they are introduced; decided with the first approval."""
    stopped_at: datetime | None = None
    stirred: int = 0
    """How often something has changed that the tick is to look at, and up to which of these changes it has looked."""
    looked_at: int = 0
    freed: int = 0
    """How often somebody may have become free, and up to which of these times the next best was looked for."""
    sought_at: int = 0

    __table_args__ = (
        one_of("status", "asked", "preview", "approved", "replaced", "stopped"),
        Index(
            "one_live_round_per_programme",
            "workspace_id",
            "programme_id",
            unique=True,
            sqlite_where=text("status IN ('asked', 'preview')"),
        ),
    )


class Proposal(WorkspaceRow, table=True):
    """A pair that a round suggests, with its score (0 to 100) and its reasons as codes and values."""

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    mentor_id: str
    mentee_id: str
    score: float
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    dropped: bool = False
    approved_by: str | None = None
    """Who approved it by itself, or its circle, while the others of its round waited; then its people were asked, or
    introduced."""
    later: bool = False
    """Found after the approval, for somebody who had become free."""

    __table_args__ = (
        Index("proposal_score", "round_id", "workspace_id", "score", "id", "dropped", "mentor_id", "mentee_id"),
        Index("proposal_mentor", "round_id", "workspace_id", "mentor_id", "mentee_id", "approved_by"),
        Index("proposal_mentee", "round_id", "workspace_id", "mentee_id"),
    )


class Leftover(WorkspaceRow, table=True):
    """Somebody whom a round could not match, and why, as codes and values."""

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    user_id: str
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)

    __table_args__ = (
        Index("leftover_round", "round_id", "workspace_id", "id", "user_id"),
        Index("leftover_person", "round_id", "workspace_id", "user_id"),
    )


class Ruling(WorkspaceRow, table=True):
    """A coordinator's word on a pair, for every round of the programme to come.

    ``pinned`` until a round with the pair is approved; ``forbidden`` until it is lifted.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    mentor_id: str
    mentee_id: str
    kind: str
    by: str
    at: datetime

    __table_args__ = (
        one_of("kind", "pinned", "forbidden"),
        CheckConstraint("mentor_id <> mentee_id", name="two_people"),
        UniqueConstraint("workspace_id", "programme_id", "mentor_id", "mentee_id", name="one_ruling_per_pair"),
        Index(
            "one_pin_per_mentee",
            "workspace_id",
            "programme_id",
            "mentee_id",
            unique=True,
            sqlite_where=text("kind = 'pinned'"),
        ),
        NEVER_AGAIN,
    )


class Act(WorkspaceRow, table=True):
    """What a coordinator did to a preview that nobody has decided yet, and how things were before, to undo it."""

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    kind: str
    mentor_id: str
    mentee_id: str
    by: str
    at: datetime
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """The proposals and rulings that it changed, as they were: see ``storage.acts``."""

    __table_args__ = (
        one_of("kind", "dropped", "restored", "pinned", "unpinned", "forbidden", "lifted", "swapped"),
        NEVER_AGAIN,
    )
