"""Agree, reached, drop: one click on the page or under a message, each answered where it was clicked."""

from datetime import datetime

from slack_bolt import App
from sqlmodel import Session

from handlers.clicks import Click, Page, Said, in_place
from handlers.goals import telling
from handlers.goals.page import goal_of, page_of
from handlers.matchers import on_action
from storage import goals
from storage.tables import Goal, Pair


def register(app: App) -> None:
    for action in DECISIONS:
        on_action(app, action, in_place(decide, on_home=True))


def decide(db: Session, click: Click, now: datetime) -> Said | Page:
    """Decide about a goal as it was read, and show how it stands; a second click shows the same."""
    goal_id, _, read = click.value.partition(":")
    row, pair = goal_of(db, int(goal_id), click.user_id, now)
    decided = DECISIONS[click.action](db, pair, row, int(read), click.user_id, now)
    if click.on_page:
        return page_of(db, pair, click.user_id, is_new=not decided)
    template, values = telling.standing(row, pair, click.user_id)
    return click.instead(db, template, **values)


def _agree(db: Session, pair: Pair, row: Goal, read: int, by: str, now: datetime) -> bool:
    decided = goals.agree(db, pair, row, read, by, now)
    if decided:
        telling.tell_of_agreement(db, pair, row, by, now)
    return decided


def _reach(db: Session, pair: Pair, row: Goal, _read: int, _by: str, now: datetime) -> bool:
    decided = goals.reach(db, pair, row, now)
    if decided:
        telling.celebrate(db, pair, row, now)
    return decided


def _drop(db: Session, pair: Pair, row: Goal, read: int, by: str, now: datetime) -> bool:
    decided = goals.drop(db, pair, row, read, now)
    if decided:
        telling.tell_of_drop(db, pair, row, by, now)
    return decided


DECISIONS = {"goals.agree": _agree, "goals.reach": _reach, "goals.drop": _drop}
