"""The next best for whoever is free again: the same round, the same seed and rules, among those who are free now."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.rules.matching import Candidate
from bot.rules.programmes import CIRCLES
from handlers.rounds.kinds import matched
from storage import rounds, suggestions
from storage.pool import Pool, pool
from storage.store import Store
from storage.tables import Programme, Proposal, Round


def find_next_best(store: Store, row: Round, programme: Programme, now: datetime) -> int:
    """Propose new pairs, each with somebody who has become free; how many. Nobody is proposed twice to the same person,
    and nobody to a circle whose people are asked: whoever is free again waits for the next round.

    Computed outside of any transaction; whoever is asked is looked at once more.
    """
    if not looks_on(row, programme):
        return 0
    with store.read() as db:
        made, asked = rounds.proposals(db, row.id), suggestions.of_round(db, row.id)
        ended = [one for one in asked if one.status in ("over", "held")]
        left = [one.user_id for one in rounds.leftovers(db, row.id)]
        present = pool(db, programme, now, run=row.id) if ended else None
    if present is None:
        return 0
    silent = suggestions.silent(asked)
    free = _free(present, made, [who for who in _people(made, left) if who not in silent])
    freed = {who for one in ended for who in (one.mentor_id, one.mentee_id)} & {one.user for one in free}
    if not freed:
        return 0
    rules: dict[str, Any] = {"policy": present.policy, "on": now.date(), "seed": row.seed, "explained": False}
    found = matched(present.kind, free, **rules, managers=present.managers)
    theirs = [pair for pair in found.pairs if pair.mentor in freed or pair.mentee in freed]
    with store.begin() as db:
        return suggestions.propose_later(db, row, len(made), theirs)


def looks_on(row: Round, programme: Programme) -> bool:
    """Whether somebody else is sought for whoever is free again: not once nobody is waited for, and not in circles."""
    return row.stopped_at is None and programme.kind != CIRCLES


def _people(made: Iterable[Proposal], left: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys([*(who for one in made for who in (one.mentor_id, one.mentee_id)), *left])


def _free(present: Pool, made: Iterable[Proposal], people: Iterable[str]) -> list[Candidate]:
    """Those of the round who are free, each kept from whom they were proposed to before."""
    before: dict[str, set[str]] = {}
    for one in made:
        before.setdefault(one.mentor_id, set()).add(one.mentee_id)
    found = (present.candidates[who] for who in people if who in present.candidates)
    return [replace(one, never=one.never | before.get(one.user, set())) for one in found]
