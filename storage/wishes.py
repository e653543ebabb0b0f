"""What stories want to ask people in their mornings; the wishes of one person and morning become one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage import outbox
from storage.prepared import given, insert_once, one, prepared, prepared_update
from storage.tables import Outbox, Pair, Participant, Person, Wish

DIGEST = "nudges/digest"
ABOUT = ("pair", "goal", "promise", "survey", "skills", "suggestion")


@dataclass(frozen=True)
class Due:
    """Somebody with wishes that are due, the most important first, and their zone."""

    user_id: str
    zone: str | None
    wishes: Sequence[Wish]


def wish(
    db: Session,
    key: str,
    template: str,
    user_id: str,
    due: datetime,
    *,
    priority: int,
    pair_id: int | None = None,
    programme_id: int | None = None,
    until: datetime | None = None,
    **values: Any,
) -> bool:
    """Have somebody asked in their first morning from ``due`` on, unless ``until`` comes first.

    What is about a pair is asked while both take part in it; what is about a programme, while this person does. The
    same key is wished once: a second call changes nothing and is False. The lowest priority stands first.
    """
    written = insert_once(
        db,
        Wish,
        key=key,
        template=template,
        values=values,
        user_id=user_id,
        priority=priority,
        pair_id=pair_id,
        programme_id=programme_id,
        due_at=due,
        until=until,
    )
    return written is not None


def withdraw(db: Session, key: str) -> None:
    """Take a wish back that was not said yet, for good."""
    _withdraw(db, of_key=key)


def bring_forward(db: Session, keys: Iterable[str], now: datetime) -> None:
    """Have what waits under these keys said in the first morning from now on."""
    waiting = (col(Wish.key).in_(list(keys)), col(Wish.status) == "waiting", col(Wish.due_at) > now)
    db.exec(sa.update(Wish).where(*waiting).values(due_at=now))


def unwish(db: Session, key: str) -> None:
    """Take back what was not said yet of the keys that begin like this, as if it had never been wished."""
    begins = col(Wish.key).startswith(key, autoescape=True)
    db.exec(sa.delete(Wish).where(begins, col(Wish.status) == "waiting"))


def unwish_about(db: Session, pair_id: int | None, template: str) -> None:
    """The same for one thing that was to be said about a pair, to either."""
    _unwish_about(db, pair=pair_id, about=template)


def forget_words(db: Session, pair_ids: Iterable[int]) -> None:
    """Withdraw what waits to be said about pairs that are over, and empty what was to be said about them.

    A digest keeps the parts that are about something else.
    """
    over = set(pair_ids)
    about = col(Wish.pair_id).in_(over)
    db.exec(sa.update(Wish).where(about, col(Wish.status) == "waiting").values(status="withdrawn"))
    db.exec(sa.update(Wish).where(about).values(values={}))
    said = select(Wish.outbox_id).where(about)
    in_digests = (Outbox.template == DIGEST, sa.or_(col(Outbox.id).in_(said), col(Outbox.replaces).in_(said)))
    for row in db.exec(select(Outbox).where(*in_digests)):
        row.values = {"parts": [one for one in row.values.get("parts", ()) if one["values"].get("pair") not in over]}


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


def said_with(db: Session, key: str) -> Outbox | None:
    """The message with which a wish was said, where it was sent."""
    wished = one(db, Wish, key=key)
    said = one(db, Outbox, id=wished.outbox_id) if wished and wished.outbox_id else None
    return said if said and said.status == "sent" else None


def last_said(db: Session, pair_id: int | None, user_id: str, template: str) -> Outbox | None:
    """The newest message in which one of a pair was asked something, where it was sent."""
    return _said(db, pair_id=pair_id, user_id=user_id, template=template).first()


def say_instead(db: Session, said: Outbox, key: str, now: datetime, template: str, **values: Any) -> None:
    """Say something else in place of a nudge about a pair: of the whole message, or of its part in a digest."""
    template, values = instead(db, said, template, **values)
    outbox.say_instead(db, said, key, now, template, **values)


def instead(db: Session, said: Outbox | None, template: str, **values: Any) -> tuple[str, dict[str, Any]]:
    """What a nudge about a pair, ``values["pair"]``, reads once something else is said in its place.

    In a digest that is the digest, with the part of the same story about that pair exchanged.
    """
    if said is None:
        return template, values
    exchanged = {"template": template, "values": values}
    if said.template != DIGEST:
        said.template, said.values = template, values
    else:
        parts = [exchanged if _is_about(part, template, values) else part for part in said.values.get("parts", ())]
        said.values = {"parts": parts}
    db.add(said)
    return said.template, said.values


def part_about(said: Outbox | None, template: str, **about: Any) -> dict[str, Any] | None:
    """What a nudge says for a story about a pair, ``about["pair"]``: a template and its values, as they stand."""
    if said is None:
        return None
    whole = {"template": said.template, "values": said.values}
    parts = said.values.get("parts", ()) if said.template == DIGEST else [whole]
    return next((part for part in parts if _is_about(part, template, about)), None)


def _is_about(part: dict[str, Any], template: str, values: dict[str, Any]) -> bool:
    """Whether a part is the same story's about the same pair and, where it is about one, the same goal or promise."""
    same_story = part["template"].split("/")[0] == template.split("/")[0]
    return same_story and all(part["values"].get(name) == values.get(name) for name in ABOUT)


@prepared_update
def _withdraw() -> sa.Update:
    return (
        sa.update(Wish)
        .where(col(Wish.key) == given("of_key"), col(Wish.status) == "waiting")
        .values(status="withdrawn")
    )


@prepared_update
def _unwish_about() -> sa.Delete:
    about = (col(Wish.pair_id) == given("pair"), col(Wish.template) == given("about"))
    return sa.delete(Wish).where(*about, col(Wish.status) == "waiting")


@prepared
def _said() -> SelectOfScalar[Outbox]:
    of_pair = (Wish.workspace_id == given("workspace_id"), Wish.pair_id == given("pair_id"), Wish.status == "said")
    asked = (Wish.user_id == given("user_id"), Wish.template == given("template"), Outbox.status == "sent")
    said = select(Outbox).join(Wish, col(Wish.outbox_id) == Outbox.id).where(*of_pair, *asked)
    return said.order_by(col(Wish.id).desc())


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
