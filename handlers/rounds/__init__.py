"""Rounds: asked for, computed by the tick, shown to a coordinator, decided, and told to everybody whom they concern."""

from slack_bolt import App

from handlers.matchers import on_action, on_command
from handlers.rounds.asking import again, run, run_this
from handlers.rounds.beside import Beside
from handlers.rounds.carrying_out import carry_out
from handlers.rounds.computing import compute
from handlers.rounds.deciding import approve, call_off
from handlers.rounds.exporting import export
from handlers.rounds.preview import drop, restore, show, turn

__all__ = ["Beside", "carry_out", "compute", "register"]


def register(app: App) -> None:
    on_command(app, "admin round", run)
    on_action(app, "rounds.run", run_this)
    on_action(app, "rounds.show", show)
    on_action(app, "rounds.turn", turn)
    on_action(app, "rounds.drop", drop)
    on_action(app, "rounds.restore", restore)
    on_action(app, "rounds.approve", approve)
    on_action(app, "rounds.again", again)
    on_action(app, "rounds.call_off", call_off)
    on_action(app, "rounds.export", export)
