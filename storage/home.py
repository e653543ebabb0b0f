"""What the Home tab shows: my part in the programme, and, for coordinators, its health in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.pairs import partner
from storage.tables import HeldSession, Pair, Participant, Programme, Round, Seat


@dataclass(frozen=True)
class MyPair:
    """A pair as one of the two sees it."""

    pair: Pair
    partner_id: str
    as_mentor: bool
    sessions: int
    last_held_on: date | None
    seat: Seat


@dataclass(frozen=True)
class Health:
    """A programme in numbers, and the pairs that fell silent."""

    programme: Programme
    enrolled: int
    matched: int
    sessions: int
    quiet: Sequence[Pair]
    round: Round | None

    @property
    def unmatched(self) -> int:
        return self.enrolled - self.matched


def my_pairs(db: Session, user_id: str) -> list[MyPair]:
    """The open pairs of a person with what happened in them, oldest first."""
    held = (
        select(
            HeldSession.pair_id,
            sa.func.count(col(HeldSession.id)).label("held"),
            sa.func.max(HeldSession.held_on).label("last"),
        )
        .group_by(col(HeldSession.pair_id))
        .subquery()
    )
    rows = db.exec(
        select(Pair, Seat, held.c.held, held.c.last)
        .join(Seat, (col(Seat.pair_id) == Pair.id) & (col(Seat.user_id) == user_id))
        .outerjoin(held, held.c.pair_id == Pair.id)
        .where(col(Pair.ended_at).is_(None))
        .order_by(col(Pair.id))
    ).all()
    return [
        MyPair(pair, partner(pair, user_id), pair.mentor_id == user_id, count or 0, last, seat)
        for pair, seat, count, last in rows
    ]


def health(db: Session, programme: Programme) -> Health:
    """How a programme is doing, as of now."""
    return Health(
        programme=programme,
        enrolled=_count(db, Participant, Participant.programme_id == programme.id, Participant.status != "left"),
        matched=_matched(db, programme),
        sessions=_sessions(db, programme),
        quiet=_quiet(db, programme),
        round=_live_round(db, programme),
    )


def _count(db: Session, table: type[Participant], *which: bool) -> int:
    return db.exec(select(sa.func.count(col(table.id))).where(*which)).one()


def _matched(db: Session, programme: Programme) -> int:
    in_a_pair = (
        select(Pair.id)
        .where(
            Pair.programme_id == programme.id,
            col(Pair.ended_at).is_(None),
            sa.or_(col(Pair.mentor_id) == Participant.user_id, col(Pair.mentee_id) == Participant.user_id),
        )
        .exists()
    )
    return db.exec(
        select(sa.func.count(col(Participant.id))).where(
            Participant.programme_id == programme.id, Participant.status != "left", in_a_pair
        )
    ).one()


def _sessions(db: Session, programme: Programme) -> int:
    counted = select(sa.func.count(col(HeldSession.id))).join(Pair, col(Pair.id) == HeldSession.pair_id)
    return db.exec(counted.where(Pair.programme_id == programme.id)).one()


def _quiet(db: Session, programme: Programme) -> Sequence[Pair]:
    silent = select(Seat.pair_id).where(col(Seat.quiet_since).is_not(None))
    of_programme = (Pair.programme_id == programme.id, col(Pair.ended_at).is_(None), col(Pair.id).in_(silent))
    return db.exec(select(Pair).where(*of_programme).order_by(col(Pair.id))).all()


def _live_round(db: Session, programme: Programme) -> Round | None:
    live = (Round.programme_id == programme.id, col(Round.status).in_(("asked", "preview")))
    return db.exec(select(Round).where(*live)).first()
