"""How well people know their topics, by their own account: kept when they join, asked once more after a pair.

Named and confidential: the two ratings of a person are compared, so they are kept with the person, sealed where a key
is set, shown to nobody else, and deleted when the person leaves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.cadence import A_DAY, local_day, morning_of
from bot.rules.surveys import CLOSES_AFTER, REMINDED_AFTER, window
from storage import pairs, people, wishes
from storage.prepared import every, given, one, prepared
from storage.tables import Pair, Skill, Wish

ASKED, PRIORITY = "skills/asked", 65
Topic = tuple[str, str]
"""A side, offer or want, and the topic's name."""
Ratings = Mapping[Topic, int]


@dataclass(frozen=True)
class Asking:
    """Topics that somebody was asked to rate once more, in one programme, until a day."""

    programme_id: int
    closes_on: date
    skills: Sequence[Skill]


def keep(db: Session, programme_id: int, user_id: str, ratings: Ratings) -> None:
    """Keep what somebody says when they join. Once they were in a pair, what they said first stays."""
    mine = (col(Skill.programme_id) == programme_id, col(Skill.user_id) == user_id)
    if not pairs.ever(db, programme_id, user_id):
        db.exec(sa.delete(Skill).where(*mine))
    known = {(row.side, row.topic) for row in _of(db, programme_id, user_id)}
    for (side, topic), rating in ratings.items():
        if (side, topic) not in known:
            db.add(Skill(programme_id=programme_id, user_id=user_id, side=side, topic=topic, before=str(rating)))
    db.flush()


def ratings(db: Session, programme_id: int, user_id: str) -> dict[Topic, int]:
    """What somebody said when they joined."""
    return {(row.side, row.topic): int(row.before) for row in _of(db, programme_id, user_id)}


def ask_after(db: Session, pair: Pair, now: datetime) -> None:
    """A pair has come to its end: ask both to rate their topics once more, the next morning; each topic once."""
    for user_id in (pair.mentor_id, pair.mentee_id):
        opens_on = local_day(now, people.zone(db, user_id)) + A_DAY
        rows = [row for row in _of(db, pair.programme_id, user_id) if row.status == "rated"]
        for row in rows:
            row.status, row.window, row.closes_on = "asked", window(opens_on), opens_on + CLOSES_AFTER
            db.add(row)
        if rows:
            _wish(db, pair.programme_id, user_id, opens_on, len(rows), again=False)
            _wish(db, pair.programme_id, user_id, opens_on, len(rows), again=True)
    db.flush()


def open_for(db: Session, programme_id: int, user_id: str, today: date) -> Sequence[Skill]:
    """The topics that somebody may rate once more now."""
    asked = every(db, Skill, user_id=user_id, status="asked", programme_id=programme_id)
    return [row for row in asked if row.closes_on is not None and today <= row.closes_on]


def waiting_for(db: Session, user_id: str, today: date) -> list[Asking]:
    """What somebody was asked to rate and has not, by programme."""
    found: dict[tuple[int, date], list[Skill]] = {}
    for row in _waiting(db, user_id=user_id, today=today):
        assert row.closes_on is not None
        found.setdefault((row.programme_id, row.closes_on), []).append(row)
    return [
        Asking(programme_id, closes_on, rows)
        for (programme_id, closes_on), rows in found.items()
        if any(one(db, Wish, key=key, status="said") for key in _keys(programme_id, user_id, closes_on))
    ]


def answer(db: Session, rows: Iterable[Skill], after: Ratings) -> None:
    """Keep what somebody says now; a topic without a rating is skipped, for good."""
    for row in rows:
        rating = after.get((row.side, row.topic))
        row.after, row.status = (None, "skipped") if rating is None else (str(rating), "answered")
        db.add(row)
        assert row.closes_on is not None
        for key in _keys(row.programme_id, row.user_id, row.closes_on):
            wishes.withdraw(db, key)
    db.flush()


def forget(db: Session, user_id: str, programme_id: int) -> None:
    """Delete what somebody who left had said; what groups said together stays."""
    db.exec(sa.delete(Skill).where(col(Skill.user_id) == user_id, col(Skill.programme_id) == programme_id))


def _of(db: Session, programme_id: int, user_id: str) -> Sequence[Skill]:
    return every(db, Skill, programme_id=programme_id, user_id=user_id)


@prepared
def _waiting() -> SelectOfScalar[Skill]:
    mine = (Skill.user_id == given("user_id"), Skill.status == "asked", col(Skill.closes_on) >= given("today"))
    return select(Skill).where(*mine).order_by(col(Skill.closes_on), col(Skill.id))


def _wish(db: Session, programme_id: int, user_id: str, opens_on: date, topics: int, *, again: bool) -> None:
    """Whoever could not be asked until they would be reminded is asked then, and only once."""
    zone, closes_on, reminded_on = people.zone(db, user_id), opens_on + CLOSES_AFTER, opens_on + REMINDED_AFTER
    wishes.wish(
        db,
        _keys(programme_id, user_id, closes_on)[again],
        ASKED,
        user_id,
        morning_of(reminded_on if again else opens_on, zone),
        priority=PRIORITY,
        programme_id=programme_id,
        until=morning_of(closes_on if again else reminded_on, zone),
        skills=programme_id,
        topics=topics,
        closes_on=closes_on.isoformat(),
        again=again,
    )


def _keys(programme_id: int, user_id: str, closes_on: date) -> tuple[str, str]:
    key = f"skills:{programme_id}:{user_id}:{closes_on}"
    return key, f"{key}:again"
