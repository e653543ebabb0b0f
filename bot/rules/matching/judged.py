"""Who of a pool takes part in matching, and who of them can be judged at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.chart import chart
from bot.rules.matching.cohort import Cohort, cohort
from bot.rules.matching.completeness import missing
from bot.rules.matching.outcome import Reason
from bot.rules.matching.policy import Policy
from bot.rules.matching.wishes import Pairs

Managers = Mapping[str, str | None]
Lacking = dict[str, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Everybody who can be judged; whoever lacks what the hard rules need, and what; people who manage each other."""

    cohort: Cohort
    lacking: Lacking
    cycles: tuple[tuple[str, ...], ...]


def with_a_role(pool: Sequence[Candidate]) -> list[Candidate]:
    """Whoever teaches or learns, by name. Refuses a pool that names somebody twice."""
    people = sorted((one for one in pool if one.teaches or one.learns), key=lambda one: one.user)
    if len({one.user for one in people}) < len(people):
        raise ValueError("somebody stands in the pool twice")
    return people


def judged(people: Sequence[Candidate], policy: Policy, on: date, managers: Managers, forbidden: Pairs = ()) -> Judged:
    """See `Judged`; the order of `people` stays."""
    company = chart(managers, (one.user for one in people))
    lacking = {one.user: reasons for one in people if (reasons := missing(one, policy, company))}
    complete = [one for one in people if one.user not in lacking]
    return Judged(cohort(complete, policy, company, on, forbidden), lacking, company.cycles)
