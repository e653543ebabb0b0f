"""Creating a programme. It opens when its coordinator says so."""

from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.programmes import Settings
from bot.rules.programmes import settings as settings_in
from bot.rules.refusal import Refusal
from handlers import forms, home, rights
from handlers.matchers import on_action
from handlers.programmes import editing
from messages import form
from storage import programmes
from storage.store import Store
from storage.tables import Programme

CALLBACK = "programmes.create"
A_MOMENT = timedelta(minutes=10)
"""How long the same form sent again by the same person is the same wish."""


def register(app: App) -> None:
    on_action(app, CALLBACK, open_form)
    app.view(CALLBACK)(create)


def open_form(ack: Ack, body: dict[str, Any], client: WebClient, store: Store, user_id: str) -> None:
    """Open the form with the defaults."""
    with store.read() as db:
        rights.founder(db, user_id)
    client.views_open(trigger_id=body["trigger_id"], view=ask())
    ack()


def ask() -> dict[str, Any]:
    """The form, filled with the defaults of a programme."""
    return form("programmes/create", programme=Programme.model_construct(name="", created_by=""), coordinators=[])


def create(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Create the programme and offer to open it; the same form sent twice creates one."""
    given = forms.answers(view)
    wanted = settings_in(given)
    with store.begin() as db:
        rights.founder(db, user_id)
        row = _sent_before(db, wanted, user_id, now)
        if row is None:
            row = programmes.create(db, wanted, user_id, now)
            programmes.set_coordinators(db, row.id or 0, given["coordinators"], user_id, now)
        created = editing.ask(db, row, created=True)
    home.refresh(client, store, user_id, now)
    ack(response_action="update", view=created)


def _sent_before(db: Session, wanted: Settings, user_id: str, now: datetime) -> Programme | None:
    """The programme that the first copy of this form created. Refuses a name that another programme has."""
    row = programmes.named(db, wanted.name)
    if row is None:
        return None
    if row.created_by == user_id and now - row.created_at < A_MOMENT and programmes.settings(row) == wanted:
        return row
    raise Refusal("programmes/taken", field="name", programme=row.name)
