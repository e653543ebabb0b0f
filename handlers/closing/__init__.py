"""Closing: once its months are over a pair ends with what it reached, and each of the two says what comes next."""

from slack_bolt import App

from handlers.closing import choosing
from handlers.closing.completing import complete

__all__ = ["complete", "register"]


def register(app: App) -> None:
    choosing.register(app)
