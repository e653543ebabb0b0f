"""Circles and peers of a company, from what people say of themselves; under the rules of every round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.circles import Company, Size, best_circles
from bot.rules.matching.cohort import Cohort
from bot.rules.matching.digest import digest
from bot.rules.matching.equals import Chosen, Equals, best_equals, equals
from bot.rules.matching.judged import Judged, Lacking, Managers, judged, with_a_role
from bot.rules.matching.market import comes_first, open_market
from bot.rules.matching.no_company import WithoutCircle, WithoutPeer
from bot.rules.matching.optimum import joined
from bot.rules.matching.outcome import Match, Reason, Unmatched
from bot.rules.matching.policy import Policy
from bot.rules.matching.reasons import why
from bot.rules.matching.seats import Edges, Integers
from bot.rules.matching.verdict import verdict
from bot.rules.matching.wishes import Pairs, Progress, silent

ANY_LEVEL = -1_000
"""A gap that every two levels have."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Who meets whom: mentor and mentee of a circle, one row for each mentee, or two peers; and whoever is left, and
    why where that is to be `explained`.

    No choice of circles has more than `bound` mentees, no choice of peers more than `bound` pairs. `proof` is that of
    peers. `unkept` are pins, mentor and mentee, around whom no circle could be filled. `digest` names all that it was
    computed from: the same gives the same pairs.
    """

    pairs: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    cycles: tuple[tuple[str, ...], ...]
    bound: int
    proof: Chosen | None = None
    unkept: tuple[tuple[str, str], ...] = ()
    digest: str = ""

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
    pins: Pairs = (),
    progress: Progress = silent,
    explained: bool = True,
) -> Gathered:
    """Circles of two to six mentees, or of another size. Each pair of mentor and mentee keeps the rules of a round;
    mentees of one circle stand in no chain with each other, review each other as little, and are on none of each
    other's never-lists. Of as many mentees, those sit in a circle, or lead one, who come first.

    A mentor leads one circle whatever their capacity, or of `as_many_as_wished` mentees at most. Whoever is either may
    lead one and learn in another. `pins` are pairs (mentor, mentee) that come before all that, the earlier before the
    later; refuses one that breaks a rule. What cannot be kept, since the circle would break one, is `unkept`.
    """
    found = judged(with_a_role(pool), policy, on, managers)
    people, allowed = found.cohort, _everything(found.cohort, progress)
    sides = len(people.mentees), len(people.mentors)
    room = np.array([one.capacity for one in people.mentors], dtype=np.int64) if as_many_as_wished else None
    before = comes_first(people.mentees)[allowed.mentee] + comes_first(people.mentors)[allowed.mentor]
    more_than_all_points = 1001 * (len(people.mentees) + 1)
    pairs = (allowed.mentee, allowed.mentor, allowed.points + more_than_all_points * before)
    decided = tuple(_places(people, learns, teaches) for teaches, learns in pins)
    company_ = Company(*sides, *pairs, *_numbered(people), frozenset(_apart(people)), room, decided)
    best = best_circles(company_, size)
    unkept = tuple((people.mentors[teaches].user, people.mentees[learns].user) for learns, teaches in best.unkept)
    matches = [_taught(people, at, row, allowed.points_of(row, at)) for at, rows in best.circles for row in rows]
    left = _left(pool, matches)
    reasons = WithoutCircle(found, left, least=(size or Size()).least).why() if explained else {}
    gathered = _gathered(matches, left, reasons, found, best.bound)
    name = digest(pool, policy, on, managers, (), (), "circles", size or Size(), as_many_as_wished, list(pins))
    return replace(gathered, unkept=unkept, digest=name)


def peers(
    pool: Sequence[Candidate],
    policy: Policy,
    on: date,
    managers: Managers,
    progress: Progress = silent,
    pins: Pairs = (),
    *,
    explained: bool = True,
) -> Gathered:
    """Two people each, of different departments or of levels that differ by the gap, which stands for generations:
    nobody's age is known. All other rules of a round hold both ways; their points are the mean of both directions. Of
    as many pairs, those are in one who come first. The junior of the two stands as the mentor, of equals the one whose
    name comes first.

    `pins` are two each, whoever is named first, who are decided; the proof is that of the others. Refuses a pin that
    breaks a rule.
    """
    anybody = _as_equals(pool)
    found = _judged_as_equals(anybody, policy, on, managers)
    people, market = found.cohort, equals(found.cohort, policy.level_gap, progress)
    two_each = sorted((min(pin), max(pin)) for pin in pins)
    decided = market.set_aside([_places(people, *pin) for pin in two_each])
    best, proof = best_equals(market)
    matches = [_equal(people, *row) for chosen in (decided, best) for row in chosen.rows()]
    name = digest(pool, policy, on, managers, two_each, (), "peers")
    left = _left(anybody, matches)
    reasons = WithoutPeer(found, left, market).why() if explained else {}
    return replace(_gathered(matches, left, reasons, found, len(matches)), proof=proof, digest=name)


def judge_peers(
    pool: Sequence[Candidate],
    pairs: Pairs,
    policy: Policy,
    on: date,
    managers: Managers,
    beside: Sequence[Candidate] = (),
) -> list[Match | str]:
    """``judge`` for two peers each, whoever is named first. `alike`: they differ neither in department nor in level."""
    found = _judged_as_equals(_as_equals(pool), policy, on, managers)
    found = replace(found, cohort=replace(found.cohort, beside=tuple(beside)))
    market = equals(found.cohort, policy.level_gap)
    return [_verdict_on_peers(found, market, *pair) for pair in pairs]


def _verdict_on_peers(found: Judged, market: Equals, one: str, other: str) -> Match | str:
    there, back = verdict(found, one, other), verdict(found, other, one)
    if isinstance(there, str) or isinstance(back, str):
        return there if isinstance(there, str) else str(back)
    places = _places(found.cohort, one, other)
    unlike = market.unlike(slice(places[0], places[0] + 1))[0, places[1]]
    return _equal(found.cohort, *places, (there.points + back.points) // 2) if unlike else "alike"


def _as_equals(pool: Sequence[Candidate]) -> list[Candidate]:
    """Everybody on both sides."""
    return [replace(one, role="either", capacity=1) for one in pool if one.role]


def _judged_as_equals(anybody: Sequence[Candidate], policy: Policy, on: date, managers: Managers) -> Judged:
    """See `Judged`; no level keeps two of them apart."""
    return judged(with_a_role(anybody), replace(policy, level_gap=ANY_LEVEL, many_mentors=False), on, managers)


def _places(people: Cohort, mentee: str, mentor: str) -> tuple[int, int]:
    """Where two people stand. Refuses whoever is not there, or cannot be judged."""
    if mentee not in people.mentee_at or mentor not in people.mentor_at:
        raise ValueError(f"the pin {mentor}, {mentee} breaks a rule")
    return people.mentee_at[mentee], people.mentor_at[mentor]


def _everything(people: Cohort, progress: Progress) -> Edges:
    """All allowed pairs with their points."""
    return joined(open_market(people, progress).scan("judge", lambda block: block.edges(block.points >= 0)))


def _numbered(people: Cohort) -> tuple[Integers, Integers]:
    """Where the people of each mentee begin in the company's chart, and where they end."""
    first, last = people.company.first, people.company.last
    numbers = np.array([(first[one.user], last[one.user]) for one in people.mentees], dtype=np.int64).reshape(-1, 2)
    return numbers[:, 0], numbers[:, 1]


def _apart(people: Cohort) -> Iterator[tuple[int, int]]:
    """Mentees one of whom judges the other, did so, or never wants to meet them."""
    for at, one in enumerate(people.mentees):
        named = one.never | one.reviewers | one.former_managers
        yield from ((at, people.mentee_at[who]) for who in named if who in people.mentee_at)


def _taught(people: Cohort, mentor: int, mentee: int, points: int) -> Match:
    one, other = people.mentors[mentor], people.mentees[mentee]
    return Match(one.user, other.user, points, why(one, other, people.minutes(mentee, mentor), people.policy))


def _equal(people: Cohort, here: int, there: int, points: int) -> Match:
    one, other = sorted((here, there), key=lambda at: (people.mentees[at].level or 0, people.mentees[at].user))
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


def _left(pool: Sequence[Candidate], matches: Sequence[Match]) -> list[Candidate]:
    placed = {user for match in matches for user in (match.mentor, match.mentee)}
    return sorted((one for one in pool if one.role and one.user not in placed), key=lambda one: one.user)


def _gathered(
    matches: Sequence[Match], left: Sequence[Candidate], reasons: Lacking, judged: Judged, bound: int
) -> Gathered:
    unmatched = tuple(Unmatched(one.user, reasons.get(one.user, ())) for one in left)
    return Gathered(tuple(sorted(matches, key=lambda one: (one.mentor, one.mentee))), unmatched, judged.cycles, bound)
