"""Messages that an exit or a pause takes back, each with the reason, so that an undo lets exactly those wait again."""

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.cadence import UNDO
from storage.outbox import nudged_on
from storage.tables import Outbox, Pair, Wish

ENDED, TAKEN_BACK = "the pair was ended", "the end was taken back"
OVER = "the months of the pair are over"
EXIT = "leaving/ended"
LEFT = "the person left the programme"
PAUSED = "the person paused"
SPARED = ("announcements/said", "reflections/asked", "rounds/leftover")
"""Notices that a pause takes back, besides nudges: others tell of what the partner did, or of what is over."""


def withdraw_about(db: Session, pair_id: int | None, why: str) -> None:
    """Take back whatever waits to be said about a pair, to either."""
    waiting = sa.update(Outbox).where(col(Outbox.pair_id) == pair_id, col(Outbox.status) == "waiting")
    db.exec(waiting.values(status="withdrawn", error=why))


def withdraw_from(db: Session, user_id: str, programme_id: int) -> None:
    """Take back whatever waits to be said to somebody about a programme that they left."""
    waiting = select(Outbox).where(Outbox.user_id == user_id, Outbox.status == "waiting")
    for row in _of_programme(db.exec(waiting).all(), programme_id):
        row.status, row.error = "withdrawn", LEFT
    db.flush()


def withdraw_during_pause(db: Session, user_id: str, programme_ids: Collection[int]) -> None:
    """Take back, for good, what waits to be said to somebody who has just paused in these programmes, and is to be
    spared there."""
    spared = sa.or_(col(Outbox.kind) == "nudge", col(Outbox.template).in_(SPARED))
    waiting = select(Outbox).where(Outbox.user_id == user_id, Outbox.status == "waiting", spared)
    for row in db.exec(waiting).all():
        about = _programmes(db, row)
        if about and about <= set(programme_ids):
            row.status, row.error = "withdrawn", PAUSED
    db.flush()


def withdraw_end_from(db: Session, user_id: str, pair_id: int | None) -> None:
    """Take the end of a pair back from somebody who left its programme before; coming back lets it wait again."""
    ends = (col(Outbox.pair_id) == pair_id, col(Outbox.user_id) == user_id, col(Outbox.template) == EXIT)
    waiting = sa.update(Outbox).where(*ends, col(Outbox.status) == "waiting")
    db.exec(waiting.values(status="withdrawn", error=LEFT))


def say_about(db: Session, pair_id: int | None, now: datetime) -> None:
    """Let wait again what the end of this pair took back."""
    withdrawn = select(Outbox).where(Outbox.pair_id == pair_id, Outbox.status == "withdrawn", Outbox.error == ENDED)
    _wait_again(db, db.exec(withdrawn).all(), now)


def say_to(db: Session, user_id: str, programme_id: int, now: datetime) -> None:
    """Let wait again what leaving this programme took back."""
    withdrawn = select(Outbox).where(Outbox.user_id == user_id, Outbox.status == "withdrawn", Outbox.error == LEFT)
    _wait_again(db, _of_programme(db.exec(withdrawn).all(), programme_id), now)


def about_to_hear_of_an_end(db: Session, now: datetime) -> set[str | None]:
    """Who will be told that a pair of theirs has ended, and that can no longer be taken back."""
    for_good = sa.select(col(Pair.id)).where(col(Pair.ended_at) <= now - UNDO)
    waiting = (Outbox.status == "waiting", Outbox.template == EXIT, col(Outbox.pair_id).in_(for_good))
    ends = select(Outbox.user_id).where(*waiting)
    return set(db.exec(ends).all())


def say_end_before(db: Session, user_id: str, due: datetime) -> None:
    """Let somebody hear of the end of a pair before they hear of a new one."""
    later = (col(Outbox.user_id) == user_id, col(Outbox.status) == "waiting", col(Outbox.due_at) > due)
    ends = sa.update(Outbox).where(*later, col(Outbox.template) == EXIT)
    db.exec(ends.values(due_at=due))


def said_before(db: Session, key: str) -> int:
    """How many messages there are whose key is this one with a number behind it."""
    said = select(sa.func.count(col(Outbox.id))).where(col(Outbox.key).startswith(f"{key}:", autoescape=True))
    return db.exec(said).one()


def _programmes(db: Session, row: Outbox) -> set[int | None]:
    """The programmes that a message is about; a nudge may be about several."""
    if "programme_id" in row.values:
        return {row.values["programme_id"]}
    of_wish = sa.func.coalesce(col(Wish.programme_id), col(Pair.programme_id))
    asked = select(of_wish).outerjoin(Pair, col(Pair.id) == Wish.pair_id).where(Wish.outbox_id == row.id)
    of_pair = select(Pair.programme_id).where(Pair.id == row.pair_id)
    return {*db.exec(asked).all(), *db.exec(of_pair).all()}


def _of_programme(rows: Iterable[Outbox], programme_id: int) -> list[Outbox]:
    return [row for row in rows if row.values.get("programme_id") == programme_id]


def _wait_again(db: Session, rows: Iterable[Outbox], now: datetime) -> None:
    for row in rows:
        late = row.expires_at is not None and row.expires_at <= now
        taken = row.user_id is not None and row.nudge_day is not None and nudged_on(db, row.user_id, row.nudge_day)
        if not late and not taken:
            row.status, row.error = "waiting", None
            db.flush()
