"""Rounds: who is matched with whom, shown before it is decided, and told when it is."""

from datetime import datetime

from slack_bolt import App

from storage.store import Store


def register(app: App) -> None: ...


def compute(store: Store, now: datetime) -> int:  # noqa: ARG001
    """Compute the rounds that were asked for. Returns how many."""
    return 0
