"""Planning a session: times are proposed, one is accepted with one tap; either moves or cancels it."""

from slack_bolt import App

from handlers.planning import deciding, proposing
from handlers.planning.calling_off import call_off

__all__ = ["call_off", "register"]


def register(app: App) -> None:
    proposing.register(app)
    deciding.register(app)
