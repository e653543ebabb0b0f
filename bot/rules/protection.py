"""Whether two people may still be introduced: the rules that keep people apart, asked again at the last moment.

A round is computed at one moment and approved at another; what HR or the two have said in between counts.
"""

from collections.abc import Mapping

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.chart import chart
from bot.rules.matching.completeness import missing
from bot.rules.matching.policy import Policy


class Protection:
    """The hard rules between two people, for one chain of management and one programme's policy."""

    def __init__(self, managers: Mapping[str, str | None], people: Mapping[str, Candidate], policy: Policy) -> None:
        self._company = chart(managers, people)
        self._policy = policy

    def allows(self, mentor: Candidate, mentee: Candidate) -> bool:
        """Whether no rule stands between them. Missing data forbids; common hours are not asked again."""
        if any(missing(one, self._policy, self._company) for one in (mentor, mentee)):
            return False
        return self._fit(mentor, mentee) and not self._apart(mentor, mentee)

    def _fit(self, mentor: Candidate, mentee: Candidate) -> bool:
        outranks = (mentee.level or 0) - (mentor.level or 0) >= self._policy.level_gap
        across = self._policy.across_departments != "required" or mentor.department != mentee.department
        new = self._policy.rotation == "keep" or mentee.user not in mentor.met
        return outranks and across and new and not _words(mentor.languages).isdisjoint(_words(mentee.languages))

    def _apart(self, mentor: Candidate, mentee: Candidate) -> bool:
        pairs = ((mentor, mentee), (mentee, mentor))
        kept = any(other.user in one.never | one.reviewers | one.former_managers for one, other in pairs)
        return kept or self._company.in_one_chain(mentor.user, mentee.user)


def _words(values: frozenset[str]) -> set[str]:
    return {value.casefold() for value in values}
