"""The buttons under a question about a log: which pair, which length, or another day."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import forms
from handlers.checkins import own_pair
from handlers.clicks import Click, Said, in_place
from handlers.matchers import on_action
from handlers.sessions.form import log_form
from handlers.sessions.hearing import WHICH
from handlers.sessions.recording import DIFFERS, SETTLED, Answer, entry_of, record, settle
from messages import render
from storage import sessions
from storage.store import Store


def register(app: App) -> None:
    on_action(app, "sessions.choose", in_place(choose))
    on_action(app, "sessions.keep", in_place(keep))
    on_action(app, "sessions.change", in_place(change))
    on_action(app, "sessions.another_day", another_day)


def choose(db: Session, click: Click, now: datetime) -> Said:
    """Log what was typed for the pair that the button names; a second click, on whichever, means the first pair."""
    draft_id, named = map(int, click.value.split("-"))
    waiting = sessions.draft(db, draft_id, click.user_id, WHICH)
    if waiting is None:
        return SETTLED, {}
    pair = own_pair(db, waiting.answers["decided"] or named, click.user_id, now)
    sessions.decide(db, waiting, pair.id or named)
    return _said(record(db, pair, click.user_id, entry_of(waiting), now))


def keep(db: Session, click: Click, now: datetime) -> Said:
    """The length that was logged first is right."""
    return _settle(db, click, now, "keep")


def change(db: Session, click: Click, now: datetime) -> Said:
    """The length that was logged last is right."""
    return _settle(db, click, now, "change")


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


def _settle(db: Session, click: Click, now: datetime, decision: str) -> Said:
    """Take an answer once; a second click finds it taken."""
    waiting = sessions.draft(db, int(click.value), click.user_id, DIFFERS)
    return _said(settle(db, waiting, click.user_id, now, decision)) if waiting else (SETTLED, {})


def _said(answer: Answer) -> Said:
    return answer.template, answer.values
