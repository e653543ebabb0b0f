"""The health of a programme: each number on a coordinator's Home opens a list, and each list leads to an action."""

from slack_bolt import App

from handlers.health import acting, listing


def register(app: App) -> None:
    for part in (listing, acting):
        part.register(app)
