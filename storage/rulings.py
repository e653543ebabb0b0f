"""Named queries about rulings: the pairs that a coordinator has pinned or forbidden for the rounds of a programme.

A pair is a mentor and a mentee, in a circle, too. Among peers a ruling holds whoever of the two is named first.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.programmes import PEERS
from storage.tables import Programme, Proposal, Ruling

Pair = tuple[str, str]
"""A mentor and a mentee, or two peers."""


def of_programme(db: Session, programme_id: int, kind: str | None = None) -> Sequence[Ruling]:
    """All rulings of a programme, or those of one kind, oldest first."""
    found = select(Ruling).where(Ruling.programme_id == programme_id, *([Ruling.kind == kind] if kind else []))
    return db.exec(found.order_by(col(Ruling.id))).all()


def forbidden(db: Session, programme_id: int | None) -> Sequence[Pair]:
    """The pairs that no round of a programme makes, and nobody is asked about."""
    wanted = (Ruling.programme_id == programme_id, Ruling.kind == "forbidden")
    return db.exec(select(Ruling.mentor_id, Ruling.mentee_id).where(*wanted)).all()


def is_forbidden(programme_id: int) -> sa.ColumnElement[bool]:
    """Whether the pair of a Proposal of the question is forbidden, whoever of the two teaches."""
    both = are(Ruling, (col(Proposal.mentor_id), col(Proposal.mentee_id)), True)
    here = (Ruling.workspace_id == Proposal.workspace_id, Ruling.programme_id == programme_id)
    return select(Ruling.id).where(*here, both, Ruling.kind == "forbidden").exists()


def between(db: Session, programme_id: int, one: str, other: str) -> Sequence[Ruling]:
    """The rulings on two people, whoever of them teaches."""
    return db.exec(select(Ruling).where(Ruling.programme_id == programme_id, are(Ruling, (one, other), True))).all()


def on(db: Session, programme_id: int, pair: Pair) -> Ruling | None:
    """What is said of a pair."""
    this = are(Ruling, pair, have_no_direction(db, programme_id))
    return db.exec(select(Ruling).where(Ruling.programme_id == programme_id, this)).first()


def other_way_round(db: Session, programme_id: int, pair: Pair) -> Ruling | None:
    """What is said of the two where the mentee teaches the mentor; of peers that is the same pair."""
    return None if have_no_direction(db, programme_id) else on(db, programme_id, pair[::-1])


def ruling(db: Session, ruling_id: int) -> Ruling | None:
    return db.exec(select(Ruling).where(Ruling.id == ruling_id)).first()


def replaced(db: Session, programme_id: int, pair: Pair, kind: str | None) -> Sequence[Pair]:
    """The pairs of which nothing is said any more once this is said of one: a mentee has one pin, and so has a peer."""
    if kind != "pinned":
        return ()
    theirs = col(Ruling.mentee_id) == pair[1]
    if have_no_direction(db, programme_id):
        theirs = sa.or_(*(side.in_(pair) for side in (col(Ruling.mentor_id), col(Ruling.mentee_id))))
    wanted = (Ruling.programme_id == programme_id, Ruling.kind == "pinned", theirs)
    return db.exec(select(Ruling.mentor_id, Ruling.mentee_id).where(*wanted)).all()


def rule(db: Session, programme_id: int, pair: Pair, kind: str, by: str, now: datetime) -> None:
    """Pin or forbid a pair, in place of what was said of it before, and of an older pin of its mentee."""
    for each in {pair, *replaced(db, programme_id, pair, kind)}:
        lift(db, programme_id, each)
    mentor_id, mentee_id = pair
    db.add(Ruling(programme_id=programme_id, mentor_id=mentor_id, mentee_id=mentee_id, kind=kind, by=by, at=now))
    db.flush()


def lift(db: Session, programme_id: int, pair: Pair) -> None:
    """Say nothing of a pair any more."""
    this = are(Ruling, pair, have_no_direction(db, programme_id))
    db.exec(sa.delete(Ruling).where(col(Ruling.programme_id) == programme_id, this))


def fulfil(db: Session, programme_id: int) -> None:
    """Forget the pins of a programme, whose round is approved."""
    db.exec(sa.delete(Ruling).where(col(Ruling.programme_id) == programme_id, col(Ruling.kind) == "pinned"))


def forget(db: Session, programme_id: int, user_id: str) -> None:
    """Forget what was said of somebody's pairs."""
    theirs = sa.or_(col(Ruling.mentor_id) == user_id, col(Ruling.mentee_id) == user_id)
    db.exec(sa.delete(Ruling).where(col(Ruling.programme_id) == programme_id, theirs))


def unmade(db: Session, programme_id: int, round_id: int | None) -> Sequence[Ruling]:
    """The pins that are no pair of a round."""
    both = are(Proposal, (col(Ruling.mentor_id), col(Ruling.mentee_id)), have_no_direction(db, programme_id))
    made = select(Proposal.id).where(Proposal.round_id == round_id, both).exists()
    wanted = (Ruling.programme_id == programme_id, Ruling.kind == "pinned", ~made)
    return db.exec(select(Ruling).where(*wanted).order_by(col(Ruling.id))).all()


def have_no_direction(db: Session, programme_id: int) -> bool:
    """Whether the two of a pair of this programme are peers, and the same pair whoever is named first."""
    return db.exec(select(Programme.kind).where(Programme.id == programme_id)).first() == PEERS


def are(table: type[Proposal | Ruling], pair: tuple[Any, Any], either_way: bool) -> sa.ColumnElement[bool]:
    """That a row is about these two, as they are named or ``either_way`` round."""
    ways = [pair, pair[::-1]] if either_way else [pair]
    return sa.or_(*(sa.and_(col(table.mentor_id) == one, col(table.mentee_id) == other) for one, other in ways))
