"""The tick's part: compute a round that was asked for, and show it to whoever asked."""

from datetime import datetime

from bot.rules.matching import Outcome, pair_up
from handlers.rounds.preview import shown
from storage import outbox, programmes, rounds
from storage.pool import Pool, pool
from storage.store import Store
from storage.tables import Programme, Round


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
    return _preview(store, row, programme, outcome, waiting, now)


def _preview(store: Store, row: Round, programme: Programme, outcome: Outcome, waiting: Pool, now: datetime) -> int:
    """Show it to whoever asked; where the two of each pair decide alone, they are asked at once."""
    with store.begin() as db:
        kept = rounds.keep(db, row.id, outcome, waiting.paired, now)
        if kept is None:
            return 0
        if programme.approval == "people" and outcome.pairs:
            rounds.decide(db, kept, "approved", kept.asked_by, now, asks_both=True)
        outbox.notice(db, f"round-preview:{row.id}", "rounds/preview", row.asked_by, now, **shown(db, kept, now))
    return 1
