"""Sessions: what a pair held, logged by either in a few words."""

from slack_bolt import App


def register(app: App) -> None: ...
