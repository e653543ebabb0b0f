"""The schema's version: asked cheaply, brought up to date by Alembic where it is behind."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0013"
"""The newest revision; a test holds it to the folder of migrations."""
MIGRATIONS = Path(__file__).with_name("migrations")

Version = Literal["empty", "behind", "current", "newer"]


class Newer(Exception):
    """The database was written by a newer release; this one would damage it."""


def version(database: Database) -> Version:
    """Where the database stands, in one query and without Alembic (its import costs a start 0.2 s)."""
    if database.file is not None and not database.file.exists():
        return "empty"
    with database.reading.begin() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return "empty"
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found == HEAD:
        return "current"
    return "behind" if found is None or (MIGRATIONS / "versions" / f"{found}.py").exists() else "newer"


def upgrade(database: Database) -> None:
    """Bring the schema up to date. Raises Newer where the database is ahead of this release."""
    found = version(database)
    if found == "newer":
        raise Newer
    if found == "current":
        return
    from alembic import command

    with database.writing, database.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: sa.Connection) -> "Config":
    """Alembic's settings for one open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
