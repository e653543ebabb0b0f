"""Pausing until a day or without end, and resuming."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import cadence
from bot.rules.days import FARTHEST_PAUSE, read_day
from bot.rules.phrases import Unclear
from bot.rules.refusal import Refusal
from handlers import forms, home
from handlers.clicks import Click, Said, in_place
from handlers.matchers import after, on_action, on_command
from messages import form, render
from storage import checkins, joining, outbox, pairs, people, wishes, withdrawals
from storage.store import Store
from storage.tables import Outbox, Participant

CALLBACK = "joining.pause"


def register(app: App) -> None:
    on_command(app, "pause", pause)
    on_command(app, "resume", resume)
    on_action(app, "joining.pause", ask_how_long)
    on_action(app, "joining.resume", in_place(resume_one, on_home=True))
    app.view(CALLBACK)(submit)


def pause(ack: Ack, command: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Pause everywhere until the day that was typed; where none was, open the form."""
    with store.read() as db:
        places = _places(db, user_id, None)
        today = _today(db, user_id, now)
    until = read_day(after(command, "pause"), today=today)
    if isinstance(until, Unclear):
        raise Refusal("joining/which_day", code=until.code)
    if until is None:
        client.views_open(trigger_id=command["trigger_id"], view=_form(places, None))
        ack()
        return
    with store.begin() as db:
        _pause(db, user_id, None, until)
    home.refresh(client, store, user_id, now)
    ack(response_type="ephemeral", **render("joining/paused", until=until, programme_id=None))


def ask_how_long(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str
) -> None:
    """Open the form for the programme that the button names, or for all."""
    with store.read() as db:
        places = _places(db, user_id, _named(action))
    client.views_open(trigger_id=body["trigger_id"], view=_form(places, forms.place_of(body)))
    ack()


def submit(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Pause, and say so in the message from which the form was opened."""
    carried, given = forms.carried(view), forms.answers(view)
    with store.read() as db:
        until = _until(given["until"], bool(given["open_ended"]), _today(db, user_id, now))
    with store.begin() as db:
        rows = _pause(db, user_id, carried["programmes"], until)
        if not rows:
            raise Refusal("joining/not_yet")
        _say_so(db, carried["message"], rows, now)
    home.refresh(client, store, user_id, now)
    ack(response_action="update", view=form("joining/pause_kept", until=until))


def resume(ack: Ack, client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """End every pause."""
    with store.begin() as db:
        _places(db, user_id, None)
        if not joining.resume(db, user_id, None):
            raise Refusal("joining/not_paused")
    home.refresh(client, store, user_id, now)
    ack(response_type="ephemeral", **render("joining/resumed"))


def resume_one(db: Session, click: Click, _now: datetime) -> Said:
    """End the pause in the programme that the button names, or in all; a second click finds it ended."""
    named = [int(click.value)] if click.value else None
    _places(db, click.user_id, named)
    joining.resume(db, click.user_id, named)
    return "joining/resumed", {}


def _pause(db: Session, user_id: str, programme_ids: list[int] | None, until: date | None) -> Sequence[Participant]:
    """From now on nothing is asked there; what was just about to be is not."""
    rows = joining.pause(db, user_id, programme_ids, until)
    withdrawals.withdraw_during_pause(db, user_id, [row.programme_id for row in rows])
    return rows


def _places(db: Session, user_id: str, programme_ids: list[int] | None) -> list[Participant]:
    """Where somebody takes part, of these programmes or of all. Refuses whoever takes part in none of them."""
    rows = joining.present(db, user_id)
    found = [row for row in rows if programme_ids is None or row.programme_id in programme_ids]
    if not found:
        raise Refusal("joining/not_yet")
    return found


def _named(action: dict[str, Any]) -> list[int] | None:
    return [int(action["value"])] if action.get("value") else None


def _form(places: Sequence[Participant], message: dict[str, str] | None) -> dict[str, Any]:
    carry = {"programmes": [row.programme_id for row in places], "message": message}
    return form("joining/pause", carry=carry, until=places[0].paused_until)


def _until(day: str | None, open_ended: bool, today: date) -> date | None:
    if (day is None) is not open_ended:
        raise Refusal("joining/pause_end", field="until", both=open_ended)
    until = date.fromisoformat(day) if day else None
    if until and not today < until <= today + FARTHEST_PAUSE:
        raise Refusal("joining/pause_day", field="until", past=until <= today)
    return until


def _say_so(db: Session, place: dict[str, str] | None, rows: Sequence[Participant], now: datetime) -> None:
    said = outbox.said_at(db, place["channel"], place["ts"]) if place else None
    if said is None or said.kind != "nudge":
        return
    _count_as_answer(db, said, now)
    until = rows[0].paused_until
    outbox.say_instead(
        db,
        said,
        f"paused:{said.id}:{now.isoformat()}",
        now,
        "joining/paused",
        until=until and until.isoformat(),
        programme_id=rows[0].programme_id,
    )


def _count_as_answer(db: Session, question: Outbox, now: datetime) -> None:
    """Who pauses instead of saying "not yet" did not ignore the question."""
    asked = question.values["parts"] if question.template == wishes.DIGEST else [{"values": question.values}]
    for pair_id in {part["values"]["pair"] for part in asked if part["values"].get("pair")}:
        pair = pairs.pair(db, pair_id)
        if pair is not None and pair.ended_at is None and question.user_id is not None:
            checkins.ask_later(db, checkins.seat_of(db, pair, question.user_id), "in a week", now)


def _today(db: Session, user_id: str, now: datetime) -> date:
    return cadence.local_day(now, people.zone(db, user_id))
