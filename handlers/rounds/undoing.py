"""Undoing what was done last to a preview, by whichever coordinator."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from handlers.rounds.by_hand import told
from handlers.rounds.preview import answer, round_for, shown
from storage import acts
from storage.round_pages import Look
from storage.store import Store


def undo(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Undo the act that the button names, while it is the last one; else show how things stand."""
    round_id, act_id, look = action["value"].split(":", 2)
    with store.begin() as db:
        row, _programme = round_for(db, int(round_id), user_id)
        last = acts.last(db, row.id) if row.status == "preview" else None
        undone = last is not None and last.id == int(act_id)
        if last is not None and undone:
            acts.undo(db, row, last)
        values = shown(db, row, now, Look.read(look))
        if last is not None and undone:
            values["by_hand"]["undone"] = told(last) | {"by": user_id}
    ack()
    answer(body, client, respond, values)
