"""What a coordinator can do about a number on Home. Each click asks for the right again, and works once."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import forms, home, rights
from handlers.health.listing import listed
from handlers.matchers import on_action
from handlers.rounds import asking
from handlers.rounds.introducing import all_awake
from storage import pairs, people, undelivered, unsigned
from storage.store import Store
from storage.tables import Outbox


def register(app: App) -> None:
    on_action(app, "health.run_round", run_round)
    on_action(app, "health.remind", remind)
    on_action(app, "health.send_again", send_again)
    on_action(app, "health.arrived", arrived)


def run_round(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Ask for a round for those who are unmatched; the list says that it is on its way."""
    with store.begin() as db:
        asking.ask(db, int(action["value"]), user_id, now)
        view = listed(db, forms.carried(body["view"]), user_id, now)
    _answer(ack, body, client, store, user_id, now, view)


def remind(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Have those of a pair who have not signed asked once more; a second click finds nobody to remind."""
    with store.begin() as db:
        pair = pairs.pair(db, int(action["value"]))
        rights.coordinated(db, user_id, pair.programme_id if pair else 0)
        assert pair is not None
        if pair.ended_at is None:
            unsigned.remind(db, pair, now)
        view = listed(db, forms.carried(body["view"]), user_id, now)
    _answer(ack, body, client, store, user_id, now, view)


def send_again(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Send a message once more of which nobody knows whether it arrived, in waking hours."""
    with store.begin() as db:
        row = _message(db, int(action["value"]), user_id)
        undelivered.send_again(db, row, _awake(db, row, now))
        view = listed(db, forms.carried(body["view"]), user_id, now)
    _answer(ack, body, client, store, user_id, now, view)


def arrived(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """The coordinator has asked, and it did arrive."""
    with store.begin() as db:
        undelivered.arrived(db, _message(db, int(action["value"]), user_id))
        view = listed(db, forms.carried(body["view"]), user_id, now)
    _answer(ack, body, client, store, user_id, now, view)


def _message(db: Session, row_id: int, user_id: str) -> Outbox:
    """A message that may be decided about. Refuses whoever does not coordinate its programme."""
    found = undelivered.message(db, row_id)
    if found is None:
        raise Refusal("programmes/not_yours")
    rights.coordinated(db, user_id, found[1])
    return found[0]


def _awake(db: Session, row: Outbox, now: datetime) -> datetime:
    """When whoever gets it is awake; a channel always is."""
    if not row.recipient.startswith(("U", "W")):
        return now
    zones = [people.zone(db, user_id) for user_id in row.recipient.split(",")]
    return all_awake(now, *zones)


def _answer(
    ack: Ack,
    body: dict[str, Any],
    client: WebClient,
    store: Store,
    user_id: str,
    now: datetime,
    view: dict[str, Any],
) -> None:
    forms.show(client, body, view)
    home.refresh(client, store, user_id, now)
    ack()
