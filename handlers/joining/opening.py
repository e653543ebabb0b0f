"""Ways into the joining form: command, shortcut, buttons on Home; and which programme, where there is a choice."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import forms
from handlers.joining import about_you
from handlers.joining.joiner import joiner, joiner_of
from handlers.matchers import on_action, on_command
from messages import form
from storage import joining
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
    places = joining.open_places(db, user_id)
    free = [(programme, place) for programme, place in places if place is None or place.status == "left"]
    possible = free or places
    if not possible:
        raise Refusal("joining/none_open")
    if len(possible) > 1:
        named = [(programme.id, programme.name) for programme, _place in possible]
        return form("joining/choice", programmes=named, joined=not free)
    return about_you.ask(joiner_of(db, user_id, *possible[0]))
