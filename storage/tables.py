"""The whole schema on one page.

Only Slack ids are stored, never names. Every row carries ``workspace_id``; the store fills it in and filters by it.
Datetimes are aware UTC; dates are a person's local days.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class WorkspaceRow(SQLModel):
    """What every row shares: the Slack workspace that it belongs to."""

    model_config = {"defer_build": True}
    """Rows are written by our own code and never validated: building pydantic's validators would cost every start."""

    workspace_id: str = Field(default="")


NEVER_AGAIN = {"sqlite_autoincrement": True}
"""SQLite gives the id of a deleted row to the next one; where buttons carry ids, an old button would mean a new row."""


def one_of(column: str, *values: str) -> CheckConstraint:
    """A check that a text column holds one of a few words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")


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

    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 10", name="level_is_1_to_10"),)


class Met(WorkspaceRow, table=True):
    """Two people who were paired before the bot knew them; the smaller id stands first."""

    workspace_id: str = Field(default="", primary_key=True)
    one_id: str = Field(primary_key=True)
    other_id: str = Field(primary_key=True)

    __table_args__ = (CheckConstraint("one_id < other_id", name="smaller_id_first"),)


class Programme(WorkspaceRow, table=True):
    """One run of reverse mentoring with its settings."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    status: str = "draft"
    length_months: int = 6
    cadence: str = "monthly"
    level_gap: int = 2
    across_departments: str = "preferred"
    overlap_hours: float = 2.0
    capacity: int = 1
    rotation: str = "never"
    agenda_by: str = "mentor"
    level_labels: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    created_by: str
    created_at: datetime
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    __table_args__ = (
        UniqueConstraint("workspace_id", "name", name="programme_names_differ"),
        one_of("status", "draft", "open", "closed"),
        one_of("across_departments", "preferred", "required", "no"),
        one_of("rotation", "never", "keep"),
        one_of("agenda_by", "mentor", "mentee"),
        CheckConstraint("level_gap BETWEEN 0 AND 9", name="level_gap_fits_levels"),
        CheckConstraint("overlap_hours BETWEEN 0 AND 12", name="overlap_fits_a_day"),
        CheckConstraint("capacity BETWEEN 1 AND 6", name="capacity_is_1_to_6"),
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
    """A topic somebody offers or wants: ``weight`` is strength or priority, ``rating`` the self-rating at joining."""

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", ondelete="CASCADE")
    side: str
    topic: str
    weight: int = 3
    rating: int | None = None

    __table_args__ = (
        UniqueConstraint("participant_id", "side", "topic", name="one_interest_per_topic"),
        one_of("side", "offer", "want"),
        CheckConstraint("weight BETWEEN 1 AND 5", name="weight_is_1_to_5"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating_is_1_to_5"),
    )


class Draft(WorkspaceRow, table=True):
    """Answers that are not final yet: a half-filled form, what HR suggests, a log that waits for one more word."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    form: str
    about: str = ""
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    updated_at: datetime

    __table_args__ = (
        Index("draft_of", "workspace_id", "user_id", "form", "about", unique=True),
        Index("draft_form", "workspace_id", "form"),
        NEVER_AGAIN,
    )


class Round(WorkspaceRow, table=True):
    """One matching run: asked for in a handler, computed by the tick, decided by a coordinator."""

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    status: str = "asked"
    seed: int
    asked_by: str
    asked_at: datetime
    leased_until: datetime | None = None
    computed_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    carried_out_at: datetime | None = None

    __table_args__ = (
        one_of("status", "asked", "preview", "approved", "replaced"),
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
    round_id: int = Field(foreign_key="round.id", index=True)
    mentor_id: str
    mentee_id: str
    score: float
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    dropped: bool = False


class Leftover(WorkspaceRow, table=True):
    """Somebody whom a round could not match, and why, as codes and values."""

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    user_id: str
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class Pair(WorkspaceRow, table=True):
    """One mentor and one mentee, from introduction to end."""

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    round_id: int | None = Field(default=None, foreign_key="round.id")
    mentor_id: str
    mentee_id: str
    introduced_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None

    __table_args__ = (
        CheckConstraint("mentor_id <> mentee_id", name="two_different_people"),
        Index(
            "open_once",
            "workspace_id",
            "programme_id",
            "mentor_id",
            "mentee_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
        ),
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
        Index("seat_person", "workspace_id", "user_id", "pair_id"),
    )


class HeldSession(WorkspaceRow, table=True):
    """A session that a pair held on one local day; ``source_*`` names the message that it was logged by."""

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

    __table_args__ = (
        UniqueConstraint("workspace_id", "pair_id", "held_on", name="one_session_per_day"),
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes_fit_a_session"),
        Index("session_source", "workspace_id", "source_channel", "source_ts"),
        NEVER_AGAIN,
    )


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
    thread_ts: str | None = None
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

    __table_args__ = (
        UniqueConstraint("workspace_id", "key", name="one_message_per_key"),
        one_of("kind", "nudge", "notice"),
        one_of("status", "waiting", "sending", "sent", "unknown", "failed", "expired", "withdrawn"),
        CheckConstraint("(kind = 'nudge') = (nudge_day IS NOT NULL)", name="a_nudge_has_a_day"),
        Index("outbox_due", "workspace_id", "status", "due_at"),
        Index("outbox_sent", "workspace_id", "sent_at"),
        Index("outbox_message", "workspace_id", "channel", "ts"),
        Index("outbox_pair", "workspace_id", "pair_id", "status"),
        Index(
            "one_nudge_a_day",
            "workspace_id",
            "user_id",
            "nudge_day",
            unique=True,
            sqlite_where=text(TAKES_THE_DAY),
        ),
    )


class Delivery(WorkspaceRow, table=True):
    """A payload of Slack's that was handled: a repeat finds its key here and changes nothing."""

    workspace_id: str = Field(default="", primary_key=True)
    key: str = Field(primary_key=True)
    handled_at: datetime = Field(index=True)
