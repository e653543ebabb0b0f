"""Ways into the joining form: command, shortcut, buttons on Home; and which programme, where there is a choice."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import forms
from handlers.joining import about_you
from handlers.joining.joiner import joiner
from handlers.matchers import on_action, on_command
from messages import form
from storage import joining, programmes
from storage.store import Store


def register(app: App) -> None:
    on_command(app, "join", join)
    app.shortcut("joining.shortcut")(join)
    app.view("joining.choose")(choose)
    on_action(app, "joining.join", join_one)
    on_action(app, "joining.edit", join_one)


def join(ack: Ack, body: dict[str, Any], client: WebClient, store: Store, user_id: str) -> None:
    """Open the form of the one programme that can be meant, or ask which."""
    with store.read() as db:
        view = _entrance(db, user_id)
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def choose(ack: Ack, view: dict[str, Any], store: Store, user_id: str) -> None:
    """Go on with the programme that was chosen."""
    with store.read() as db:
        chosen = about_you.ask(joiner(db, user_id, int(forms.answers(view)["programme"])))
    ack(response_action="update", view=chosen)


def join_one(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str
) -> None:
    """Open the form of the programme that the button names, filled with what was answered before."""
    with store.read() as db:
        view = about_you.ask(joiner(db, user_id, int(action["value"])))
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def _entrance(db: Session, user_id: str) -> dict[str, Any]:
    joined = {row.programme_id for row in joining.present(db, user_id)}
    opened = programmes.open_programmes(db)
    possible = [row for row in opened if row.id not in joined] or opened
    if not possible:
        raise Refusal("joining/none_open")
    if len(possible) > 1:
        return form("joining/choice", programmes=[(row.id, row.name) for row in possible], joined=bool(joined))
    assert possible[0].id is not None
    return about_you.ask(joiner(db, user_id, possible[0].id))
