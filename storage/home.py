"""What the Home tab shows of my part in the programme."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.rules import closing
from bot.rules.cadence import UNDO
from storage.pairs import looks_open, partner
from storage.prepared import given, prepared
from storage.tables import HeldSession, Pair, Seat


@dataclass(frozen=True)
class MyPair:
    """A pair as one of the two sees it."""

    pair: Pair
    partner_id: str
    as_mentor: bool
    sessions: int
    last_held_on: date | None
    seat: Seat
    ends_soon: bool


def my_pairs(db: Session, user_id: str, now: datetime) -> list[MyPair]:
    """The open pairs of a person with what happened in them, oldest first."""
    return [
        MyPair(
            pair,
            partner(pair, user_id),
            pair.mentor_id == user_id,
            count,
            last_held_on,
            seat,
            closing.is_near(pair.ends_at, now),
        )
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
