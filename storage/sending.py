"""What the courier asks of the outbox: what may be sent now, taken under a lease, and marked with what became of it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.prepared import given, prepared, prepared_update
from storage.tables import Outbox

WINDOW = timedelta(minutes=1)
A_MINUTE_AT_MOST = 60
"""Slack's advice is to design for one request a second and method; spread over a minute, small things go at once."""
PER_CHANNEL = timedelta(seconds=1)
BATCH = 5
"""Messages taken under one lease, of up to nine calls each."""
LEASE = timedelta(minutes=8)
"""Longer than a batch whose every answer is the slowest: only then may an unmarked message be looked for."""
LOOKED_THROUGH = 4 * A_MINUTE_AT_MOST
"""Due messages among which recipients are chosen, so that many to one channel do not hide those to others."""


def expire(db: Session, now: datetime) -> int:
    """Give up what was not sent in its time."""
    return _expire(db, now=now)


def claim(db: Session, now: datetime) -> list[Outbox]:
    """Take what may be sent now, one a channel and within the workspace's minute, under a lease.

    Files give way to words, since a programme's certificates are all due at once and take many calls each;
    announcements give way to whatever else is due: thousands of messages take an hour and more.
    """
    room = min(BATCH, A_MINUTE_AT_MOST - _sent_since(db, now - WINDOW))
    if room <= 0:
        return []
    ids = _due(db, now, room)
    if not ids:
        return []
    _take(db, ids=ids, until=now + LEASE)
    return list(_taken(db, ids=ids))


def abandoned(db: Session, now: datetime) -> Sequence[Outbox]:
    """Messages whose sender died or lost the answer: nobody knows whether they arrived."""
    return _abandoned(db, now=now).all()


def mark(db: Session, row_id: int | None, status: str, **changes: Any) -> None:
    """Write down what became of a message that was being sent."""
    _marked(*changes)(db, row_id=row_id, becomes=status, **{f"new_{name}": value for name, value in changes.items()})


@cache
def _marked(*names: str) -> Callable[..., int]:
    changes: dict[str, Any] = {name: given(f"new_{name}") for name in names}

    @prepared_update
    def mark() -> sa.Update:
        update = sa.update(Outbox).where(col(Outbox.id) == given("row_id"), col(Outbox.status) == "sending")
        return update.values({"leased_until": None, "status": given("becomes")} | changes)

    return mark


def next_moment(db: Session, now: datetime) -> datetime | None:
    """When the courier should look again, or None where nothing waits."""
    waiting, leased = _next_waiting(db).first(), _next_leased(db).first()
    moments = [moment for moment in (waiting, leased) if moment is not None]
    return max(min(moments), now + PER_CHANNEL) if moments else None


@prepared
def _next_waiting() -> SelectOfScalar[Any]:
    return select(sa.func.min(col(Outbox.due_at))).where(Outbox.status == "waiting")


@prepared
def _next_leased() -> SelectOfScalar[Any]:
    return select(sa.func.min(col(Outbox.leased_until))).where(Outbox.status == "sending")


def has_due(db: Session, now: datetime) -> bool:
    """Whether anything waits that was due by ``now``."""
    return _any_due(db, now=now).first() is not None


def _sent_since(db: Session, moment: datetime) -> int:
    return int(_sent(db, moment=moment).one()) + int(_being_sent(db).one())


def _due(db: Session, now: datetime, room: int) -> list[int | None]:
    busy = set(_recipients_since(db, moment=now - PER_CHANNEL))
    chosen: dict[str, int | None] = {}
    for row_id, recipient in _waiting(db, now=now):
        if recipient not in busy:
            chosen.setdefault(recipient, row_id)
    return list(chosen.values())[:room]


@prepared_update
def _expire() -> sa.Update:
    late = sa.update(Outbox).where(col(Outbox.status) == "waiting", col(Outbox.expires_at) <= given("now"))
    return late.values(status="expired", error="its time had passed")


@prepared
def _abandoned() -> SelectOfScalar[Outbox]:
    return select(Outbox).where(Outbox.status == "sending", col(Outbox.leased_until) <= given("now"))


@prepared
def _any_due() -> SelectOfScalar[Any]:
    return select(Outbox.id).where(Outbox.status == "waiting", col(Outbox.due_at) <= given("now")).limit(1)


@prepared
def _sent() -> SelectOfScalar[Any]:
    return select(sa.func.count(col(Outbox.id))).where(col(Outbox.sent_at) > given("moment"))


@prepared
def _being_sent() -> SelectOfScalar[Any]:
    return select(sa.func.count(col(Outbox.id))).where(Outbox.status == "sending")


@prepared
def _recipients_since() -> SelectOfScalar[str]:
    return select(Outbox.recipient).where(col(Outbox.sent_at) > given("moment"))


@prepared
def _waiting() -> Select[int | None, str]:
    due = (Outbox.status == "waiting", col(Outbox.due_at) <= given("now"))
    return select(Outbox.id, Outbox.recipient).where(*due).order_by(*_in_turn()).limit(LOOKED_THROUGH)


@prepared_update
def _take() -> sa.Update:
    waiting = (col(Outbox.id).in_(given("ids", expanding=True)), col(Outbox.status) == "waiting")
    taken = {"status": "sending", "leased_until": given("until"), "attempts": Outbox.attempts + 1}
    return sa.update(Outbox).where(*waiting).values(taken)


@prepared
def _taken() -> SelectOfScalar[Outbox]:
    taken = (col(Outbox.id).in_(given("ids", expanding=True)), Outbox.status == "sending")
    return select(Outbox).where(*taken).order_by(*_in_turn())


def _in_turn() -> tuple[Any, ...]:
    return col(Outbox.announcement_id).is_not(None), col(Outbox.file).is_not(None), col(Outbox.due_at), col(Outbox.id)
