"""What stories want to ask people in their mornings; the wishes of one person and morning become one message."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import outbox
from storage.prepared import given, insert_once, one, prepared, prepared_update
from storage.tables import Outbox, Wish

DIGEST = "nudges/digest"
ABOUT = ("pair", "goal", "promise", "survey", "skills", "suggestion")


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


def is_wished(db: Session, key: str) -> bool:
    """Whether something was wished under this key, whatever became of it."""
    return one(db, Wish, key=key) is not None


def withdraw(db: Session, key: str) -> None:
    """Take a wish back that was not said yet, for good."""
    _withdraw(db, of_key=key)


def withdraw_from(db: Session, user_id: str, programme_id: int) -> None:
    """Take back what somebody who left a programme was to be asked about it, for good: also if they join again."""
    theirs = (col(Wish.user_id) == user_id, col(Wish.programme_id) == programme_id, col(Wish.status) == "waiting")
    db.exec(sa.update(Wish).where(*theirs).values(status="withdrawn"))


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
