"""Accept, keep, cancel: one tap on what is planned; a second one, or a late one, shows how it stands."""

from datetime import datetime

from slack_bolt import Ack, App
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers.checkins import pair_of
from handlers.clicks import Click, Said, in_place
from handlers.matchers import on_action
from handlers.planning import telling
from storage import plans
from storage.tables import Pair, Plan


def register(app: App) -> None:
    for action in DECISIONS:
        on_action(app, action, in_place(decide, on_home=True))
    on_action(app, "planning.calendar", opened)


def decide(db: Session, click: Click, now: datetime) -> Said:
    """Decide about a plan as it was read, and let the message that was clicked say how it stands; Home has none."""
    plan_id, _, read = click.value.partition(":")
    row, pair = _found(db, int(plan_id), click.user_id, now)
    DECISIONS[click.action](db, row, pair, read, click.user_id, now)
    return telling.in_place(db, click, row, pair, now)


def opened(ack: Ack) -> None:
    """A link was followed: Slack tells of it and waits for an answer, and there is nothing to do."""
    ack()


def _found(db: Session, plan_id: int, user_id: str, now: datetime) -> tuple[Plan, Pair]:
    """A plan and its open pair, for one of the two. Refuses everybody else, and a pair that has ended."""
    row = plans.plan(db, plan_id)
    if row is None:
        raise Refusal("checkins/not_your_pair")
    return row, pair_of(db, row.pair_id, user_id, now)


def _accept(db: Session, row: Plan, pair: Pair, read: str, by: str, now: datetime) -> None:
    """Take the time of the button, where it is still proposed to this person."""
    revision, _, slot = read.partition(":")
    was_planned = row.status == "accepted"
    if plans.accept(db, row, int(revision), slot, by, now):
        telling.tell_of_answer(db, row, pair, by, now, "moved" if was_planned else "accepted")


def _keep(db: Session, row: Plan, pair: Pair, read: str, by: str, now: datetime) -> None:
    """Keep the time that holds: the answer to a proposal to move it, or that proposal taken back."""
    if plans.keep(db, row, int(read), by, now):
        telling.tell_that_time_stays(db, row, pair, by, now)


def _cancel(db: Session, row: Plan, pair: Pair, _read: str, by: str, now: datetime) -> None:
    """Cancel what is planned, or take a proposal back: either of the two may, and it is written down who did."""
    if plans.cancel(db, row, by, now):
        telling.tell_of_answer(db, row, pair, by, now, "cancelled")


DECISIONS = {"planning.accept": _accept, "planning.keep": _keep, "planning.cancel": _cancel}
