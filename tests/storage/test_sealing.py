"""Words at rest: sealed in their place where a key is set, and refused elsewhere or changed."""

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from databases import BOTH
from hypothesis import given
from hypothesis import strategies as st

from handlers.housekeeping import seal_anew
from storage import (
    goals,
    joining,
    outbox,
    pairs,
    people,
    plans,
    promises,
    sealing,
    sessions,
    survey_answers,
    surveys,
    wishes,
)
from storage.database import Database
from storage.goals import Wording
from storage.plans import Wanted
from storage.prepared import every, one
from storage.sealed import Keys, Unreadable, seal, unseal
from storage.store import Store
from storage.tables import (
    Agreement,
    Draft,
    Goal,
    HeldSession,
    Outbox,
    Pair,
    Participant,
    Plan,
    Programme,
    Promise,
    Survey,
    SurveyAnswer,
    Wish,
)

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SECRET = "what nobody else should read: größer ✓"
OLD, NEW = {"old": secrets.token_bytes(32)}, {"new": secrets.token_bytes(32)}
TABLES = (Agreement, Draft, Goal, HeldSession, Outbox, Participant, Plan, Promise, SurveyAnswer, Wish)
PLACE = ("T1", "goal", "what", "7")
Opened = Callable[[Keys], Store]


@pytest.fixture
def opened(database_url: str) -> Iterator[Opened]:
    """The same database, opened with other keys each time."""
    databases: list[Database] = []

    def open_with(keys: Keys) -> Store:
        databases.append(Database(database_url, keys))
        return Store(databases[-1], "T1")

    yield open_with
    for database in databases:
        database.close()


def speak(store: Store) -> None:
    """Two people say something of every kind."""
    with store.begin() as db:
        programme = Programme(name="Pilot", created_by="U0", created_at=NOW)
        db.add(programme)
        for user_id in ("U1", "U2"):
            people.remember(db, user_id)
        db.flush()
        pair = pairs.introduce(db, programme, "U1", "U2", NOW)
        goal = goals.propose(db, pair, Wording(SECRET, SECRET, SECRET, None, 0), "U1", NOW)
        assert goal is not None
        goal.agreed = {"what": SECRET}
        db.add(goal)
        promises.make(db, pair, SECRET, None, NOW)
        sessions.log(db, pair, date(2026, 11, 23), 45, SECRET, by="U1", now=NOW)
        joining.keep_draft(db, "U1", joining.FORM, {"purpose": SECRET}, NOW, about="1")
        outbox.notice(db, "a", "goals/proposed", "U2", NOW, what=SECRET, programme_id=3)
        wishes.wish(db, "b", "goals/passed", "U2", NOW, priority=1, what=SECRET)
        db.add(Agreement(pair_id=pair.id or 0, version=9, terms={"off_limits": SECRET}, proposed_at=NOW))
        plans.propose(db, pair, (None, None), Wanted([NOW], 45, SECRET), "U1", NOW)
        place = {"programme_id": pair.programme_id, "user_id": "U1", "role": "mentor"}
        db.add(Participant(**place, purpose=SECRET, consented_at=NOW, joined_at=NOW))
        asked = Survey(**place, kind="midpoint", window="2026-11", closes_on=NOW.date())
        db.add(asked)
        db.flush()
        surveys.answer(db, asked, {"words": SECRET})


def said(store: Store) -> list[Any]:
    """What each of them reads as, in every sealed column."""
    with store.read() as db:
        return [getattr(row, name) for table in TABLES for row in every(db, table) for name in table.SEALED]


def stored(store: Store) -> str:
    """All that stands in the database in these tables."""
    with store.database.reading.begin() as connection:
        return "\n".join(str(row) for table in TABLES for row in connection.execute(sa.select(table.__table__)))  # type: ignore[attr-defined]


SAID = [
    {"off_limits": SECRET},
    {"purpose": SECRET},
    SECRET,
    SECRET,
    SECRET,
    {"what": SECRET},
    SECRET,
    {"what": SECRET, "programme_id": 3},
    SECRET,
    SECRET,
    SECRET,
    SECRET,
    {"what": SECRET},
]


@BOTH
def test_with_a_key_no_words_stand_in_the_database_and_everybody_reads_them_as_before(opened: Opened) -> None:
    store = opened(OLD)
    speak(store)
    assert said(store) == SAID
    assert "nobody else" not in stored(store)
    assert stored(store).count("sealed:old:") == len(SAID)


def test_without_a_key_words_are_stored_as_they_are(opened: Opened) -> None:
    speak(opened({}))
    assert said(opened({})) == SAID
    assert "sealed" not in stored(opened({}))


@BOTH
def test_what_was_written_without_a_key_stays_readable_and_is_sealed_by_night(opened: Opened) -> None:
    speak(opened({}))
    store = opened(OLD)
    assert said(store) == SAID
    assert seal_anew(store, NOW) == len(TABLES)
    assert seal_anew(store, NOW) == 0
    assert stored(store).count("sealed:old:") == len(SAID)
    assert said(store) == SAID


def test_keys_rotate_an_older_one_opens_and_the_first_one_seals(opened: Opened) -> None:
    speak(opened(OLD))
    store = opened(NEW | OLD)
    assert said(store) == SAID
    assert seal_anew(store, NOW) == len(TABLES)
    assert said(opened(NEW)) == SAID
    assert "sealed:old:" not in stored(store)


def test_without_its_key_nothing_is_read_and_the_missing_key_is_named(opened: Opened) -> None:
    speak(opened(OLD))
    store = opened(NEW)
    with pytest.raises(Unreadable, match=r"agreement\.terms is sealed by the key old, which is not in MENTOR_KEYS"):
        said(store)
    assert sealing.missing_keys(store.database, NEW) == {"old"}
    assert sealing.missing_keys(store.database, NEW | OLD) == set()


def test_changed_words_are_sealed_too_and_read_at_once(opened: Opened) -> None:
    store = opened(OLD)
    speak(store)
    with store.begin() as db:
        tables = (Pair, Goal, Promise, HeldSession, Plan)
        pair, goal, promise, session, plan = (one(db, table, id=1) for table in tables)
        assert pair
        assert goal
        assert promise
        assert session
        assert plan
        goals.edit(db, pair, goal, goal.revision, Wording("another secret", "", "", None, 0), "U1", NOW)
        promises.change(db, promise, "another secret", None)
        sessions.change(db, session, session.held_on, 30, "another secret")
        plans.propose(db, pair, (plan.id, plan.revision), Wanted([NOW], 45, "another secret"), "U1", NOW)
        assert [goal.what, promise.what, session.topics, plan.link] == ["another secret"] * 4
    assert "another secret" not in stored(store)
    with store.read() as db:
        assert [row.what for row in every(db, Goal)] == ["another secret"]
        assert [row.what for row in every(db, Promise)] == ["another secret"]
        assert [row.topics for row in every(db, HeldSession)] == ["another secret"]
        assert [row.link for row in every(db, Plan)] == ["another secret"]


def test_the_words_of_a_survey_are_sealed_anew_with_every_answer_of_their_month(opened: Opened) -> None:
    store = opened(OLD)
    speak(store)
    before = answers(store)
    with store.begin() as db:
        place = {"programme_id": 1, "user_id": "U2", "role": "mentee"}
        asked = Survey(**place, kind="midpoint", window="2026-11", closes_on=NOW.date())
        db.add(asked)
        db.flush()
        surveys.answer(db, asked, {"words": "another secret"})
    assert len(before) == 1
    assert len(answers(store)) == 2
    assert not before & answers(store)
    with store.read() as db:
        assert {row.words for row in every(db, SurveyAnswer)} == {SECRET, "another secret"}


def test_however_many_wrote_in_a_month_copies_from_before_and_after_an_answer_share_no_sealed_words(
    opened: Opened,
) -> None:
    store = opened(OLD)
    speak(store)
    many = survey_answers.SHUFFLED + 50
    with store.begin() as db:
        (row,) = every(db, SurveyAnswer, item="words")
        kept = {name: getattr(row, name) for name in survey_answers.KEPT}
        for number in range(many):
            db.add(SurveyAnswer(**kept | {"id": f"{number}", "words": f"words {number}"}))
    before = answers(store)
    with store.begin() as db:
        asked = Survey(
            programme_id=1, user_id="U2", role="mentee", kind="midpoint", window="2026-11", closes_on=NOW.date()
        )
        db.add(asked)
        db.flush()
        surveys.answer(db, asked, {"words": "another secret"})
    assert len(before) == many + 1
    assert len(answers(store)) == many + 2
    assert not before & answers(store)


def answers(store: Store) -> set[str]:
    """What stands in the database in place of the words of surveys."""
    with store.database.reading.begin() as connection:
        return set(connection.execute(sa.text("SELECT words FROM surveyanswer WHERE words IS NOT NULL")).scalars())


@BOTH
def test_words_that_were_put_into_another_row_are_refused(opened: Opened) -> None:
    store = opened(OLD)
    speak(store)
    with store.begin() as db:
        pair = one(db, Pair, id=1)
        assert pair
        promises.make(db, pair, "another secret", None, NOW)
        first, second = (
            db.connection().execute(sa.text(f"SELECT what FROM promise WHERE id = {number}")).scalar()
            for number in (1, 2)
        )
        db.connection().execute(sa.text("UPDATE promise SET what = :what WHERE id = 2"), {"what": first})
    assert first != second
    with store.read() as db, pytest.raises(Unreadable, match=r"promise\.what was not sealed in this row"):
        every(db, Promise)


def test_values_that_queries_compare_stay_readable(opened: Opened) -> None:
    store = opened(OLD)
    speak(store)
    with store.database.reading.begin() as connection:
        assert (
            connection.execute(
                sa.select(sa.column("values", sa.JSON)["programme_id"].as_integer()).select_from(sa.table("outbox"))
            ).scalar()
            == 3
        )


@given(st.text(), st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_letter_is_refused(words: str, at: int, by: int) -> None:
    sealed = seal(OLD, words, PLACE)
    assert unseal(OLD, sealed, PLACE) == words
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    head, body = sealed.rsplit(":", 1)
    place = at % len(body.rstrip("=")[:-1])
    changed = letters[(letters.index(body[place]) + 1 + by % 63) % 64]
    with pytest.raises(Unreadable):
        unseal(OLD, f"{head}:{body[:place]}{changed}{body[place + 1 :]}", PLACE)


@pytest.mark.parametrize("part", range(len(PLACE)))
def test_what_was_sealed_is_bound_to_workspace_table_column_and_row(part: int) -> None:
    elsewhere = (*PLACE[:part], "other", *PLACE[part + 1 :])
    with pytest.raises(Unreadable):
        unseal(OLD, seal(OLD, SECRET, PLACE), elsewhere)


def test_what_somebody_types_is_never_taken_for_sealed() -> None:
    typed = seal(OLD, SECRET, PLACE)
    assert unseal({}, seal({}, typed, PLACE), PLACE).strip() == typed
