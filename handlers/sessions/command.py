"""``/mentor log``: the form, or with words behind it the session itself."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers.matchers import after, on_command
from handlers.sessions.form import log_form
from handlers.sessions.hearing import Heard, hear
from messages import render
from storage.store import Store


def register(app: App) -> None:
    on_command(app, "log", log)


def log(ack: Ack, command: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Log what was typed and say what was understood; without words, open the form."""
    said = after(command, "log")
    if not said:
        with store.read() as db:
            view = log_form(db, user_id, now)
        client.views_open(trigger_id=command["trigger_id"], view=view)
        ack()
        return
    with store.begin() as db:
        answer = hear(db, Heard(user_id, said, now), now)
    ack(response_type="ephemeral", **render(answer.template, **answer.values))
