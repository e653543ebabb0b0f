"""What is shown of a plan, on Home and on the cards that the two were sent about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules import cadence
from storage import plans
from storage.pairs import is_open, partner
from storage.tables import Outbox, Pair, Plan

CARD = "card"
Values = dict[str, Any]


def facts(row: Plan, pair: Pair, viewer: str, zone: str | None, now: datetime) -> Values:
    """A plan as Home and the card show it; times that have passed are not offered any more."""
    return {
        "plan": row.id,
        "revision": row.revision,
        "pair": pair.id,
        "partner": partner(pair, viewer),
        "state": _state(row, pair, viewer, now),
        "slots": [slot for slot in row.slots if datetime.fromisoformat(slot) > now],
        "starts_at": row.starts_at and row.starts_at.isoformat(),
        "minutes": row.minutes,
        "link": row.link,
        "zone": zone_name(zone),
    }


def _state(row: Plan, pair: Pair, viewer: str, now: datetime) -> str:
    """How a plan stands; one that was cancelled in a pair that has ended is off, and no other is offered."""
    found = plans.state(row, viewer, now)
    return "off" if found == "cancelled" and not is_open(pair, viewer, now) else found


def by_pair(db: Session, mine: Sequence[Pair], viewer: str, zone: str | None, now: datetime) -> dict[int, Values]:
    """What is planned in each of somebody's pairs, by pair."""
    waiting = plans.live_of(db, viewer, now) if mine else {}
    return {pair.id: facts(waiting[pair.id], pair, viewer, zone, now) for pair in mine if pair.id in waiting}


def zone_name(zone: str | None) -> str:
    """The zone by which somebody's clock is read, also where it is unknown."""
    return str(cadence.clock(zone))


def withdraw(db: Session, row: Plan, what: str = "") -> None:
    """Take back what waits to be said about a plan: cards, or, without a word, everything."""
    about = (col(Outbox.pair_id) == row.pair_id, col(Outbox.key).startswith(f"plan:{row.id}:{what}", autoescape=True))
    db.exec(sa.update(Outbox).where(*about, col(Outbox.status) == "waiting").values(status="withdrawn"))


def last_card(db: Session, row: Plan, user_id: str) -> Outbox | None:
    """The newest message with buttons that somebody was sent about a plan."""
    about = (Outbox.pair_id == row.pair_id, col(Outbox.key).startswith(f"plan:{row.id}:{CARD}:", autoescape=True))
    sent = select(Outbox).where(*about, Outbox.user_id == user_id, Outbox.status == "sent")
    return db.exec(sent.order_by(col(Outbox.id).desc()).limit(1)).first()
