"""Counts of programmes: each one question, whatever the number of programmes and of those who take part."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.rules.cadence import UNDO
from bot.rules.health import expected
from bot.rules.programmes import CIRCLES
from bot.rules.surveys.calendar import A_MONTH
from storage.circles import lasts_longest
from storage.pairs import COMPLETED, can_be_undone, seems_open
from storage.prepared import given, prepared
from storage.tables import Agreement, Announcement, HeldSession, Pair, Participant, Programme, Seat
from storage.unsigned import signed_by_both

Ids = Collection[int]


@dataclass(frozen=True)
class Circles:
    """Circles that go on, and those of them that are smaller than their programme wants them."""

    all: int
    small: int


def enrolled(db: Session, ids: Ids) -> dict[int, int]:
    """How many take part, active or paused, by programme."""
    return dict(_enrolled(db, ids=ids).all())


def matched(db: Session, ids: Ids, now: datetime) -> dict[int, int]:
    """How many people are in a pair, by programme; an exit that can still be undone is given away by no number."""
    return {programme_id: count for programme_id, count in _matched(db, ids=ids, undo_since=now - UNDO) if programme_id}


def held(db: Session, ids: Ids) -> dict[int, int]:
    """How many sessions were held, in pairs that ended too, by programme."""
    return dict(_held(db, ids=ids).all())


def due(db: Session, programmes: Sequence[Programme], now: datetime) -> dict[int, int]:
    """How many sessions were to be expected by now, by programme.

    Pairs of one round begin at the same moments, so there are far fewer moments than pairs.
    """
    held_in = {row.id: row for row in programmes if row.id is not None}
    found: dict[int, int] = {}
    for programme_id, introduced_at, ended_at, pairs in _lengths(db, ids=list(held_in)):
        programme = held_in[programme_id]
        each = expected(introduced_at, ended_at or now, programme.cadence, programme.sessions)
        found[programme_id] = found.get(programme_id, 0) + pairs * each
    return found


def unsigned(db: Session, ids: Ids, now: datetime) -> dict[int, int]:
    """How many open pairs have an agreement that is not signed by both, by programme."""
    undo_since = now - UNDO
    signed = dict(_signed(db, ids=ids, undo_since=undo_since).all())
    pairs = _open_pairs(db, ids=ids, undo_since=undo_since)
    return {programme_id: count - signed.get(programme_id, 0) for programme_id, count in pairs}


def in_circles(db: Session, programmes: Sequence[Programme], now: datetime) -> dict[int, Circles]:
    """How many circles go on, and how many of them have fewer mentees than their programme wants, by programme."""
    least = {row.id: row.circle_least for row in programmes if row.id is not None and row.kind == CIRCLES}
    found = dict.fromkeys(least, Circles(0, 0))
    for programme_id, size in _sizes(db, ids=list(least), undo_since=now - UNDO) if least else ():
        before = found[programme_id]
        found[programme_id] = Circles(before.all + 1, before.small + (size < least[programme_id]))
    return {programme_id: count for programme_id, count in found.items() if programme_id is not None}


def ending(db: Session, ids: Ids, now: datetime) -> dict[int, int]:
    """How many open pairs end within a month, by programme."""
    return dict(_ending(db, ids=ids, until=now + A_MONTH, undo_since=now - UNDO).all())


def completed(db: Session, ids: Ids) -> dict[int, int]:
    """How many pairs have had all their months, by programme."""
    return dict(_completed(db, ids=ids).all())


def free_again(db: Session, ids: Ids, *, wanted: bool) -> dict[int, int]:
    """How many people who completed a pair are in none now and want to be matched again, or do not, by programme."""
    return dict(_free_again(db, ids=ids, wanted=wanted).all())


def upcoming(db: Session, ids: Ids) -> dict[int, int]:
    """How many announcements are to be sent, by programme."""
    return dict(_upcoming(db, ids=ids).all())


def of_pair(table: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """Rows of another table that belong to the Pair of the question."""
    return col(table.workspace_id) == Pair.workspace_id, col(table.pair_id) == Pair.id


def among_these() -> sa.ColumnElement[bool]:
    """Pairs of the programmes that a prepared question is given as ``ids``."""
    return col(Pair.programme_id).in_(given("ids", expanding=True))


@prepared
def _enrolled() -> Select[int, int]:
    here = (
        col(Participant.programme_id).in_(given("ids", expanding=True)),
        col(Participant.status).in_(("active", "paused")),
    )
    count = select(Participant.programme_id, sa.func.count(col(Participant.id))).where(*here)
    return count.group_by(col(Participant.programme_id))


@prepared
def _matched() -> Select[int | None, int]:
    here = (col(Pair.workspace_id) == Programme.workspace_id, col(Pair.programme_id) == Programme.id)
    sides = (
        sa.select(col(who)).where(*here, _seems_open(who)).correlate(Programme)
        for who in (Pair.mentor_id, Pair.mentee_id)
    )
    people = sa.select(sa.func.count()).select_from(sa.union(*sides).subquery()).scalar_subquery()
    return select(Programme.id, people).where(col(Programme.id).in_(given("ids", expanding=True)))


def _seems_open(who: Any) -> sa.ColumnElement[bool]:
    """A pair that is open, or an exit since ``undo_since`` for whoever of the two still takes part."""
    takes_part = sa.exists().where(
        col(Participant.workspace_id) == Pair.workspace_id,
        col(Participant.programme_id) == Pair.programme_id,
        col(Participant.user_id) == col(who),
        col(Participant.status) != "left",
    )
    return sa.or_(col(Pair.ended_at).is_(None), sa.and_(can_be_undone(given("undo_since")), takes_part))


@prepared
def _held() -> Select[int, int]:
    count = select(Pair.programme_id, sa.func.count(col(HeldSession.id)))
    return count.join(HeldSession, sa.and_(*of_pair(HeldSession))).where(among_these()).group_by(col(Pair.programme_id))


@prepared
def _lengths() -> Select[int, datetime, datetime | None, int]:
    """A circle counts once, from its beginning until the last of its pairs has ended."""
    length = (col(Pair.programme_id), col(Pair.introduced_at), col(Pair.ended_at))
    return (
        select(Pair.programme_id, Pair.introduced_at, Pair.ended_at, sa.func.count())
        .where(among_these(), lasts_longest())
        .group_by(*length)
    )


@prepared
def _open_pairs() -> Select[int, int]:
    still_open = select(Pair.programme_id, sa.func.count(col(Pair.id))).where(
        among_these(), seems_open(given("undo_since"))
    )
    return still_open.group_by(col(Pair.programme_id))


@prepared
def _signed() -> Select[int, int]:
    count = select(Pair.programme_id, sa.func.count(sa.distinct(col(Pair.id))))
    signed = count.join(Agreement, sa.and_(*of_pair(Agreement))).where(
        among_these(), seems_open(given("undo_since")), *signed_by_both()
    )
    return signed.group_by(col(Pair.programme_id))


@prepared
def _sizes() -> Select[int, int]:
    gathered = (among_these(), seems_open(given("undo_since")), col(Pair.circle_id).is_not(None))
    return (
        select(Pair.programme_id, sa.func.count(col(Pair.id)))
        .where(*gathered)
        .group_by(col(Pair.programme_id), col(Pair.circle_id))
    )


@prepared
def _ending() -> Select[int, int]:
    soon = (among_these(), seems_open(given("undo_since")), col(Pair.ends_at) <= given("until"))
    return select(Pair.programme_id, sa.func.count(col(Pair.id))).where(*soon).group_by(col(Pair.programme_id))


@prepared
def _completed() -> Select[int, int]:
    done = (among_these(), Pair.ended_as == COMPLETED)
    return select(Pair.programme_id, sa.func.count(col(Pair.id))).where(*done).group_by(col(Pair.programme_id))


@prepared
def _free_again() -> Select[int, int]:
    here = (col(Participant.programme_id).in_(given("ids", expanding=True)), Participant.status != "left")
    theirs = sa.and_(
        col(Seat.workspace_id) == Participant.workspace_id,
        col(Seat.user_id) == Participant.user_id,
        col(Pair.id) == Seat.pair_id,
        col(Pair.programme_id) == Participant.programme_id,
    )
    done = sa.exists().where(theirs, col(Pair.ended_as) == COMPLETED)
    going_on = sa.exists().where(theirs, col(Pair.ended_at).is_(None))
    count = select(Participant.programme_id, sa.func.count(col(Participant.id)))
    free = count.where(*here, col(Participant.next_round) == given("wanted"), done, ~going_on)
    return free.group_by(col(Participant.programme_id))


@prepared
def _upcoming() -> Select[int, int]:
    count = select(Announcement.programme_id, sa.func.count(col(Announcement.id)))
    to_come = (col(Announcement.status) == "confirmed", col(Announcement.begun_at).is_(None))
    here = col(Announcement.programme_id).in_(given("ids", expanding=True))
    return count.where(here, *to_come).group_by(col(Announcement.programme_id))
