"""Surveys: short, answered in a minute, anonymous by construction; coordinators read what many said together."""

from slack_bolt import App

from handlers.surveys import answering, results


def register(app: App) -> None:
    for part in (answering, results):
        part.register(app)
