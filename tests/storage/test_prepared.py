"""Prepared questions: what they find is what a session finds, on SQLite and PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from databases import BOTH, POSTGRESQL
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.database import Database
from storage.prepared import amend, every, given, insert_once, one, prepared, prepared_update
from storage.store import Store
from storage.tables import Person, Programme, Topic

NOW = datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=UTC)


@prepared
def named() -> SelectOfScalar[Topic]:
    wanted = col(Topic.name).in_(given("names", expanding=True))
    return select(Topic).where(wanted, Topic.name != "nothing").order_by(col(Topic.id))


@prepared
def with_an_expert() -> Select[Topic, Person | None, str]:
    expert = sa.and_(col(Person.workspace_id) == Topic.workspace_id, col(Person.department) == Topic.name)
    asked = select(Topic, Person, Topic.name).outerjoin(Person, expert)
    return asked.order_by(col(Topic.id))


@prepared_update
def mark_sensitive() -> sa.Update:
    return sa.update(Topic).where(col(Topic.name) == given("called")).values(sensitive=True)


@pytest.fixture
def db(store: Store) -> Iterator[Session]:
    with store.begin() as db:
        for name in ("AI tools", "Short video", "Privacy"):
            insert_once(db, Topic, name=name)
        insert_once(db, Person, user_id="U0ANN", department="Privacy", level=7, reviewers=["U0BEN"], imported_at=NOW)
        yield db


@BOTH
def test_a_list_may_have_any_length(db: Session) -> None:
    asked = [[], ["Privacy"], ["Privacy", "AI tools", "Sailing"], ["Sailing"]]
    assert [[topic.name for topic in named(db, names=names)] for names in asked] == [
        [],
        ["Privacy"],
        ["AI tools", "Privacy"],
        [],
    ]


@BOTH
def test_what_an_outer_join_does_not_find_is_nothing(db: Session) -> None:
    found = [(topic.name, person and person.user_id, name) for topic, person, name in with_an_expert(db)]
    assert found == [
        ("AI tools", None, "AI tools"),
        ("Short video", None, "Short video"),
        ("Privacy", "U0ANN", "Privacy"),
    ]


@BOTH
def test_values_come_back_as_they_went_in(db: Session) -> None:
    insert_once(db, Programme, name="Pilot", created_by="U0CORA", created_at=NOW, overlap_hours=1.5)
    programme, ann = one(db, Programme, name="Pilot"), one(db, Person, user_id="U0ANN")
    assert programme is not None
    assert ann is not None
    assert (programme.created_at, programme.overlap_hours, programme.evergreen) == (NOW, 1.5, False)
    assert (ann.level, ann.reviewers, ann.zone, ann.imported_at) == (7, ["U0BEN"], None, NOW)


@BOTH
def test_a_row_is_one_object_however_it_is_asked_for(db: Session) -> None:
    first = one(db, Topic, name="Privacy")
    assert every(db, Topic)[2] is first
    assert db.exec(select(Topic).where(Topic.name == "Privacy")).one() is first


@BOTH
def test_what_an_object_was_changed_to_is_written_before_the_next_question(db: Session) -> None:
    topic = one(db, Topic, name="Privacy")
    assert topic is not None
    topic.name = "Data protection"
    assert [found.name for found in named(db, names=["Data protection"])] == ["Data protection"]
    assert one(db, Topic, name="Privacy") is None


@BOTH
def test_a_row_that_is_amended_is_another_in_the_database_and_in_hand(db: Session) -> None:
    topic = one(db, Topic, name="Privacy")
    assert topic is not None
    amend(db, topic, name="Data protection", sensitive=True)
    assert (topic.name, topic.sensitive) == ("Data protection", True)
    assert db.exec(select(Topic.name).where(Topic.sensitive)).all() == ["Data protection"]
    assert not db.dirty


@BOTH
def test_a_change_says_how_many_rows_it_changed(db: Session) -> None:
    assert (mark_sensitive(db, called="Privacy"), mark_sensitive(db, called="Sailing")) == (1, 0)


@BOTH
def test_a_question_sees_one_workspace_only(database: Database) -> None:
    ours, theirs = Store(database, "T1"), Store(database, "T2")
    with theirs.begin() as db:
        insert_once(db, Topic, name="AI tools")
    with ours.begin() as db:
        assert (every(db, Topic), mark_sensitive(db, called="AI tools")) == ([], 0)


def lose_the_connection(store: Store) -> None:
    with store.read() as db:
        number = db.connection().scalar(sa.text("SELECT pg_backend_pid()"))
        with store.database.engine.connect() as other:
            other.execute(sa.select(sa.func.pg_terminate_backend(number)))
        every(db, Topic)


@POSTGRESQL
def test_a_connection_that_breaks_costs_one_unit_of_work(store: Store) -> None:
    with pytest.raises(sa.exc.OperationalError):
        lose_the_connection(store)
    with store.read() as db:
        assert every(db, Topic) == []
