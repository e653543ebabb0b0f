"""Agreements that are not signed yet: whose, and asking for a signature, once by itself and once for a coordinator."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.cadence import UNDO
from storage import wishes
from storage.agreements import asks, asks_again, not_signed_by
from storage.pairs import partner, seems_open
from storage.prepared import one
from storage.tables import Agreement, Pair, Wish

UNSIGNED = "agreements/unsigned"
ASKED_AFTER, ASKED_UNTIL, PRIORITY = timedelta(days=3), timedelta(days=30), 50


def ask_to_sign(db: Session, pair: Pair, user_id: str, now: datetime) -> None:
    """Have somebody reminded once, some days after the introduction, unless they sign before."""
    _wish(db, asks(pair, user_id), pair, user_id, now + ASKED_AFTER, now + ASKED_UNTIL, again=False)


def may_be_reminded(db: Session, pair: Pair) -> list[str]:
    """Who has still to sign, waits for no question that comes by itself, and was not reminded by anybody since."""
    missing = not_signed_by(db, pair)
    due = [
        user_id for user_id in missing if (own := one(db, Wish, key=asks(pair, user_id))) and own.status != "waiting"
    ]
    return [user_id for user_id in due if one(db, Wish, key=asks_again(pair, user_id)) is None]


def remind(db: Session, pair: Pair, now: datetime) -> int:
    """Have those asked once more who may be, in their next morning. Returns how many; a second call finds nobody."""
    whom = may_be_reminded(db, pair)
    for user_id in whom:
        _wish(db, asks_again(pair, user_id), pair, user_id, now, now + ASKED_UNTIL, again=True)
    return len(whom)


def of_programme(db: Session, programme_id: int, now: datetime) -> list[Pair]:
    """The open pairs of a programme whose agreement is not signed by both, the oldest first."""
    of_pair = (col(Agreement.workspace_id) == Pair.workspace_id, col(Agreement.pair_id) == Pair.id)
    done = select(Agreement.id).where(*of_pair, *signed_by_both()).exists()
    still_open = select(Pair).where(Pair.programme_id == programme_id, seems_open(now - UNDO), ~done)
    return list(db.exec(still_open.order_by(col(Pair.id))).all())


def signed_by_both() -> tuple[sa.ColumnElement[bool], ...]:
    """Whether both have signed an Agreement, in a question about agreements; a pair may have signed several."""
    return col(Agreement.mentor_signed_at).is_not(None), col(Agreement.mentee_signed_at).is_not(None)


def _wish(db: Session, key: str, pair: Pair, user_id: str, due: datetime, until: datetime, *, again: bool) -> None:
    wishes.wish(
        db,
        key,
        UNSIGNED,
        user_id,
        due,
        priority=PRIORITY,
        pair_id=pair.id,
        until=until,
        pair=pair.id,
        partner=partner(pair, user_id),
        again=again,
    )
