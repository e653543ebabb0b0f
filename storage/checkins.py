"""When each of a pair is asked "did you meet?", and how often the question stayed unanswered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.rules.cadence import (
    A_DAY,
    ASK_AGAIN,
    CADENCES,
    MOST_UNANSWERED,
    UNDO,
    Later,
    later,
    local_day,
    morning_after,
    morning_of,
)
from storage import agendas, circles, find_a_time, pairs, people, plan_outcomes
from storage.mornings import takes_part
from storage.pairs import seats
from storage.prepared import amend, given, one, prepared, prepared_update
from storage.programmes import programme
from storage.tables import HeldSession, Outbox, Pair, Person, Programme, Seat, Wish
from storage.wishes import last_said

QUESTION = "checkins/did_you_meet"


@dataclass(frozen=True)
class Due:
    """A seat that is to be asked, the pair that it belongs to, the person's zone and how often the pair meets."""

    seat: Seat
    pair: Pair
    cadence: str
    zone: str | None


def ask_after(db: Session, pair: Pair, moment: datetime) -> None:
    """Ask both next one cadence of the programme after a moment, each in their own morning.

    What they left unanswered is forgotten.
    """
    cadence = _cadence(db, pair)
    for seat, zone in _seats(db, pair):
        _ask_on(db, seat, local_day(moment, zone) + cadence, zone)


def ask_after_last_session(db: Session, pair: Pair, now: datetime) -> None:
    """Ask both the morning after the session that they have planned; where none is, one cadence after their last one.

    Without a session that is a cadence after the introduction, but not before a week from now. Questions that were
    still to be sent are withdrawn, and the agendas of what is planned are arranged anew.
    """
    planned = [(row, row.starts_at) for row in plan_outcomes.compare_with_log(db, pair) if row.starts_at]
    find_a_time.withdraw(db, pair)
    agendas.arrange(db, pair, [row for row, starts_at in planned if starts_at > now])
    lately = [starts_at for _row, starts_at in planned if starts_at > now - ASK_AGAIN]
    last = _last_day(db, held_under=circles.whole(pair)).first()
    cadence = _cadence(db, pair)
    everybody = _seats(db, pair)
    for seat, zone in everybody:
        met = last or local_day(pair.introduced_at, zone)
        day = max(met + cadence, local_day(now + ASK_AGAIN, zone))
        to_ask = [held for moment in lately if morning_after(held := local_day(moment, zone), zone) >= now]
        _ask_on(db, seat, to_ask[0] + A_DAY if to_ask else day, zone)
    for pair_id in {seat.pair_id for seat, _zone in everybody}:
        _withdraw_questions(db, pair_id, [seat.user_id for seat, _zone in everybody if seat.pair_id == pair_id])


@prepared
def _last_day() -> SelectOfScalar[Any]:
    return select(sa.func.max(col(HeldSession.held_on))).where(HeldSession.pair_id == given("held_under"))


def ask_later(db: Session, seat: Seat, choice: Later, now: datetime) -> None:
    """Ask this person again then: they answered, and there was nothing to log."""
    zone = people.zone(db, seat.user_id)
    _ask_on(db, seat, later(choice, local_day(now, zone)), zone)
    keep_alike(db, seat)
    withdraw_question(db, seat)


def any_due(db: Session, now: datetime) -> bool:
    """Whether it is worth looking closer: the cheap question of every hour."""
    return _any_due(db, now=now).first() is not None


@prepared
def _any_due() -> SelectOfScalar[Any]:
    return select(Seat.id).where(col(Seat.ask_at) <= given("now")).limit(1)


def due(db: Session, now: datetime, most: int) -> list[Due]:
    """Seats to be asked, the longest due first: both people take part and neither is paused.

    A mentor has a seat in each pair of a circle, all of them alike, and is asked for the first whose mentee takes part.
    """
    return [Due(*row) for row in _due(db, now=now, most=most)]


@prepared
def _due() -> Select[Seat, Pair, str, str | None]:
    return (
        select(Seat, Pair, Programme.cadence, Person.zone)
        .join(Pair, col(Pair.id) == Seat.pair_id)
        .join(Programme, col(Programme.id) == Pair.programme_id)
        .outerjoin(Person, sa.and_(col(Person.workspace_id) == Seat.workspace_id, col(Person.user_id) == Seat.user_id))
        .where(col(Seat.ask_at) <= given("now"), col(Pair.ended_at).is_(None), Programme.status == "open")
        .where(takes_part(col(Pair.mentor_id)), takes_part(col(Pair.mentee_id)), _asked_once())
        .order_by(col(Seat.ask_at), col(Seat.id))
        .limit(given("most"))
    )


def _asked_once() -> sa.ColumnElement[bool]:
    return sa.or_(col(Seat.user_id) == Pair.mentee_id, circles.leads_among(takes_part))


def keep_alike(db: Session, seat: Seat) -> None:
    """Let the other seats of a mentor in the same circle be as this one."""
    circle = select(Pair.circle_id).where(Pair.id == seat.pair_id).scalar_subquery()
    same = (col(Pair.circle_id) == circle, col(Pair.mentor_id) == seat.user_id, col(Pair.ended_at).is_(None))
    others = select(Pair.id).where(*same, col(Pair.id) != seat.pair_id)
    theirs = (col(Seat.user_id) == seat.user_id, col(Seat.pair_id).in_(others))
    alike = {"ask_at": seat.ask_at, "unanswered": seat.unanswered, "quiet_since": seat.quiet_since}
    db.exec(sa.update(Seat).where(*theirs).values(**alike))


def forget_ended(db: Session, now: datetime) -> None:
    """Ask no more in pairs that ended for good, so that nobody looks through them at every hour."""
    ended = select(Pair.id).where(Pair.id == Seat.pair_id, col(Pair.ended_at) <= now - UNDO)
    db.exec(sa.update(Seat).where(col(Seat.ask_at) <= now, ended.exists()).values(ask_at=None))


def unheard(db: Session, due_seats: Iterable[Seat]) -> list[Seat]:
    """Those whose last unanswered question never reached the person: it must not count as ignored."""
    asked = [seat for seat in due_seats if seat.unanswered]
    if not asked:
        return []
    questions = (
        select(Wish.pair_id, Wish.user_id, Outbox.status)
        .outerjoin(Outbox, col(Outbox.id) == Wish.outbox_id)
        .where(col(Wish.pair_id).in_({seat.pair_id for seat in asked}), Wish.template == QUESTION)
    )
    last = {(pair_id, user_id): status for pair_id, user_id, status in db.exec(questions.order_by(col(Wish.id)))}
    return [seat for seat in asked if last.get((seat.pair_id, seat.user_id)) in (None, "expired", "failed")]


def seat_of(db: Session, pair: Pair, user_id: str) -> Seat:
    """One person's side of a pair that they are in."""
    found = one(db, Seat, pair_id=pair.id, user_id=user_id)
    assert found is not None
    return found


def next_day(db: Session, seat: Seat) -> str | None:
    """The person's local day, in ISO, on which the next question comes; None where none will come."""
    if seat.ask_at is None or seat.unanswered >= MOST_UNANSWERED:
        return None
    return local_day(seat.ask_at, people.zone(db, seat.user_id)).isoformat()


def open_questions(db: Session, pair: Pair) -> list[tuple[Seat, Outbox]]:
    """The newest question that was sent to each of a pair, or of a circle, and is not answered."""
    theirs = [seat for seat, _zone in _seats(db, pair) if seat.unanswered]
    asked = [(seat, last_said(db, seat.pair_id, seat.user_id, QUESTION)) for seat in theirs]
    return [(seat, question) for seat, question in asked if question is not None]


def withdraw_question(db: Session, seat: Seat) -> None:
    """Take back a question that was still to be sent."""
    asked_for = pairs.pair(db, seat.pair_id)
    for row in circles.of_pair(db, asked_for) if asked_for else ():
        _withdraw_questions(db, row.id, [seat.user_id])


def _withdraw_questions(db: Session, pair_id: int | None, user_ids: list[str]) -> None:
    _withdraw(db, pair=pair_id, users=user_ids)
    _withdraw_wish(db, pair=pair_id, users=user_ids)


@prepared_update
def _withdraw() -> sa.Update:
    to_whom = (col(Outbox.pair_id) == given("pair"), col(Outbox.user_id).in_(given("users", expanding=True)))
    waiting = (col(Outbox.status) == "waiting", col(Outbox.template) == QUESTION)
    return sa.update(Outbox).where(*to_whom, *waiting).values(status="withdrawn")


@prepared_update
def _withdraw_wish() -> sa.Update:
    to_whom = (col(Wish.pair_id) == given("pair"), col(Wish.user_id).in_(given("users", expanding=True)))
    waiting = (col(Wish.status) == "waiting", col(Wish.template) == QUESTION)
    return sa.update(Wish).where(*to_whom, *waiting).values(status="withdrawn")


def _cadence(db: Session, pair: Pair) -> timedelta:
    held_in = programme(db, pair.programme_id)
    assert held_in is not None
    return CADENCES[held_in.cadence]


def _seats(db: Session, pair: Pair) -> list[tuple[Seat, str | None]]:
    """Everybody's, of a circle those of the pairs that go on."""
    together = [pair] if pair.circle_id is None else circles.going_on(db, pair)
    return [(seat, people.zone(db, seat.user_id)) for one in together for seat in seats(db, one.id or 0)]


def _ask_on(db: Session, seat: Seat, day: date, zone: str | None) -> None:
    amend(db, seat, ask_at=morning_of(day, zone), unanswered=0, quiet_since=None)
