"""The agenda of the day before: when they meet, who sets it, what they are working on, and what is off limits."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.rules.programmes import PEERS
from storage import agreements, goals, pairs, people, plan_cards, plans, programmes, promises
from storage.plan_cards import Values
from storage.tables import Pair, Plan, Wish


def when_said(db: Session, wish: Wish, now: datetime) -> Values:
    """The agenda that somebody was to have in the morning that has come."""
    row, pair = plans.plan(db, wish.values["plan"]), pairs.pair(db, wish.values["pair"])
    assert row is not None
    assert pair is not None
    return shown(db, row, pair, wish.user_id, now)


def shown(db: Session, row: Plan, pair: Pair, viewer: str, now: datetime) -> Values:
    """The agenda as one of the two reads it now."""
    return {
        "pair": pair.id,
        "plan": plan_cards.facts(row, pair, viewer, people.zone(db, viewer), now),
        "peers": pair.kind == PEERS,
        "sets_it": viewer == _who_sets_it(db, pair),
        "as_senior": viewer == pair.mentee_id,
        "goals": goals.agreed_lines(db, pair.id),
        "promise": _last_promise(db, pair),
        "off_limits": agreements.in_force(db, pair.id).get("off_limits", ""),
    }


def _who_sets_it(db: Session, pair: Pair) -> str:
    programme = programmes.programme(db, pair.programme_id)
    assert programme is not None
    return pair.mentee_id if programme.agenda_by == "mentee" else pair.mentor_id


def _last_promise(db: Session, pair: Pair) -> dict[str, Any] | None:
    """The newest promise that is still open."""
    still_open = promises.open_of_pair(db, pair.id)
    if not still_open:
        return None
    due_on = still_open[-1].due_on
    return {"what": still_open[-1].what, "due_on": due_on and due_on.isoformat()}
