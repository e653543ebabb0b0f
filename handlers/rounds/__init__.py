"""Rounds: asked for, computed by the tick, shown to a coordinator, decided, and told to everybody whom they concern."""

from functools import partial

from slack_bolt import App

from handlers.matchers import on_action, on_command
from handlers.rounds.asking import again, run, run_this
from handlers.rounds.beside import Beside
from handlers.rounds.carrying_out import carry_out
from handlers.rounds.computing import compute
from handlers.rounds.deciding import approve, call_off
from handlers.rounds.exporting import export
from handlers.rounds.one_by_one import approve_alone
from handlers.rounds.preview import in_place, show, turn
from handlers.rounds.ruled import lift, list_all, say, turn_list
from handlers.rounds.ruling import choose, on_page
from handlers.rounds.swapping import swap
from handlers.rounds.undoing import undo

__all__ = ["Beside", "carry_out", "compute", "register"]


def register(app: App) -> None:
    on_command(app, "admin round", run)
    on_action(app, "rounds.run", run_this)
    on_action(app, "rounds.show", show)
    on_action(app, "rounds.turn", turn)
    on_action(app, "rounds.drop", in_place(partial(on_page, "dropped")))
    on_action(app, "rounds.restore", in_place(partial(on_page, "restored")))
    on_action(app, "rounds.choose", choose)
    app.view("rounds.swap")(swap)
    on_action(app, "rounds.undo", in_place(undo))
    on_action(app, "rounds.rulings", list_all)
    on_action(app, "rounds.turn_rulings", turn_list)
    on_action(app, "rounds.lift", lift)
    app.view("rounds.rulings")(say)
    on_action(app, "rounds.approve", in_place(approve, on_home=True))
    on_action(app, "rounds.approve_alone", in_place(approve_alone, on_home=True))
    on_action(app, "rounds.again", in_place(again, on_home=True))
    on_action(app, "rounds.call_off", in_place(call_off, on_home=True))
    on_action(app, "rounds.export", export)
