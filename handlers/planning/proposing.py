"""Proposing times: the form with three that fit both, and what becomes of it. A session is moved the same way.

Times that either has proposed before, and the one that the session has, are not among the three.

Its length and its link change at once, with other times or without any.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from itertools import chain
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import planning as rules
from bot.rules.planning import AtWork
from bot.rules.refusal import Refusal
from handlers import forms, home
from handlers.checkins import pair_of
from handlers.own_pairs import View, opens_for_pair
from handlers.planning import telling
from messages import form
from storage import joining, pairs, people, plan_cards, plans
from storage.store import Store
from storage.tables import Pair, Participant, Plan

PROPOSE = "planning.propose"
OTHERS = ("other", "another")
Moments = Mapping[str, Sequence[datetime]]
"""The times that somebody gives, by the field in which they do."""


def register(app: App) -> None:
    opens_for_pair(app, "plan", "planning.plan", _form, circles=False)
    app.view(PROPOSE)(propose)


def propose(ack: Ack, view: View, client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Put the times before the other one; where they did something meanwhile, show how it stands instead.

    Refuses a form in which there is neither a time nor a change.
    """
    carried, given = forms.carried(view), forms.answers(view)
    moments = _moments(given)
    wanted = _wanted(given, moments)
    rules.check(moments, wanted.link, now)
    with store.begin() as db:
        pair = pair_of(db, carried["pair"], user_id, now)
        before, seen = plans.live(db, pair.id, now), (carried["plan"], carried["revision"])
        altered = plans.alters(before, wanted)
        if plans.is_as_seen(before, seen):
            _refuse_no_change(before, moments, altered=altered)
        row = plans.propose(db, pair, seen, wanted, user_id, now)
        if row is None:
            standing = _standing(db, pair, user_id, now)
        else:
            telling.tell_of_proposal(db, row, pair, user_id, now, altered=altered)
    if row is None:
        ack(response_action="update", view=standing)
        return
    ack(response_action="clear")
    home.refresh(client, store, user_id, now)


def _refuse_no_change(before: Plan | None, moments: Moments, *, altered: bool) -> None:
    """A form in which there is neither a time nor a change, or the time that the session has."""
    if not any(moments.values()) and not altered:
        raise Refusal("planning/no_time", field="times")
    for field, given in moments.items():
        if before is not None and before.starts_at in given:
            raise Refusal("planning/own_time", field=field)


def _form(db: Session, pair: Pair, user_id: str, now: datetime) -> View:
    row, other = plans.live(db, pair.id, now), pairs.partner(pair, user_id)
    minutes = row.minutes if row else rules.LENGTH
    both = (_at_work(db, pair, user_id), _at_work(db, pair, other))
    taken = [*plans.busy(db, pair, now), *(plans.offered(row) if row else ())]
    found = rules.proposals(both, taken, now, minutes)
    return form(
        "planning/propose",
        carry={"pair": pair.id, "plan": row and row.id, "revision": row and row.revision},
        partner=other,
        moves=row.starts_at if row and row.status == "accepted" else None,
        choices=found.moments,
        nearest=found.nearest,
        zone=plan_cards.zone_name(both[0].zone),
        their_zone=plan_cards.zone_name(both[1].zone),
        minutes=minutes,
        link=row.link if row else "",
        limits=rules,
    )


def _at_work(db: Session, pair: Pair, user_id: str) -> AtWork:
    found = joining.participant(db, pair.programme_id, user_id) or Participant.model_construct()
    hours = (time.fromisoformat(found.hours_from), time.fromisoformat(found.hours_to))
    return AtWork(people.zone(db, user_id), hours)


def _moments(given: forms.Answers) -> Moments:
    ticked = [datetime.fromisoformat(one) for one in given["times"] or ()]
    picked = {name: [datetime.fromtimestamp(given[name], UTC)] for name in OTHERS if given.get(name)}
    return {"times": ticked, **picked}


def _wanted(given: forms.Answers, moments: Moments) -> plans.Wanted:
    """What was filled in: the ticked times and the picked ones, each once, the earliest first."""
    minutes, link = int(given.get("minutes") or rules.LENGTH), (given.get("link") or "").strip()
    return plans.Wanted(sorted({*chain(*moments.values())}), minutes, link)


def _standing(db: Session, pair: Pair, user_id: str, now: datetime) -> View:
    row: Plan | None = plans.live(db, pair.id, now)
    shown: Sequence[dict[str, Any]] = [telling.shown(db, row, pair, user_id, now)["plan"]] if row else []
    return form("planning/standing", plans=shown)
