"""The buttons under a question about a log: which pair, which length, or another day."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import forms
from handlers.checkins import own_pair
from handlers.matchers import on_action
from handlers.sessions.form import log_form
from handlers.sessions.hearing import WHICH
from handlers.sessions.recording import DIFFERS, SETTLED, Answer, entry_of, record, settle
from messages import render
from storage import sessions
from storage.store import Store
from storage.tables import Draft

Decide = Callable[[Session, Draft], Answer]


def register(app: App) -> None:
    on_action(app, "sessions.choose", choose)
    on_action(app, "sessions.keep", keep)
    on_action(app, "sessions.change", change)
    on_action(app, "sessions.another_day", another_day)


def choose(ack: Ack, action: dict[str, Any], respond: Respond, store: Store, user_id: str, now: datetime) -> None:
    """Log what was typed for the pair that the button names; a second click, on whichever, means the first pair."""
    draft_id, named = map(int, action["value"].split("-"))

    def decide(db: Session, waiting: Draft) -> Answer:
        pair = own_pair(db, waiting.answers["decided"] or named, user_id, now)
        sessions.decide(db, waiting, pair.id or named)
        return record(db, pair, user_id, entry_of(waiting), now)

    _decide(ack, respond, store, user_id, draft_id, WHICH, decide)


def keep(ack: Ack, action: dict[str, Any], respond: Respond, store: Store, user_id: str, now: datetime) -> None:
    """The length that was logged first is right."""
    _settle(ack, action, respond, store, user_id, now, "keep")


def change(ack: Ack, action: dict[str, Any], respond: Respond, store: Store, user_id: str, now: datetime) -> None:
    """The length that was logged last is right."""
    _settle(ack, action, respond, store, user_id, now, "change")


def another_day(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    store: Store,
    user_id: str,
    now: datetime,
) -> None:
    """There were two sessions: ask for the day of this one."""
    with store.read() as db:
        waiting = sessions.draft(db, int(action["value"]), user_id, DIFFERS)
        pair = own_pair(db, waiting.answers["pair"], user_id, now) if waiting else None
        view = log_form(db, user_id, now, pair=pair, place=forms.place_of(body), waiting=waiting) if waiting else None
    if view is not None:
        client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()
    if view is None:
        respond(replace_original=True, **render(SETTLED))


def _settle(
    ack: Ack, action: dict[str, Any], respond: Respond, store: Store, user_id: str, now: datetime, decision: str
) -> None:
    def decide(db: Session, waiting: Draft) -> Answer:
        return settle(db, waiting, user_id, now, decision)

    _decide(ack, respond, store, user_id, int(action["value"]), DIFFERS, decide)


def _decide(ack: Ack, respond: Respond, store: Store, user_id: str, draft_id: int, form: str, decide: Decide) -> None:
    """Take an answer once, and show in place of the question what came of it."""
    with store.begin() as db:
        waiting = sessions.draft(db, draft_id, user_id, form)
        answer = decide(db, waiting) if waiting else Answer(SETTLED, {})
    ack()
    respond(replace_original=True, **render(answer.template, **answer.values))
