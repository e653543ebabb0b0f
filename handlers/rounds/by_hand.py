"""What coordinators have done to a preview by hand, as values for its templates."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.rules.programmes import PEERS
from handlers.rounds.pinning import unkept
from storage import acts, rulings
from storage.tables import Act, Programme, Proposal, Round

NAMED = 5
"""Pins that the round does not hold and that are named; of the others only how many they are is said."""


def values(
    db: Session, row: Round, programme: Programme, here: Iterable[Proposal], total: float, now: datetime
) -> dict[str, Any]:
    """Which pairs of a page are pinned or forbidden, which pins are not kept, and what can be undone.

    ``total`` is that of the preview as it stands: where it is not what was computed, mentors were exchanged.
    """
    said = rulings.of_programme(db, row.programme_id)
    kinds = {(one.mentor_id, one.mentee_id): one.kind for one in said}
    either_way = [one for one in said if one.kind == "forbidden" or programme.kind == PEERS]
    kinds = {(one.mentee_id, one.mentor_id): one.kind for one in either_way} | kinds
    shown = {one.id: kinds.get((one.mentor_id, one.mentee_id)) for one in here}
    waiting, last = unkept(db, row, programme, now), acts.last(db, row.id)
    return {
        "pinned": [number for number, kind in shown.items() if kind == "pinned"],
        "forbidden": [number for number, kind in shown.items() if kind == "forbidden"],
        "pins": sum(one.kind == "pinned" for one in said) - len(waiting),
        "rulings": len(said),
        "unkept": [asdict(one) for one in waiting[:NAMED]],
        "more_unkept": max(len(waiting) - NAMED, 0),
        "swapped": row.record.get("total", total) != total,
        "last": last and told(last),
        "undone": None,
    }


def told(act: Act) -> dict[str, Any]:
    """An act as it is told, with whether its pair is one of the round, what was said of that before, and ``gone``: who
    was dropped beside somebody whom they may not meet."""
    of_it, said = _about(act, "proposals", "mentor_id", "mentee_id"), _about(act, "rulings", "mentor", "mentee")
    about = {
        "mentor": act.mentor_id,
        "mentee": act.mentee_id,
        "made": bool(of_it),
        "was": next((each["kind"] for each in said if each["kind"]), None),
        "gone": [
            {"mentor": each["mentor_id"], "mentee": each["mentee_id"]}
            for each in act.before["proposals"]
            if act.kind == "forbidden" and each not in of_it
        ],
    }
    return {"id": act.id, "kind": act.kind, "by": act.by, **about}


def _about(act: Act, what: str, *sides: str) -> list[dict[str, Any]]:
    """Of what an act has changed that which is about its two people, whoever is named first."""
    return [each for each in act.before[what] if {each[side] for side in sides} == {act.mentor_id, act.mentee_id}]
