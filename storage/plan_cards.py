"""What is shown of a plan, on Home and in what the two were sent about it: cards, and files for their calendars."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules import cadence
from storage import plans
from storage.pairs import is_open, partner
from storage.prepared import given, prepared, prepared_update
from storage.tables import Outbox, Pair, Plan

CARD, INVITATION = "card", "invitation"
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
        "link": "" if row.status == "cancelled" else row.link,
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


def withdraw(db: Session, row: Plan, what: str, now: datetime) -> None:
    """Take back what waits to be said about a plan, cards or invitations; what got lost under way is not said again."""
    about = {"pair": row.pair_id, "begins": _key(row, what)}
    _withdraw(db, **about)
    _let_expire(db, **about, moment=now)


def last_card(db: Session, row: Plan, user_id: str) -> Outbox | None:
    """The newest message with buttons that somebody was sent about a plan."""
    return _cards(db, pair=row.pair_id, begins=_key(row, CARD), user_id=user_id).first()


def is_invited(db: Session, row: Plan, user_id: str) -> bool:
    """Whether somebody has a file about a plan, or may have one."""
    return _invitations(db, pair=row.pair_id, begins=_key(row, INVITATION), user_id=user_id).first() is not None


def _key(row: Plan, what: str) -> str:
    return f"plan:{row.id}:{what}"


@prepared_update
def _withdraw() -> sa.Update:
    return sa.update(Outbox).where(*_said(), col(Outbox.status) == "waiting").values(status="withdrawn")


@prepared_update
def _let_expire() -> sa.Update:
    return sa.update(Outbox).where(*_said(), col(Outbox.status) == "sending").values(expires_at=given("moment"))


@prepared
def _cards() -> SelectOfScalar[Outbox]:
    sent = select(Outbox).where(*_said(), Outbox.user_id == given("user_id"), Outbox.status == "sent")
    return sent.order_by(col(Outbox.id).desc()).limit(1)


@prepared
def _invitations() -> SelectOfScalar[Any]:
    had = col(Outbox.status).in_(("sending", "sent", "unknown"))
    return select(Outbox.id).where(*_said(), Outbox.user_id == given("user_id"), had).limit(1)


def _said() -> tuple[sa.ColumnElement[bool], ...]:
    """What was said about a plan of a pair; no key of a plan holds a character that LIKE would take for another."""
    return col(Outbox.pair_id) == given("pair"), col(Outbox.key).startswith(given("begins"))
