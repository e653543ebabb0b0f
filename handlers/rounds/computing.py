"""The tick's part: compute a round that was asked for, and show it to whoever asked."""

from datetime import datetime

from bot.rules.matching import Outcome, pair_up
from handlers.rounds.preview import shown
from storage import outbox, programmes, rounds
from storage.pool import Pool, pool
from storage.store import Store
from storage.tables import Round


def compute(store: Store, now: datetime) -> int:
    """Compute the oldest round that was asked for, outside of any transaction. Returns how many were computed.

    Where this dies halfway, the round is taken up again after its lease, with the same seed.
    """
    with store.read() as db:
        if not rounds.claimable(db, now):
            return 0
    with store.begin() as db:
        row = rounds.claim(db, now)
    if row is None:
        return 0
    with store.read() as db:
        programme = programmes.programme(db, row.programme_id)
        assert programme is not None
        waiting = pool(db, programme)
    outcome = pair_up(
        list(waiting.candidates.values()),
        policy=waiting.policy,
        on=now.date(),
        seed=row.seed,
        managers=waiting.managers,
    )
    return _preview(store, row, outcome, waiting, now)


def _preview(store: Store, row: Round, outcome: Outcome, waiting: Pool, now: datetime) -> int:
    with store.begin() as db:
        kept = rounds.keep(db, row.id, outcome, waiting.paired, now)
        if kept is None:
            return 0
        outbox.notice(db, f"round-preview:{row.id}", "rounds/preview", row.asked_by, now, **shown(db, kept))
    return 1
