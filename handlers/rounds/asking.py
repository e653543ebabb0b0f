"""Asking for a round: answered at once, computed by the tick."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import home, rights
from handlers.rounds.preview import Values, round_for, shown
from messages import render
from storage import programmes, rounds
from storage.store import Store
from storage.tables import Programme, Round


def run(ack: Ack, user_id: str, store: Store, now: datetime) -> None:
    """Ask for a round of the programme that one coordinates; with several, ask for which."""
    with store.read() as db:
        rights.any_coordinator(db, user_id)
        choices = [row for row in programmes.coordinated_by(db, user_id) if row.status == "open"]
    if not choices:
        raise Refusal("rounds/none_open")
    if len(choices) > 1:
        ack(response_type="ephemeral", **render("rounds/which", choices=[(row.id, row.name) for row in choices]))
        return
    with store.begin() as db:
        programme, row, is_new = ask(db, choices[0].id or 0, user_id, now)
        said = _state(db, programme, row, is_new, now)
    ack(response_type="ephemeral", **said)


def run_this(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    respond: Respond,
    client: WebClient,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """The same for the programme of a button, on Home or under the question."""
    with store.begin() as db:
        programme, row, is_new = ask(db, int(action["value"]), user_id, now)
        said = _state(db, programme, row, is_new, now)
    ack()
    if body.get("response_url"):
        respond(replace_original=True, **said)
    home.refresh(client, store, user_id, now)


def again(db: Session, value: str, user_id: str, now: datetime) -> Values:
    """Put a preview aside and compute anew, with whatever has changed since."""
    row, programme = round_for(db, int(value), user_id)
    _must_be_open(programme)
    if rounds.decide(db, row, "replaced", user_id, now):
        row = rounds.ask(db, row.programme_id, user_id, now)
    return shown(db, row, now)


def ask(db: Session, programme_id: int, user_id: str, now: datetime) -> tuple[Programme, Round, bool]:
    """The live round of a programme, and whether it was asked for just now."""
    programme = rights.coordinated(db, user_id, programme_id)
    _must_be_open(programme)
    row = rounds.live(db, programme_id)
    return programme, row or rounds.ask(db, programme_id, user_id, now), row is None


def _must_be_open(programme: Programme) -> None:
    if programme.status != "open":
        raise Refusal("rounds/not_open", programme=programme.name)


def _state(db: Session, programme: Programme, row: Round, is_new: bool, now: datetime) -> dict[str, Any]:
    return render(
        "rounds/asked",
        round=row.id,
        programme=programme.name,
        status="new" if is_new else row.status,
        asked_by=row.asked_by,
        later=rounds.comes_later(db, row, now),
    )
