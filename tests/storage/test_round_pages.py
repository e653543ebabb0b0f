"""Pages of a round are cut and counted by the database, whichever it is."""

from datetime import UTC, datetime

from databases import BOTH
from sqlmodel import Session

from storage import people, proposals, round_changes, round_pages, rounds, tallies
from storage.round_pages import Look, Page
from storage.store import Store
from storage.tables import Leftover, Pair, Programme, Proposal, Round

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
pytestmark = BOTH


def round_of(db: Session, count: int) -> Round:
    """So many pairs, the later the better, and two people without one."""
    programme = Programme(name="Reverse mentoring", created_by="U0CORA", created_at=NOW)
    db.add(programme)
    db.flush()
    row = rounds.ask(db, programme.id or 0, "U0CORA", NOW)
    row.status = "preview"
    for at in range(count):
        db.add(Proposal(round_id=row.id or 0, mentor_id=f"U1M{at}", mentee_id=f"U1S{at}", score=float(at)))
    for at in range(2):
        db.add(Leftover(round_id=row.id or 0, user_id=f"U1L{at}", reasons=[{"code": "no_mentors"}]))
    db.flush()
    return row


def page(db: Session, row: Round, look: Look) -> Page:
    return round_pages.page(db, row, look, 4, tallies.tally(db, row))


def scores(db: Session, row: Round, look: Look) -> list[float]:
    return [one.score for one in page(db, row, look).pairs]


def test_a_page_ends_with_those_who_are_left_and_none_is_beyond_the_last(store: Store) -> None:
    with store.begin() as db:
        row = round_of(db, 6)
        assert scores(db, row, Look()) == [0, 1, 2, 3]
        last = page(db, row, Look(page=9))
        assert (last.look.page, last.pages, last.found) == (1, 2, 8)
        assert [one.score for one in last.pairs] == [4, 5]
        assert [one.user_id for one in last.left] == ["U1L0", "U1L1"]
        assert scores(db, row, Look(order="best")) == [5, 4, 3, 2]


def test_everything_is_counted_and_a_mentor_of_two_only_once(store: Store) -> None:
    with store.begin() as db:
        row = round_of(db, 3)
        dropped = Proposal(round_id=row.id or 0, mentor_id="U1M0", mentee_id="U1S9", score=50, dropped=True)
        db.add(dropped)
        db.flush()
        found = tallies.count(db, row)
        assert (found.made, found.kept, found.unmatched, found.people) == (4, 3, 2, 9)
        assert scores(db, row, Look(only="dropped")) == [50]
        assert scores(db, row, Look(only="of:U1M0")) == [0, 50]
        assert scores(db, row, Look(only="left")) == []


def test_a_department_is_named_by_one_of_its_people(store: Store) -> None:
    with store.begin() as db:
        row = round_of(db, 3)
        people.remember(db, "U1M0", department="Art & craft")
        people.remember(db, "U1S2", department="Art & craft")
        people.remember(db, "U1L1", department="Sales")
        people.remember(db, "U9ELSE", department="Elsewhere")
        assert round_pages.departments(db, row) == [("U1M0", "Art & craft"), ("U1L1", "Sales")]
        assert scores(db, row, Look(only="in:U1M0")) == [0, 2]
        sales = page(db, row, Look(only="in:U1L1"))
        assert [one.user_id for one in sales.left] == ["U1L1"]
        assert not sales.pairs


def test_a_reason_is_found_and_what_somebody_wrote_is_no_reason(store: Store) -> None:
    with store.begin() as db:
        row = round_of(db, 1)
        wrote = [{"code": "topics", "topics": ['"code": "skipped"']}]
        db.add(Proposal(round_id=row.id or 0, mentor_id="U1A", mentee_id="U1B", score=1, dropped=True, reasons=wrote))
        db.flush()
        assert round_pages.any_left_because(db, row, "no_mentors")
        assert not round_pages.any_left_because(db, row, "no_mentees")
        assert not round_pages.skipped(db, row, 9)
        proposals.skip(db, rounds.proposals(db, row.id)[0], "apart", None)
        assert len(round_pages.skipped(db, row, 9)) == 1


def test_while_people_are_asked_and_after_it_nothing_tells_whose_answer_was_a_no(store: Store) -> None:
    with store.begin() as db:
        row = round_of(db, 2)
        db.add(Proposal(round_id=row.id or 0, mentor_id="U1A", mentee_id="U1B", score=90, later=True))
        row.status, row.asks_both = "approved", True
        db.flush()
        assert scores(db, row, Look()) == [0, 1]
        about = {"programme_id": row.programme_id, "round_id": row.id}
        db.add(Pair(**about, mentor_id="U1M1", mentee_id="U1S1", introduced_at=NOW, ends_at=NOW))
        row.carried_out_at = NOW
        db.flush()
        assert scores(db, row, Look()) == [1]
        assert tallies.count(db, row).made == 1


def test_a_run_is_compared_with_the_one_that_it_has_replaced_and_with_no_other(store: Store) -> None:
    with store.begin() as db:
        before = round_of(db, 3)
        assert round_changes.change(db, before) is None
        before.status, before.computed_at = "replaced", NOW
        row = rounds.ask(db, before.programme_id, "U0CORA", NOW)
        row.status = "preview"
        for mentor, mentee, score in (("U1M2", "U1S2", 2.0), ("U1M1", "U1S0", 9.0)):
            db.add(Proposal(round_id=row.id or 0, mentor_id=mentor, mentee_id=mentee, score=score))
        db.flush()
        found = round_changes.change(db, row)
        assert found is not None
        assert (found.kept, found.new, found.gone) == (1, 1, 2)
        assert (found.total_before, found.total, found.weakest_before, found.weakest) == (3, 11, 0, 2)
        assert found.some_gone == [("U1M1", "U1S1"), ("U1M0", "U1S0")]
        assert scores(db, row, Look(only="new")) == [9]
        before.status = "approved"
        db.flush()
        assert round_changes.change(db, row) is None
