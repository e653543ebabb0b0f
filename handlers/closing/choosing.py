"""A new partner, or staying in touch: chosen where the end of a pair is told of or on Home, and changed at will."""

from datetime import datetime
from typing import Any, Literal

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import forms, home
from handlers.matchers import on_action
from messages import render
from storage import closing, joining, pairs, programmes
from storage.store import Store
from storage.tables import Outbox, Participant

Choice = Literal["rotate", "stay", "paired"]


def register(app: App) -> None:
    on_action(app, "closing.rotate", rotate)
    on_action(app, "closing.stay", stay)


def rotate(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    respond: Respond,
    client: WebClient,
    store: Store,
    user_id: str,
    now: datetime,
) -> None:
    """Be in the next round of the programme that the button names; a second click reads the same."""
    with store.begin() as db:
        said = _choose(db, int(action["value"]), body, user_id, now, wanted=True)
    ack()
    _show(respond, client, store, said, user_id, now)


def stay(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    respond: Respond,
    client: WebClient,
    store: Store,
    user_id: str,
    now: datetime,
) -> None:
    """Not be matched any more, unless one asks for it again."""
    with store.begin() as db:
        said = _choose(db, int(action["value"]), body, user_id, now, wanted=False)
    ack()
    _show(respond, client, store, said, user_id, now)


def _choose(
    db: Session, programme_id: int, body: dict[str, Any], user_id: str, now: datetime, *, wanted: bool
) -> Outbox | None:
    """Write the choice down, and into the message that was clicked, if it was one. Refuses whoever has no say in it."""
    said = forms.clicked(db, body)
    if said is not None and said.user_id != user_id:
        raise Refusal("checkins/not_your_pair")
    programme, place = programmes.programme(db, programme_id), joining.participant(db, programme_id, user_id)
    if place is None or place.status == "left":
        raise Refusal("closing/left")
    if programme is None or programme.status != "open":
        raise Refusal("joining/closed")
    closing.want_next_round(db, place, wanted)
    if said is not None:
        choice = _choice(db, place, said, now) if wanted else "stay"
        said.values = said.values | {"choice": choice, "paused": place.status == "paused"}
        db.add(said)
    return said


def _choice(db: Session, place: Participant, said: Outbox, now: datetime) -> Choice:
    """A click that comes late finds some in a new pair by now."""
    mine = [pair for pair in pairs.open_pairs(db, place.user_id, now) if pair.programme_id == place.programme_id]
    return "paired" if any(pair.id > (said.pair_id or 0) for pair in mine if pair.id) else "rotate"


def _show(respond: Respond, client: WebClient, store: Store, said: Outbox | None, user_id: str, now: datetime) -> None:
    if said is not None:
        respond(replace_original=True, **render(said.template, **said.values))
    home.refresh(client, store, user_id, now)
