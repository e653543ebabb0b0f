"""Nominations: anyone suggests somebody; only they are asked, once, and nobody learns what they answered."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import cadence
from bot.rules.refusal import Refusal
from handlers import forms
from handlers.clicks import Click, Said, in_place
from handlers.joining.newcomer import stranger
from handlers.matchers import on_action, on_command
from messages import form
from storage import joining, nominations, people, programmes
from storage.store import Store

CALLBACK = "nominations.nominate"


def register(app: App) -> None:
    on_command(app, "nominate", open_form)
    on_action(app, CALLBACK, open_form)
    app.view(CALLBACK)(nominate)
    on_action(app, "nominations.decline", in_place(decline))


def open_form(ack: Ack, body: dict[str, Any], client: WebClient, store: Store) -> None:
    """Ask whom, and for which programme where several are open."""
    with store.read() as db:
        choices = [(row.id, row.name) for row in programmes.open_programmes(db)]
    if not choices:
        raise Refusal("nominations/none_open")
    client.views_open(trigger_id=body["trigger_id"], view=form("nominations/nominate", programmes=choices))
    ack()


def nominate(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Have the one who was named asked. Whatever is known of them, whoever nominated reads the same words."""
    given = forms.answers(view)
    programme_id = int(given.get("programme") or forms.carried(view))
    zone = _zone_of_colleague(client, store, given["nominee"], user_id)
    with store.begin() as db:
        programme = programmes.programme(db, programme_id)
        if programme is None or programme.status != "open":
            raise Refusal("nominations/closed")
        if not nominations.count(db, user_id, view["id"], now):
            raise Refusal("nominations/enough", field="nominee", most=nominations.MOST)
        row = nominations.nominate(db, programme_id, given["nominee"], user_id, now)
        if row is not None:
            due = cadence.waking(now, people.zone(db, row.user_id) or zone)
            nominations.ask(db, row, due, programme)
    ack(response_action="update", view=form("nominations/thanks", nominee=given["nominee"]))


def decline(db: Session, click: Click, _now: datetime) -> Said:
    """A no, without a trace to others; a second click reads the same."""
    row = nominations.nomination(db, int(click.value))
    if row is None or row.user_id != click.user_id:
        raise Refusal("nominations/not_yours")
    programme = programmes.programme(db, row.programme_id)
    assert programme is not None
    place = joining.participant(db, row.programme_id, click.user_id)
    takes_part = place is not None and place.status != "left"
    if not takes_part:
        nominations.decline(db, row)
    return "nominations/declined", {"programme": programme.name, "takes_part": takes_part}


def _zone_of_colleague(client: WebClient, store: Store, nominee: str, user_id: str) -> str | None:
    """Where the clock of the one who was named stands. Refuses oneself, and whoever is no colleague."""
    if nominee == user_id:
        raise Refusal("nominations/yourself", field="nominee")
    user: dict[str, Any] = client.users_info(user=nominee)["user"]
    reason = stranger(user, store.workspace_id)
    if reason:
        raise Refusal("nominations/not_a_colleague", field="nominee", reason=reason)
    return user.get("tz")
