"""How long somebody has to answer whether they want to be introduced, and what two clocks have to do with each other.

Days are working days on the person's own clock; moments are aware datetimes and come back in UTC.
"""

from datetime import UTC, date, datetime, time, timedelta

from bot.rules.cadence import A_DAY, clock, local_day, morning_before, morning_of

_SATURDAY = 5


def last_day(asked_at: datetime, zone: str | None, days: int) -> date:
    """The last local day on which one may answer: so many working days after the day on which one is asked."""
    day = local_day(asked_at, zone)
    while days:
        day += A_DAY
        days -= day.weekday() < _SATURDAY
    return day


def time_is_over(day: date, zone: str | None) -> datetime:
    """The midnight that ends a local day."""
    return datetime.combine(day + A_DAY, time(), clock(zone)).astimezone(UTC)


def reminder(asked_at: datetime, day: date, zone: str | None) -> datetime:
    """When to remind, once: the morning of the working day before the last one, or of the last where that is soon."""
    before = morning_before(time_is_over(day, zone) - timedelta(hours=1), zone)
    return before if local_day(before, zone) > local_day(asked_at, zone) else morning_of(day, zone)


def minutes_ahead(theirs: str | None, mine: str | None, moment: datetime) -> int:
    """How far somebody's clock is ahead of mine, in minutes; negative where it is behind."""
    ahead = moment.astimezone(clock(theirs)).utcoffset() or timedelta()
    behind = moment.astimezone(clock(mine)).utcoffset() or timedelta()
    return int((ahead - behind).total_seconds() // 60)
