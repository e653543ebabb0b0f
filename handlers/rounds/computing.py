"""The tick's part: compute a round that was asked for, and show it to whoever asked.

A small round is computed at once, a large one in a process of its own, where the tick looks how far it is.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from time import sleep

from sqlmodel import Session

from handlers import errors
from handlers.rounds.beside import Beside, Computation, reference
from handlers.rounds.computed import Handful, Record, computed
from handlers.rounds.deciding import approve_all
from handlers.rounds.inputs import inputs
from handlers.rounds.preview import shown
from storage import counts, outbox, programmes, rounds, tallies
from storage.store import Store
from storage.tables import Round

log = logging.getLogger(__name__)
ATTEMPTS = 3
"""So often a round is begun before it is given up."""
COMPUTING = "computing a round"
BREATHER = 0.005
"""Seconds between two handfuls in which whoever waits writes: a lock does not look who came first."""


def compute(store: Store, now: datetime, beside: Beside | None = None) -> int:
    """Compute the oldest round that was asked for, outside of any transaction. Returns how many were computed.

    Where this fails or dies halfway, the round is taken up again after its lease, with the same seed, and in the end
    given up; the others are computed meanwhile. Without ``beside`` a large round is computed at once, too.
    """
    if beside is not None and (at := beside.at) is not None:
        return errors.tried(reference(at.round_id), COMPUTING, partial(_look, store, beside, at, now)) or 0
    row = _claimed(store, now)
    if row is None:
        return 0
    attempt = partial(_begin, store, row, now, beside)
    done = errors.tried(reference(row.id), COMPUTING, attempt) if row.claims <= ATTEMPTS else None
    if done is None:
        return _give_up(store, row, now) or compute(store, now, beside)
    return done


def _claimed(store: Store, now: datetime) -> Round | None:
    with store.read() as db:
        if not rounds.claimable(db, now):
            return None
    with store.begin() as db:
        return rounds.claim(db, now)


def _begin(store: Store, row: Round, now: datetime, beside: Beside | None) -> int:
    if beside is None or not _is_large(store, row, beside):
        return _compute_here(store, row, now)
    with store.begin() as db:
        _show(db, row, row, now)
    beside.begin(store, row.id or 0, now)
    return 1


def _is_large(store: Store, row: Round, beside: Beside) -> bool:
    with store.read() as db:
        return counts.enrolled(db, [row.programme_id]).get(row.programme_id, 0) > beside.at_once


def _compute_here(store: Store, row: Round, now: datetime) -> int:
    with store.read() as db:
        read = inputs(db, row, now)
    found = computed(read)
    return _preview(store, row, found.by_handfuls(), found.record, now)


def _look(store: Store, beside: Beside, at: Computation, now: datetime) -> int:
    """See how far a round is that is being computed beside, and say so; end it where it was stopped."""
    still = at.listen()
    if not still:
        beside.end()
    row, is_new = _noted(store, at, now)
    if row is None:
        beside.end()
        return 1
    if still:
        return int(is_new)
    if at.record is None:
        log.error("accident %s while %s: its process has ended (%s)", reference(row.id), COMPUTING, at.ended_with)
        return _give_up(store, row, now)
    return _preview(store, row, at.found, at.record, now)


def _give_up(store: Store, row: Round, now: datetime) -> int:
    """Give a round up that was tried often enough; another is taken up again after its lease."""
    with store.begin() as db:
        failed = rounds.round_of(db, row.id or 0)
        if failed is None or failed.claims < ATTEMPTS or not rounds.call_off(db, failed, None, now):
            return 0
        _show(db, failed, row, now)
    log.error("accident %s while %s: given up, it was begun %s times", reference(row.id), COMPUTING, ATTEMPTS)
    return 1


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


def _preview(store: Store, row: Round, found: Iterable[Handful], record: Record, now: datetime) -> int:
    """Show it to whoever asked; where the two of each pair decide alone, they are asked at once."""
    for some in found:
        with store.begin() as db:
            if not rounds.write_down(db, row.id, some):
                return 0
        sleep(BREATHER)
    with store.begin() as db:
        programme = programmes.programme(db, row.programme_id)
        kept = rounds.keep(db, row.id, record, now)
        if kept is None or programme is None:
            return 0
        if programme.approval == "people" and tallies.tally(db, kept).made:
            approve_all(db, kept, programme, kept.asked_by, now)
        _show(db, kept, row, now)
    return 1
