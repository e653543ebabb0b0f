"""How well people know their topics by their own account, named and confidential; and what groups of them said."""

from datetime import date

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.row import WorkspaceRow, one_of


class Skill(WorkspaceRow, table=True):
    """A topic that somebody offers or wants: 1 to 5 ``before`` their first pair, and once ``after`` a pair.

    ``window`` is the month in which they are asked for the second; it is ``skipped`` where they would not say.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    user_id: str
    side: str
    topic: str
    before: str
    after: str | None = None
    status: str = "rated"
    window: str | None = None
    closes_on: date | None = None

    SEALED = ("before", "after")
    SEALED_BY = ("programme_id", "user_id", "side", "topic")

    __table_args__ = (
        UniqueConstraint("workspace_id", "programme_id", "user_id", "side", "topic", name="one_skill_per_topic"),
        one_of("side", "offer", "want"),
        one_of("status", "rated", "asked", "answered", "skipped"),
        Index("skill_person", "workspace_id", "user_id", "status"),
    )


class SkillResult(WorkspaceRow, table=True):
    """What the people of some closed months rated a topic together, for good: sums, or none where they tell too much.

    It says nothing of anybody, so it stays when one of them leaves: a sum that lost one would tell of that one.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    side: str
    topic: str
    last_window: str
    windows: list[str] = Field(default_factory=list, sa_type=JSON)
    people: int
    before: int | None
    after: int | None

    __table_args__ = (
        UniqueConstraint(
            "workspace_id", "programme_id", "side", "topic", "last_window", name="one_skill_result_a_month"
        ),
        one_of("side", "offer", "want"),
    )
