"""Whom an announcement reaches: the active participants of its programme, or some of them, or a channel."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.cadence import UNDO, waking
from storage.pairs import looks_open_to
from storage.tables import Announcement, Outbox, Pair, Participant, Person, Seat

SAID = "announcements/said"


def zones(db: Session, row: Announcement, now: datetime) -> dict[str | None, int]:
    """How many people would get it as of now, by their zone."""
    count = sa.func.count(col(Participant.id))
    reached = select(Person.zone, count).join(Participant, _is_person()).where(*_reached(row, now))
    return dict(db.exec(reached.group_by(col(Person.zone))).all())


def newcomers(db: Session, row: Announcement, now: datetime) -> int:
    """How many people it would reach now and was not written for."""
    count = select(sa.func.count(col(Participant.id))).where(*_reached(row, now), ~_written(row))
    return db.exec(count).one()


def paused(db: Session, row: Announcement) -> int:
    """How many participants are left alone, since they asked for a pause."""
    resting = (Participant.programme_id == row.programme_id, Participant.status == "paused")
    return db.exec(select(sa.func.count(col(Participant.id))).where(*resting)).one()


def write(db: Session, row: Announcement, now: datetime) -> int:
    """Write a message for everybody whom it reaches and who has none, due in their waking hours. Returns how many.

    One statement that carries no words: whoever sends a message reads them from the announcement.
    """
    db.flush()
    made = _channel(row, now) if row.audience == "channel" else _people(row, now, _clock(db, row, now))
    return db.connection().execute(sa.insert(Outbox).from_select(list(made.selected_columns.keys()), made)).rowcount


def awake(db: Session, row: Announcement, now: datetime) -> sa.ColumnElement[Any]:
    """When the recipient of a message is awake next; a channel always is."""
    whose = (col(Person.workspace_id) == Outbox.workspace_id, col(Person.user_id) == Outbox.user_id)
    theirs = sa.select(_clock(db, row, now)).where(*whose).scalar_subquery()
    return sa.func.coalesce(theirs, _moment(now))


def _people(row: Announcement, now: datetime, clock: sa.ColumnElement[Any]) -> sa.Select[Any]:
    user = col(Participant.user_id)
    message = _message(row, user, sa.literal(key_of(row, "")) + user, clock)
    people = message.add_columns(user.label("user_id")).join_from(Participant, Person, _is_person())
    return people.where(*_reached(row, now), ~_written(row)).order_by(col(Participant.id))


def _channel(row: Announcement, now: datetime) -> sa.Select[Any]:
    channel, key = row.channel or "", key_of(row, row.channel or "")
    moment = _moment(now)
    unwritten = ~sa.exists().where(col(Outbox.workspace_id) == row.workspace_id, col(Outbox.key) == key)
    return _message(row, sa.literal(channel), sa.literal(key), moment).where(unwritten)


def key_of(row: Announcement, recipient: str) -> str:
    return f"announcement:{row.id}:{recipient}"


def _clock(db: Session, row: Announcement, now: datetime) -> sa.ColumnElement[Any]:
    """When somebody is awake next, by the zone of the Person in the statement."""
    here = select(Person.zone).join(Participant, _is_person()).where(Participant.programme_id == row.programme_id)
    clocks = {zone: _moment(waking(now, zone)) for zone in db.exec(here.distinct()).all() if zone}
    elsewhere = _moment(waking(now, None))
    return sa.case(clocks, value=col(Person.zone), else_=elsewhere) if clocks else elsewhere


def _moment(value: datetime) -> sa.ColumnElement[Any]:
    return sa.literal(value, sa.inspect(Outbox).columns["due_at"].type)


def _message(row: Announcement, recipient: Any, key: Any, due_at: Any) -> sa.Select[Any]:
    values = sa.literal({"programme_id": row.programme_id}, sa.JSON)
    return sa.select(
        sa.literal(row.workspace_id).label("workspace_id"),
        sa.literal("notice").label("kind"),
        sa.literal(SAID).label("template"),
        values.label("values"),
        sa.literal(row.id).label("announcement_id"),
        sa.literal("waiting").label("status"),
        sa.literal(0).label("attempts"),
        recipient.label("recipient"),
        key.label("key"),
        due_at.label("due_at"),
    )


def _is_person() -> sa.ColumnElement[bool]:
    return sa.and_(col(Person.workspace_id) == Participant.workspace_id, col(Person.user_id) == Participant.user_id)


def _written(row: Announcement) -> sa.ColumnElement[bool]:
    key = sa.literal(key_of(row, "")) + col(Participant.user_id)
    return sa.exists().where(col(Outbox.workspace_id) == row.workspace_id, col(Outbox.key) == key)


def _reached(row: Announcement, now: datetime) -> list[sa.ColumnElement[bool]]:
    here = [
        col(Participant.workspace_id) == row.workspace_id,
        col(Participant.programme_id) == row.programme_id,
        col(Participant.status) == "active",
    ]
    user, role = col(Participant.user_id), col(Participant.role)
    teach, learn = _paired(row, now, "mentor_id"), _paired(row, now, "mentee_id")
    chosen = {
        "mentors": sa.or_(role == "mentor", sa.and_(role == "either", sa.or_(user.in_(teach), user.not_in(learn)))),
        "mentees": sa.or_(role == "mentee", sa.and_(role == "either", sa.or_(user.in_(learn), user.not_in(teach)))),
        "unmatched": sa.and_(col(Participant.next_round), user.not_in(teach), user.not_in(learn)),
        "quiet": sa.or_(user.in_(_quiet(row, "mentor_id")), user.in_(_quiet(row, "mentee_id"))),
    }
    return [*here, chosen[row.audience]] if row.audience in chosen else here


def _paired(row: Announcement, now: datetime, side: str) -> sa.Select[Any]:
    """Who is in a pair on that side, as far as they know."""
    who = getattr(Pair, side)
    return sa.select(who).where(*_of_programme(row), looks_open_to(who, now - UNDO))


def _quiet(row: Announcement, side: str) -> sa.Select[Any]:
    silent = sa.select(col(Seat.pair_id)).where(
        col(Seat.workspace_id) == row.workspace_id, col(Seat.quiet_since).is_not(None)
    )
    still_open = (col(Pair.ended_at).is_(None), col(Pair.id).in_(silent))
    return sa.select(getattr(Pair, side)).where(*_of_programme(row), *still_open)


def _of_programme(row: Announcement) -> tuple[sa.ColumnElement[bool], ...]:
    return col(Pair.workspace_id) == row.workspace_id, col(Pair.programme_id) == row.programme_id
