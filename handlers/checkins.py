"""Check-ins: each of a pair is asked in their own morning whether the two met, and answers with one click."""

from datetime import datetime
from typing import Any

from slack_bolt import App
from sqlmodel import Session

from bot.rules.cadence import (
    ASK_AGAIN,
    MOST_UNANSWERED,
    Later,
    in_morning,
    local_day,
    morning,
    morning_after,
    morning_ends,
    morning_of,
)
from bot.rules.refusal import Refusal
from handlers.clicks import Click, Said, in_place
from handlers.matchers import on_action
from storage import checkins, circles, goals, outbox, pairs, plan_outcomes, wishes
from storage.store import Store
from storage.tables import HeldSession, Outbox, Pair

BATCH = 100
PRIORITY = 30
ANSWERED, NOT_YET = "checkins/answered", "not yet"


def register(app: App) -> None:
    on_action(app, "checkins.not_yet", in_place(not_yet))
    on_action(app, "checkins.snooze", in_place(snooze))
    on_action(app, "checkins.later", in_place(ask_later))


def ask(store: Store, now: datetime) -> int:
    """Ask whoever is due "did you meet?", and call a pair quiet a week after the second unanswered question.

    Returns how many people were asked.
    """
    with store.read() as db:
        if not checkins.any_due(db, now):
            return 0
    asked, size = 0, BATCH
    while size == BATCH:
        with store.begin() as db:
            checkins.forget_ended(db, now)
            due = checkins.due(db, now, BATCH)
            for seat in checkins.unheard(db, [one.seat for one in due]):
                seat.unanswered -= 1
            asked += sum(_ask(db, one, now) for one in due)
        size = len(due)
    return asked


def not_yet(db: Session, click: Click, now: datetime) -> Said:
    """There was no session: ask again in a week."""
    return _answer(db, click, int(click.value), now, NOT_YET, "in a week")


def snooze(db: Session, click: Click, now: datetime) -> Said:
    """Not now: ask in a week."""
    return _answer(db, click, int(click.value), now, "snoozed", "in a week")


def ask_later(db: Session, click: Click, now: datetime) -> Said:
    """Not now: ask tomorrow, or not before next month."""
    pair_id, _, choice = click.value.partition(":")
    again: Later = "tomorrow" if choice == "tomorrow" else "next month"
    return _answer(db, click, int(pair_id), now, choice, again)


def _answer(db: Session, click: Click, pair_id: int, now: datetime, answer: str, again: Later) -> Said:
    """The message that was clicked, as it reads with this answer."""
    values = put_off(db, pair_id, click.user_id, now, answer, again)
    return click.instead(db, ANSWERED, **values, goals=_goals(db, click.message(db), pair_id))


def put_off(db: Session, pair_id: int, user_id: str, now: datetime, answer: str, again: Later) -> dict[str, Any]:
    """Ask again then, unless nothing was asked. Returns the values of the message that says when.

    What was planned until now and was not held is missed where somebody says that they have not met.
    """
    pair = own_pair(db, pair_id, user_id, now)
    seat = checkins.seat_of(db, pair, user_id)
    if seat.unanswered:
        checkins.ask_later(db, seat, again, now)
        if answer == NOT_YET:
            plan_outcomes.miss(db, pair, now)
    else:
        answer = "standing"
    partner, next_day = circles.company(db, pair, user_id, now), checkins.next_day(db, seat)
    about = {"pair": pair_id, "partner": partner, "circle": pair.circle_id is not None}
    return {"answer": answer, "next_day": next_day} | about


def hear_not_yet(db: Session, pair: Pair, user_id: str, now: datetime) -> dict[str, Any]:
    """Somebody typed that they have not met: the question shows it as if its button had been clicked."""
    asked = [one for one in checkins.open_questions(db, pair) if one[0].user_id == user_id]
    assert pair.id is not None
    values = put_off(db, pair.id, user_id, now, NOT_YET, "in a week")
    for seat, question in asked:
        key, named = f"{question.key}:{seat.pair_id}:not-yet", _goals(db, question, seat.pair_id)
        about = values | {"pair": seat.pair_id, "goals": named}
        wishes.say_instead(db, question, key, now, ANSWERED, **about)
    return values


def count_session(db: Session, pair: Pair, session: HeldSession, now: datetime) -> None:
    """A session answers whatever either was asked: both are asked again one cadence after it."""
    asked = checkins.open_questions(db, pair)
    checkins.ask_after_last_session(db, pair, now)
    for seat, question in asked:
        wishes.say_instead(
            db,
            question,
            f"{question.key}:session:{session.id}",
            now,
            ANSWERED,
            answer="logged",
            pair=seat.pair_id,
            partner=circles.company(db, pair, seat.user_id, now),
            circle=pair.circle_id is not None,
            minutes=session.minutes,
            held_on=session.held_on.isoformat(),
            next_day=checkins.next_day(db, seat),
            goals=_goals(db, question, seat.pair_id),
        )


def own_pair(db: Session, pair_id: int, user_id: str, now: datetime) -> Pair:
    """The same for what a circle does together: one's own open pair in the circle of which that pair is one."""
    found = pairs.pair(db, pair_id)
    mine = circles.own(db, found, user_id, now) if found else None
    return pair_of(db, mine.id if mine and mine.id else pair_id, user_id, now)


def pair_of(db: Session, pair_id: int, user_id: str, now: datetime) -> Pair:
    """The open pair, for one of the two. Refuses everybody else, and a pair that has ended."""
    found = pairs.pair(db, pair_id)
    if found is None or user_id not in (found.mentor_id, found.mentee_id):
        raise Refusal("checkins/not_your_pair")
    if not pairs.is_open(found, user_id, now):
        raise Refusal("checkins/pair_ended")
    return found


def leads_circle(pair: Pair, user_id: str) -> bool:
    """Whether somebody is the mentor of a circle, who has goals with each of its mentees."""
    return pair.circle_id is not None and user_id == pair.mentor_id


def _goals(db: Session, question: Outbox | None, pair_id: int | None) -> list[goals.Line]:
    """The goals that a question names, as they stand now."""
    part = wishes.part_about(question, checkins.QUESTION, pair=pair_id)
    return goals.lines_now(db, part["values"].get("goals", ())) if part else []


def _ask(db: Session, due: checkins.Due, now: datetime) -> bool:
    seat, day = due.seat, local_day(now, due.zone)
    asked = False
    if seat.unanswered >= MOST_UNANSWERED:
        seat.quiet_since, seat.ask_at = now, None
    elif not in_morning(now, due.zone):
        seat.ask_at = morning(now, due.zone)
    elif asked := _nudge(db, due, now):
        seat.unanswered += 1
        seat.ask_at = morning_of(day + ASK_AGAIN, due.zone)
    else:
        seat.ask_at = morning_after(day, due.zone)
    db.add(seat)
    if due.pair.circle_id is not None:
        db.flush()
        checkins.keep_alike(db, seat)
    return asked


def _nudge(db: Session, due: checkins.Due, now: datetime) -> bool:
    seat, pair, day = due.seat, due.pair, local_day(now, due.zone)
    if outbox.nudged_on(db, seat.user_id, day):
        return False
    planned_on = plan_outcomes.unlogged_day(db, pair, due.zone, now)
    return wishes.wish(
        db,
        f"did-you-meet:{seat.id}:{day}",
        checkins.QUESTION,
        seat.user_id,
        now,
        priority=PRIORITY,
        pair_id=pair.id,
        until=morning_ends(now, due.zone),
        pair=pair.id,
        programme=pair.programme_id,
        partner=circles.company(db, pair, seat.user_id, now),
        cadence=due.cadence,
        planned_on=planned_on and planned_on.isoformat(),
        again=seat.unanswered > 0,
        goals=[] if leads_circle(pair, seat.user_id) else goals.agreed_lines(db, pair.id),
    )
