"""Planning a session: times are proposed, one is accepted with one tap; either moves or cancels it."""

from slack_bolt import App

from handlers.planning import accepting, cancelling, proposing


def register(app: App) -> None:
    proposing.register(app)
    accepting.register(app)
    cancelling.register(app)
