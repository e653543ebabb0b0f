"""Joining: answer three short forms, take part; look at the answers, pause and resume; be forgotten after leaving.

The answers and their names stand in ``bot.rules.joining.Answers``.
"""

from slack_bolt import App

from handlers.joining import about_you, opening, pausing, preferences, profile, ratings
from handlers.joining.forgetting import forget_those_who_left
from handlers.joining.returning import end_pauses

__all__ = ["end_pauses", "forget_those_who_left", "register"]


def register(app: App) -> None:
    for part in (opening, about_you, ratings, preferences, profile, pausing):
        part.register(app)
