"""``/mentor admin programme``: the first programme, the only one, the one that was named, or which of several."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import rights
from handlers.matchers import after, on_command
from handlers.programmes import creating, editing
from messages import render
from storage import joining, programmes
from storage.store import Store

SHOWN = 40
NEW = "new"


def register(app: App) -> None:
    on_command(app, "admin programme", choose)


def choose(ack: Ack, command: dict[str, Any], client: WebClient, store: Store, user_id: str) -> None:
    """Open the one form that can be meant, else list what this person coordinates."""
    named = after(command, "admin", "programme").casefold()
    with store.read() as db:
        rights.any_coordinator(db, user_id)
        founder = programmes.coordinates_everything(db, user_id)
        mine = programmes.coordinated_by(db, user_id)
        meant = [row for row in mine if row.name.casefold() == named] or mine
        if founder and (named == NEW or not mine):
            view = creating.ask()
        elif len(meant) == 1:
            view = editing.ask(db, meant[0])
        else:
            listed = [(row, len(joining.enrolled(db, row.id or 0))) for row in mine[:SHOWN]]
            message = render("programmes/list", programmes=listed, more=len(mine[SHOWN:]), founder=founder)
            ack(response_type="ephemeral", **message)
            return
    client.views_open(trigger_id=command["trigger_id"], view=view)
    ack()
