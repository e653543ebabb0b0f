"""Who waits for a round: the same people in the same words, whether a few are read by name or everybody is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import A_MONDAY
from sqlmodel import Session, select

from storage import schema
from storage.database import Database
from storage.pool import FEW, pool
from storage.store import Store
from storage.tables import Interest, Participant, Person, Programme

MANY = FEW + 20


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Session]:
    """A programme in which so many people wait that they are no longer asked for by name."""
    database = Database(f"sqlite:///{tmp_path}/mentor.db", lasting=False)
    schema.upgrade(database)
    with Store(database, "T1").begin() as db:
        db.add(Programme(id=1, name="Reverse mentoring", status="open", created_by="U0CORA", created_at=A_MONDAY))
        people = [f"U{number:04d}" for number in range(MANY)]
        db.add_all(Person(user_id=who, level=1 + number % 9, zone="Europe/Berlin") for number, who in enumerate(people))
        db.flush()
        db.add_all(_waits(number, who) for number, who in enumerate(people))
        db.flush()
        db.add_all(Interest(participant_id=number + 1, side="offer", topic="AI tools") for number in range(MANY))
        yield db
    database.close()


def _waits(number: int, who: str) -> Participant:
    role = ("mentor", "mentee", "either")[number % 3]
    return Participant(id=number + 1, programme_id=1, user_id=who, role=role, consented_at=A_MONDAY, joined_at=A_MONDAY)


def test_a_few_are_read_as_all_are(db: Session) -> None:
    programme = db.exec(select(Programme)).one()
    everybody = pool(db, programme, A_MONDAY)
    assert len(everybody.candidates) == MANY
    some = [*everybody.candidates][5:25]
    few = pool(db, programme, A_MONDAY, only=some)
    assert [*few.candidates.items()] == [(who, everybody.candidates[who]) for who in some]
    assert all(one.offers == {"AI tools": 3} for one in few.candidates.values())
