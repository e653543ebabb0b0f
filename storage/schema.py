"""The schema's version: asked cheaply, brought up to date by Alembic where it is behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0026"
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

    with database.writing, database.engine.connect() as opened, _without_foreign_keys(opened), opened.begin():
        command.upgrade(alembic_config(opened), "head")
        _refuse_orphans(opened)


@contextmanager
def _without_foreign_keys(connection: sa.Connection) -> Iterator[None]:
    """SQLite alters a table by writing another in its place; rows that point to it would forbid that."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.cursor()
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
        driver.close()


def _refuse_orphans(connection: sa.Connection) -> None:
    """Take an upgrade back that left rows pointing to nothing: they are looked at once, at its end."""
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            raise RuntimeError(f"the upgrade would leave {len(orphans)} rows that point to nothing: {orphans[:3]}")


def alembic_config(connection: sa.Connection) -> "Config":
    """Alembic's settings for one open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
