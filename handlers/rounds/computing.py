"""The tick's part: compute a round that was asked for, and show it to whoever asked.

A small round is computed at once, a large one in a process of its own, where the tick looks how far it is.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.rounds.beside import Beside, Computation
from handlers.rounds.computed import Computed, computed
from handlers.rounds.pinning import possible
from handlers.rounds.preview import shown
from storage import outbox, programmes, rounds, rulings
from storage.pool import pool
from storage.store import Store
from storage.tables import Round

log = logging.getLogger(__name__)


def compute(store: Store, now: datetime, beside: Beside | None = None) -> int:
    """Compute the oldest round that was asked for, outside of any transaction. Returns how many were computed.

    Where this dies halfway, the round is taken up again after its lease, with the same seed. Without ``beside``
    a large round is computed at once, too.
    """
    if beside is not None and beside.at is not None:
        return _look(store, beside, beside.at, now)
    with store.read() as db:
        if not rounds.claimable(db, now):
            return 0
    with store.begin() as db:
        row = rounds.claim(db, now)
    if row is None:
        return 0
    arguments = _arguments(store, row, now)
    if beside is None or len(arguments["pool"]) <= beside.at_once:
        return _preview(store, row, arguments, computed(arguments), now)
    with store.begin() as db:
        _show(db, row, row, now)
    beside.begin(row.id or 0, arguments)
    return 1


def _look(store: Store, beside: Beside, at: Computation, now: datetime) -> int:
    """See how far a round is that is being computed beside, and say so; end it where it was stopped."""
    still = at.listen()
    row, is_new = _noted(store, at, now)
    if still and row is not None:
        return int(is_new)
    beside.end()
    if row is None:
        return 1
    if at.computed is None:
        log.error("the process in which round %s was computed has died; it is tried again", at.round_id)
        return 0
    return _preview(store, row, at.arguments, at.computed, now)


def _noted(store: Store, at: Computation, now: datetime) -> tuple[Round | None, bool]:
    """The round, None where it was stopped; whether something new was said of it."""
    with store.read() as db:
        row = rounds.round_of(db, at.round_id)
    if row is None or row.status != "asked":
        return None, False
    if at.said is None or (at.said.step, at.said.share) == (row.step, row.share):
        return row, False
    with store.begin() as db:
        noted = rounds.note(db, at.round_id, at.said.step, at.said.share, now)
        if noted is not None:
            _show(db, noted, row, now)
    return noted, True


def _show(db: Session, row: Round, before: Round, now: datetime) -> None:
    """Show a round where it was shown before; what was to be shown there and was not yet is shown no more."""
    values, preview = shown(db, row, now), outbox.by_key(db, f"round-preview:{row.id}")
    if preview is None:
        outbox.notice(db, f"round-preview:{row.id}", "rounds/preview", row.asked_by, now, **values)
    else:
        outbox.unsay(db, _place(before))
        outbox.say_instead(db, preview, _place(row), now, "rounds/preview", **values)


def _place(row: Round) -> str:
    return f"round-shown:{row.id}:{row.status}:{row.step}:{row.share}"


def _arguments(store: Store, row: Round, now: datetime) -> dict[str, Any]:
    """Everything that a round is computed from."""
    on = row.asked_at.date()
    with store.read() as db:
        programme = programmes.programme(db, row.programme_id)
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


def _preview(store: Store, row: Round, arguments: Mapping[str, Any], found: Computed, now: datetime) -> int:
    """Show it to whoever asked; where the two of each pair decide alone, they are asked at once."""
    with store.begin() as db:
        programme = programmes.programme(db, row.programme_id)
        kept = rounds.keep(db, row.id, found.outcome, found.record(arguments), now)
        if kept is None or programme is None:
            return 0
        if programme.approval == "people" and found.outcome.pairs:
            rounds.decide(db, kept, "approved", kept.asked_by, now, asks_both=True)
        _show(db, kept, row, now)
    return 1
