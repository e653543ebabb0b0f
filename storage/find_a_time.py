"""The question whether to find a time: asked once of who was introduced and has neither planned nor held a session."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from storage import wishes
from storage.pairs import partner
from storage.prepared import given, prepared_update
from storage.tables import Pair, Wish

QUESTION, PRIORITY = "planning/find_a_time", 40


def ask(db: Session, pair: Pair, user_id: str, due: datetime, until: datetime) -> None:
    """Have somebody asked once, unless anything is planned or held before."""
    wishes.wish(
        db,
        f"find-a-time:{pair.id}:{user_id}",
        QUESTION,
        user_id,
        due,
        priority=PRIORITY,
        pair_id=pair.id,
        until=until,
        pair=pair.id,
        partner=partner(pair, user_id),
    )


def withdraw(db: Session, pair: Pair) -> None:
    """Ask neither any more."""
    _withdraw(db, pair=pair.id)


@prepared_update
def _withdraw() -> sa.Update:
    waiting = (col(Wish.status) == "waiting", col(Wish.template) == QUESTION)
    return sa.update(Wish).where(col(Wish.pair_id) == given("pair"), *waiting).values(status="withdrawn")
