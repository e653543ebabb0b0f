"""Whose morning has come: the wishes that are due, for each person together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.prepared import given, prepared, prepared_update
from storage.tables import Pair, Participant, Person, Wish


@dataclass(frozen=True)
class Due:
    """Somebody with wishes that are due, the most important first, and their zone."""

    user_id: str
    zone: str | None
    wishes: Sequence[Wish]


def any_due(db: Session, now: datetime) -> bool:
    """Whether it is worth looking closer: the cheap question of every hour."""
    return _any_due(db, now=now).first() is not None


def drop_late(db: Session, now: datetime) -> None:
    """Give up the wishes whose time has passed."""
    _drop_late(db, now=now)


def due(db: Session, now: datetime, most: int) -> list[Due]:
    """Some of those who have wishes that are due: whatever is about a pair, only where both take part in it."""
    whom = _whom(db, now=now, most=most)
    rows = _theirs(db, now=now, first=whom[0], last=whom[-1]) if whom else []
    grouped = groupby(rows, key=lambda row: (row[0].user_id, row[1]))
    return [Due(user_id, zone, [row for row, _ in found]) for (user_id, zone), found in grouped]


def put_off(db: Session, wishes: Iterable[Wish], until: datetime) -> None:
    """Look at these again later."""
    for row in wishes:
        row.due_at = until
        db.add(row)


def next_due(db: Session, now: datetime) -> datetime | None:
    """When the next wish is due, as far as it can be said; a moment that has passed where one can be said now."""
    return _next_due(db, now=now).first()


@prepared
def _next_due() -> SelectOfScalar[Any]:
    in_time = sa.or_(col(Wish.until).is_(None), col(Wish.until) > given("now"))
    return select(sa.func.min(col(Wish.due_at))).where(Wish.status == "waiting", in_time, _may_be_said())


@prepared
def _any_due() -> SelectOfScalar[Any]:
    return select(Wish.id).where(*_waiting()).limit(1)


@prepared_update
def _drop_late() -> sa.Update:
    late = sa.update(Wish).where(col(Wish.status) == "waiting", col(Wish.until) <= given("now"))
    return late.values(status="withdrawn")


@prepared
def _whom() -> SelectOfScalar[str]:
    """The first of those who have wishes that are due, by their ids: so that nobody stands between them."""
    whom = select(Wish.user_id).where(*_waiting(), _may_be_said()).distinct()
    return whom.order_by(col(Wish.user_id)).limit(given("most"))


@prepared
def _theirs() -> Select[Wish, str | None]:
    of_person = sa.and_(col(Person.workspace_id) == Wish.workspace_id, col(Person.user_id) == Wish.user_id)
    theirs = select(Wish, Person.zone).outerjoin(Person, of_person)
    among = col(Wish.user_id).between(given("first"), given("last"))
    order = (col(Wish.user_id), col(Wish.priority), col(Wish.id))
    return theirs.where(among, *_waiting(), _may_be_said()).order_by(*order)


def _waiting() -> tuple[Any, ...]:
    in_time = sa.or_(col(Wish.until).is_(None), col(Wish.until) > given("now"))
    return Wish.status == "waiting", col(Wish.due_at) <= given("now"), in_time


def _may_be_said() -> sa.ColumnElement[bool]:
    open_pair = (col(Pair.id) == Wish.pair_id, col(Pair.ended_at).is_(None))
    stands = select(Pair.id).where(*open_pair, takes_part(col(Pair.mentor_id)), takes_part(col(Pair.mentee_id)))
    takes_part_oneself = select(Participant.id).where(
        Participant.workspace_id == Wish.workspace_id,
        Participant.programme_id == Wish.programme_id,
        Participant.user_id == Wish.user_id,
        Participant.status == "active",
    )
    return sa.and_(
        sa.or_(col(Wish.pair_id).is_(None), stands.exists()),
        sa.or_(col(Wish.programme_id).is_(None), takes_part_oneself.exists()),
    )


def takes_part(user_id: Mapped[str]) -> sa.ColumnElement[bool]:
    """Whether one of a pair takes part in its programme and is not paused, in a question about pairs."""
    active = select(Participant.id).where(
        Participant.workspace_id == Pair.workspace_id,
        Participant.programme_id == Pair.programme_id,
        col(Participant.user_id) == user_id,
        Participant.status == "active",
    )
    return active.exists()
