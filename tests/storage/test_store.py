"""The unit of work: all or nothing, one writer, one workspace in sight; the same on SQLite and PostgreSQL."""

import multiprocessing
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from databases import BOTH
from sqlmodel import col, func, select

from storage.database import Busy, Database
from storage.prepared import insert_once
from storage.store import Received, Repeated, Store
from storage.tables import Delivery, Programme, Topic

NOW = datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=UTC)


@BOTH
def test_what_was_decided_is_kept(store: Store) -> None:
    with store.begin() as db:
        db.add(Topic(name="AI tools"))
    with store.read() as db:
        assert db.exec(select(Topic.name)).all() == ["AI tools"]


def stumble(store: Store) -> None:
    with store.begin() as db:
        db.add(Topic(name="AI tools"))
        db.flush()
        raise RuntimeError


@BOTH
def test_an_accident_undoes_the_whole_decision(store: Store) -> None:
    with pytest.raises(RuntimeError):
        stumble(store)
    with store.read() as db:
        assert db.exec(select(Topic.name)).all() == []


@BOTH
def test_a_row_that_may_stand_once_is_written_once_and_keeps_what_it_said_first(store: Store) -> None:
    with store.begin() as db:
        first = insert_once(db, Topic, name="AI tools")
        assert first is not None
        assert insert_once(db, Topic, name="AI tools", sensitive=True) is None
        assert insert_once(db, Topic, name="Short video") not in (None, first)
    with store.read() as db:
        assert sorted(db.exec(select(Topic.name, Topic.sensitive)).all()) == [
            ("AI tools", False),
            ("Short video", False),
        ]


@BOTH
def test_reading_cannot_write(store: Store) -> None:
    with store.read() as db, pytest.raises(sa.exc.DBAPIError):
        db.exec(sa.insert(Topic).values(workspace_id="T1", name="AI tools", sensitive=False))
    with store.begin() as db:
        db.add(Topic(name="writing works again on the same connection"))


@BOTH
def test_moments_come_back_as_they_went_in(store: Store) -> None:
    with store.begin() as db:
        db.add(Programme(name="Pilot", created_by="U0CORA", created_at=NOW))
    with store.read() as db:
        assert db.exec(select(Programme.created_at)).one() == NOW
        assert db.exec(select(Programme.created_at)).one().tzinfo is not None


@BOTH
def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.StatementError, match="timezone"), store.begin() as db:
        db.add(Programme(name="Pilot", created_by="U0CORA", created_at=NOW.replace(tzinfo=None)))


@BOTH
def test_a_workspace_sees_and_changes_only_its_own_rows(database: Database) -> None:
    ours, theirs = Store(database, "T1"), Store(database, "T2")
    with ours.begin() as db:
        db.add(Topic(name="ours"))
    with theirs.begin() as db:
        db.add(Topic(name="theirs"))
        db.flush()
        assert db.exec(select(Topic.name)).all() == ["theirs"]
        assert db.exec(select(func.count(col(Topic.id)))).one() == 1
        assert db.exec(sa.update(Topic).values(sensitive=True)).rowcount == 1
        assert db.exec(sa.delete(Topic)).rowcount == 1
    with ours.read() as db:
        assert [(topic.name, topic.sensitive) for topic in db.exec(select(Topic)).all()] == [("ours", False)]


@BOTH
def test_a_payload_that_comes_twice_changes_something_once(database: Database) -> None:
    store = Store(database, "T1", Received("Ev1", NOW))
    with store.begin() as db:
        db.add(Topic(name="once"))
    with pytest.raises(Repeated), store.begin() as db:
        db.add(Topic(name="twice"))
    with store.read() as db:
        assert db.exec(select(Topic.name)).all() == ["once"]


@BOTH
def test_a_payload_that_failed_may_come_again(database: Database) -> None:
    store = Store(database, "T1", Received("Ev1", NOW))
    with pytest.raises(RuntimeError), store.begin():
        raise RuntimeError
    with store.begin() as db:
        db.add(Topic(name="at last"))
    with store.read() as db:
        assert db.exec(select(Delivery.key)).all() == ["Ev1"]


def count_up(store: Store, times: int) -> None:
    for _ in range(times):
        with store.begin() as db:
            programme = db.exec(select(Programme)).one()
            programme.level_labels = {"1": str(int(programme.level_labels["1"]) + 1)}
            db.add(programme)


@BOTH
def test_threads_that_read_and_write_back_lose_nothing(store: Store) -> None:
    with store.begin() as db:
        db.add(Programme(name="Pilot", created_by="U0CORA", created_at=NOW, level_labels={"1": "0"}))
    threads = [threading.Thread(target=count_up, args=(store, 25)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as db:
        assert db.exec(select(Programme.level_labels)).one() == {"1": "200"}


def count_up_elsewhere(url: str, times: int) -> None:
    database = Database(url)
    count_up(Store(database, "T1"), times)
    database.close()


@BOTH
def test_processes_that_read_and_write_back_lose_nothing(store: Store) -> None:
    with store.begin() as db:
        db.add(Programme(name="Pilot", created_by="U0CORA", created_at=NOW, level_labels={"1": "0"}))
    url = store.database.url.render_as_string(hide_password=False)
    processes = [
        multiprocessing.get_context("spawn").Process(target=count_up_elsewhere, args=(url, 40)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    with store.read() as db:
        assert db.exec(select(Programme.level_labels)).one() == {"1": "120"}


def test_a_sqlite_file_has_one_writing_process_and_the_second_learns_who(tmp_path: Path) -> None:
    first, second = (Database(f"sqlite:///{tmp_path}/mentor.db") for _ in range(2))
    with first.claim("mentor serve (process 7)"), pytest.raises(Busy, match="process 7"), second.claim("another"):
        pytest.fail("two processes write to one file")
    with second.claim("another"):
        assert list(tmp_path.glob("*.writer"))
    assert not list(tmp_path.glob("*.writer"))


def pragmas(database: Database) -> dict[str, Any]:
    with database.engine.begin() as connection:
        asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
    database.close()
    return asked


def test_the_sqlite_file_is_set_up_so_that_it_loses_nothing(tmp_path: Path) -> None:
    assert pragmas(Database(f"sqlite:///{tmp_path}/mentor.db")) == PRAGMAS


def test_only_a_file_that_is_deleted_in_the_end_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    assert pragmas(Database(f"sqlite:///{tmp_path}/demo.db", lasting=False)) == PRAGMAS | {"synchronous": 0}


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "foreign_keys": 1, "secure_delete": 1}
