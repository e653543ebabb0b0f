"""The goals of a pair: set together, changed together, moved with the check-in, celebrated with both."""

from slack_bolt import App

from handlers.goals import deciding, moving, page, writing


def register(app: App) -> None:
    page.register(app)
    writing.register(app)
    deciding.register(app)
    moving.register(app)
