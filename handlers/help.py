"""What one can do now, and the nearest word for a typo. Registered last: it answers what nobody else took."""

from datetime import datetime
from difflib import get_close_matches
from html import unescape
from typing import Any

from slack_bolt import Ack, App

from handlers.matchers import COMMAND
from messages import render
from storage import home, joining, programmes
from storage.store import Store

WORDS = {
    "join": "anyone",
    "log": "paired",
    "agreement": "paired",
    "goals": "paired",
    "promise": "paired",
    "plan": "paired",
    "profile": "participant",
    "pause": "participant",
    "resume": "participant",
    "leave": "participant",
    "nominate": "anyone",
    "help": "anyone",
    "admin round": "coordinator",
    "admin import": "coordinator",
    "admin programme": "coordinator",
    "admin announce": "coordinator",
    "admin surveys": "coordinator",
}
"""Every word after ``/mentor``, and whom it is for."""


def register(app: App) -> None:
    app.command(COMMAND)(explain)


def explain(ack: Ack, command: dict[str, Any], user_id: str, store: Store, now: datetime) -> None:
    """Answer with what this person can do now, and with the nearest word where one was mistyped."""
    said = " ".join(unescape(command.get("text") or "").lower().split())
    with store.read() as db:
        audience = {"anyone"}
        if joining.present(db, user_id):
            audience.add("participant")
        if home.my_pairs(db, user_id, now):
            audience.add("paired")
        if programmes.coordinates(db, user_id):
            audience.add("coordinator")
    possible = [word for word, whom in WORDS.items() if whom in audience]
    mistyped, nearest = (said, _nearest(said, possible)) if said not in ("", "help") else (None, None)
    message = render("help/help", words=possible, mistyped=mistyped, nearest=nearest, audience=sorted(audience))
    ack(response_type="ephemeral", **message)


def _nearest(said: str, possible: list[str]) -> str | None:
    words = said.split()
    tries = [" ".join(words[:2]), words[0]] if words else []
    found = (get_close_matches(tried, possible, n=1, cutoff=0.6) for tried in tries)
    return next((matches[0] for matches in found if matches), None)
