"""The numbers of a preview are at hand, so that its pages are cheap, and those that counting anew would give."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from databases import BOTH, SQLITE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bot.rules.matching import Match, Unmatched
from storage import acts, people, proposals, round_pages, rounds, tallies
from storage.round_pages import Look
from storage.store import Store
from storage.tables import Programme, Proposal, Round

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
PAIRS = 4
PIECE = 20
"""Instructions of SQLite's own machine between two calls of whoever counts them."""
WHICH = st.integers(0, PAIRS - 1)
ACTS = st.one_of(
    st.tuples(st.sampled_from(["drop", "restore", "approve", "drop late"]), WHICH, WHICH),
    st.tuples(st.just("swap"), WHICH, WHICH),
) | st.just(("undo", 0, 0))


@BOTH
@given(before=st.permutations(range(PAIRS)), done=st.lists(ACTS, max_size=12))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_numbers_at_hand_are_those_of_a_fresh_count(
    store: Store, before: list[int], done: list[tuple[str, int, int]]
) -> None:
    with store.begin() as db:
        row = two_runs(db, before)
        assert row.tally is not None
        for kind, one, other in done:
            act(db, row, kind, one, other)
            db.expire_all()
            assert tallies.tally(db, row) == tallies.count(db, row)


def two_runs(db: Session, before: list[int]) -> Round:
    """A preview beside a run before it, in which these mentors taught."""
    programme = new_programme(db)
    earlier = made(db, programme, before)
    rounds.decide(db, earlier, "replaced", "U0CORA", NOW)
    return made(db, programme, range(PAIRS))


def new_programme(db: Session) -> Programme:
    programme = Programme(name=f"Programme {uuid4()}", created_by="U0CORA", created_at=NOW)
    db.add(programme)
    db.flush()
    return programme


def made(db: Session, programme: Programme, mentors: Iterable[int]) -> Round:
    matches = [Match(f"U1M{mentor}", f"U1S{at}", 400 + 7 * at, ()) for at, mentor in enumerate(mentors)]
    asked = rounds.ask(db, programme.id or 0, "U0CORA", NOW).id
    rounds.write_down(db, asked, [*matches, Unmatched("U1LEFT", ())])
    row = rounds.keep(db, asked, {}, NOW)
    assert row is not None
    return row


def act(db: Session, row: Round, kind: str, one: int, other: int) -> None:
    pairs = sorted(rounds.proposals(db, row.id), key=lambda each: each.id or 0)
    if kind == "undo":
        last = acts.last(db, row.id)
        if last is not None:
            acts.undo(db, row, last)
    elif kind == "approve":
        proposals.approve_alone(db, row, [pairs[one]], "U0CORA", asks_both=bool(other % 2))
    elif kind == "drop late":
        proposals.drop_late(db, pairs[one])
    elif pairs[one].approved_by is None and kind != "swap":
        note(db, row, "dropped" if kind == "drop" else "restored", pairs[one])
        proposals.drop(db, pairs[one], dropped=kind == "drop")
    elif kind == "swap" and one != other and not pairs[one].approved_by and not pairs[other].approved_by:
        note(db, row, "swapped", pairs[one], pairs[other])
        mentors = pairs[other].mentor_id, pairs[one].mentor_id
        for each, mentor, score in zip((pairs[one], pairs[other]), mentors, (111, 222), strict=True):
            proposals.reassign(db, each, Match(mentor, each.mentee_id, score, ()))


def note(db: Session, row: Round, kind: str, *pairs: Proposal) -> None:
    acts.note(db, row, kind, (pairs[0].mentor_id, pairs[0].mentee_id), "U0CORA", NOW, changes=pairs)


@SQLITE
@pytest.mark.parametrize("look", [Look(), Look(page=1), Look(order="best"), Look(only="left")])
def test_a_page_of_many_pairs_is_as_little_work_as_one_of_a_few(store: Store, look: Look) -> None:
    with store.begin() as db:
        people.remember(db, "U1M5", department="Sales")
        few, many = (work(db, made(db, new_programme(db), range(count)), look) for count in (30, 1500))
    assert many < 1.5 * few + PIECE


def work(db: Session, row: Round, look: Look) -> int:
    """What a page costs, in instructions of SQLite's own machine: the same on every computer."""
    calls: list[None] = []
    connection: Any = db.connection().connection.driver_connection
    connection.set_progress_handler(lambda: calls.append(None), PIECE)
    round_pages.page(db, row, look, 4, tallies.tally(db, row))
    round_pages.departments(db, row)
    connection.set_progress_handler(None, 0)
    return len(calls) * PIECE
