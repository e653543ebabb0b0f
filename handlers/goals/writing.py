"""A goal in words: a new one, or other words for one that stands. The other one is asked to agree."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.cadence import local_day
from bot.rules.refusal import Refusal
from handlers import forms, home
from handlers.checkins import pair_of
from handlers.goals.page import goal_of, page_of
from handlers.goals.telling import celebrate, tell_of_proposal
from handlers.matchers import on_action
from handlers.own_pairs import View
from messages import form
from storage import goals, pairs, people
from storage.goals import Wording
from storage.store import Store
from storage.tables import Goal, Pair

WRITE = "goals.write"
LONGEST = {"what": 150, "topic": 75, "measure": 300}
NOTHING_YET = Wording("", "", "", None, 0)


def register(app: App) -> None:
    on_action(app, "goals.add", add)
    on_action(app, "goals.edit", edit)
    app.view(WRITE)(write)


def add(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Open the empty form."""
    with store.read() as db:
        view = _form(pair_of(db, int(action["value"]), user_id, now), user_id, None, NOTHING_YET)
    forms.show(client, body, view)
    ack()


def edit(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Open the form with the goal as it stands."""
    with store.read() as db:
        row, pair = goal_of(db, int(action["value"].partition(":")[0]), user_id, now)
    if row.status not in goals.LIVE:
        raise Refusal("goals/over")
    forms.show(client, body, _form(pair, user_id, row, goals.wording(row)))
    ack()


def write(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Put the words before the other one; where both edited at once, show both versions and lose neither."""
    carried, words = forms.carried(view), _wording(forms.answers(view))
    with store.begin() as db:
        if carried["goal"] is None:
            pair = pair_of(db, carried["pair"], user_id, now)
            _propose(db, pair, words, user_id, now)
            shown = page_of(db, pair, user_id)
        else:
            row, pair = goal_of(db, carried["goal"], user_id, now)
            is_whole = _edit(db, pair, row, carried, words, user_id, now)
            shown = page_of(db, pair, user_id) if is_whole else _form(pair, user_id, row, words, is_newer=True)
    ack(response_action="update", view=shown)
    home.refresh(client, store, user_id, now)


def _propose(db: Session, pair: Pair, words: Wording, by: str, now: datetime) -> None:
    _refuse_past(db, words, None, by, now)
    row = goals.propose(db, pair, words, by, now)
    if row is None:
        raise Refusal("goals/enough", field="what", most=goals.MOST_LIVE)
    tell_of_proposal(db, pair, row, by, now)


def _edit(db: Session, pair: Pair, row: Goal, carried: Any, words: Wording, by: str, now: datetime) -> bool:
    if row.status not in goals.LIVE:
        raise Refusal("goals/over", field="what")
    _refuse_past(db, words, row, by, now)
    if words.progress == carried["progress"]:
        words = replace(words, progress=row.progress)
    if not goals.edit(db, pair, row, carried["revision"], words, by, now):
        return False
    if row.status == "reached":
        celebrate(db, pair, row, now)
    elif row.status == "proposed" and row.changed_by == by:
        tell_of_proposal(db, pair, row, by, now)
    return True


def _form(pair: Pair, user_id: str, row: Goal | None, words: Wording, *, is_newer: bool = False) -> View:
    """The form with somebody's words, below those that the other one has put in place meanwhile."""
    as_read = {"revision": row.revision, "progress": row.progress} if row else {}
    return form(
        "goals/write",
        carry={"pair": pair.id, "goal": row and row.id} | as_read,
        partner=pairs.partner(pair, user_id),
        given=vars(words),
        newer=vars(goals.wording(row)) if row and is_newer else None,
        longest=LONGEST,
    )


def _wording(given: forms.Answers) -> Wording:
    what, topic, measure = (str(given.get(name) or "").strip() for name in ("what", "topic", "measure"))
    due_on = given.get("due_on")
    return Wording(what, topic, measure, date.fromisoformat(due_on) if due_on else None, int(given["progress"]))


def _refuse_past(db: Session, words: Wording, row: Goal | None, by: str, now: datetime) -> None:
    """A day that has passed may stay as it was, and cannot be set anew."""
    kept = row is not None and row.due_on == words.due_on
    if words.due_on and not kept and words.due_on < local_day(now, people.zone(db, by)):
        raise Refusal("goals/past", field="due_on")
