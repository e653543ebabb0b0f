"""When a pair's months are over, and what is done about a session that they have only just held."""

from datetime import datetime, timedelta

from bot.rules.surveys.calendar import A_MONTH

UNTOLD = timedelta(days=4)
"""A session is told of within that time: asked about on the next working day, and answered."""


def length(months: int) -> timedelta:
    """So many months in whole days, so that a pair ends at the hour at which it began."""
    return timedelta(days=(months * A_MONTH).days)


def ends_at(introduced_at: datetime, months: int, cohort: datetime | None) -> datetime:
    """When a pair ends: with its cohort, where at least half of the months are left until then; else after its own.

    ``cohort`` is the end of those who began first of all that go on; None where there are none, and in an evergreen
    programme, which closes pair by pair.
    """
    if cohort is not None and cohort - introduced_at >= length(months) / 2:
        return cohort
    return introduced_at + length(months)


def is_near(end: datetime, now: datetime) -> bool:
    """Whether it is the last month, in which a pair is told how long it still has."""
    return now < end <= now + A_MONTH


def postponed(end: datetime, planned: datetime | None, now: datetime) -> datetime | None:
    """The later end of a pair that is due but has just had a session that nobody has told of; else None.

    ``planned`` is when the last session that stood began.
    """
    if planned is None or not planned <= now < planned + UNTOLD:
        return None
    return max(end, planned + UNTOLD)


def months_of(introduced_at: datetime, ended_at: datetime) -> int:
    """How many months a pair lasted, to the nearest; 0 for less than half of one."""
    return round((ended_at - introduced_at) / A_MONTH)
