"""What running a round again has changed: which pairs are new, which are gone, and what that costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage import rulings
from storage.tables import Proposal, Round

NAMED = 5
"""Pairs that are gone and are named; of the others only how many they are is said."""

WAITED = col(Proposal.approved_by).is_(None)
"""Pairs that were not approved by themselves: those are no part of what is run again."""


@dataclass(frozen=True)
class Change:
    """A run beside the one before it: numbers of pairs, the totals of all scores and the lowest, 0 to 100 each."""

    kept: int
    new: int
    gone: int
    total: float
    total_before: float
    weakest: float
    weakest_before: float
    some_gone: Sequence[tuple[str, str]]


def previous(db: Session, row: Round) -> Round | None:
    """The run that this one has replaced, of the same kind; a round that was approved is over, nothing replaces it."""
    earlier = (Round.programme_id == row.programme_id, col(Round.id) < row.id, col(Round.computed_at).is_not(None))
    found = db.exec(select(Round).where(*earlier).order_by(col(Round.id).desc()).limit(1)).first()
    replaced = found is not None and found.status == "replaced" and _kind(found) in (None, _kind(row))
    return found if replaced else None


def change(db: Session, row: Round) -> Change | None:
    """What is other than in the run before, pair by pair; None where there is none."""
    before = previous(db, row)
    if before is None:
        return None
    made, total, weakest = sums(db, row)
    made_before, total_before, weakest_before = sums(db, before, WAITED)
    staying = select(sa.func.count(col(Proposal.id))).where(Proposal.round_id == row.id, ~is_new(db, before))
    kept = db.exec(staying).one()
    gone = select(Proposal.mentor_id, Proposal.mentee_id).where(
        Proposal.round_id == before.id, WAITED, _none_of(db, row)
    )
    some = db.exec(gone.order_by(col(Proposal.score).desc(), col(Proposal.id)).limit(NAMED)).all()
    counted = (kept, made - kept, made_before - kept)
    return Change(*counted, total, total_before, weakest, weakest_before, [(one, other) for one, other in some])


def is_new(db: Session, before: Round) -> Any:
    """That a pair is none of those that waited in this round."""
    return _none_of(db, before, waited=True)


def _kind(row: Round) -> str | None:
    """Pairs, peers or circles; None of a run of an earlier release."""
    return row.record.get("kind")


def _none_of(db: Session, row: Round, *, waited: bool = False) -> Any:
    """Two peers are the same pair whoever of them is named first."""
    named = (col(Proposal.mentor_id), col(Proposal.mentee_id))
    ways = [named, named[::-1]] if rulings.have_no_direction(db, row.programme_id) else [named]
    return sa.and_(*(_not_in(row, *way, waited=waited) for way in ways))


def _not_in(row: Round, mentor_id: Any, mentee_id: Any, *, waited: bool) -> Any:
    there = aliased(Proposal)
    both = (there.mentor_id == mentor_id, there.mentee_id == mentee_id)
    same = select(there.id).where(there.round_id == row.id, there.workspace_id == Proposal.workspace_id, *both)
    return ~(same.where(col(there.approved_by).is_(None)) if waited else same).exists()


def sums(db: Session, row: Round, *which: Any) -> tuple[int, float, float]:
    """How many pairs a round has, or some of them; the total of their scores, which are in tenths, and the lowest."""
    score = col(Proposal.score)
    found = select(sa.func.count(score), sa.func.sum(score), sa.func.min(score))
    count, total, weakest = db.exec(found.where(Proposal.round_id == row.id, *which)).one()
    return count, round(total or 0.0, 1), weakest or 0.0
