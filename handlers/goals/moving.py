"""How far a goal is: asked with the check-in, answered in its place, whatever else the message asks."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, Respond
from sqlmodel import Session

from handlers import forms
from handlers.goals.deciding import in_place
from handlers.goals.page import goal_of
from handlers.goals.telling import celebrate
from handlers.matchers import on_action
from messages import render
from storage import goals, wishes
from storage.checkins import QUESTION
from storage.store import Store
from storage.tables import Goal, Pair


def register(app: App) -> None:
    on_action(app, "goals.progress", move)


def move(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, store: Store, user_id: str, now: datetime
) -> None:
    """Note the progress that was chosen; all of it reaches the goal."""
    goal_id, _, progress = action["selected_option"]["value"].partition(":")
    with store.begin() as db:
        row, pair = goal_of(db, int(goal_id), user_id, now)
        if goals.move(db, pair, row, int(progress), now):
            celebrate(db, pair, row, now)
        template, values = _with_progress(db, body, row, pair, user_id)
    ack()
    respond(replace_original=True, **render(template, **values))


def _with_progress(
    db: Session, body: dict[str, Any], row: Goal, pair: Pair, user_id: str
) -> tuple[str, dict[str, Any]]:
    """The check-in that was clicked: its question as it stands, its goals as they are now."""
    said = forms.clicked(db, body)
    part = wishes.part_about(said, QUESTION, pair=pair.id)
    if part is None:
        return in_place(db, body, row, pair, user_id)
    named = {"goals": goals.lines_now(db, part["values"].get("goals", ()))}
    return wishes.instead(db, said, part["template"], **part["values"] | named)
