"""Views about a pair: of the only one of whoever types a command, or of the one that a button names."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import forms
from handlers.checkins import pair_of
from handlers.matchers import on_action, on_command
from messages import form
from storage import pairs
from storage.store import Store
from storage.tables import Pair

View = dict[str, Any]
ViewOf = Callable[[Session, Pair, str, datetime], View]
"""The view of a pair as one of the two sees it, as of now."""


def opens_for_pair(app: App, command: str, action: str, view_of: ViewOf, *, circles: bool = True) -> None:
    """Let a command open that view of one's own pair, and a button that of the pair which it names.

    What is not for ``circles`` is refused there.
    """

    def open_own(ack: Ack, body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
        with store.read() as db:
            view = _view_of_own(db, user_id, now, action, view_of, circles)
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    def open_named(
        ack: Ack,
        action: dict[str, Any],
        body: dict[str, Any],
        client: WebClient,
        store: Store,
        user_id: str,
        now: datetime,
    ) -> None:
        with store.read() as db:
            pair = pair_of(db, int(action["value"]), user_id, now)
            view = view_of(db, _suitable([pair], circles)[0], user_id, now)
        forms.show(client, body, view)
        ack()

    on_command(app, command, open_own)
    on_action(app, action, open_named)


def _view_of_own(db: Session, user_id: str, now: datetime, action: str, view_of: ViewOf, circles: bool) -> View:
    """The view of somebody's only pair, or the list of their pairs, each with a button of that action.

    Refuses who is in no pair.
    """
    mine = pairs.open_pairs(db, user_id, now)
    if not mine:
        raise Refusal("pairs/none")
    mine = _suitable(mine, circles)
    if len(mine) == 1:
        return view_of(db, mine[0], user_id, now)
    choices = [(pair.id, pairs.partner(pair, user_id)) for pair in mine]
    return form("shared/which_pair", action=action, choices=choices)


def _suitable(mine: Sequence[Pair], circles: bool) -> Sequence[Pair]:
    found = [pair for pair in mine if circles or pair.circle_id is None]
    if not found:
        raise Refusal("planning/circle")
    return found
