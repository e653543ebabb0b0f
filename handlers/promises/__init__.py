"""You said, we did: what the senior of a pair will try; either writes it down, and either marks it as done.

The senior is reminded once, in the morning of the day by which it is to be done; where no day was named, two weeks
after it was promised.
"""

from slack_bolt import App

from handlers.clicks import in_place
from handlers.matchers import on_action
from handlers.own_pairs import opens_for_pair
from handlers.promises.deciding import LONGEST, change, done, drop, edit, page, submit, write_down

__all__ = ["LONGEST", "register", "write_down"]


def register(app: App) -> None:
    opens_for_pair(app, "promise", "promises.open", lambda db, pair, viewer, _now: page(db, pair, viewer))
    app.view("promises.make")(submit)
    on_action(app, "promises.edit", edit)
    app.view("promises.change")(change)
    on_action(app, "promises.done", in_place(done, on_home=True))
    on_action(app, "promises.drop", in_place(drop, on_home=True))
