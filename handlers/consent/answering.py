"""The answers of the two: yes, not this one, never with this person; and why somebody was suggested."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.programmes import CIRCLES
from bot.rules.refusal import Refusal
from handlers.clicks import Click, Said
from handlers.consent.ending import over, say_in_place, say_no, time_is_over
from messages import form
from storage import joining, outbox, programmes, suggestions, wishes
from storage.store import Store
from storage.suggestions import Side
from storage.tables import Suggestion

Decide = Callable[[Session, Suggestion, Side, datetime], Said]


def yes(db: Session, click: Click, now: datetime) -> Said:
    """The senior wants to be introduced: the junior is asked. The junior does, too: the tick introduces them."""
    return _answer(db, click, now, _say_yes)


def no(db: Session, click: Click, now: datetime) -> Said:
    """Not this one: the two are not suggested to each other again, and nobody learns whose no it was."""
    return _answer(db, click, now, _say_no)


def never(db: Session, click: Click, now: datetime) -> Said:
    """The junior puts the senior on their own never-list, which nobody sees."""
    return _answer(db, click, now, _say_never)


def why(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, user_id: str, store: Store) -> None:
    """The reasons in words, as the one who is asked may know them, and what the rules made sure of."""
    with store.read() as db:
        row, side = _own(db, int(action["value"]), user_id)
        question = outbox.by_key(db, suggestions.key(row, side))
        values = dict(question.values) if question else {}
    about = {"partner": values.get("partner"), "peers": values.get("peers", False)}
    view = form("consent/why", as_mentor=side == "junior", reasons=values.get("reasons", []), **about)
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def _answer(db: Session, click: Click, now: datetime, decide: Decide) -> Said:
    row, side = _own(db, int(click.value), click.user_id)
    template, values = _decided(db, row, side, click.user_id, now, decide)
    say_in_place(db, row, side, now, template, values, click.message(db))
    return click.instead(db, template, **values)


def _decided(db: Session, row: Suggestion, side: Side, user_id: str, now: datetime, decide: Decide) -> Said:
    """What somebody reads after a click: of their answer, or of how things stand where it is not their turn."""
    if not suggestions.is_asked(row, user_id):
        return _standing(db, row, side)
    if row.answer_by <= now:
        time_is_over(db, row, now)
        return "consent/over", over(db, row, side, late=True)
    if ended := _why_not(db, row, user_id):
        return "consent/over", over(db, row, side, ended=ended)
    wishes.withdraw(db, suggestions.reminder(row, side))
    return decide(db, row, side, now)


def _say_yes(db: Session, row: Suggestion, side: Side, now: datetime) -> Said:
    suggestions.move(db, row, "willing" if side == "senior" else "agreed", in_time=now)
    return _standing(db, row, side)


def _say_no(db: Session, row: Suggestion, side: Side, now: datetime) -> Said:
    said = say_no(db, row, now)
    return "consent/over", over(db, row, side, thanks=said)


def _say_never(db: Session, row: Suggestion, side: Side, now: datetime) -> Said:
    if side != "junior":
        raise Refusal("consent/not_yours")
    said = say_no(db, row, now)
    place = joining.participant(db, row.programme_id, row.mentor_id)
    if said and place and row.mentee_id not in place.never:
        place.never = [*place.never, row.mentee_id]
        db.add(place)
    return "consent/over", over(db, row, side, thanks=said, never=row.mentee_id if said else None)


def _standing(db: Session, row: Suggestion, side: Side) -> Said:
    """How things stand for one of the two: they said yes, as far as they may know, or it does not go ahead."""
    senior_said_yes = ("willing", "junior", "held", "agreed", "introduced")
    if row.status in (senior_said_yes if side == "senior" else ("agreed", "introduced")):
        return "consent/agreed", {
            "suggestion": row.id,
            "programme_id": row.programme_id,
            "partner": row.mentee_id if side == "junior" else None,
            "introduced": row.status == "introduced",
            "circle": _least(db, row),
        }
    return "consent/over", over(db, row, side)


def _least(db: Session, row: Suggestion) -> int | None:
    """How many mentees a circle needs; None of a pair."""
    programme = programmes.programme(db, row.programme_id)
    return programme.circle_least if programme is not None and programme.kind == CIRCLES else None


def _own(db: Session, suggestion_id: int, user_id: str) -> tuple[Suggestion, Side]:
    """A suggestion and which of the two somebody is. Refuses whoever was not asked."""
    row = suggestions.suggestion(db, suggestion_id)
    sides: dict[str, Side] = {row.mentee_id: "senior", row.mentor_id: "junior"} if row else {}
    side = sides.get(user_id)
    if row is None or side is None or outbox.by_key(db, suggestions.key(row, side)) is None:
        raise Refusal("consent/not_yours")
    return row, side


def _why_not(db: Session, row: Suggestion, user_id: str) -> str | None:
    """Why an answer comes to nothing: the programme has closed, or the person left. Refuses whoever is paused."""
    programme, place = programmes.programme(db, row.programme_id), joining.participant(db, row.programme_id, user_id)
    if place is None or place.status == "left":
        return "left"
    if programme is None or programme.status != "open":
        return "closed"
    if place.status == "paused":
        raise Refusal("consent/paused")
    return None
