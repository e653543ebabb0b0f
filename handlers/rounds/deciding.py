"""Approving a round, or calling it off while it is computed: decided once, and carried out by the tick."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from bot.rules.refusal import Refusal
from handlers import home
from handlers.rounds.preview import answer, round_for, shown
from storage import rounds
from storage.store import Store


def approve(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Approve every pair that was not dropped; a second time changes nothing and shows how things stand."""
    with store.begin() as db:
        row, programme = round_for(db, int(action["value"]), user_id)
        if row.status == "preview" and programme.status != "open":
            raise Refusal("rounds/not_open", programme=programme.name)
        rounds.decide(db, row, "approved", user_id, now, asks_both=programme.approval != "none")
        values = shown(db, row, now)
    ack()
    answer(body, client, respond, values)
    home.refresh(client, store, user_id, now)


def call_off(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Stop computing a round; one that is computed by now stands as it is, and is shown."""
    with store.begin() as db:
        row, _programme = round_for(db, int(action["value"]), user_id)
        rounds.call_off(db, row, user_id, now)
        values = shown(db, row, now)
    ack()
    answer(body, client, respond, values)
    home.refresh(client, store, user_id, now)
