"""Named queries about what a preview still has of two people whose pair is forbidden."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.programmes import CIRCLES
from storage import rulings
from storage.rulings import Pair
from storage.tables import Programme, Proposal, Round


def meetings(db: Session, row: Round, two: Pair) -> list[Proposal]:
    """What would have two people meet, and is neither dropped nor approved: their pair, whoever of them teaches, and
    where both learn in one circle, the place in it of the one who fits less."""
    undecided = (Proposal.round_id == row.id, ~col(Proposal.dropped), col(Proposal.approved_by).is_(None))
    taught = db.exec(select(Proposal).where(*undecided, rulings.are(Proposal, two, True))).all()
    if not _are_circles(db, row):
        return [*taught]
    places = db.exec(select(Proposal).where(*undecided, col(Proposal.mentee_id).in_(two))).all()
    return [*taught, *_weaker(places)]


def dropped(db: Session, row: Round, two: Pair) -> Sequence[Proposal]:
    """The pair of two people, whoever of them teaches, where it is dropped and not approved."""
    gone = (Proposal.round_id == row.id, col(Proposal.dropped), col(Proposal.approved_by).is_(None))
    return db.exec(select(Proposal).where(*gone, rulings.are(Proposal, two, True))).all()


def drop_all(db: Session, row: Round) -> None:
    """Drop whatever a round has of two people whose pair is forbidden."""
    made = sa.update(Proposal).where(col(Proposal.round_id) == row.id, rulings.is_forbidden(row.programme_id))
    db.exec(made.values(dropped=True).execution_options(synchronize_session=False))
    for two in rulings.forbidden(db, row.programme_id) if _are_circles(db, row) else ():
        for one in meetings(db, row, two):
            one.dropped = True
            db.add(one)
        db.flush()


def _weaker(places: Sequence[Proposal]) -> Sequence[Proposal]:
    """Of two places in one circle that of the mentee who fits less."""
    circles = {one.mentor_id for one in places}
    return [min(places, key=lambda one: (one.score, one.mentee_id))] if (len(places), len(circles)) == (2, 1) else []


def _are_circles(db: Session, row: Round) -> bool:
    return db.exec(select(Programme.kind).where(Programme.id == row.programme_id)).first() == CIRCLES
