"""The schema: migrations and tables say the same, and a newer database is left alone."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from bot.importing import run
from bot.settings import Settings
from storage import schema
from storage.database import Database
from storage.tables import WorkspaceRow


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path}/mentor.db")


def test_the_migrations_make_exactly_the_tables(database: Database) -> None:
    schema.upgrade(database)
    with database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_the_migrations_make_exactly_the_tables_on_postgresql(postgres_url: str) -> None:
    database = Database(postgres_url)
    schema.upgrade(database)
    with database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    database.close()


def test_an_index_of_some_rows_is_one_of_these_rows_in_the_tables_and_in_the_migrations(database: Database) -> None:
    schema.upgrade(database)
    indexes = [index for table in SQLModel.metadata.tables.values() for index in table.indexes]
    of_some = {str(index.name): str(index.dialect_options["sqlite"]["where"]) for index in indexes}
    with database.engine.begin() as connection:
        made = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        )
        assert {name: sql.partition(" WHERE ")[2] or "None" for name, sql in made} == of_some


def test_the_newest_revision_is_known_without_alembic(database: Database) -> None:
    with database.engine.begin() as connection:
        assert ScriptDirectory.from_config(schema.alembic_config(connection)).get_heads() == [schema.HEAD]


def test_a_new_file_is_upgraded_once(database: Database) -> None:
    assert schema.version(database) == "empty"
    schema.upgrade(database)
    schema.upgrade(database)
    assert schema.version(database) == "current"


def test_a_database_of_a_newer_release_is_left_alone(database: Database) -> None:
    schema.upgrade(database)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(schema.Newer):
        schema.upgrade(database)


def test_every_row_of_every_table_belongs_to_a_workspace() -> None:
    tables = set(SQLModel.metadata.tables.values())
    assert {table.__table__ for table in WorkspaceRow.__subclasses__()} == tables  # type: ignore[attr-defined]
    assert all(not table.c.workspace_id.nullable for table in tables)


def test_a_database_of_the_first_release_keeps_its_rows(database: Database) -> None:
    with database.engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0001")
        columns = "workspace_id, name, status, length_months, cadence, level_gap, across_departments, overlap_hours"
        connection.exec_driver_sql(
            f"INSERT INTO programme ({columns}, capacity, rotation, agenda_by, level_labels, created_by, created_at)"
            " VALUES ('T1', 'Old', 'open', 6, 'monthly', 2, 'no', 2, 1, 'never', 'mentor', '{}', 'U1', '2026-11-01')"
        )
    assert schema.version(database) == "behind"
    schema.upgrade(database)
    with database.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT name, sessions FROM programme").all() == [("Old", 6)]


THE_FIRST = "2026-11-01"
PROGRAMME = {"id": 1, "name": "Old", "status": "open", "length_months": 6, "cadence": "monthly", "level_gap": 2}
PROGRAMME |= {"across_departments": "no", "overlap_hours": 2, "capacity": 1, "rotation": "never", "agenda_by": "mentor"}
PROGRAMME |= {"level_labels": "{}", "created_by": "U1", "created_at": THE_FIRST}
ROUND = {"programme_id": 1, "status": "approved", "seed": 1, "asked_by": "U1", "asked_at": THE_FIRST}
PERSON = {"user_id": "U1", "manager_known": 0, "reviewers": "[]", "former_managers": "[]"}
PLACE = {
    "id": 7,
    "programme_id": 1,
    "user_id": "U1",
    "role": "mentor",
    "status": "active",
    "style": "",
    "formats": "[]",
}
PLACE |= {"languages": "[]", "hours_from": "09:00", "hours_to": "17:00", "capacity": 1, "purpose": "", "never": "[]"}
PLACE |= {"consented_at": THE_FIRST, "joined_at": THE_FIRST}


def insert(connection: sa.Connection, table: str, row: dict[str, object]) -> None:
    named = ", ".join(["workspace_id", *row])
    connection.exec_driver_sql(f"INSERT INTO {table} ({named}) VALUES ('T1'{', ?' * len(row)})", tuple(row.values()))


def test_ratings_of_an_older_release_are_kept_with_their_people(database: Database) -> None:
    wants = {"participant_id": 7, "side": "want", "topic": "Chess", "weight": 3, "rating": 2}
    with database.engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0004")
        insert(connection, "programme", PROGRAMME)
        insert(connection, "person", PERSON)
        insert(connection, "participant", PLACE)
        insert(connection, "interest", wants)
        insert(connection, "interest", wants | {"side": "offer", "rating": None})
    schema.upgrade(database)
    with database.engine.begin() as connection:
        kept = connection.exec_driver_sql("SELECT user_id, side, topic, before, status FROM skill").all()
        assert kept == [("U1", "want", "Chess", "2", "rated")]
        with pytest.raises(sa.exc.IntegrityError):
            connection.exec_driver_sql("UPDATE interest SET weight = 9")


def test_a_round_of_an_earlier_release_keeps_its_pairs(database: Database) -> None:
    proposed = {"round_id": 1, "mentor_id": "U1", "mentee_id": "U2", "score": 80, "reasons": "[]", "dropped": 0}
    with database.engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0007")
        insert(connection, "programme", PROGRAMME)
        insert(connection, "round", {"id": 1} | ROUND)
        insert(connection, "proposal", proposed)
    schema.upgrade(database)
    with database.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT round_id, mentor_id FROM proposal").all() == [(1, "U1")]
        with pytest.raises(sa.exc.IntegrityError):
            insert(connection, "proposal", proposed | {"round_id": 2})


def test_an_upgrade_that_would_leave_rows_without_their_parents_is_taken_back(database: Database) -> None:
    with database.engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0007")
        insert(connection, "programme", PROGRAMME)
        insert(connection, "round", {"id": 1} | ROUND)
    with sqlite3.connect(str(database.file)) as careless:
        careless.execute("UPDATE round SET programme_id = 9")
    careless.close()
    with pytest.raises(RuntimeError, match="1 rows that point to nothing"):
        schema.upgrade(database)
    assert schema.version(database) == "behind"


def test_a_programme_of_an_earlier_release_goes_on_without_asking_the_two(database: Database) -> None:
    with database.engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0005")
        insert(connection, "programme", PROGRAMME)
        insert(connection, "round", ROUND)
    schema.upgrade(database)
    with database.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT approval, answer_days FROM programme").all() == [("none", 5)]
        assert connection.exec_driver_sql("SELECT asks_both FROM round").all() == [(0,)]


def test_a_sheet_is_taken_into_a_database_of_an_earlier_release_without_asking_slack(
    database: Database, tmp_path: Path
) -> None:
    with database.engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0004")
        insert(connection, "programme", PROGRAMME)
    file = tmp_path / "people.csv"
    file.write_text("user,level\nU0ANN,2\n")
    settings = Settings(database_url=f"sqlite:///{database.file}", slack_bot_token="")
    assert run(settings, file, programme=None, dry_run=False, strict=False, now=datetime(2026, 11, 23, tzinfo=UTC)) == 0
    with database.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT workspace_id, level FROM person").all() == [("T1", 2)]


def test_a_pair_of_an_earlier_release_keeps_its_seats_and_a_programme_may_be_of_circles_now(database: Database) -> None:
    pair = {"id": 3, "programme_id": 1, "mentor_id": "U1", "mentee_id": "U2", "introduced_at": THE_FIRST}
    with database.engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0021")
        insert(connection, "programme", PROGRAMME)
        insert(connection, "pair", pair)
        insert(connection, "seat", {"pair_id": 3, "user_id": "U1", "unanswered": 0})
    schema.upgrade(database)
    with database.engine.begin() as connection:
        kept = "SELECT kind, circle_id, surveyed_until, user_id FROM pair JOIN seat ON pair.id = seat.pair_id"
        assert connection.exec_driver_sql(kept).all() == [("pairs", None, THE_FIRST, "U1")]
        assert connection.exec_driver_sql("SELECT circle_least, circle_most FROM programme").all() == [(2, 6)]
        connection.exec_driver_sql("UPDATE programme SET kind = 'circles', circle_least = 3")
        for refused in ("kind = 'trios'", "circle_least = 1", "circle_most = 7", "circle_most = 2"):
            with pytest.raises(sa.exc.IntegrityError):
                connection.exec_driver_sql(f"UPDATE programme SET {refused}")
        with pytest.raises(sa.exc.IntegrityError):
            insert(connection, "pair", pair | {"id": 4})


def test_what_was_tapped_in_an_earlier_release_is_forgotten_and_who_has_answered_is_not(database: Database) -> None:
    pair = {"id": 1, "programme_id": 1, "mentor_id": "U1", "mentee_id": "U2", "introduced_at": THE_FIRST}
    held = {"id": 3, "pair_id": 1, "held_on": THE_FIRST, "minutes": 45, "topics": "", "logged_by": "U1"}
    with database.engine.begin() as connection:
        command.upgrade(schema.alembic_config(connection), "0002")
        insert(connection, "programme", PROGRAMME)
        insert(connection, "pair", pair)
        insert(connection, "session", held | {"logged_at": THE_FIRST, "revision": 0})
        insert(connection, "lookedback", {"session_id": 3, "user_id": "U1", "question": "safe"})
        insert(connection, "reflection", {"id": "a", "programme_id": 1, "question": "safe", "answer": "no"})
    schema.upgrade(database)
    with database.engine.begin() as connection:
        answered = connection.exec_driver_sql('SELECT kind, user_id, about, "window", status FROM survey').all()
        assert answered == [("safe", "U1", "session:3", "", "answered")]
        assert connection.exec_driver_sql("SELECT * FROM surveyanswer").all() == []
        assert not sa.inspect(connection).has_table("reflection")
