"""Named queries about announcements: drafted, confirmed once, begun when their moment comes, finished with the last."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.announcements import Wanted
from storage import audiences
from storage.prepared import given, one, prepared
from storage.tables import Announcement, Outbox, Participant, Programme

CANCELLED = "the announcement was cancelled"
LISTED = 20
NAMED = 10
"""People shown by name for each reason of a failure."""


@dataclass(frozen=True)
class Failure:
    """Why messages failed: Slack's word for it, how many, and some of those whom they were meant for."""

    error: str
    count: int
    recipients: Sequence[str]


def announcement(db: Session, announcement_id: int) -> Announcement | None:
    return one(db, Announcement, id=announcement_id)


def newest(db: Session, programme_ids: Collection[int | None]) -> Sequence[Announcement]:
    """Some announcements of these programmes: drafts first, then what is to come, then the newest."""
    mine = select(Announcement).where(col(Announcement.programme_id).in_(programme_ids))
    order = (
        sa.case((col(Announcement.status) == "draft", 0), (_upcoming(), 1), else_=2),
        col(Announcement.id).desc(),
    )
    return db.exec(mine.order_by(*order).limit(LISTED)).all()


def upcoming(db: Session, programme_id: int) -> Sequence[Announcement]:
    """The announcements of a programme that are to be sent, the next one first."""
    mine = select(Announcement).where(Announcement.programme_id == programme_id, _upcoming())
    return db.exec(mine.order_by(col(Announcement.send_at), col(Announcement.id))).all()


def same_draft(db: Session, programme_id: int, wanted: Wanted, by: str) -> Announcement | None:
    """The draft that the first copy of a form wrote: a second one says exactly the same."""
    fields = (getattr(Announcement, name) == value for name, value in asdict(wanted).items() if value is not None)
    mine = (Announcement.programme_id == programme_id, Announcement.written_by == by, Announcement.status == "draft")
    found = db.exec(select(Announcement).where(*mine, *fields)).all()
    return next((row for row in found if content(row) == wanted), None)


def content(row: Announcement) -> Wanted:
    """What an announcement says, to whom and when."""
    return Wanted(**{name: getattr(row, name) for name in Wanted.__dataclass_fields__})


def draft(db: Session, programme_id: int, wanted: Wanted, by: str, now: datetime) -> Announcement:
    """Begin a draft."""
    row = Announcement(programme_id=programme_id, written_by=by, written_at=now, **asdict(wanted))
    db.add(row)
    db.flush()
    return row


def revise(db: Session, row: Announcement, seen: int, wanted: Wanted, by: str, now: datetime) -> bool:
    """Change the revision of a draft that somebody has seen. False where it is no longer that one."""
    if content(row) == wanted:
        return row.status == "draft" and row.revision == seen
    changed = asdict(wanted) | {"written_by": by, "written_at": now, "revision": seen + 1}
    return _change(db, row, _is_draft(seen), **changed)


def discard(db: Session, row: Announcement) -> bool:
    """Delete a draft. False where it is none any more."""
    drafted = col(Announcement.id) == row.id, col(Announcement.status) == "draft"
    return bool(db.exec(sa.delete(Announcement).where(*drafted)).rowcount)


def confirm(db: Session, row: Announcement, seen: int, by: str, now: datetime) -> bool:
    """Decide that a draft goes out as it was previewed. False where it is no longer that revision, or no draft."""
    moment = max(row.send_at or now, now)
    decided = {"status": "confirmed", "confirmed_by": by, "confirmed_at": now, "send_at": moment}
    return _change(db, row, _is_draft(seen), **decided)


def begin(db: Session, row: Announcement, now: datetime) -> int:
    """Write the messages of a confirmed announcement, or those of the people who joined since. Returns how many."""
    if row.status != "confirmed":
        return 0
    row.begun_at, row.finished_at = row.begun_at or now, None
    db.add(row)
    return audiences.write(db, row, now)


def cancel(db: Session, row: Announcement, by: str) -> bool:
    """Take back whatever is not sent yet. False where nothing is left to take back."""
    running = (col(Announcement.status) == "confirmed", col(Announcement.finished_at).is_(None))
    if not _change(db, row, running, status="cancelled", cancelled_by=by):
        return False
    waiting = sa.update(Outbox).where(*_of(row), col(Outbox.status) == "waiting")
    db.exec(waiting.values(status="withdrawn", error=CANCELLED))
    return True


def cancel_all(db: Session, programme_id: int, by: str) -> None:
    """Take back what is not sent yet of every announcement of a programme: it has ended."""
    running = (Announcement.programme_id == programme_id, Announcement.status == "confirmed")
    for row in db.exec(select(Announcement).where(*running, col(Announcement.finished_at).is_(None))).all():
        cancel(db, row, by)


def try_again(db: Session, row: Announcement, now: datetime) -> int:
    """Let whatever failed wait again, for those who still take part. Returns how many; none of what was cancelled."""
    if row.status != "confirmed":
        return 0
    here = select(Participant.user_id).where(
        Participant.programme_id == row.programme_id, Participant.status == "active"
    )
    present = sa.or_(col(Outbox.user_id).is_(None), col(Outbox.user_id).in_(here))
    failed = sa.update(Outbox).where(*_of(row), col(Outbox.status).in_(("failed", "unknown")), present)
    due_at = audiences.awake(db, row, now)
    again = db.exec(failed.values(status="waiting", attempts=0, error=None, due_at=due_at)).rowcount
    if again:
        row.finished_at = None
        db.add(row)
    return int(again)


def to_begin(db: Session, now: datetime) -> Announcement | None:
    """A confirmed announcement whose moment has come."""
    return _to_begin(db, moment=now).first()


def next_moment(db: Session) -> datetime | None:
    """When the next announcement is to begin."""
    return _next_upcoming(db).first()


@prepared
def _next_upcoming() -> SelectOfScalar[Any]:
    return select(sa.func.min(col(Announcement.send_at))).where(_upcoming())


def to_finish(db: Session) -> Announcement | None:
    """An announcement that was begun, and of which nothing is to be sent any more."""
    return _to_finish(db).first()


def finish(db: Session, row: Announcement, now: datetime) -> bool:
    """Note that the last message is out. False where another has noted it."""
    return _change(db, row, (_running(),), finished_at=now)


def counts(db: Session, row: Announcement) -> dict[str, int]:
    """How many of its messages stand how: waiting, sending, sent, failed, unknown, withdrawn."""
    each = select(Outbox.status, sa.func.count(col(Outbox.id))).where(*_of(row)).group_by(Outbox.status)
    return dict(db.exec(each).all())


def messages(db: Session, row: Announcement) -> Sequence[Outbox]:
    """Its messages, in the order in which they were written."""
    return db.exec(select(Outbox).where(*_of(row)).order_by(col(Outbox.id))).all()


def last_due(db: Session, row: Announcement) -> datetime | None:
    """When the last of those who wait is awake."""
    return db.exec(select(sa.func.max(Outbox.due_at)).where(*_of(row), Outbox.status == "waiting")).first()


def failures(db: Session, row: Announcement) -> list[Failure]:
    """Why messages failed, or that nobody knows whether they arrived; the most frequent reason first."""
    whose = (*_of(row), col(Outbox.status).in_(("failed", "unknown")))
    each = select(Outbox.error, sa.func.count(col(Outbox.id))).where(*whose).group_by(Outbox.error)
    found = sorted(db.exec(each).all(), key=lambda pair: -pair[1])
    return [Failure(error or "", count, _recipients(db, whose, error)) for error, count in found]


def said(db: Session, announcement_id: int) -> dict[str, Any] | None:
    """The words of an announcement, for each of its messages; None where it is no longer to be said."""
    joined = select(Announcement, Programme).join(Programme, col(Programme.id) == Announcement.programme_id)
    found = db.exec(joined.where(Announcement.id == announcement_id)).first()
    if found is None or found[0].status != "confirmed":
        return None
    return words(*found, found[0].confirmed_by)


def words(row: Announcement, programme: Programme, by: str | None) -> dict[str, Any]:
    """What the message is filled with."""
    return {
        "words": row.words,
        "quote": row.quote,
        "quoted": row.quoted,
        "picture": row.picture,
        "programme": programme.name,
        "by": by,
    }


@prepared
def _to_begin() -> SelectOfScalar[Announcement]:
    return select(Announcement).where(_upcoming(), col(Announcement.send_at) <= given("moment"))


@prepared
def _to_finish() -> SelectOfScalar[Announcement]:
    open_ = (col(Outbox.announcement_id) == Announcement.id, col(Outbox.status).in_(("waiting", "sending")))
    unsaid = sa.exists().where(col(Outbox.workspace_id) == Announcement.workspace_id, *open_)
    return select(Announcement).where(_running(), ~unsaid)


def _recipients(db: Session, whose: Sequence[Any], error: str | None) -> Sequence[str]:
    because = col(Outbox.error).is_not_distinct_from(error)
    return db.exec(select(Outbox.recipient).where(*whose, because).order_by(col(Outbox.id)).limit(NAMED)).all()


def _upcoming() -> sa.ColumnElement[bool]:
    return sa.and_(col(Announcement.status) == "confirmed", col(Announcement.begun_at).is_(None))


def _running() -> sa.ColumnElement[bool]:
    begun = (col(Announcement.begun_at).is_not(None), col(Announcement.finished_at).is_(None))
    return sa.and_(col(Announcement.status) == "confirmed", *begun)


def _of(row: Announcement) -> tuple[sa.ColumnElement[bool], ...]:
    return col(Outbox.workspace_id) == row.workspace_id, col(Outbox.announcement_id) == row.id


def _is_draft(seen: int) -> tuple[sa.ColumnElement[bool], ...]:
    return col(Announcement.status) == "draft", col(Announcement.revision) == seen


def _change(db: Session, row: Announcement, where: Sequence[sa.ColumnElement[bool]], **changes: Any) -> bool:
    update = sa.update(Announcement).where(col(Announcement.id) == row.id, *where)
    changed = bool(db.exec(update.values(**changes)).rowcount)
    db.refresh(row)
    return changed
