"""Announcements: written, previewed, confirmed once, sent at Slack's rate, and looked after until the last is out."""

from slack_bolt import App

from handlers.announcements import listing, previewing, standing, writing
from handlers.announcements.sending import begin, finish

__all__ = ["begin", "finish", "register"]


def register(app: App) -> None:
    for part in (listing, writing, previewing, standing):
        part.register(app)
