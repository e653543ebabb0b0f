"""Programmes: a coordinator creates one, opens it, edits it and closes it."""

from slack_bolt import App

from handlers.programmes import choosing, creating, editing, status


def register(app: App) -> None:
    for part in (choosing, creating, editing, status):
        part.register(app)
