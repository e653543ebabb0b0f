"""Who is matched with whom, by the kind of the programme; every round, every next best and every verdict is asked
for here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.rules.matching import Candidate, Match, Outcome, Policy, Progress, judge, pair_up, silent
from bot.rules.matching.wishes import Pairs
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
    pins: Pairs = (),
    progress: Progress = silent,
    **more: Any,
) -> "Outcome | Gathered":
    """``pair_up`` of these arguments, or its like for peers and for circles of these sizes, which need no seed: two
    equal choices have one order."""
    if kind == PEERS:
        from bot.rules.matching.kinds import peers

        return peers(pool, policy, on, managers, progress, pins, **more)
    if kind == CIRCLES:
        from bot.rules.matching.circles import Size
        from bot.rules.matching.kinds import circles

        size, watched = Size(*sizes), {"progress": progress, **more}
        return circles(pool, policy, on, managers, size, as_many_as_wished=True, pins=pins, **watched)
    return pair_up(pool, policy=policy, on=on, seed=seed, managers=managers, pins=pins, progress=progress, **more)


def judged(kind: str, pool: Sequence[Candidate], pairs: Sequence[tuple[str, str]], **rules: Any) -> list[Match | str]:
    """``judge`` of these arguments, or its like for peers; in a circle mentor and mentee are a pair like any other."""
    if kind == PEERS:
        from bot.rules.matching.kinds import judge_peers

        return judge_peers(pool, pairs, **rules)
    return judge(pool, pairs, **rules)
