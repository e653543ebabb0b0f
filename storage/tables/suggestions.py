"""Pairs about which their two people are asked before they are introduced."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.row import NEVER_AGAIN, WorkspaceRow, one_of

STILL_LIVE = "status NOT IN ('introduced', 'over')"
"""Which suggestions take a senior's one place; said in the same letters wherever the index is to be used."""


class Suggestion(WorkspaceRow, table=True):
    """A pair of a round on its way through two answers, the senior's first.

    ``senior``: the senior is asked. ``willing``: they said yes, and the junior is to be asked. ``junior``: the junior
    is asked. ``agreed``: both said yes. Then ``introduced``; or ``held``: it came to nothing, and the senior hears so
    when the junior's time to answer is over; or ``over``. No column says whose answer was a no, though whoever may
    read the database can work it out from who was asked; who let the time pass stands in ``silent_id``, since the
    same round asks them nothing more.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    round_id: int = Field(foreign_key="round.id")
    proposal_id: int = Field(foreign_key="proposal.id")
    mentor_id: str
    mentee_id: str
    status: str = "senior"
    answer_by: datetime
    """When the time to answer is over, of whoever is asked."""
    silent_id: str | None = None

    __table_args__ = (
        UniqueConstraint("workspace_id", "proposal_id", name="one_suggestion_per_proposal"),
        one_of("status", "senior", "willing", "junior", "agreed", "held", "introduced", "over"),
        Index("suggestion_round", "workspace_id", "round_id", "status"),
        Index("suggestion_due", "workspace_id", "status", "answer_by"),
        Index("suggestion_mentor", "workspace_id", "mentor_id", "status"),
        Index("suggestion_mentee", "workspace_id", "mentee_id", "status"),
        Index(
            "one_live_suggestion_per_mentee",
            "workspace_id",
            "programme_id",
            "mentee_id",
            unique=True,
            sqlite_where=text(STILL_LIVE),
        ),
        NEVER_AGAIN,
    )


class Declined(WorkspaceRow, table=True):
    """Two people who are not suggested to each other again, in any programme; the smaller id stands first.

    Neither whose no it was nor whether it was silence is kept.
    """

    workspace_id: str = Field(default="", primary_key=True)
    one_id: str = Field(primary_key=True)
    other_id: str = Field(primary_key=True)

    __table_args__ = (CheckConstraint("one_id < other_id", name="smaller_id_first"),)
