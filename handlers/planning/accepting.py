"""Accepting a time with one tap, or keeping the old one; a second tap, or a late one, shows how it stands."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import home
from handlers.checkins import pair_of
from handlers.matchers import on_action
from handlers.planning import telling
from messages import render
from storage import plans
from storage.store import Store
from storage.tables import Pair, Plan


def register(app: App) -> None:
    on_action(app, "planning.accept", accept)
    on_action(app, "planning.keep", keep)
    on_action(app, "planning.calendar", opened)


def accept(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    respond: Respond,
    client: WebClient,
    store: Store,
    user_id: str,
    now: datetime,
) -> None:
    """Take the time of the button, where it is still proposed to this person."""
    plan_id, revision, slot = action["value"].split(":", 2)
    with store.begin() as db:
        row, pair = plan_of(db, int(plan_id), user_id, now)
        was_planned = row.status == "accepted"
        if plans.accept(db, row, int(revision), slot, user_id, now):
            telling.tell_of_answer(db, row, pair, user_id, now, "moved" if was_planned else "accepted")
        template, values = telling.in_place(db, body, row, pair, user_id, now)
    ack()
    show(body, respond, template, values)
    home.refresh(client, store, user_id, now)


def keep(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    respond: Respond,
    client: WebClient,
    store: Store,
    user_id: str,
    now: datetime,
) -> None:
    """Keep the time that holds: the answer to a proposal to move it, or that proposal taken back."""
    plan_id, revision = action["value"].split(":")
    with store.begin() as db:
        row, pair = plan_of(db, int(plan_id), user_id, now)
        if plans.keep(db, row, int(revision), user_id, now):
            telling.tell_that_time_stays(db, row, pair, user_id, now)
        template, values = telling.in_place(db, body, row, pair, user_id, now)
    ack()
    show(body, respond, template, values)
    home.refresh(client, store, user_id, now)


def opened(ack: Ack) -> None:
    """A link was followed: Slack tells of it and waits for an answer, and there is nothing to do."""
    ack()


def plan_of(db: Session, plan_id: int, user_id: str, now: datetime) -> tuple[Plan, Pair]:
    """A plan and its open pair, for one of the two. Refuses everybody else, and a pair that has ended."""
    row = plans.plan(db, plan_id)
    if row is None:
        raise Refusal("checkins/not_your_pair")
    return row, pair_of(db, row.pair_id, user_id, now)


def show(body: dict[str, Any], respond: Respond, template: str, values: telling.Values) -> None:
    """Let the message that was clicked say how the plan stands; a click on Home has no message."""
    if body.get("response_url"):
        respond(replace_original=True, **render(template, **values))
