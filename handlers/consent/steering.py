"""What a coordinator can do while people are asked: drop a pair, remind those who have not answered, stop waiting."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import home
from handlers.consent.ending import end_all, fall_through
from handlers.rounds.preview import answer, round_for, shown
from storage import proposals, rounds, suggestions, wishes
from storage.store import Store
from storage.suggestions import Side
from storage.tables import Round


def drop(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Drop a pair whose people are being asked; who has agreed by then is introduced all the same."""
    with store.begin() as db:
        one = rounds.proposal(db, int(action["value"]))
        row, _programme = round_for(db, one.round_id if one else 0, user_id)
        assert one is not None
        asked = suggestions.of_proposal(db, one.id)
        if asked is None or asked.status not in ("agreed", "introduced"):
            proposals.drop_late(db, one)
            if asked is not None:
                fall_through(db, asked, now)
        db.refresh(one)
        values = shown(db, row, now)
    ack()
    answer(body, client, respond, values)


def remind(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Have the one reminder come in the next morning; whoever has had it is left alone."""
    with store.begin() as db:
        row, _programme = round_for(db, int(action["value"]), user_id)
        wishes.bring_forward(db, _reminders(db, row), now)
        values = shown(db, row, now)
    ack()
    answer(body, client, respond, values)


def stop(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """End whatever waits for an answer, and suggest nobody else: everybody hears the same, whatever they answered."""
    with store.begin() as db:
        row, _programme = round_for(db, int(action["value"]), user_id)
        if rounds.stop(db, row, now):
            end_all(db, row.id, now, goes_on=True)
        db.refresh(row)
        values = shown(db, row, now)
    ack()
    answer(body, client, respond, values)
    home.refresh(client, store, user_id, now)


def _reminders(db: Session, row: Round) -> list[str]:
    asked: dict[str, Side] = {"senior": "senior", "junior": "junior"}
    live = suggestions.of_round(db, row.id)
    return [suggestions.reminder(one, asked[one.status]) for one in live if one.status in asked]
