"""The attack: whoever has the database, its log and all of its rows cannot tell who answered what."""

import re
import secrets
from datetime import UTC, datetime
from pathlib import Path

import pytest
from databases import BOTH
from sqlmodel import col, select

from storage import surveys
from storage.database import Database
from storage.store import Store
from storage.tables import Outbox, Participant, Person, Programme, Survey, SurveyAnswer

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PEOPLE = [f"U0{number:03}" for number in range(60)]
"""They answer in this order."""
LUCK = 12
"""By chance one of sixty is right; twelve or more happen less than once in a hundred million runs."""


def words_of(user_id: str) -> str:
    return f"the words of {user_id}"


@pytest.fixture
def answered(store: Store) -> Store:
    """Sixty people who answered one after the other; each wrote who they are, so that the test knows the truth."""
    with store.begin() as db:
        db.add(Programme(name="Pilot", status="open", created_by="U0CORA", created_at=NOW))
        db.flush()
        for user_id in PEOPLE:
            db.add(Person(user_id=user_id))
            db.flush()
            db.add(Participant(programme_id=1, user_id=user_id, role="mentor", consented_at=NOW, joined_at=NOW))
            db.flush()
            surveys.ask(db, "fit", 1, user_id, NOW.date())
    for number, user_id in enumerate(PEOPLE):
        with store.begin_unseen() as db:
            row = db.exec(select(Survey).where(Survey.user_id == user_id)).one()
            assert surveys.answer(db, row, {"fit": number % 3, "words": words_of(user_id)})
    return store


def right_guesses(guessed: list[str]) -> int:
    """How many people an order of answers gives their own."""
    return sum(words == words_of(user_id) for words, user_id in zip(guessed, PEOPLE, strict=True))


@BOTH
def test_the_order_of_the_rows_or_of_their_keys_assigns_nobody(answered: Store) -> None:
    with answered.read() as db:
        stored = [row.words for row in db.exec(select(SurveyAnswer)).all() if row.words]
        by_key = [row.words for row in db.exec(select(SurveyAnswer).order_by(col(SurveyAnswer.id))).all() if row.words]
    assert sorted(stored) == sorted(words_of(user_id) for user_id in PEOPLE)
    for order in (stored, stored[::-1], by_key, by_key[::-1]):
        assert right_guesses(order) < LUCK


@BOTH
def test_the_answers_of_one_form_are_joined_by_nothing(answered: Store) -> None:
    with answered.read() as db:
        rows = db.exec(select(SurveyAnswer)).all()
    assert len({(row.programme_id, row.kind, row.window, row.role) for row in rows}) == 1
    assert len({row.id for row in rows}) == len(rows) == 2 * len(PEOPLE)
    columns = {"workspace_id", "id", "programme_id", "kind", "window", "role", "item", "number", "words"}
    assert set(SurveyAnswer.model_fields) == columns


@BOTH
def test_what_is_kept_of_somebody_says_no_more_than_that_they_answered(answered: Store) -> None:
    with answered.read() as db:
        asked = db.exec(select(Survey)).all()
        said = db.exec(select(Outbox)).all()
    assert {row.status for row in asked} == {"answered"}
    assert len({(row.window, row.closes_on) for row in asked}) == 1
    assert said == []


def test_in_the_file_itself_answers_stand_in_no_order_of_time(database: Database, answered: Store) -> None:
    assert answered.database is database
    assert database.file is not None
    found = re.findall(rb"the words of U0\d{3}", database.file.read_bytes())
    assert sorted(found) == sorted(words_of(user_id).encode() for user_id in PEOPLE), "deleted copies lie about"
    order = [words.decode() for words in found]
    assert right_guesses(order) < LUCK
    assert right_guesses(order[::-1]) < LUCK


def test_the_log_beside_the_file_is_empty_after_every_answer(database: Database, answered: Store) -> None:
    assert answered.database is database
    assert Path(f"{database.file}-wal").stat().st_size == 0


def test_a_log_that_somebody_was_reading_is_emptied_later(database: Database, answered: Store) -> None:
    secret = secrets.token_hex(8)
    with answered.read() as reading:
        reading.exec(select(Survey)).first()
        with answered.begin_unseen() as db:
            db.add(SurveyAnswer(id=secret, programme_id=1, kind="fit", window="2026-11", role="mentor", item="words"))
        assert database.log_to_empty
    assert database.empty_log()
    assert not database.log_to_empty
    assert Path(f"{database.file}-wal").stat().st_size == 0


@BOTH
def test_a_second_answer_of_the_same_person_is_not_kept(answered: Store) -> None:
    with answered.begin_unseen() as db:
        row = db.exec(select(Survey)).first()
        assert row is not None
        assert not surveys.answer(db, row, {"fit": 0, "words": "once more"})
    with answered.read() as db:
        assert len(db.exec(select(SurveyAnswer)).all()) == 2 * len(PEOPLE)
