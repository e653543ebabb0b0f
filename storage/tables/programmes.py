"""Programmes with their settings, who coordinates them, and the catalogue of topics."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from bot.rules.health import SMALLEST_GROUP
from bot.rules.programmes import KINDS, LARGEST_CIRCLE, PAIRS, SMALLEST_CIRCLE, STANDARD_WEIGHTS
from storage.tables.row import WorkspaceRow, one_of


class Programme(WorkspaceRow, table=True):
    """One run of reverse mentoring with its settings."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    kind: str = PAIRS
    circle_least: int = SMALLEST_CIRCLE
    circle_most: int = LARGEST_CIRCLE
    status: str = "draft"
    length_months: int = 6
    cadence: str = "monthly"
    level_gap: int = 2
    across_departments: str = "preferred"
    overlap_hours: float = 2.0
    capacity: int = 1
    rotation: str = "never"
    agenda_by: str = "mentor"
    sessions: int = 6
    agreement_first: bool = False
    approval: str = "coordinator"
    answer_days: int = 5
    sponsor_id: str | None = None
    smallest_group: int = SMALLEST_GROUP
    evergreen: bool = False
    fair: bool = False
    many_mentors: bool = False
    weights: dict[str, int] = Field(default_factory=STANDARD_WEIGHTS.copy, sa_type=JSON)
    level_labels: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    created_by: str
    created_at: datetime
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    __table_args__ = (
        UniqueConstraint("workspace_id", "name", name="programme_names_differ"),
        one_of("kind", *KINDS),
        one_of("status", "draft", "open", "closed"),
        one_of("across_departments", "preferred", "required", "no"),
        one_of("rotation", "never", "keep"),
        one_of("agenda_by", "mentor", "mentee"),
        one_of("approval", "coordinator", "people", "none"),
        CheckConstraint(f"circle_least BETWEEN {SMALLEST_CIRCLE} AND circle_most", name="smallest_circle_is_possible"),
        CheckConstraint(f"circle_most <= {LARGEST_CIRCLE}", name="largest_circle_is_possible"),
        CheckConstraint("level_gap BETWEEN 0 AND 9", name="level_gap_fits_levels"),
        CheckConstraint("overlap_hours BETWEEN 0 AND 12", name="overlap_fits_a_day"),
        CheckConstraint("capacity BETWEEN 1 AND 6", name="capacity_is_1_to_6"),
        CheckConstraint(f"smallest_group >= {SMALLEST_GROUP}", name="smallest_group_hides_people"),
        CheckConstraint("answer_days BETWEEN 1 AND 20", name="answer_takes_1_to_20_days"),
        CheckConstraint("length_months BETWEEN 1 AND 24", name="length_is_1_to_24_months"),
    )


class Coordinator(WorkspaceRow, table=True):
    """The right to coordinate one programme, or every programme where ``programme_id`` is empty."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    programme_id: int | None = Field(default=None, foreign_key="programme.id")
    added_by: str | None = None
    added_at: datetime

    __table_args__ = (Index("coordinator_of", "workspace_id", "user_id", "programme_id", unique=True),)


class Topic(WorkspaceRow, table=True):
    """A subject of the workspace's catalogue; a sensitive one counts in matching and is never named."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    sensitive: bool = False

    __table_args__ = (UniqueConstraint("workspace_id", "name", name="topic_names_differ"),)
