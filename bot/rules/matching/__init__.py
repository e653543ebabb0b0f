"""Rounds: who teaches whom, under rules that protect the junior; exact, reproducible, explained.

Importing this imports neither numpy nor scipy: they come with the first round.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.rules.matching.candidate import Candidate, Why
from bot.rules.matching.digest import VERSION
from bot.rules.matching.outcome import MATCH_CODES, UNMATCHED_CODES, Match, Outcome, Reason, Unmatched, named
from bot.rules.matching.policy import Policy, Weights
from bot.rules.matching.proof import Certificate, Proof
from bot.rules.matching.spent import Spent
from bot.rules.matching.wishes import Pairs, Progress, silent

__all__ = [
    "MATCH_CODES",
    "UNMATCHED_CODES",
    "VERSION",
    "Candidate",
    "Certificate",
    "Match",
    "Outcome",
    "Policy",
    "Progress",
    "Proof",
    "Reason",
    "Spent",
    "Unmatched",
    "Weights",
    "Why",
    "allowed_pairs",
    "chains_ended",
    "judge",
    "named",
    "pair_up",
    "silent",
]


def pair_up(
    pool: Sequence[Candidate],
    *,
    policy: Policy,
    on: date,
    seed: int,
    managers: Mapping[str, str | None],
    pins: Pairs = (),
    forbidden: Pairs = (),
    progress: Progress = silent,
    explained: bool = True,
) -> Outcome:
    """Match as many mentees as possible, then as many as possible who come first, mentees and mentors, then as well as
    possible in total, then with the best worst pair: exactly, and with the proof. Where a policy wants many mentors, as
    many different ones as possible come before the total. A fair policy puts the worst pair before those who come
    first. Whoever is either and comes first does so on both sides.

    `managers` is the company's chain: person to manager, None for "has none"; whoever is absent is unknown. Common
    hours are those of the day `on`. Equal solutions are told apart by `seed`; the order of `pool` changes nothing.
    Whoever has no role stands in the pool for nothing. `pins` are pairs (mentor, mentee) that are decided, `forbidden`
    ones that must not be. Refuses a pool that names somebody twice, and a pin that breaks a rule. `progress` is told
    a step, how many mentees of it are done, and of how many; what it raises ends the matching. Unless it is to be
    `explained`, whoever is left is told without reasons, which take a good part of the time.
    """
    from bot.rules.matching.pairing import matched

    return matched(pool, policy, on, seed, managers, pins, forbidden, progress, explained)


def allowed_pairs(
    pool: Sequence[Candidate], *, policy: Policy, on: date, managers: Mapping[str, str | None]
) -> Iterator[tuple[str, str, float]]:
    """Every pair that no rule forbids, whether a round makes it or not: mentor, mentee and score, 0 to 100."""
    from bot.rules.matching.pairing import allowed

    return allowed(pool, policy, on, managers)


def judge(
    pool: Sequence[Candidate],
    pairs: Pairs,
    *,
    policy: Policy,
    on: date,
    managers: Mapping[str, str | None],
    beside: Sequence[Candidate] = (),
) -> list[Match | str]:
    """What a round would say of each of these pairs (mentor, mentee), in their order: the match, with the score that it
    would have there, or the first rule that forbids it.

    A rule is a code: one of UNMATCHED_CODES, `self` for a pair of one person, or `absent` where either does not wait
    in that role. `pool` needs nobody but the people of the pairs, which is quick, where the others are `beside`:
    nothing but their purposes counts, since it makes words common or rare.
    """
    from bot.rules.matching.verdict import verdicts

    return verdicts(pool, pairs, policy, on, managers, beside)


def chains_ended(managers: Mapping[str, str | None], people: Iterable[str]) -> dict[str, str | None]:
    """The chain with everybody whose manager is not known standing at its top: a waiver, since whoever stands above
    them, and could harm a junior, is not seen then."""
    named = dict.fromkeys([*people, *(manager for manager in managers.values() if manager is not None)])
    return {**named, **managers}
