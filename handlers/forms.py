"""What somebody put into a form, as plain values, and in which message they clicked."""

import json
import logging
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from messages import render
from storage import outbox, wishes
from storage.store import Store
from storage.tables import Outbox

log = logging.getLogger(__name__)
Answers = dict[str, Any]
Place = dict[str, str]
"""Where a message stands: its channel and its ts."""


def answers(view: Mapping[str, Any]) -> Answers:
    """Every field's value by its name: text, option value, list of them, id, or None where nothing was given."""
    return {name: _value(state) for block in view["state"]["values"].values() for name, state in block.items()}


def carried(view: Mapping[str, Any]) -> Any:
    """The value that the form carried along, or None."""
    return json.loads(view["private_metadata"]) if view.get("private_metadata") else None


def place_of(body: Mapping[str, Any]) -> Place | None:
    """The message in which the button stands, where it is one that lasts."""
    container = body["container"]
    if container["type"] != "message" or container.get("is_ephemeral"):
        return None
    return {"channel": container["channel_id"], "ts": container["message_ts"]}


def clicked(db: Session, body: Mapping[str, Any]) -> Outbox | None:
    """The message of ours in which somebody clicked, where it is one that lasts."""
    place = place_of(body)
    return outbox.said_at(db, place["channel"], place["ts"]) if place else None


def say_instead(client: WebClient, store: Store, place: Place | None, template: str, **values: Any) -> None:
    """Say something else where somebody clicked, in its part of a digest; what was decided stands in any case."""
    if place is None:
        return
    with store.begin() as db:
        template, values = wishes.instead(db, outbox.said_at(db, place["channel"], place["ts"]), template, **values)
    try:
        client.chat_update(channel=place["channel"], ts=place["ts"], **render(template, **values))
    except (SlackApiError, OSError, HTTPException) as failed:
        log.warning("a message that was answered could not be updated: %s", failed)


def show(client: WebClient, body: Mapping[str, Any], view: dict[str, Any]) -> None:
    """Show a form for a click: in place of the form that was clicked in, else on its own.

    Where that form has changed since, the first of two clicks was faster, and what it showed stays.
    """
    clicked_in = body.get("view")
    if clicked_in and clicked_in["type"] == "modal":
        try:
            client.views_update(view_id=clicked_in["id"], hash=clicked_in["hash"], view=view)
        except SlackApiError as refused:
            if refused.response["error"] != "hash_conflict":
                raise
    else:
        client.views_open(trigger_id=body["trigger_id"], view=view)


def show_above(client: WebClient, body: Mapping[str, Any], view: dict[str, Any]) -> None:
    """Show a form for a click: on top of the form that was clicked in, else on its own."""
    in_form = body.get("view", {}).get("type") == "modal"
    (client.views_push if in_form else client.views_open)(trigger_id=body["trigger_id"], view=view)


def _value(state: Mapping[str, Any]) -> Any:
    for name in ("selected_options", "files"):
        if name in state:
            return [chosen.get("value", chosen) for chosen in state[name] or []]
    if "selected_option" in state:
        return state["selected_option"] and state["selected_option"]["value"]
    given = (value for name, value in state.items() if name != "type")
    return next(given, None)
