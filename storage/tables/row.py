"""What every row shares, and how its columns are checked."""

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

NEVER_AGAIN = {"sqlite_autoincrement": True}
"""SQLite gives the id of a deleted row to the next one; where buttons carry ids, an old button would mean a new row."""


class WorkspaceRow(SQLModel):
    """What every row shares: the Slack workspace that it belongs to."""

    model_config = {"defer_build": True}
    """Rows are written by our own code and never validated: building pydantic's validators would cost every start."""

    workspace_id: str = Field(default="")

    SEALED: ClassVar[tuple[str, ...]] = ()
    """The columns whose words are sealed at rest, where a key is set."""
    SEALED_BY: ClassVar[tuple[str, ...]] = ("id",)
    """The columns that name a row for good: what is sealed in it is bound to them."""


def index_of_known(name: str, *columns: str, known: str) -> Index:
    """An index that holds only rows in which one of its columns is known: most rows then cost it nothing."""
    return Index(name, "workspace_id", *columns, sqlite_where=text(f"{known} IS NOT NULL"))


def one_of(column: str, *values: str) -> CheckConstraint:
    """A check that a text column holds one of a few words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")
