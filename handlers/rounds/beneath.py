"""The preview under a form: what was decided in the form is shown there at once."""

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import forms
from messages import form
from storage.store import Store

log = logging.getLogger(__name__)


def beneath(body: dict[str, Any]) -> dict[str, Any]:
    """Where the preview stands in which somebody clicked: in a form, or in a message."""
    in_form = body.get("view", {}).get("type") == "modal"
    return {"view": body["view"]["id"]} if in_form else {"place": forms.place_of(body)}


def show_beneath(client: WebClient, store: Store, carried: dict[str, Any], values: dict[str, Any]) -> None:
    """Show how things stand there; a form that was closed meanwhile needs nothing."""
    if "view" not in carried:
        forms.say_instead(client, store, carried["place"], "rounds/preview", **values)
        return
    try:
        client.views_update(view_id=carried["view"], view=form("rounds/show", **values))
    except SlackApiError as refused:
        if refused.response["error"] != "not_found":
            raise
        log.info("the preview under a form was closed meanwhile")
