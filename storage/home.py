"""What the Home tab shows of my part in the programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.rules import closing
from bot.rules.cadence import MOST_UNANSWERED, UNDO
from storage import circles
from storage.pairs import looks_open, partner
from storage.prepared import given, prepared
from storage.tables import HeldSession, Pair, Participant, Plan, Programme, Seat

Seen = Select[Pair, Seat, int, date | None, bool, bool]


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
    planned: bool
    """Whether a session is agreed on, or was and is not logged."""
    waits: bool
    """Whether nothing is asked about the pair before the other one is back from a pause."""
    circle: Sequence[str] = ()
    """The others of a circle: the mentees of whoever leads it, and the other mentees of one who learns in it."""
    begins: bool = True
    """Whether it is the first of its circle here, so that what concerns the whole is shown with it."""


def my_pairs(db: Session, user_id: str, now: datetime) -> list[MyPair]:
    """The open pairs of a person with what happened in them, oldest first."""
    rows = _my_pairs(db, user_id=user_id, undo_since=now - UNDO).all()
    first = circles.each_once([pair for pair, *_ in rows])
    return [
        MyPair(
            pair,
            partner(pair, user_id),
            pair.mentor_id == user_id,
            count,
            last_held_on,
            seat,
            closing.is_near(pair.ends_at, now),
            bool(planned),
            bool(waits),
            _circle(db, pair, user_id, now),
            pair in first,
        )
        for pair, seat, count, last_held_on, planned, waits in rows
    ]


def _circle(db: Session, pair: Pair, user_id: str, now: datetime) -> list[str]:
    if pair.circle_id is None:
        return []
    mentees = [one.mentee_id for one in circles.fellows(db, pair, user_id, now)]
    return [who for who in mentees if who != user_id]


@prepared
def _my_pairs() -> Seen:
    of_pair = (col(HeldSession.workspace_id) == Pair.workspace_id, col(HeldSession.pair_id) == circles.whole_of_each())
    held = select(sa.func.count(col(HeldSession.id))).where(*of_pair).scalar_subquery()
    last = select(sa.func.max(HeldSession.held_on)).where(*of_pair).scalar_subquery()
    mine = (Seat.workspace_id == given("workspace_id"), Seat.user_id == given("user_id"))
    sits_in = select(Pair, Seat, held, last).join(Seat, col(Seat.pair_id) == Pair.id).where(*mine, looks_open())
    return cast(Seen, sits_in.add_columns(_planned(), _waits()).order_by(col(Pair.id)))


def _planned() -> sa.ColumnElement[bool]:
    of_pair = (col(Plan.workspace_id) == Pair.workspace_id, col(Plan.pair_id) == Pair.id)
    return sa.exists().where(*of_pair, col(Plan.status) == "accepted").label("planned")


def _waits() -> sa.ColumnElement[bool]:
    """A question would be due, and the other one of the pair takes a break."""
    here = (col(Participant.workspace_id) == Pair.workspace_id, col(Participant.programme_id) == Pair.programme_id)
    either = sa.or_(*(col(Participant.user_id) == col(side) for side in (Pair.mentor_id, Pair.mentee_id)))
    other = sa.and_(either, col(Participant.user_id) != given("user_id"), col(Participant.status) == "paused")
    is_open = sa.exists().where(col(Programme.id) == Pair.programme_id, col(Programme.status) == "open")
    asked = (col(Seat.ask_at).is_not(None), col(Seat.unanswered) < MOST_UNANSWERED)
    return sa.and_(sa.exists().where(*here, other), is_open, *asked).label("waits")
