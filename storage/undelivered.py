"""Messages of which nobody knows whether they arrived, and those that Slack refused: to whom and of what kind."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from storage.prepared import given, one, prepared
from storage.tables import Announcement, Outbox, Pair, Programme

SHOWN_FOR = timedelta(days=14)
"""A refusal is old news after that; what is unknown stays until somebody decides."""
PRIVATE = ("leaving/", "nominations/")
"""Stories of which not even the addressee may be known: who left, who ended a pair, who was nominated."""


def count(db: Session, now: datetime) -> dict[int, int]:
    """How many there are, by programme."""
    return {programme_id: number for number, programme_id in _counts(db, since=now - SHOWN_FOR) if programme_id}


def of_programme(db: Session, programme_id: int, now: datetime) -> Sequence[Outbox]:
    """Those of a programme: first what is unknown, then what was refused, the newest first."""
    mine = select(Outbox).outerjoin(Pair, col(Pair.id) == Outbox.pair_id).where(*_told(), _programme() == programme_id)
    order = (sa.case((col(Outbox.status) == "unknown", 0), else_=1), col(Outbox.id).desc())
    return db.exec(mine.order_by(*order), params={"since": now - SHOWN_FOR}).all()


def message(db: Session, row_id: int) -> tuple[Outbox, int] | None:
    """A message that may be shown here, with the programme that it is about."""
    row = one(db, Outbox, id=row_id)
    if row is None or row.template.startswith(PRIVATE):
        return None
    pair = one(db, Pair, id=row.pair_id) if row.pair_id is not None else None
    programme_id = pair.programme_id if pair else row.values.get("programme_id")
    return None if programme_id is None else (row, programme_id)


def send_again(db: Session, row: Outbox, due: datetime) -> bool:
    """Send once more what may never have arrived. False where it is decided, or about a pair that has ended.

    That its months are over is what a pair hears after its end. An announcement is finished anew with it.
    """
    about_pair = sa.or_(col(Outbox.pair_id).is_(None), col(Outbox.pair_id).in_(_open_pairs()), _tells_of_the_end())
    again = {"status": "waiting", "attempts": 0, "error": None, "due_at": due}
    if not _decide(db, row, sa.and_(about_pair, _is_still_announced()), **again):
        return False
    if row.announcement_id is not None:
        of_it = sa.update(Announcement).where(col(Announcement.id) == row.announcement_id)
        db.exec(of_it.values(finished_at=None))
    return True


def arrived(db: Session, row: Outbox) -> bool:
    """Somebody asked: it did arrive. False where it is decided."""
    return _decide(db, row, sa.true(), status="sent")


def _decide(db: Session, row: Outbox, where: sa.ColumnElement[bool], **changes: Any) -> bool:
    unknown = sa.update(Outbox).where(col(Outbox.id) == row.id, col(Outbox.status) == "unknown", where)
    return bool(db.exec(unknown.values(**changes)).rowcount)


@prepared
def _counts() -> Select[int, Any]:
    number, programme = sa.func.count(col(Outbox.id)), _programme().label("programme")
    told = select(number, programme).select_from(Outbox).outerjoin(Pair, col(Pair.id) == Outbox.pair_id)
    return told.where(*_told()).group_by("programme")


def _programme() -> sa.ColumnElement[Any]:
    return sa.func.coalesce(col(Pair.programme_id), col(Outbox.values)["programme_id"].as_integer())


def _told() -> tuple[sa.ColumnElement[bool], ...]:
    """What a coordinator is told of: nothing private, and of announcements, whose page names those whom it failed to
    reach, only what is unknown."""
    unknown, failed = col(Outbox.status) == "unknown", col(Outbox.status) == "failed"
    lately = sa.and_(failed, col(Outbox.due_at) > given("since"))
    listed = col(Outbox.status).in_(("unknown", "failed"))
    private = (col(Outbox.template).startswith(story) for story in PRIVATE)
    of_none = col(Outbox.announcement_id).is_(None)
    about = (sa.or_(of_none, sa.and_(unknown, _is_still_announced())), ~sa.or_(*private))
    stands = sa.or_(col(Pair.id).is_(None), col(Pair.ended_at).is_(None), _tells_of_the_end())
    return listed, sa.or_(unknown, lately), *about, stands


def _is_still_announced() -> sa.ColumnElement[bool]:
    """Whether a message belongs to no announcement, or to one that goes out in a programme that is open."""
    going = (col(Announcement.status) == "confirmed", col(Programme.status) == "open")
    of_open = sa.select(col(Announcement.id)).join(Programme, col(Programme.id) == Announcement.programme_id)
    return sa.or_(col(Outbox.announcement_id).is_(None), col(Outbox.announcement_id).in_(of_open.where(*going)))


def _tells_of_the_end() -> sa.ColumnElement[bool]:
    return sa.or_(*(col(Outbox.template).startswith(story) for story in ("closing/", "certificates/")))


def _open_pairs() -> sa.Select[Any]:
    return sa.select(col(Pair.id)).where(col(Pair.ended_at).is_(None))
