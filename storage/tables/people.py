"""Who works here, who takes part, and what they offer and want."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from storage.tables.row import NEVER_AGAIN, WorkspaceRow, one_of


class Person(WorkspaceRow, table=True):
    """What is known of an employee, whether or not they take part: it decides whom the hard rules forbid."""

    workspace_id: str = Field(default="", primary_key=True)
    user_id: str = Field(primary_key=True)
    level: int | None = None
    department: str | None = None
    manager_id: str | None = None
    manager_known: bool = False
    reviewers: list[str] = Field(default_factory=list, sa_type=JSON)
    former_managers: list[str] = Field(default_factory=list, sa_type=JSON)
    zone: str | None = None
    imported_at: datetime | None = None

    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 10", name="level_is_1_to_10"),
        Index("person_department", "workspace_id", "department", "user_id"),
    )


class Met(WorkspaceRow, table=True):
    """Two people who were paired before the bot knew them; the smaller id stands first."""

    workspace_id: str = Field(default="", primary_key=True)
    one_id: str = Field(primary_key=True)
    other_id: str = Field(primary_key=True)

    __table_args__ = (CheckConstraint("one_id < other_id", name="smaller_id_first"),)


class Participant(WorkspaceRow, table=True):
    """A person in one programme."""

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    user_id: str
    role: str
    status: str = "active"
    paused_until: date | None = None
    style: str = ""
    formats: list[str] = Field(default_factory=list, sa_type=JSON)
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    hours_from: str = "09:00"
    hours_to: str = "17:30"
    capacity: int = 1
    purpose: str = ""
    never: list[str] = Field(default_factory=list, sa_type=JSON)
    consented_at: datetime
    joined_at: datetime
    left_at: datetime | None = None
    forgotten_at: datetime | None = None
    next_round: bool = True
    """Whether they wish to be matched; after the months of a pair they are asked, and silence is no."""

    SEALED = ("purpose",)

    __table_args__ = (
        UniqueConstraint("workspace_id", "programme_id", "user_id", name="one_participation_per_programme"),
        ForeignKeyConstraint(["workspace_id", "user_id"], ["person.workspace_id", "person.user_id"]),
        one_of("role", "mentor", "mentee", "either"),
        one_of("status", "active", "paused", "left"),
        CheckConstraint("capacity BETWEEN 1 AND 6", name="capacity_is_1_to_6"),
        CheckConstraint("(status = 'left') = (left_at IS NOT NULL)", name="left_has_a_moment"),
        Index("participant_person", "workspace_id", "user_id"),
        Index("participant_status", "workspace_id", "programme_id", "status"),
    )


class Interest(WorkspaceRow, table=True):
    """A topic somebody offers or wants: ``weight`` is strength or priority."""

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", ondelete="CASCADE")
    side: str
    topic: str
    weight: int = 3

    __table_args__ = (
        UniqueConstraint("participant_id", "side", "topic", name="one_interest_per_topic"),
        Index("interest_topic", "workspace_id", "side", "topic", "participant_id"),
        one_of("side", "offer", "want"),
        CheckConstraint("weight BETWEEN 1 AND 5", name="weight_is_1_to_5"),
    )


class Draft(WorkspaceRow, table=True):
    """Answers that are not final yet: a half-filled form, what HR suggests, a log that waits for one more word."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    form: str
    about: str = ""
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    updated_at: datetime

    SEALED = ("answers",)
    SEALED_BY = ("user_id", "form", "about")

    __table_args__ = (
        Index("draft_of", "workspace_id", "user_id", "form", "about", unique=True),
        Index("draft_form", "workspace_id", "form"),
        NEVER_AGAIN,
    )


class Nomination(WorkspaceRow, table=True):
    """Somebody was suggested for a programme; only they are asked, once, and a no leads back to nobody."""

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    user_id: str
    nominated_by: str | None = None
    nominated_at: datetime
    declined: bool = False

    __table_args__ = (
        UniqueConstraint("workspace_id", "programme_id", "user_id", name="nominated_once"),
        NEVER_AGAIN,
    )
