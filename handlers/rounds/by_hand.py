"""What coordinators have done to a preview by hand, as values for its templates."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.rounds.pinning import unkept
from storage import acts, round_changes, rulings
from storage.tables import Act, Programme, Proposal, Round

NAMED = 5
"""Pins that the round does not hold and that are named; of the others only how many they are is said."""
LEAST = 0.05
"""Half of the smallest difference between two totals: scores are in tenths."""


def values(db: Session, row: Round, programme: Programme, here: Iterable[Proposal], now: datetime) -> dict[str, Any]:
    """Which pairs of a page are pinned or forbidden, which pins are not kept, and what can be undone."""
    said = rulings.of_programme(db, row.programme_id)
    kinds = {(one.mentor_id, one.mentee_id): one.kind for one in said}
    shown = {one.id: kinds.get((one.mentor_id, one.mentee_id)) for one in here}
    waiting, last = unkept(db, row, programme, now), acts.last(db, row.id)
    return {
        "pinned": [number for number, kind in shown.items() if kind == "pinned"],
        "forbidden": [number for number, kind in shown.items() if kind == "forbidden"],
        "pins": sum(one.kind == "pinned" for one in said) - len(waiting),
        "rulings": len(said),
        "unkept": [asdict(one) for one in waiting[:NAMED]],
        "more_unkept": max(len(waiting) - NAMED, 0),
        "swapped": _swapped(db, row),
        "last": last and told(last),
        "undone": None,
    }


def told(act: Act) -> dict[str, Any]:
    """An act as it is told."""
    return {"id": act.id, "kind": act.kind, "mentor": act.mentor_id, "mentee": act.mentee_id, "by": act.by}


def worth(db: Session, row: Round) -> dict[str, float]:
    """The total and the lowest score as a preview stands: what was computed, unless mentors were exchanged."""
    if row.status != "preview":
        return {}
    _made, total, weakest = round_changes.sums(db, row)
    return {"total": total, "weakest": weakest}


def _swapped(db: Session, row: Round) -> bool:
    """Whether the pairs are no longer worth what was computed, and so not the best any more."""
    _made, total, _weakest = round_changes.sums(db, row)
    return "total" in row.record and abs(total - row.record["total"]) > LEAST
