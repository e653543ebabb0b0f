"""Joining: answer three short forms, take part; change the answers, pause and resume.

The answers and their names stand in ``bot.rules.joining.Answers``.
"""

from datetime import datetime

from slack_bolt import App

from storage.store import Store


def register(app: App) -> None: ...


def end_pauses(store: Store, now: datetime) -> int:
    return 0


def forget_those_who_left(store: Store, now: datetime) -> int:
    return 0
