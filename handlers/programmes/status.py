"""Opening a programme and closing it, from the form or from the list."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import cadence
from handlers import home, rights
from handlers.matchers import on_action
from handlers.programmes import editing
from storage import announcements, closing, joining, nominations, outbox, people, programmes, rounds, surveys
from storage.store import Store
from storage.tables import Programme


def register(app: App) -> None:
    on_action(app, "programmes.open", open_)
    on_action(app, "programmes.close", close)


def open_(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Let people join; a second click shows that they can."""
    with store.begin() as db:
        row = rights.coordinated(db, user_id, int(action["value"]))
        if programmes.open_(db, row, now):
            programmes.withdraw_farewells(db, int(action["value"]))
    _show(body, client, store, user_id, now)
    ack()


def close(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """End the programme and its pairs, and tell everybody who takes part; a second click shows that it is closed."""
    with store.begin() as db:
        row = rights.coordinated(db, user_id, int(action["value"]))
        if programmes.close(db, row, now):
            announcements.cancel_all(db, int(action["value"]), user_id)
            nominations.withdraw(db, int(action["value"]))
            rounds.stir_all(db, int(action["value"]))
            surveys.stop_asking(db, int(action["value"]))
            closing.end_now(db, int(action["value"]), now)
            _say_farewell(db, row, now)
    _show(body, client, store, user_id, now)
    ack()


def _say_farewell(db: Session, row: Programme, now: datetime) -> None:
    for place in joining.enrolled(db, row.id or 0):
        outbox.notice(
            db,
            f"{programmes.FAREWELL}:{row.id}:{now.isoformat()}:{place.user_id}",
            "programmes/closed",
            place.user_id,
            cadence.waking(now, people.zone(db, place.user_id)),
            programme=row.name,
            programme_id=row.id,
        )


def _show(body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """The form in which the button stands, and Home, as things are now."""
    with store.read() as db:
        view = editing.ask(db, rights.coordinated(db, user_id, int(body["actions"][0]["value"])))
    client.views_update(view_id=body["view"]["id"], view=view)
    home.refresh(client, store, user_id, now)
