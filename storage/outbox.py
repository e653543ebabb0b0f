"""What was decided to be said: written with the decision, replaced, withdrawn, and found again by where it stands."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.prepared import given, insert_once, one, prepared
from storage.tables import TAKES_THE_DAY, Outbox


def notice(
    db: Session,
    key: str,
    template: str,
    recipient: str,
    due: datetime,
    *,
    pair_id: int | None = None,
    thread_ts: str | None = None,
    file: str | None = None,
    **values: Any,
) -> int | None:
    """Tell of somebody's act or the person's own success. ``recipient`` is a user, a channel or "U1,U2".

    ``file`` is the unique name of what the template encloses. The same key writes once: a second call changes nothing
    and returns None.
    """
    return insert_once(
        db,
        Outbox,
        key=key,
        kind="notice",
        template=template,
        values=values,
        recipient=recipient,
        user_id=recipient if recipient.startswith(("U", "W")) and "," not in recipient else None,
        due_at=due,
        pair_id=pair_id,
        thread_ts=thread_ts,
        file=file,
    )


def nudge(
    db: Session,
    key: str,
    template: str,
    user_id: str,
    due: datetime,
    *,
    day: date,
    expires: datetime,
    pair_id: int | None = None,
    **values: Any,
) -> int | None:
    """Ask on the programme's own behalf: once a day and person over all stories. None where the day is taken."""
    return insert_once(
        db,
        Outbox,
        key=key,
        kind="nudge",
        template=template,
        values=values,
        recipient=user_id,
        user_id=user_id,
        nudge_day=day,
        due_at=due,
        expires_at=expires,
        pair_id=pair_id,
    )


def nudged_on(db: Session, user_id: str, day: date) -> bool:
    """Whether the person has had, or is about to have, the one nudge of that day."""
    return _nudged_on(db, user_id=user_id, day=day).first() is not None


@prepared
def _nudged_on() -> SelectOfScalar[Any]:
    of_day = (Outbox.user_id == given("user_id"), Outbox.nudge_day == given("day"))
    return select(Outbox.id).where(*of_day, sa.text(TAKES_THE_DAY))


def say_instead(db: Session, said: Outbox, key: str, now: datetime, template: str, **values: Any) -> None:
    """Replace a message: in the outbox while it waits, in Slack once it was sent."""
    if said.status == "waiting":
        said.template, said.values = template, values
        db.add(said)
        db.flush()
    else:
        insert_once(
            db,
            Outbox,
            key=key,
            kind="notice",
            template=template,
            values=values,
            recipient=said.recipient,
            due_at=now,
            pair_id=said.pair_id,
            replaces=said.id,
        )


def withdraw(db: Session, *, pair_id: int | None = None, user_id: str | None = None) -> None:
    """Take back what waits for a pair, or for a person."""
    whose = col(Outbox.pair_id) == pair_id if pair_id is not None else col(Outbox.user_id) == user_id
    db.exec(sa.update(Outbox).where(whose, col(Outbox.status) == "waiting").values(status="withdrawn"))


def unsay(db: Session, key: str) -> None:
    """Take back what was not said yet, as if it had never been decided."""
    row = by_key(db, key)
    if row is not None and row.status == "waiting":
        db.delete(row)
        db.flush()


def forget_words(db: Session, user_id: str, pair_ids: Iterable[int], keys: Iterable[str] = ()) -> None:
    """Empty what was said to a person or about their pairs; that it was said, when and where stays."""
    whose = sa.or_(
        col(Outbox.user_id) == user_id, col(Outbox.pair_id).in_(list(pair_ids)), col(Outbox.key).in_(list(keys))
    )
    over = col(Outbox.status).in_(("sent", "failed", "expired", "withdrawn"))
    db.exec(sa.update(Outbox).where(whose, over).values(values={}))


def said_at(db: Session, channel: str, ts: str) -> Outbox | None:
    """The message of ours at a place in Slack."""
    return one(db, Outbox, channel=channel, ts=ts)


def by_key(db: Session, key: str) -> Outbox | None:
    return one(db, Outbox, key=key)


def decided(db: Session, keys: Collection[str]) -> set[str]:
    """Those of the keys under which something was decided to be said, whatever became of it."""
    return set(db.exec(select(Outbox.key).where(col(Outbox.key).in_(keys))).all()) if keys else set()
