"""Consent: before an introduction the senior is asked, without a name; then the junior, who decides who hears of it."""

from slack_bolt import App

from handlers import clicks
from handlers.consent.answering import never, no, why, yes
from handlers.consent.ending import let_time_pass
from handlers.consent.following import carry_on
from handlers.consent.steering import drop, remind, stop
from handlers.matchers import on_action
from handlers.rounds import preview

__all__ = ["carry_on", "let_time_pass", "register"]


def register(app: App) -> None:
    on_action(app, "consent.yes", clicks.in_place(yes, on_home=True))
    on_action(app, "consent.no", clicks.in_place(no, on_home=True))
    on_action(app, "consent.never", clicks.in_place(never, on_home=True))
    on_action(app, "consent.why", why)
    on_action(app, "consent.drop", preview.in_place(drop))
    on_action(app, "consent.remind", preview.in_place(remind))
    on_action(app, "consent.stop", preview.in_place(stop, on_home=True))
