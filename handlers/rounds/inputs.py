"""Everything that a round is computed from, as it stands in the database."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.rounds.pinning import possible
from storage import programmes, rulings
from storage.pool import pool
from storage.tables import Round

Inputs = dict[str, Any]
"""The arguments of ``handlers.rounds.kinds.matched``."""


def inputs(db: Session, row: Round, now: datetime) -> Inputs:
    """The people who wait, the programme's policy and what a coordinator has pinned; the day is that of the asking."""
    on, programme = row.asked_at.date(), programmes.programme(db, row.programme_id)
    assert programme is not None
    waiting, pins = pool(db, programme, now), rulings.of_programme(db, row.programme_id, "pinned")
    return {
        "kind": waiting.kind,
        "sizes": waiting.sizes,
        "pool": list(waiting.candidates.values()),
        "policy": waiting.policy,
        "on": on,
        "seed": row.seed,
        "managers": waiting.managers,
        "pins": possible(pins, waiting, on),
    }
