"""Consent: before an introduction the senior is asked, without a name; then the junior, who decides who hears of it."""

from slack_bolt import App

from handlers.consent.answering import never, no, why, yes
from handlers.consent.ending import let_time_pass
from handlers.consent.following import carry_on
from handlers.consent.steering import drop, remind, stop
from handlers.matchers import on_action

__all__ = ["carry_on", "let_time_pass", "register"]


def register(app: App) -> None:
    on_action(app, "consent.yes", yes)
    on_action(app, "consent.no", no)
    on_action(app, "consent.never", never)
    on_action(app, "consent.why", why)
    on_action(app, "consent.drop", drop)
    on_action(app, "consent.remind", remind)
    on_action(app, "consent.stop", stop)
