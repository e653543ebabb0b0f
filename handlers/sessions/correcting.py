"""The buttons under a session: edit it, correct it, leave it as it is, delete it."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.merging import merged, prints
from bot.rules.refusal import Refusal
from handlers import forms
from handlers.clicks import Click, Said, in_place
from handlers.matchers import on_action
from handlers.sessions import telling
from handlers.sessions.form import MINUTES_AT_MOST, checked
from handlers.sessions.recording import TOPICS_AT_MOST, Entry, change, session_for, take_back
from messages import form
from storage import outbox
from storage.store import Store
from storage.tables import HeldSession, Pair

EDIT = "sessions.edit_form"
GONE: Said = ("sessions/gone", {"minutes": None})


def register(app: App) -> None:
    on_action(app, "sessions.edit", open_form)
    on_action(app, "sessions.correct", open_form)
    on_action(app, "sessions.fine", in_place(leave_as_it_is))
    on_action(app, "sessions.delete", in_place(delete))
    app.view(EDIT)(submit)


def open_form(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Open the form with the session as it stands."""
    with store.read() as db:
        session, pair = _found(db, int(action["value"]), user_id, now)
        values = telling.shown(db, session, pair, user_id, now)
    view = form(
        "sessions/edit_form",
        carry={"session": session.id, "read": prints(_entry(session)), "place": forms.place_of(body)},
        minutes_at_most=MINUTES_AT_MOST,
        topics_at_most=TOPICS_AT_MOST,
        **values,
    )
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def submit(ack: Ack, view: dict[str, Any], store: Store, user_id: str, now: datetime) -> None:
    """Correct the session, show it where the button stood, and let the other one know.

    What the other one corrected while the form was open stays.
    """
    carried, given = forms.carried(view), forms.answers(view)
    with store.begin() as db:
        session, pair = _found(db, carried["session"], user_id, now)
        entry = merged(carried["read"], checked(db, user_id, given, None, now), _entry(session))
        if change(db, session, pair, user_id, entry, now):
            _show(db, session, pair, user_id, carried["place"], now)
    ack()


def leave_as_it_is(db: Session, click: Click, now: datetime) -> Said:
    """The other one's log is right: nothing changes."""
    found = session_for(db, int(click.value), click.user_id, now)
    return ("sessions/fine", telling.shown(db, *found, click.user_id, now)) if found else GONE


def delete(db: Session, click: Click, now: datetime) -> Said:
    """Take the session back; a second click finds it gone."""
    found = session_for(db, int(click.value), click.user_id, now)
    if found is None:
        return GONE
    values = telling.shown(db, *found, click.user_id, now)
    take_back(db, *found, click.user_id, now)
    return "sessions/gone", values


def _entry(session: HeldSession) -> Entry:
    return Entry(session.held_on, session.minutes, session.topics)


def _found(db: Session, session_id: int, user_id: str, now: datetime) -> tuple[HeldSession, Pair]:
    found = session_for(db, session_id, user_id, now)
    if found is None:
        raise Refusal("sessions/gone")
    return found


def _show(
    db: Session, session: HeldSession, pair: Pair, user_id: str, place: forms.Place | None, now: datetime
) -> None:
    """The card is up to date by now: so must be another message that was clicked; where there is none, one is sent."""
    card = outbox.by_key(db, telling.card_key(session, user_id))
    clicked = outbox.said_at(db, place["channel"], place["ts"]) if place else None
    template = telling.card_of(session, user_id)
    values = telling.shown(db, session, pair, user_id, now, changed_by=user_id)
    if clicked is not None and clicked != card:
        outbox.say_instead(db, clicked, f"{clicked.key}:{session.revision}", now, template, **values)
    elif card is None:
        key = telling.card_key(session, user_id)
        outbox.notice(db, key, template, user_id, now, pair_id=pair.id, **values)
