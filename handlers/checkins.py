"""Check-ins: each of a pair is asked in their own morning whether the two met."""

from datetime import datetime

from slack_bolt import App

from storage.store import Store


def register(app: App) -> None: ...


def ask(store: Store, now: datetime) -> int:  # noqa: ARG001
    return 0
