"""What the Home tab shows: my part in the programme, and, for coordinators, its health in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.rules.cadence import UNDO
from storage.pairs import looks_open, partner
from storage.prepared import given, prepared
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


def my_pairs(db: Session, user_id: str, now: datetime) -> list[MyPair]:
    """The open pairs of a person with what happened in them, oldest first."""
    return [
        MyPair(pair, partner(pair, user_id), pair.mentor_id == user_id, count, last_held_on, seat)
        for pair, seat, count, last_held_on in _my_pairs(db, user_id=user_id, undo_since=now - UNDO)
    ]


@prepared
def _my_pairs() -> Select[Pair, Seat, int, date | None]:
    of_pair = (col(HeldSession.workspace_id) == Pair.workspace_id, col(HeldSession.pair_id) == Pair.id)
    held = select(sa.func.count(col(HeldSession.id))).where(*of_pair).scalar_subquery()
    last = select(sa.func.max(HeldSession.held_on)).where(*of_pair).scalar_subquery()
    mine = (Seat.workspace_id == given("workspace_id"), Seat.user_id == given("user_id"))
    sits_in = select(Pair, Seat, held, last).join(Seat, col(Seat.pair_id) == Pair.id).where(*mine, looks_open())
    return sits_in.order_by(col(Pair.id))


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


def _count(db: Session, table: type[Participant], *which: bool | sa.ColumnElement[bool]) -> int:
    return db.exec(select(sa.func.count(col(table.id))).where(*which)).one()


def _matched(db: Session, programme: Programme) -> int:
    still_open = (
        Pair.workspace_id == programme.workspace_id,
        Pair.programme_id == programme.id,
        col(Pair.ended_at).is_(None),
    )
    in_a_pair = sa.union(select(Pair.mentor_id).where(*still_open), select(Pair.mentee_id).where(*still_open))
    taking_part = (Participant.programme_id == programme.id, Participant.status != "left")
    return _count(db, Participant, *taking_part, col(Participant.user_id).in_(in_a_pair))


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
