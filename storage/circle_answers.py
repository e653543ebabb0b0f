"""Named queries about the answers of a circle's people, who are asked one by one."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.suggestions import ENDED
from storage.tables import Proposal, Suggestion

ASKED = ("senior", "willing", "junior")
"""On the way to a yes or a no."""


def complete(db: Session, round_id: int | None) -> Sequence[tuple[Suggestion, Proposal]]:
    """Who has agreed in a circle of a round in which nobody is asked any more, or is still to be asked."""
    other = aliased(Suggestion)
    same = (other.round_id == Suggestion.round_id, other.mentor_id == Suggestion.mentor_id)
    asked = select(other.id).where(*same, col(other.status).in_(ASKED)).exists()
    unasked = select(Proposal.id).where(*_unasked(Suggestion.round_id, Suggestion.mentor_id))
    agreed = (Suggestion.round_id == round_id, Suggestion.status == "agreed")
    first = select(Suggestion.mentor_id).where(*agreed, ~asked, ~unasked.exists()).order_by(col(Suggestion.id)).limit(1)
    mentor_id = db.exec(first).first()
    both = select(Suggestion, Proposal).join(Proposal, col(Proposal.id) == Suggestion.proposal_id)
    return db.exec(both.where(*agreed, Suggestion.mentor_id == mentor_id).order_by(col(Suggestion.id))).all()


def possible(db: Session, one: Suggestion) -> int:
    """How many mentees of the same circle have agreed or may still do so."""
    same = (Suggestion.round_id == one.round_id, Suggestion.mentor_id == one.mentor_id)
    may = col(Suggestion.status).in_((*ASKED, "agreed"))
    asked = db.exec(select(sa.func.count(col(Suggestion.id))).where(*same, may)).one()
    return asked + db.exec(select(sa.func.count(col(Proposal.id))).where(*_unasked(one.round_id, one.mentor_id))).one()


def on_their_way(db: Session, round_id: int | None, mentor_ids: Collection[str]) -> list[int | None]:
    """The suggestions of these mentors' circles that are not over."""
    same = (Suggestion.round_id == round_id, col(Suggestion.mentor_id).in_(mentor_ids))
    return list(db.exec(select(Suggestion.id).where(*same, col(Suggestion.status).not_in(ENDED))).all())


def _unasked(round_id: Any, mentor_id: Any) -> tuple[Any, ...]:
    """The mentees of a mentor's circle about whom nobody has been asked."""
    asked = aliased(Suggestion)
    of_proposal = select(asked.id).where(asked.proposal_id == Proposal.id).exists()
    return Proposal.round_id == round_id, Proposal.mentor_id == mentor_id, ~col(Proposal.dropped), ~of_proposal
