"""Agree, reached, drop: one click on the page or under a message, each answered where it was clicked."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import forms, home
from handlers.goals import telling
from handlers.goals.page import goal_of, page_of
from handlers.matchers import on_action
from messages import render
from storage import goals, wishes
from storage.store import Store
from storage.tables import Goal, Pair


def register(app: App) -> None:
    for action in DECISIONS:
        on_action(app, action, decide)


def decide(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    respond: Respond,
    client: WebClient,
    store: Store,
    user_id: str,
    now: datetime,
) -> None:
    """Decide about a goal as it was read, and show how it stands; a second click shows the same."""
    verb, (goal_id, _, read) = action["action_id"].partition(":")[0], action["value"].partition(":")
    on_page = body["container"]["type"] == "view"
    with store.begin() as db:
        row, pair = goal_of(db, int(goal_id), user_id, now)
        decided = DECISIONS[verb](db, pair, row, int(read), user_id, now)
        if on_page:
            view = page_of(db, pair, user_id, is_new=not decided)
        else:
            template, values = in_place(db, body, row, pair, user_id)
    if on_page:
        forms.show(client, body, view)
    ack()
    if not on_page:
        respond(replace_original=True, **render(template, **values))
    home.refresh(client, store, user_id, now)


def in_place(db: Session, body: dict[str, Any], row: Goal, pair: Pair, user_id: str) -> tuple[str, dict[str, Any]]:
    """The message that was clicked, as it reads with how the goal stands now."""
    template, values = telling.standing(row, pair, user_id)
    return wishes.instead(db, forms.clicked(db, body), template, **values)


def _agree(db: Session, pair: Pair, row: Goal, read: int, by: str, now: datetime) -> bool:
    decided = goals.agree(db, pair, row, read, by, now)
    if decided:
        telling.tell_of_agreement(db, pair, row, by, now)
    return decided


def _reach(db: Session, pair: Pair, row: Goal, _read: int, _by: str, now: datetime) -> bool:
    decided = goals.reach(db, pair, row, now)
    if decided:
        telling.celebrate(db, pair, row, now)
    return decided


def _drop(db: Session, pair: Pair, row: Goal, read: int, by: str, now: datetime) -> bool:
    decided = goals.drop(db, pair, row, read, now)
    if decided:
        telling.tell_of_drop(db, pair, row, by, now)
    return decided


DECISIONS = {"goals.agree": _agree, "goals.reach": _reach, "goals.drop": _drop}
