"""Cancelling what is planned, or taking a proposal back: either of the two may, and it is written down who did."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from handlers import home
from handlers.matchers import on_action
from handlers.planning import telling
from handlers.planning.accepting import plan_of, show
from storage import plans
from storage.store import Store


def register(app: App) -> None:
    on_action(app, "planning.cancel", cancel)


def cancel(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    respond: Respond,
    client: WebClient,
    store: Store,
    user_id: str,
    now: datetime,
) -> None:
    """Cancel, and let the other one know; a second click shows that it is cancelled."""
    with store.begin() as db:
        row, pair = plan_of(db, int(action["value"]), user_id, now)
        if plans.cancel(db, row, user_id, now):
            telling.tell_of_answer(db, row, pair, user_id, now, "cancelled")
        template, values = telling.in_place(db, body, row, pair, user_id, now)
    ack()
    show(body, respond, template, values)
    home.refresh(client, store, user_id, now)
