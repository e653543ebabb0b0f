"""Accept, keep, cancel: one tap on what is planned; a second one, or a late one, shows how it stands."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import home
from handlers.checkins import pair_of
from handlers.matchers import on_action
from handlers.planning import telling
from messages import render
from storage import plans
from storage.store import Store
from storage.tables import Pair, Plan


def register(app: App) -> None:
    for action in DECISIONS:
        on_action(app, action, decide)
    on_action(app, "planning.calendar", opened)


def decide(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    respond: Respond,
    client: WebClient,
    store: Store,
    user_id: str,
    now: datetime,
) -> None:
    """Decide about a plan as it was read, and let the message that was clicked say how it stands; Home has none."""
    verb, (plan_id, _, read) = action["action_id"].partition(":")[0], action["value"].partition(":")
    with store.begin() as db:
        row, pair = _found(db, int(plan_id), user_id, now)
        DECISIONS[verb](db, row, pair, read, user_id, now)
        template, values = telling.in_place(db, body, row, pair, user_id, now)
    ack()
    if body.get("response_url"):
        respond(replace_original=True, **render(template, **values))
    home.refresh(client, store, user_id, now)


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
