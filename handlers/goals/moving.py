"""How far a goal is: asked with the check-in, answered in its place, whatever else the message asks."""

from datetime import datetime

from slack_bolt import App
from sqlmodel import Session

from handlers.clicks import Click, Said, in_place
from handlers.goals.page import goal_of
from handlers.goals.telling import celebrate, standing
from handlers.matchers import on_action
from storage import goals, wishes
from storage.checkins import QUESTION
from storage.tables import Goal, Pair


def register(app: App) -> None:
    on_action(app, "goals.progress", in_place(move))


def move(db: Session, click: Click, now: datetime) -> Said:
    """Note the progress that was chosen; all of it reaches the goal."""
    goal_id, _, progress = click.value.partition(":")
    row, pair = goal_of(db, int(goal_id), click.user_id, now)
    if goals.move(db, pair, row, int(progress), now):
        celebrate(db, pair, row, now)
    return _with_progress(db, click, row, pair)


def _with_progress(db: Session, click: Click, row: Goal, pair: Pair) -> Said:
    """The check-in that was clicked: its question as it stands, its goals as they are now."""
    part = wishes.part_about(click.message(db), QUESTION, pair=pair.id)
    if part is None:
        template, values = standing(row, pair, click.user_id)
        return click.instead(db, template, **values)
    named = {"goals": goals.lines_now(db, part["values"].get("goals", ()))}
    return click.instead(db, part["template"], **part["values"] | named)
