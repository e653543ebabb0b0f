"""Named queries about sessions that were held, logs that wait for one more word, and what was said about either."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import circles
from storage.prepared import given, insert_once, one, prepared
from storage.tables import Draft, HeldSession, Outbox, Pair


def session(db: Session, session_id: int) -> HeldSession | None:
    return one(db, HeldSession, id=session_id)


def of_pair(db: Session, pair_id: int | None) -> Sequence[HeldSession]:
    """The sessions of a pair, or of the circle of which it is the first, the earliest first."""
    return db.exec(select(HeldSession).where(HeldSession.pair_id == pair_id).order_by(col(HeldSession.held_on))).all()


def on_day(db: Session, pair: Pair, day: date) -> HeldSession | None:
    """The one session of a pair, or of its circle, on a local day."""
    return one(db, HeldSession, pair_id=circles.whole(pair), held_on=day)


def logged_by_message(db: Session, channel: str, ts: str) -> HeldSession | None:
    """The session that a message logged."""
    return one(db, HeldSession, source_channel=channel, source_ts=ts)


def log(
    db: Session,
    pair: Pair,
    held_on: date,
    minutes: int,
    topics: str,
    *,
    by: str,
    now: datetime,
    channel: str | None = None,
    ts: str | None = None,
) -> HeldSession:
    """Write down a session on a day that has none yet."""
    row_id = insert_once(
        db,
        HeldSession,
        pair_id=circles.whole(pair),
        held_on=held_on,
        minutes=minutes,
        topics=topics,
        logged_by=by,
        logged_at=now,
        source_channel=channel,
        source_ts=ts,
    )
    row = session(db, row_id) if row_id else None
    assert row is not None
    return row


def change(db: Session, row: HeldSession, held_on: date, minutes: int, topics: str) -> bool:
    """Correct a session. False where nothing is different."""
    if (row.held_on, row.minutes, row.topics) == (held_on, minutes, topics):
        return False
    row.held_on, row.minutes, row.topics = held_on, minutes, topics
    row.revision += 1
    db.add(row)
    db.flush()
    return True


def forget_topics(db: Session, pair_ids: Iterable[int], *, by: str | None = None) -> None:
    """Empty what pairs wrote about their sessions, or what somebody did; when they met and how long, stays."""
    held = sa.update(HeldSession).where(col(HeldSession.pair_id).in_(list(pair_ids)))
    db.exec((held if by is None else held.where(col(HeldSession.logged_by) == by)).values(topics=""))


def delete(db: Session, row: HeldSession) -> None:
    db.delete(row)
    db.flush()


def draft(db: Session, draft_id: int, user_id: str, form: str) -> Draft | None:
    """A log of somebody's that waits for an answer."""
    return one(db, Draft, id=draft_id, user_id=user_id, form=form)


def unsent(db: Session, session: HeldSession, user_id: str) -> Sequence[Outbox]:
    """What is still to be said to somebody about a session, oldest first."""
    waiting = _waiting(db, held_under=session.pair_id, user_id=user_id)
    return [row for row in waiting if row.key.startswith(f"session:{session.id}:")]


@prepared
def _waiting() -> SelectOfScalar[Outbox]:
    """What is still to be said to one of a pair, or of a circle."""
    same = sa.or_(col(Pair.id) == given("held_under"), col(Pair.circle_id) == given("held_under"))
    theirs = col(Outbox.pair_id).in_(select(Pair.id).where(same))
    to_whom = (theirs, Outbox.user_id == given("user_id"))
    return select(Outbox).where(*to_whom, Outbox.status == "waiting").order_by(col(Outbox.id))


def withdraw(db: Session, rows: Sequence[Outbox]) -> None:
    """Take back what was still to be said."""
    for row in rows:
        row.status = "withdrawn"
        db.add(row)
    db.flush()


def decide(db: Session, draft: Draft, what: str | int) -> None:
    """The log that waited was answered; the answer is kept, since buttons may be clicked twice."""
    draft.answers = draft.answers | {"decided": what}
    db.add(draft)
    db.flush()
