"""Who is asked which survey, and what was answered: two tables that nothing leads between."""

from datetime import date

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from bot.rules.surveys import KINDS
from storage.tables.row import NEVER_AGAIN, WorkspaceRow, one_of


class Survey(WorkspaceRow, table=True):
    """That somebody is asked, and whether they have answered: not what, and nothing finer than the month.

    ``about`` tells several of one kind apart: of what is tapped after a session, the session. ``user_id`` is emptied
    when the person leaves.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    kind: str
    user_id: str | None
    about: str = ""
    role: str
    pair_id: int | None = Field(default=None, foreign_key="pair.id")
    window: str
    closes_on: date
    status: str = "open"

    __table_args__ = (
        UniqueConstraint("workspace_id", "programme_id", "kind", "user_id", "about", name="one_survey_of_a_kind"),
        one_of("kind", *KINDS),
        one_of("role", "mentor", "mentee", "either"),
        one_of("status", "open", "answered", "declined"),
        Index("survey_person", "workspace_id", "user_id", "status"),
        Index("survey_window", "workspace_id", "programme_id", "kind", "window"),
        Index("survey_pair", "workspace_id", "pair_id", "kind"),
        NEVER_AGAIN,
    )


class SurveyAnswer(WorkspaceRow, table=True):
    """One anonymous answer to one question: the key is random, and no column leads to a person or to another answer."""

    id: str = Field(primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    kind: str
    window: str
    role: str
    item: str
    number: int | None = None
    words: str | None = None

    SEALED = ("words",)

    __table_args__ = (
        one_of("kind", *KINDS),
        one_of("role", "mentor", "mentee", "either"),
        Index("survey_answer_window", "workspace_id", "programme_id", "kind", "window"),
        {"sqlite_with_rowid": False},
    )


class SurveyGroup(WorkspaceRow, table=True):
    """Closed months whose answers to a survey are shown together, for good, and the minimum that held then.

    ``crowds`` says of each role and of everybody how many people answered, at least, and how many answers at most were
    one person's.
    """

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id")
    kind: str
    last_window: str
    windows: list[str] = Field(default_factory=list, sa_type=JSON)
    answered: int
    crowds: dict[str, list[int]] = Field(default_factory=dict, sa_type=JSON)
    smallest: int

    __table_args__ = (
        UniqueConstraint("workspace_id", "programme_id", "kind", "last_window", name="one_survey_group_a_month"),
        one_of("kind", *KINDS),
    )
