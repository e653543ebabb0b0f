"""Named queries about single proposals of a round."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.matching import Match
from storage.rulings import Pair
from storage.tables import Proposal, Round


def proposed(db: Session, round_id: int | None, pair: Pair) -> Proposal | None:
    """A pair of a round, mentor and mentee."""
    wanted = (Proposal.round_id == round_id, Proposal.mentor_id == pair[0], Proposal.mentee_id == pair[1])
    return db.exec(select(Proposal).where(*wanted)).first()


def undecided_of(db: Session, round_id: int | None, user_id: str) -> Sequence[Proposal]:
    """Somebody's pairs of a round that are neither dropped nor approved."""
    theirs = sa.or_(col(Proposal.mentor_id) == user_id, col(Proposal.mentee_id) == user_id)
    undecided = (Proposal.round_id == round_id, ~col(Proposal.dropped), col(Proposal.approved_by).is_(None))
    return db.exec(select(Proposal).where(*undecided, theirs)).all()


def reassign(db: Session, one: Proposal, match: Match) -> None:
    """Give the mentee of a proposal another mentor, with the score and the reasons of that."""
    one.mentor_id, one.score = match.mentor, match.score
    one.reasons = [reason.plain() for reason in match.reasons]
    db.add(one)
    db.flush()


def forget_reasons(db: Session, programme_id: int, user_id: str) -> list[int]:
    """Delete why somebody was proposed in a programme's rounds. Returns the ids of all its rounds."""
    held = list(db.exec(select(Round.id).where(Round.programme_id == programme_id)).all())
    whose = sa.or_(col(Proposal.mentor_id) == user_id, col(Proposal.mentee_id) == user_id)
    db.exec(sa.update(Proposal).where(whose, col(Proposal.round_id).in_(held)).values(reasons=[]))
    return [round_id for round_id in held if round_id is not None]
