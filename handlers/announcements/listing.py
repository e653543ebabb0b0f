"""``/mentor admin announce``: the form where nothing else can be meant, else what is drafted, to come and sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import forms, home, rights
from handlers.announcements import writing
from handlers.announcements.which import announced
from handlers.matchers import on_action, on_command
from messages import form
from storage import announcements, people, programmes
from storage.store import Store
from storage.tables import Programme


def register(app: App) -> None:
    on_command(app, "admin announce", announce)
    on_action(app, "announcements.list", show)
    on_action(app, "announcements.discard", discard)


def announce(ack: Ack, body: dict[str, Any], client: WebClient, store: Store, user_id: str) -> None:
    """Open the form of the one programme without announcements, or the list."""
    with store.read() as db:
        rights.any_coordinator(db, user_id)
        mine = _open(programmes.coordinated_by(db, user_id))
        if not mine:
            raise Refusal("announcements/none_open")
        told = announcements.newest(db, [row.id for row in mine])
        view = listed(db, mine, user_id) if told or len(mine) > 1 else writing.ask(mine[0])
    client.views_open(trigger_id=body["trigger_id"], view=view)
    ack()


def show(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str) -> None:
    """Open the list of one programme, from Home."""
    with store.read() as db:
        view = listed(db, [rights.coordinated(db, user_id, int(action["value"]))], user_id)
    forms.show(client, body, view)
    ack()


def discard(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Delete a draft; a second click shows that it is gone."""
    with store.begin() as db:
        row, programme = announced(db, user_id, int(action["value"]))
        announcements.discard(db, row)
        view = listed(db, [programme], user_id)
    forms.show(client, body, view)
    home.refresh(client, store, user_id, now)
    ack()


def listed(db: Session, of: Sequence[Programme], user_id: str) -> dict[str, Any]:
    """The announcements of these programmes, each with the button that leads on."""
    return form(
        "announcements/list",
        programmes=[(row.id, row.name) for row in _open(of)],
        announcements=announcements.newest(db, [row.id for row in of]),
        names={row.id: row.name for row in of},
        zone=people.zone(db, user_id),
    )


def _open(of: Sequence[Programme]) -> list[Programme]:
    return [row for row in of if row.status == "open"]
