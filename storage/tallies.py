"""A preview in numbers: counted anew with whatever changes it, so that turning its pages counts nothing."""

from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import round_changes
from storage.round_changes import Change
from storage.tables import Leftover, Pair, Proposal, Round

Wanted = list[Any]
"""Conditions that a row fulfils."""


@dataclass(frozen=True)
class Tally:
    """A whole round in numbers: pairs, those not dropped, of these the ones approved by themselves, unmatched people,
    and everybody besides those, each once; the total of all scores and the lowest; what the run has changed."""

    made: int
    kept: int
    approved: int
    unmatched: int
    people: int
    total: float
    weakest: float
    change: Change | None


def tally(db: Session, row: Round) -> Tally:
    """A round in numbers as it stands: of a preview they are at hand."""
    if row.status != "preview" or row.tally is None:
        return count(db, row)
    change = row.tally["change"]
    return Tally(**{**row.tally, "change": change and _as_counted(change)})


def take(db: Session, round_id: int | None) -> None:
    """Count a preview anew, and keep the numbers: whoever changes a pair of one does so in the same transaction."""
    row = db.exec(select(Round).where(Round.id == round_id, Round.status == "preview")).first()
    if row is not None:
        row.tally = asdict(count(db, row))
        db.add(row)
        db.flush()


def count(db: Session, row: Round) -> Tally:
    """The numbers of a round, from its pairs and people."""
    made, kept, alone = visible(row), ~col(Proposal.dropped), col(Proposal.approved_by).is_not(None)
    pairs = sa.func.count(col(Proposal.id))
    numbers = db.exec(select(pairs, pairs.filter(kept), pairs.filter(kept, alone)).where(*made)).one()
    left = db.exec(select(sa.func.count(col(Leftover.id))).where(*left_alone(row))).one()
    _made, total, weakest = round_changes.sums(db, row)
    change = round_changes.change(db, row) if row.status == "preview" else None
    return Tally(*numbers, left, _people(db, row), total, weakest, change)


def visible(row: Round) -> Wanted:
    """The pairs to be shown: while people are asked, those that were approved; afterwards those who were introduced.

    What was found later for somebody would tell who had become free, and by that whose answer was a no. Of a round that
    is still being written down, there are none.
    """
    here: Wanted = [Proposal.round_id == row.id, *_once_computed(row)]
    if row.status == "preview" or not row.asks_both:
        return here
    if row.carried_out_at is None:
        return [*here, ~col(Proposal.later)]
    both = (Pair.mentor_id == Proposal.mentor_id, Pair.mentee_id == Proposal.mentee_id)
    return [*here, select(Pair.id).where(Pair.round_id == Proposal.round_id, *both).exists()]


def left_alone(row: Round) -> Wanted:
    """The people without a pair to be shown."""
    return [Leftover.round_id == row.id, *_once_computed(row)]


def _once_computed(row: Round) -> Wanted:
    return [sa.false()] if row.status == "asked" else []


def _as_counted(change: dict[str, Any]) -> Change:
    return Change(**{**change, "some_gone": [(one, other) for one, other in change["some_gone"]]})


def _people(db: Session, row: Round) -> int:
    waiting = (*visible(row), sa.or_(col(Proposal.approved_by).is_(None), col(Proposal.dropped)))
    sides = [select(side).where(*waiting) for side in (col(Proposal.mentor_id), col(Proposal.mentee_id))]
    everybody = sa.union(*sides, select(col(Leftover.user_id)).where(*left_alone(row))).subquery()
    return db.connection().execute(sa.select(sa.func.count()).select_from(everybody)).scalar_one()
