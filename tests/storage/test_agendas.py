"""The mornings in which a session is prepared, wherever the two live, in both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from databases import BOTH

from storage import agendas, pairs, people, plans
from storage.prepared import every
from storage.store import Store
from storage.tables import Outbox, Pair, Plan, Programme, Wish

pytestmark = BOTH
NOW = datetime(2026, 10, 26, 9, 30, tzinfo=UTC)
ZONES = ("America/Los_Angeles", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe")


@pytest.fixture(autouse=True)
def pair(store: Store) -> None:
    """U0ANN mentors U0GINA."""
    with store.begin() as db:
        programme = Programme(name="Pilot", status="open", created_by="U0CORA", created_at=NOW)
        db.add(programme)
        db.flush()
        pairs.introduce(db, programme, "U0ANN", "U0GINA", NOW)


def accepted(store: Store, starts_at: datetime) -> Plan:
    """A session that both have agreed on, with its agendas."""
    with store.begin() as db:
        pair = db.get_one(Pair, 1)
        about = {"pair_id": 1, "proposed_by": "U0ANN", "proposed_at": NOW}
        row = Plan(status="accepted", starts_at=starts_at, **about)
        db.add(row)
        db.flush()
        agendas.arrange(db, pair, plans.ahead(db, 1, NOW))
    return row


def waiting(store: Store) -> dict[str, datetime]:
    """When somebody is to be given an agenda."""
    with store.read() as db:
        return {wish.user_id: wish.due_at for wish in every(db, Wish, status="waiting")}


@pytest.mark.parametrize(
    ("starts_at", "mornings"),
    [
        # A Monday: Los Angeles has left its summer time the day before, Berlin a week before.
        ("2026-11-02 17:00", ("10-30 16:00", "10-30 08:00", "10-30 12:00", "10-30 03:30", "11-01 22:00")),
        # A Tuesday, two days after Los Angeles went to summer time.
        ("2027-03-16 09:00", ("03-15 16:00", "03-15 08:00", "03-15 12:00", "03-15 03:30", "03-14 22:00")),
        # A Tuesday, two days after Berlin went to summer time.
        ("2027-03-30 15:00", ("03-29 16:00", "03-29 07:00", "03-29 12:00", "03-29 03:30", "03-29 22:00")),
    ],
)
def test_each_one_prepares_in_the_last_working_morning_before_it_on_their_own_clock(
    store: Store, starts_at: str, mornings: tuple[str, ...]
) -> None:
    begins = datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    found = []
    for zone in ZONES:
        with store.begin() as db:
            people.remember(db, "U0ANN", zone=zone)
            for row in every(db, Plan):
                row.status = "cancelled"
        accepted(store, begins)
        found.append(f"{waiting(store)['U0ANN']:%m-%d %H:%M}")
    assert tuple(found) == mornings


def test_what_is_arranged_anew_is_wished_once_and_at_its_new_moment(store: Store) -> None:
    row = accepted(store, NOW + timedelta(days=7))
    assert set(waiting(store)) == {"U0ANN", "U0GINA"}
    before = waiting(store)
    with store.begin() as db:
        moved, pair = plans.plan(db, row.id or 0), db.get_one(Pair, 1)
        assert moved is not None
        moved.starts_at = NOW + timedelta(days=8)
        agendas.arrange(db, pair, plans.ahead(db, 1, NOW))
        agendas.arrange(db, pair, plans.ahead(db, 1, NOW))
    assert waiting(store) == {user: due + timedelta(days=3) for user, due in before.items()}
    with store.begin() as db:
        assert plans.cancel(db, db.get_one(Plan, row.id), "U0ANN", NOW)
        agendas.arrange(db, db.get_one(Pair, 1), plans.ahead(db, 1, NOW))
    assert waiting(store) == {}


def test_an_agenda_that_waits_to_be_sent_is_taken_back_with_its_session(store: Store) -> None:
    row = accepted(store, NOW + timedelta(days=7))
    with store.begin() as db:
        about = {"template": agendas.AGENDA, "recipient": "U0ANN", "user_id": "U0ANN", "pair_id": 1}
        sending = Outbox(key="agenda", kind="nudge", nudge_day=NOW.date(), due_at=NOW, **about)
        db.add(sending)
        db.flush()
        (mine,) = (wish for wish in every(db, Wish) if wish.user_id == "U0ANN")
        mine.status, mine.outbox_id = "said", sending.id
    with store.begin() as db:
        found = agendas.said(db, row, "U0ANN")
        assert found is not None
        assert found.key == "agenda"
        assert agendas.said(db, row, "U0GINA") is None
        plans.cancel(db, db.get_one(Plan, row.id), "U0ANN", NOW)
        agendas.arrange(db, db.get_one(Pair, 1), plans.ahead(db, 1, NOW))
    with store.read() as db:
        assert [said.status for said in every(db, Outbox)] == ["withdrawn"]
        assert agendas.said(db, row, "U0ANN") is None
