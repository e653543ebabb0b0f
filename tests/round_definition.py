"""What a good round is, written down a second time: slow, plain, and without a line of the matching itself."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

from bot.rules.matching import Candidate, Outcome, Policy

Managers = Mapping[str, str | None]


def above(user: str, managers: Managers) -> list[str]:
    """Everybody above somebody, nearest first; the walk ends where it would turn in a circle."""
    found: list[str] = []
    manager = managers.get(user)
    while manager is not None and manager not in found:
        found.append(manager)
        manager = managers.get(manager)
    return found


def can_be_judged(one: Candidate, policy: Policy, managers: Managers) -> bool:
    """Whether the data is there, and the chain above ends without the person standing in it."""
    chain = above(one.user, managers)
    return bool(
        one.level is not None
        and one.languages
        and one.zone
        and (one.department or policy.across_departments != "required")
        and all(person in managers for person in (one.user, *chain))
        and one.user not in chain
    )


def at_work(one: Candidate, on: date) -> frozenset[int]:
    """The minutes of the UTC day at which somebody works."""
    return _minutes(one.zone or "UTC", one.hours, on)


@cache
def _minutes(zone: str, hours: tuple[time, time], on: date) -> frozenset[int]:
    begin, end = (datetime.combine(on, hour, ZoneInfo(zone)) for hour in hours)
    if end < begin:
        end = datetime.combine(on + timedelta(days=1), hours[1], ZoneInfo(zone))
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    first = begin.hour * 60 + begin.minute
    return frozenset(minute % 1440 for minute in range(first, first + int((end - begin).total_seconds() // 60)))


def broken(mentor: Candidate, mentee: Candidate, policy: Policy, on: date, managers: Managers) -> Iterator[str]:
    """Every rule that a pair breaks."""
    if mentor.user == mentee.user or mentor.role not in {"mentor", "either"} or mentee.role not in {"mentee", "either"}:
        yield "role"
    if not all(can_be_judged(one, policy, managers) for one in (mentor, mentee)):
        yield "missing"
        return
    if (mentee.level or 0) - (mentor.level or 0) < policy.level_gap:
        yield "level"
    if mentor.user in above(mentee.user, managers) or mentee.user in above(mentor.user, managers):
        yield "chain"
    if mentee.user in mentor.reviewers | mentor.former_managers:
        yield "reviewer or former manager"
    if mentee.user in mentor.never or mentor.user in mentee.never:
        yield "never"
    if not mentor.languages & mentee.languages:
        yield "language"
    if len(at_work(mentor, on) & at_work(mentee, on)) < policy.overlap_hours * 60:
        yield "hours"
    if policy.rotation == "never" and (mentee.user in mentor.met or mentor.user in mentee.met):
        yield "met"
    if policy.across_departments == "required" and mentor.department == mentee.department:
        yield "department"


def points(mentor: Candidate, mentee: Candidate, policy: Policy, on: date, pool: Sequence[Candidate]) -> int:
    """The compatibility of a pair in thousandths, part by part as the weights describe it; parts are out of 10,000."""
    counted = [(policy.weights.topics, topics(mentor, mentee))]
    if mentor.style and mentee.style:
        same = sum(one == other for one, other in zip(mentor.style, mentee.style, strict=True))
        counted.append((policy.weights.style, 2500 * same))
    one, other = purpose(mentor, pool), purpose(mentee, pool)
    if one and other:
        counted.append((policy.weights.purpose, sum(one[word] * other.get(word, 0) for word in one)))
    if policy.across_departments == "preferred":
        differ = mentor.department and mentee.department and mentor.department != mentee.department
        counted.append((policy.weights.departments, 10_000 if differ else 0))
    together = len(at_work(mentor, on) & at_work(mentee, on))
    counted.append((policy.weights.hours, 10_000 * min(together, 240) // 240))
    counted.append((policy.weights.formats, 10_000 if mentor.formats & mentee.formats else 0))
    weight = sum(part for part, _ in counted)
    return math.floor(Fraction(sum(part * value for part, value in counted), 10 * weight) + Fraction(1, 2))


def topics(mentor: Candidate, mentee: Candidate) -> int:
    """2,000 are shared out among the topics wanted, by priority: the largest remainders are rounded up, of equal ones
    the first by name. Each share counts as often as the mentor is strong, up to five times."""
    asked = sum(mentee.wants.values())
    exact = {topic: Fraction(2000 * priority, asked) for topic, priority in mentee.wants.items()}
    share = {topic: math.floor(part) for topic, part in exact.items()}
    for topic in sorted(exact, key=lambda topic: (share[topic] - exact[topic], topic))[: 2000 - sum(share.values())]:
        share[topic] += asked > 0
    return sum(part * mentor.offers.get(topic, 0) for topic, part in share.items())


def purpose(one: Candidate, pool: Sequence[Candidate]) -> dict[str, int]:
    """The words of three letters or more, by how few write them, as a vector of length 100, rounded down."""
    spoken = [set(re.findall(r"\w{3,}", other.purpose)) for other in pool if other.purpose]
    rare = {
        word: math.log((len(spoken) + 1) / sum(word in words for words in spoken))
        for word in set(re.findall(r"\w{3,}", one.purpose))
    }
    length = math.sqrt(sum(weight**2 for weight in rare.values()))
    return {word: math.floor(100 * weight / length + 1e-6) for word, weight in rare.items()}


def judged(pool: Sequence[Candidate], policy: Policy, managers: Managers) -> list[Candidate]:
    """Whose words count: everybody who can be matched at all."""
    return [one for one in pool if one.role and can_be_judged(one, policy, managers)]


def violations(outcome: Outcome, pool: Sequence[Candidate], policy: Policy, on: date, managers: Managers) -> list[str]:
    """Everything that is wrong with a round, the number and the points of its pairs aside."""
    by_user, cohort = {one.user: one for one in pool}, judged(pool, policy, managers)
    found = []
    for pair in outcome.pairs:
        mentor, mentee = by_user[pair.mentor], by_user[pair.mentee]
        found += [f"{rule}: {pair}" for rule in broken(mentor, mentee, policy, on, managers)]
        if pair.points != points(mentor, mentee, policy, on, cohort):
            found.append(f"points: {pair}")
    mentees = [pair.mentee for pair in outcome.pairs]
    mentors = [pair.mentor for pair in outcome.pairs]
    found += [f"two mentors: {user}" for user in mentees if mentees.count(user) > 1]
    found += [f"capacity: {user}" for user in mentors if mentors.count(user) > by_user[user].capacity]
    left = [one.user for one in outcome.unmatched]
    if sorted(left) != sorted({one.user for one in pool if one.role} - {*mentees, *mentors}):
        found.append(f"leftovers: {left}")
    found += [f"no reason: {one.user}" for one in outcome.unmatched if not one.reasons]
    return found


Result = tuple[int, int, int, int]


def optimum(
    pool: Sequence[Candidate],
    policy: Policy,
    on: date,
    managers: Managers,
    forbidden: frozenset[tuple[str, str]] = frozenset(),
) -> Result:
    """The greatest number, then most of those who come first, then most points, then the best worst pair."""
    return max(everything(pool, policy, on, managers, forbidden))[:4]


def fairest(pool: Sequence[Candidate], policy: Policy, on: date, managers: Managers) -> Result:
    """The greatest number, then the best worst pair, then most of those who come first, then most points."""
    found = everything(pool, policy, on, managers)
    return max((number, worst, first, total) for number, first, total, worst, _ in found)


def widest(pool: Sequence[Candidate], policy: Policy, on: date, managers: Managers) -> Result:
    """The greatest number, then most of those who come first, then most different mentors, then most points."""
    found = everything(pool, policy, on, managers)
    return max((number, first, mentors, total) for number, first, total, _, mentors in found)


def before_others(outcome: Outcome, pool: Sequence[Candidate]) -> int:
    """How many of those who come first learn, and how many teach."""
    learning, teaching = ({getattr(pair, side) for pair in outcome.pairs} for side in ("mentee", "mentor"))
    return sum((one.user in learning) + (one.user in teaching) for one in pool if one.first)


def everything(
    pool: Sequence[Candidate],
    policy: Policy,
    on: date,
    managers: Managers,
    forbidden: frozenset[tuple[str, str]] = frozenset(),
) -> set[tuple[int, int, int, int, int]]:
    """Each possible round: number, mentees and mentors who come first, points, the worst pair's, different mentors."""
    cohort = judged(pool, policy, managers)
    choices = [
        [
            (mentor.user, points(mentor, mentee, policy, on, cohort))
            for mentor in pool
            if not any(broken(mentor, mentee, policy, on, managers)) and (mentor.user, mentee.user) not in forbidden
        ]
        for mentee in pool
    ]
    found = set()
    first = {one.user for one in pool if one.first}
    seats = {one.user: one.capacity for one in pool}

    def go_on(at: int, chosen: tuple[int, ...], mentees: tuple[str, ...], mentors: frozenset[str]) -> None:
        if at == len(choices):
            before = sum(user in first for user in (*mentees, *mentors))
            found.add((len(chosen), before, sum(chosen), min(chosen, default=0), len(mentors)))
            return
        go_on(at + 1, chosen, mentees, mentors)
        for mentor, gained in choices[at]:
            if seats[mentor]:
                seats[mentor] -= 1
                go_on(at + 1, (*chosen, gained), (*mentees, pool[at].user), mentors | {mentor})
                seats[mentor] += 1

    go_on(0, (), (), frozenset())
    return found
