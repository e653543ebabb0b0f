"""Circles and peers of a company, from what people say of themselves; under the rules of every round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.circles import Company, Integers, Size, best_circles
from bot.rules.matching.cohort import FORBIDDEN, Cohort, Points
from bot.rules.matching.equals import Chosen, best_equals
from bot.rules.matching.judged import Judged, Managers, judged, with_a_role
from bot.rules.matching.market import open_market
from bot.rules.matching.outcome import Match, Reason, Unmatched
from bot.rules.matching.policy import Policy
from bot.rules.matching.reasons import why
from bot.rules.matching.wishes import Progress, silent

ANY_LEVEL = -1_000
"""A gap that every two levels have."""
FIRST = 10_000
"""What somebody who comes first is worth beside the points of a pair, of which there are 1,000 at most."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Who meets whom: mentor and mentee of a circle, one row for each mentee, or two peers; and whoever is left, by
    what is missing, or as `no_company`: nobody is allowed, or all who are meet others or are too few for a circle of
    the `least` size.

    No choice of circles has more than `bound` mentees, no choice of peers more than `bound` pairs. `proof` is that of
    peers.
    """

    pairs: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    cycles: tuple[tuple[str, ...], ...]
    bound: int
    proof: Chosen | None = None

    @property
    def points(self) -> int:
        """The sum over all rows, in thousandths."""
        return sum(pair.points for pair in self.pairs)


def circles(
    pool: Sequence[Candidate],
    policy: Policy,
    on: date,
    managers: Managers,
    size: Size | None = None,
    *,
    as_many_as_wished: bool = False,
) -> Gathered:
    """Circles of two to six mentees, or of another size. Each pair of mentor and mentee keeps the rules of a round;
    mentees of one circle stand in no chain with each other, review each other as little, and are on none of each
    other's never-lists. Of as many mentees, those sit in a circle, or lead one, who come first.

    A mentor leads one circle whatever their capacity, or of `as_many_as_wished` mentees at most. Whoever is either may
    lead one and learn in another.
    """
    found = judged(with_a_role(pool), policy, on, managers)
    people, points = found.cohort, _everything(found.cohort)
    mentee, mentor = np.nonzero(points != FORBIDDEN)
    worth, company = points[mentee, mentor].astype(np.int64), people.company
    first, last = (
        np.array([number[one.user] for one in people.mentees], dtype=np.int64)
        for number in (company.first, company.last)
    )
    sides = len(people.mentees), len(people.mentors)
    room = np.array([one.capacity for one in people.mentors], dtype=np.int64) if as_many_as_wished else None
    worth += FIRST * (_comes_first(people.mentees)[mentee] + _comes_first(people.mentors)[mentor])
    company_ = Company(*sides, mentee, mentor, worth, first, last, frozenset(_apart(people)), room)
    best = best_circles(company_, size)
    matches = [_taught(people, at, row, int(points[row, at])) for at, rows in best.circles for row in rows]
    return _gathered(pool, matches, found, best.bound, least=(size or Size()).least)


def peers(
    pool: Sequence[Candidate], policy: Policy, on: date, managers: Managers, progress: Progress = silent
) -> Gathered:
    """Two people each, of different departments or of levels that differ by the gap, which stands for generations:
    nobody's age is known. All other rules of a round hold both ways; their points are the mean of both directions.
    The junior of the two stands as the mentor, of equals the one whose name comes first.
    """
    equals = [replace(one, role="either", capacity=1, first=False) for one in pool if one.role]
    found = judged(with_a_role(equals), replace(policy, level_gap=ANY_LEVEL, many_mentors=False), on, managers)
    people, (best, proof) = found.cohort, best_equals(found.cohort, policy.level_gap, progress)
    pairs = zip(best.mentee.tolist(), best.mentor.tolist(), best.points.tolist(), strict=True)
    matches = [_equal(people, (one, other), points) for one, other, points in pairs]
    return replace(_gathered(equals, matches, found, len(matches)), proof=proof)


def _everything(people: Cohort) -> Points:
    """The points of all pairs, two bytes each: mentees down, mentors across."""
    points = np.full((len(people.mentees), len(people.mentors)), FORBIDDEN, dtype=np.int16)
    for block in open_market(people).scan("scores", lambda block: block):
        points[block.mentee, block.mentor] = block.points
    return points


def _comes_first(people: Sequence[Candidate]) -> Integers:
    return np.array([one.first for one in people], dtype=np.int64)


def _apart(people: Cohort) -> Iterator[tuple[int, int]]:
    """Mentees one of whom judges the other, did so, or never wants to meet them."""
    for at, one in enumerate(people.mentees):
        named = one.never | one.reviewers | one.former_managers
        yield from ((at, people.mentee_at[who]) for who in named if who in people.mentee_at)


def _taught(people: Cohort, mentor: int, mentee: int, points: int) -> Match:
    one, other = people.mentors[mentor], people.mentees[mentee]
    return Match(one.user, other.user, points, why(one, other, people.minutes(mentee, mentor), people.policy))


def _equal(people: Cohort, two: tuple[int, int], points: int) -> Match:
    one, other = sorted(two, key=lambda at: (people.mentees[at].level or 0, people.mentees[at].user))
    return Match(people.mentees[one].user, people.mentees[other].user, points, _reasons(people, (one, other)))


def _reasons(people: Cohort, two: tuple[int, int]) -> tuple[Reason, ...]:
    """Why two peers fit, with what either could teach the other."""
    one, other = (people.mentees[at] for at in two)
    minutes = people.minutes(*two)
    there, back = (why(*both, minutes, people.policy) for both in ((one, other), (other, one)))
    topics = [topic for reason in (*there, *back) for topic in _topics(reason)]
    taught = (Reason("topics", topics=tuple(dict.fromkeys(topics))),) if topics else ()
    return (*taught, *(reason for reason in there if reason.code != "topics"))


def _topics(reason: Reason) -> tuple[str, ...]:
    return tuple(reason.values["topics"]) if reason.code == "topics" else ()  # type: ignore[arg-type]


def _gathered(pool: Sequence[Candidate], matches: Sequence[Match], judged: Judged, bound: int, **why: int) -> Gathered:
    placed = {user for match in matches for user in (match.mentor, match.mentee)}
    left = sorted(one.user for one in pool if one.role and one.user not in placed)
    unmatched = tuple(Unmatched(user, judged.lacking.get(user, (Reason("no_company", **why),))) for user in left)
    return Gathered(tuple(sorted(matches, key=lambda one: (one.mentor, one.mentee))), unmatched, judged.cycles, bound)
