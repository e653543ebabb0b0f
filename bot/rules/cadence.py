"""When the programme speaks: local mornings for nudges, waking hours for notices, and how often a pair meets.

Moments are aware datetimes and come back in UTC; zones are IANA names, and an unknown or missing one counts as UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

CADENCES = {
    "weekly": timedelta(days=7),
    "fortnightly": timedelta(days=14),
    "every three weeks": timedelta(days=21),
    "monthly": timedelta(days=30),
    "every six weeks": timedelta(days=42),
    "every two months": timedelta(days=60),
}
A_DAY = timedelta(days=1)
ASK_AGAIN = timedelta(days=7)
MOST_UNANSWERED = 2
UNDO = timedelta(hours=1)
"""How long leaving a programme, or ending a pair, can be taken back."""


Later = Literal["tomorrow", "in a week", "next month"]


@dataclass(frozen=True)
class Hours:
    """A stretch of the local day: from `opens` up to, but without, `closes`, on weekdays counted from Monday = 0."""

    opens: time
    closes: time
    weekdays: range = range(7)

    def include(self, local: datetime) -> bool:
        return local.weekday() in self.weekdays and self.opens <= local.time() < self.closes


MORNING = Hours(time(9), time(11), weekdays=range(5))
WAKING = Hours(time(8), time(19))


def morning(moment: datetime, zone: str | None) -> datetime:
    """The first instant from `moment` on between 09:00 and 11:00 local, Monday to Friday: when a nudge may go out."""
    return _first_within(MORNING, moment, zone)


def morning_ends(moment: datetime, zone: str | None) -> datetime:
    """11:00 local of the morning that `morning` finds: the instant at which a nudge for it has expired."""
    starts = _local(morning(moment, zone), zone)
    return datetime.combine(starts.date(), MORNING.closes, starts.tzinfo).astimezone(UTC)


def in_morning(moment: datetime, zone: str | None) -> bool:
    """Whether a nudge may go out at this very moment."""
    return MORNING.include(_local(moment, zone))


def morning_after(day: date, zone: str | None) -> datetime:
    """09:00 local of the first working day later than `day`: for one who has had the nudge of that day."""
    return morning_of(day + A_DAY, zone)


@lru_cache(maxsize=1000)
def morning_of(day: date, zone: str | None) -> datetime:
    """09:00 local of that day, or of the first working day after it."""
    return _opening(MORNING, day, clock(zone))


def morning_before(moment: datetime, zone: str | None) -> datetime:
    """09:00 local of the last working day before the local day of `moment`: when what begins then is prepared."""
    return _opening(MORNING, local_day(moment, zone) - A_DAY, clock(zone), step=-A_DAY)


def waking(moment: datetime, zone: str | None) -> datetime:
    """The first instant from `moment` on between 08:00 and 19:00 local, any day: when a notice may go out."""
    return _first_within(WAKING, moment, zone)


def local_day(moment: datetime, zone: str | None) -> date:
    """The date on the wall of somebody in `zone`."""
    return _local(moment, zone).date()


def later(choice: Later, today: date) -> date:
    """The day from which somebody wants to be asked again; "next month" begins on its first day."""
    if choice == "next month":
        return (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    return today + (ASK_AGAIN if choice == "in a week" else A_DAY)


def _first_within(hours: Hours, moment: datetime, zone: str | None) -> datetime:
    local = _local(moment, zone)
    if hours.include(local):
        return moment.astimezone(UTC)
    over = local.time() >= hours.opens
    return _opening(hours, local.date() + timedelta(days=over), clock(zone))


def _opening(hours: Hours, day: date, wall: tzinfo, step: timedelta = A_DAY) -> datetime:
    opening = datetime.combine(day, hours.opens, wall).astimezone(UTC)
    # Read back, since a place may skip a whole day: Samoa had no Friday, 30 December 2011.
    if hours.include(opening.astimezone(wall)):
        return opening
    return _opening(hours, day + step, wall, step)


def _local(moment: datetime, zone: str | None) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    return moment.astimezone(clock(zone))


def clock(zone: str | None) -> tzinfo:
    """The clock of a zone; an unknown or missing one shows UTC."""
    try:
        return ZoneInfo(zone) if zone else UTC
    except (LookupError, ValueError, OSError):
        return UTC
