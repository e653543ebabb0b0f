"""The form into which a sheet goes."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.rules.refusal import Refusal
from handlers import rights
from messages import form
from storage import programmes
from storage.store import Store

UPLOAD = "files:read"
"""The optional scope without which Slack does not hand a file over."""


def ask(ack: Ack, body: dict[str, Any], client: WebClient, user_id: str, store: Store) -> None:
    """Ask for the sheet, and for which programme where there is a choice."""
    with store.read() as db:
        rights.any_coordinator(db, user_id)
        coordinated = programmes.coordinated_by(db, user_id)
    choices = [(row.id, row.name) for row in coordinated if row.status != "closed"]
    if not choices:
        raise Refusal("people/no_programme")
    _open(client, body, choices)
    ack()


def ask_for(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, user_id: str, store: Store
) -> None:
    """Ask for the sheet of the button's programme."""
    with store.read() as db:
        row = rights.coordinated(db, user_id, int(action["value"]))
    _open(client, body, [(row.id, row.name)])
    ack()


def _open(client: WebClient, body: dict[str, Any], choices: list[tuple[int | None, str]]) -> None:
    headers = {name.lower(): value for name, value in client.auth_test().headers.items()}
    granted = [scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")]
    view = form("people/sheet", choices=choices, upload=UPLOAD in granted)
    client.views_open(trigger_id=body["trigger_id"], view=view)
