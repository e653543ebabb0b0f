"""Why two people fit."""

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.compared import department, formats, spoken
from bot.rules.matching.features import folded, taps
from bot.rules.matching.outcome import Reason
from bot.rules.matching.policy import Policy
from bot.rules.matching.purposes import words


def why(mentor: Candidate, mentee: Candidate, minutes: int, policy: Policy) -> tuple[Reason, ...]:
    """The reasons for a pair, the heaviest first. They name no sensitive topic and no word of a purpose."""
    return tuple(
        reason
        for reason in (
            _topics(mentor, mentee, policy),
            _departments(mentor, mentee, policy),
            _style(mentor, mentee),
            Reason("purpose") if words(mentor) & words(mentee) else None,
            Reason("hours", hours=round(minutes / 60, 2)),
            _common("formats", formats(mentor), formats(mentee)),
            _common("languages", spoken(mentor), spoken(mentee)),
        )
        if reason is not None
    )


def _topics(mentor: Candidate, mentee: Candidate, policy: Policy) -> Reason | None:
    offered = folded(mentor.offers)
    secret = {topic.casefold() for topic in policy.sensitive}
    worth = {
        topic: priority * offered[topic.casefold()]
        for topic, priority in mentee.wants.items()
        if topic.casefold() in offered.keys() - secret
    }
    named = tuple(sorted(worth, key=lambda topic: (-worth[topic], topic)))
    return Reason("topics", topics=named) if named else None


def _departments(mentor: Candidate, mentee: Candidate, policy: Policy) -> Reason | None:
    known = department(mentor) and department(mentee) and department(mentor) != department(mentee)
    if not known or policy.across_departments == "no":
        return None
    return Reason("departments", mentor=mentor.department, mentee=mentee.department)


def _style(mentor: Candidate, mentee: Candidate) -> Reason | None:
    same = len(taps(mentor).keys() & taps(mentee).keys())
    return Reason("style", same=same, of=4) if same >= 3 else None


def _common(code: str, one: frozenset[str], other: frozenset[str]) -> Reason | None:
    both = tuple(sorted(one & other))
    return Reason(code, **{code: both}) if both else None
