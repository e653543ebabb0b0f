"""Who is matched with whom, by the kind of the programme; every round, and every next best, is asked for here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.rules.matching import Candidate, Outcome, Policy, Progress, pair_up, silent
from bot.rules.programmes import CIRCLES, LARGEST_CIRCLE, PEERS, SMALLEST_CIRCLE

if TYPE_CHECKING:
    from bot.rules.matching.kinds import Gathered


def matched(
    kind: str,
    pool: Sequence[Candidate],
    *,
    policy: Policy,
    on: date,
    seed: int,
    managers: Mapping[str, str | None],
    sizes: tuple[int, int] = (SMALLEST_CIRCLE, LARGEST_CIRCLE),
    progress: Progress = silent,
    **more: Any,
) -> "Outcome | Gathered":
    """``pair_up`` of these arguments, or its like for peers and for circles of these sizes, which need no seed: two
    equal choices have one order."""
    if kind == PEERS:
        from bot.rules.matching.kinds import peers

        return peers(pool, policy, on, managers, progress)
    if kind == CIRCLES:
        from bot.rules.matching.circles import Size
        from bot.rules.matching.kinds import circles

        return circles(pool, policy, on, managers, Size(*sizes), as_many_as_wished=True)
    return pair_up(pool, policy=policy, on=on, seed=seed, managers=managers, progress=progress, **more)
