"""Surveys: short, answered in a minute, anonymous by construction; coordinators read what many said together."""

from datetime import datetime

from slack_bolt import App

from handlers.surveys import answering, results
from handlers.surveys.moving import follow_ends
from handlers.surveys.results import close_months
from storage.store import Store

__all__ = ["close_months", "follow_ends", "leave_no_trace", "register"]


def register(app: App) -> None:
    for part in (answering, results):
        part.register(app)


def leave_no_trace(store: Store, _now: datetime) -> int:
    """Empty the database's log where that was not possible right after an answer, since somebody was reading."""
    return int(store.database.log_to_empty and store.database.empty_log())
