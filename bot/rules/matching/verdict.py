"""Single pairs judged by the rules of a round, whether a round would make them or not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.rules.matching.alike import RULES, SELF
from bot.rules.matching.candidate import Candidate
from bot.rules.matching.judged import Judged, Managers, judged, with_a_role
from bot.rules.matching.outcome import Match
from bot.rules.matching.policy import Policy
from bot.rules.matching.reasons import why
from bot.rules.matching.wishes import Pairs


def verdicts(
    pool: Sequence[Candidate],
    pairs: Pairs,
    policy: Policy,
    on: date,
    managers: Managers,
    beside: Sequence[Candidate],
) -> list[Match | str]:
    """See `judge`."""
    found = judged(with_a_role(pool), policy, on, managers)
    found = replace(found, cohort=replace(found.cohort, beside=tuple(beside)))
    return [verdict(found, mentor, mentee) for mentor, mentee in pairs]


def verdict(found: Judged, mentor: str, mentee: str) -> Match | str:
    """The match, or the first rule that forbids it."""
    people = found.cohort
    for who, side in ((mentor, people.mentor_at), (mentee, people.mentee_at)):
        if who in found.lacking:
            return found.lacking[who][0].code
        if who not in side:
            return "absent"
    row, column = people.mentee_at[mentee], people.mentor_at[mentor]
    at = slice(row, row + 1), slice(column, column + 1)
    broken = int(people.broken(*at)[0, 0])
    if broken:
        return "self" if broken & SELF else next(rule for bit, rule in enumerate(RULES) if broken >> bit & 1)
    reasons = why(people.mentors[column], people.mentees[row], people.minutes(row, column), people.policy)
    return Match(mentor, mentee, int(people.points(*at)[0, 0]), reasons)
