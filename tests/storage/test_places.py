"""Places in programmes, drafts and settings, kept the same way by both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from databases import BOTH

from bot.rules.joining import Answers
from bot.rules.programmes import Settings
from storage import housekeeping, joining, people, programmes
from storage.store import Received, Store
from storage.tables import Programme

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SETTINGS = Settings(
    "Buddies",
    "circles",
    3,
    5,
    6,
    "monthly",
    "mentor",
    2,
    "preferred",
    1.5,
    1,
    "never",
    {"1": "Trainee"},
    8,
    True,
    "people",
    7,
    "U0JONAS",
    5,
    False,
    True,
    True,
    {"topics": 60, "hours": 0},
)
ANSWERS: Answers = {
    "role": "mentor",
    "offers": ["AI tools", "Chess"],
    "wants": ["AI tools"],
    "offer_ratings": {"AI tools": 5},
    "want_ratings": {"AI tools": 1},
    "offer_weights": {"Chess": 4},
    "style": "abab",
    "formats": ["video"],
    "languages": ["en"],
    "hours_from": "10:00",
    "hours_to": "16:00",
    "capacity": 2,
    "purpose": "To listen.",
    "never": ["U9"],
}


pytestmark = BOTH


@pytest.fixture
def store(store: Store) -> Store:
    """A workspace in which one programme is open."""
    with store.begin() as db:
        programmes.open_(db, programmes.create(db, SETTINGS, "U0", NOW), NOW)
    return store


def enrol(store: Store, user_id: str = "U1", now: datetime = NOW) -> int:
    """Take somebody into the programme; its id."""
    with store.begin() as db:
        programme = programmes.open_programmes(db)[0]
        people.remember(db, user_id)
        joining.enrol(db, programme.id or 0, user_id, ANSWERS, now)
    return programme.id or 0


def the_programme(store: Store) -> Programme:
    with store.read() as db:
        return programmes.all_programmes(db)[0]


def test_answers_come_back_as_they_were_given(store: Store) -> None:
    programme_id = enrol(store)
    with store.read() as db:
        row = joining.participant(db, programme_id, "U1")
        assert row is not None
        weights: Answers = {"offer_weights": {"AI tools": 3, "Chess": 4}, "want_weights": {"AI tools": 3}}
        assert joining.answers(db, row) == {**ANSWERS, **weights}


def test_enrolling_again_changes_the_answers_and_drops_the_draft(store: Store) -> None:
    programme_id = enrol(store)
    with store.begin() as db:
        joining.keep_draft(db, "U1", joining.FORM, {"role": "either"}, NOW, about=str(programme_id))
        joining.enrol(db, programme_id, "U1", {**ANSWERS, "offers": ["Go"]}, NOW + timedelta(days=1))
    with store.read() as db:
        assert len(joining.enrolled(db, programme_id)) == 1
        assert joining.drafted(db, "U1", programme_id) == ({}, None)
        row = joining.enrolled(db, programme_id)[0]
        assert (row.joined_at, joining.answers(db, row)["offers"]) == (NOW, ["Go"])


def test_every_open_programme_is_found_with_my_place_in_it_or_none(store: Store) -> None:
    enrol(store, "U2")
    with store.read() as db:
        assert [(programme.name, place) for programme, place in joining.open_places(db, "U1")] == [("Buddies", None)]
        assert [place and place.user_id for _programme, place in joining.open_places(db, "U2")] == ["U2"]
    with Store(store.database, "T2").read() as db:
        assert joining.open_places(db, "U2") == []


def test_a_pause_is_found_from_its_last_day_on_while_the_programme_is_open(store: Store) -> None:
    enrol(store)
    day = date(2026, 12, 1)
    with store.begin() as db:
        assert [row.user_id for row in joining.pause(db, "U1", None, day)] == ["U1"]
        assert joining.pause(db, "U1", [99], day) == []
    with store.read() as db:
        assert joining.paused_until(db, day - timedelta(days=1)) == []
        assert len(joining.paused_until(db, day)) == 1
    with store.begin() as db:
        programmes.close(db, programmes.open_programmes(db)[0], NOW)
        assert joining.paused_until(db, day) == []


def test_forgetting_deletes_answers_and_old_drafts_once_and_keeps_what_came_later(store: Store) -> None:
    programme_id = enrol(store)
    left_at = NOW + timedelta(hours=1)
    with store.begin() as db:
        joining.keep_draft(db, "U1", joining.FORM, {"role": "mentor"}, NOW, about=str(programme_id))
        joining.keep_draft(db, "U1", "sessions", {}, left_at + timedelta(minutes=1))
        row = joining.participant(db, programme_id, "U1")
        assert row is not None
        row.status, row.left_at = "left", left_at
        db.add(row)
    for forgotten in (1, 0):
        with store.begin() as db:
            gone = joining.to_forget(db, left_at)
            assert len(gone) == forgotten
            for row in gone:
                joining.forget(db, row, left_at)
    with store.read() as db:
        assert joining.interests(db, [row.id]) == {}
        assert joining.draft(db, "U1", joining.FORM, str(programme_id)) is None
        assert joining.draft(db, "U1", "sessions") is not None


def test_a_programme_opens_and_closes_once(store: Store) -> None:
    with store.begin() as db:
        row = programmes.all_programmes(db)[0]
        assert [programmes.open_(db, row, NOW), programmes.close(db, row, NOW), programmes.close(db, row, NOW)] == [
            False,
            True,
            False,
        ]
    later = NOW + timedelta(days=1)
    with store.begin() as db:
        row = programmes.all_programmes(db)[0]
        assert [programmes.open_(db, row, later), programmes.open_(db, row, later)] == [True, False]
    row = the_programme(store)
    assert (row.status, row.opened_at, row.closed_at) == ("open", NOW, None)


def test_settings_come_back_as_they_were_decided(store: Store) -> None:
    with store.begin() as db:
        row = programmes.all_programmes(db)[0]
        assert programmes.settings(row) == SETTINGS
        programmes.change(
            db,
            row,
            Settings(
                "Ö",
                "pairs",
                2,
                6,
                1,
                "weekly",
                "mentee",
                9,
                "no",
                12.0,
                6,
                "keep",
                {},
                6,
                False,
                "none",
                1,
                None,
                5,
                True,
                False,
                False,
                {"style": 1},
            ),
        )
    with store.read() as db:
        assert programmes.named(db, " ö ") is not None
        assert programmes.settings(the_programme(store)).overlap_hours == 12.0


def test_coordinators_are_exactly_those_who_were_named_last(store: Store) -> None:
    programme_id = the_programme(store).id or 0
    for named in (["U1", "U2"], ["U2", "U3"], [], ["U3"]):
        with store.begin() as db:
            programmes.set_coordinators(db, programme_id, named, "U0", NOW)
        with store.read() as db:
            assert programmes.coordinators(db, programme_id) == named


def test_old_keys_and_drafts_are_deleted_in_one_workspace_only(store: Store) -> None:
    elsewhere = Store(store.database, "T2")
    for one in (store, elsewhere):
        with Store(one.database, one.workspace_id, Received("E1", NOW)).begin() as db:
            joining.keep_draft(db, "U1", "sessions", {}, NOW)
    for day, deleted in ((NOW, 0), (NOW + timedelta(seconds=1), 1), (NOW + timedelta(seconds=1), 0)):
        with store.begin() as db:
            assert (housekeeping.forget_deliveries(db, day), housekeeping.forget_drafts(db, day)) == (deleted, deleted)
    with elsewhere.read() as db:
        assert joining.draft(db, "U1", "sessions") is not None
