"""Missing data forbids: what somebody has to add before they can be matched at all."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.chart import Chart
from bot.rules.matching.outcome import Reason
from bot.rules.matching.policy import Policy


def missing(one: Candidate, policy: Policy, company: Chart) -> tuple[Reason, ...]:
    """Everything that is missing, most basic first; empty where the hard rules can be decided for this person."""
    found = []
    if one.level is None:
        found.append(Reason("no_level"))
    if not one.department and policy.across_departments == "required":
        found.append(Reason("no_department"))
    if not one.languages:
        found.append(Reason("no_language"))
    if zone_of(one) is None:
        found.append(Reason("no_zone", zone=one.zone or ""))
    return (*found, *_missing_above(one.user, company))


def zone_of(one: Candidate) -> ZoneInfo | None:
    """The person's zone, None where it is missing or no IANA zone."""
    return _zone(one.zone) if one.zone else None


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _missing_above(user: str, company: Chart) -> tuple[Reason, ...]:
    for circle in company.cycles:
        if user in circle:
            return (Reason("chain_cycle", people=circle),)
    top = company.unknown.get(user)
    if top is None:
        return ()
    return (Reason("no_manager") if top == user else Reason("manager_unknown", manager=top),)
