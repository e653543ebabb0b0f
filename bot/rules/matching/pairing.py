"""One round from beginning to end."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from bot.rules.matching.assignment import NOBODY, best_assignment
from bot.rules.matching.candidate import Candidate
from bot.rules.matching.chart import Chart, chart
from bot.rules.matching.cohort import Cohort, cohort
from bot.rules.matching.completeness import missing
from bot.rules.matching.digest import digest
from bot.rules.matching.leftovers import Leftovers
from bot.rules.matching.outcome import Match, Outcome, Reason, Unmatched
from bot.rules.matching.policy import Policy
from bot.rules.matching.reasons import why
from bot.rules.matching.scores import compatibility


def matched(
    pool: Sequence[Candidate], policy: Policy, on: date, seed: int, managers: Mapping[str, str | None]
) -> Outcome:
    """See `pair_up`."""
    people = _shuffled(pool, seed)
    company = chart(managers, (one.user for one in people))
    lacking = _lacking(people, policy, company)
    judged = cohort([one for one in people if one.user not in lacking], policy, company, on)
    pairs = _pairs(judged, policy)
    placed = {user for pair in pairs for user in (pair.mentor, pair.mentee)}
    left = Leftovers(judged, [one for one in people if one.user in lacking])
    unmatched = [
        Unmatched(one.user, lacking.get(one.user) or left.why(one)) for one in people if one.user not in placed
    ]
    return Outcome(
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.mentor, pair.mentee))),
        unmatched=tuple(sorted(unmatched, key=lambda one: one.user)),
        cycles=company.cycles,
        seed=seed,
        digest=digest(pool, policy, on, managers),
    )


def allowed(
    pool: Sequence[Candidate], policy: Policy, on: date, managers: Mapping[str, str | None]
) -> Iterator[tuple[str, str, float]]:
    """See `allowed_pairs`."""
    people = sorted((one for one in pool if one.teaches or one.learns), key=lambda one: one.user)
    company = chart(managers, (one.user for one in people))
    lacking = _lacking(people, policy, company)
    judged = cohort([one for one in people if one.user not in lacking], policy, company, on)
    points = compatibility(judged, policy)
    for mentee, mentor in np.argwhere(judged.broken == 0):
        yield judged.mentors[mentor].user, judged.mentees[mentee].user, int(points[mentee, mentor]) / 10


def _lacking(people: Sequence[Candidate], policy: Policy, company: Chart) -> dict[str, tuple[Reason, ...]]:
    """Whoever lacks what the hard rules need, and what."""
    return {one.user: reasons for one in people if (reasons := missing(one, policy, company))}


def _shuffled(pool: Sequence[Candidate], seed: int) -> list[Candidate]:
    """Whoever has a role, in an order that only the people and the seed decide."""
    people = sorted((one for one in pool if one.teaches or one.learns), key=lambda one: one.user)
    if len({one.user for one in people}) < len(people):
        raise ValueError("somebody stands in the pool twice")
    random.Random(seed).shuffle(people)
    return people


def _pairs(people: Cohort, policy: Policy) -> list[Match]:
    points = compatibility(people, policy)
    capacity = np.array([one.capacity for one in people.mentors], dtype=np.int64)
    first = np.array([one.first for one in people.mentors], dtype=bool)
    found = best_assignment(points, people.broken == 0, capacity, first).mentor_of
    return [
        Match(
            people.mentors[mentor].user,
            people.mentees[mentee].user,
            int(points[mentee, mentor]),
            why(people.mentors[mentor], people.mentees[mentee], int(people.minutes[mentee, mentor]), policy),
        )
        for mentee, mentor in enumerate(found)
        if mentor != NOBODY
    ]
