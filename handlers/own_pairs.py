"""Commands about "my pair": the form of the only pair at once, or the question which one is meant."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.rules.refusal import Refusal
from messages import form
from storage import pairs
from storage.tables import Pair

View = dict[str, Any]


def view_of_own(db: Session, user_id: str, now: datetime, action: str, view_of: Callable[[Pair], View]) -> View:
    """The view of somebody's only pair, or the list of their pairs, each with a button of that action.

    Refuses who is in no pair.
    """
    mine = pairs.open_pairs(db, user_id, now)
    if not mine:
        raise Refusal("pairs/none")
    if len(mine) == 1:
        return view_of(mine[0])
    choices = [(pair.id, pairs.partner(pair, user_id)) for pair in mine]
    return form("shared/which_pair", action=action, choices=choices)
