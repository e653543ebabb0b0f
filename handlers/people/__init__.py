"""People from HR: a sheet is pasted or uploaded, read, and said back row by row where something is wrong.

An import keeps facts and suggests answers. It enrols nobody, and nobody but the coordinator hears of it.
"""

from slack_bolt import App

from handlers.matchers import on_action, on_command
from handlers.people.asking import ask, ask_for
from handlers.people.reading import read
from handlers.people.waiting import read_waiting

__all__ = ["read_waiting", "register"]


def register(app: App) -> None:
    on_command(app, "admin import", ask)
    on_action(app, "people.import", ask_for)
    app.view("people.import")(read)
