"""Named queries about rulings: the pairs that a coordinator has pinned or forbidden for the rounds of a programme."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Proposal, Ruling

Pair = tuple[str, str]
"""A mentor and a mentee."""


def of_programme(db: Session, programme_id: int, kind: str | None = None) -> Sequence[Ruling]:
    """All rulings of a programme, or those of one kind, oldest first."""
    found = select(Ruling).where(Ruling.programme_id == programme_id, *([Ruling.kind == kind] if kind else []))
    return db.exec(found.order_by(col(Ruling.id))).all()


def forbidden(db: Session, programme_id: int | None) -> Sequence[Pair]:
    """The pairs that no round of a programme makes, and nobody is asked about."""
    wanted = (Ruling.programme_id == programme_id, Ruling.kind == "forbidden")
    return db.exec(select(Ruling.mentor_id, Ruling.mentee_id).where(*wanted)).all()


def between(db: Session, programme_id: int, one: str, other: str) -> Sequence[Ruling]:
    """The rulings on two people, whoever of them teaches."""
    ways = (sa.and_(col(Ruling.mentor_id) == a, col(Ruling.mentee_id) == b) for a, b in ((one, other), (other, one)))
    return db.exec(select(Ruling).where(Ruling.programme_id == programme_id, sa.or_(*ways))).all()


def ruling(db: Session, ruling_id: int) -> Ruling | None:
    return db.exec(select(Ruling).where(Ruling.id == ruling_id)).first()


def replaced(db: Session, programme_id: int, pair: Pair, kind: str | None) -> Sequence[Pair]:
    """The pairs of which nothing is said any more once this is said of one: a mentee has one pin."""
    wanted = (Ruling.programme_id == programme_id, Ruling.mentee_id == pair[1], Ruling.kind == "pinned")
    return db.exec(select(Ruling.mentor_id, Ruling.mentee_id).where(*wanted)).all() if kind == "pinned" else ()


def rule(db: Session, programme_id: int, pair: Pair, kind: str, by: str, now: datetime) -> None:
    """Pin or forbid a pair, in place of what was said of it before, and of an older pin of its mentee."""
    for each in {pair, *replaced(db, programme_id, pair, kind)}:
        lift(db, programme_id, each)
    mentor_id, mentee_id = pair
    db.add(Ruling(programme_id=programme_id, mentor_id=mentor_id, mentee_id=mentee_id, kind=kind, by=by, at=now))
    db.flush()


def lift(db: Session, programme_id: int, pair: Pair) -> None:
    """Say nothing of a pair any more."""
    both = (col(Ruling.mentor_id) == pair[0], col(Ruling.mentee_id) == pair[1])
    db.exec(sa.delete(Ruling).where(col(Ruling.programme_id) == programme_id, *both))


def fulfil(db: Session, programme_id: int) -> None:
    """Forget the pins of a programme, whose round is approved."""
    db.exec(sa.delete(Ruling).where(col(Ruling.programme_id) == programme_id, col(Ruling.kind) == "pinned"))


def forget(db: Session, programme_id: int, user_id: str) -> None:
    """Forget what was said of somebody's pairs."""
    theirs = sa.or_(col(Ruling.mentor_id) == user_id, col(Ruling.mentee_id) == user_id)
    db.exec(sa.delete(Ruling).where(col(Ruling.programme_id) == programme_id, theirs))


def unmade(db: Session, programme_id: int, round_id: int | None) -> Sequence[Ruling]:
    """The pins that are no pair of a round."""
    both = (Proposal.mentor_id == Ruling.mentor_id, Proposal.mentee_id == Ruling.mentee_id)
    made = select(Proposal.id).where(Proposal.round_id == round_id, *both).exists()
    wanted = (Ruling.programme_id == programme_id, Ruling.kind == "pinned", ~made)
    return db.exec(select(Ruling).where(*wanted).order_by(col(Ruling.id))).all()
