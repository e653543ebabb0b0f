"""To be written."""

from slack_bolt import App


def register(app: App) -> None: ...
