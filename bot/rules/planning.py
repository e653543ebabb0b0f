"""Moments for a session: inside both people's working hours, on days when neither has another one planned.

Moments are aware and come back in UTC; zones are IANA names, so daylight saving is what each clock makes of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.rules.cadence import clock, local_day
from bot.rules.refusal import Refusal
from bot.rules.workday import at_work

LENGTH, SHORTEST, LONGEST = 60, 15, 480
"""Minutes of a session: the programme's usual length, and what a calendar may be given."""
MOST_ADDRESS = 500
PROPOSALS = 3
AHEAD, AHEAD_NEAREST = 28, 10
"""Days that are looked through from tomorrow on; where no hours are shared, the first of them are as good as any."""
FARTHEST = timedelta(days=366)
STEP = timedelta(minutes=30)
_DAY = timedelta(days=1)
_FRIDAY = 4

Span = tuple[datetime, datetime]
"""From one moment up to, but without, another."""


@dataclass(frozen=True)
class AtWork:
    """Somebody's working day, Monday to Friday, on the clock of their zone."""

    zone: str | None
    hours: tuple[time, time]

    def day(self, on: date) -> Span | None:
        """When they work on a local day; None at a weekend."""
        return _worked(self.zone, self.hours, on) if on.weekday() <= _FRIDAY else None

    def works(self, span: Span) -> bool:
        """Whether the whole of it lies within one of their working days."""
        return self.away(span) == timedelta(0)

    def away(self, span: Span) -> timedelta:
        """How far it reaches out of the nearest of their working days."""
        on = local_day(span[0], self.zone)
        near = (self.day(on + shift * _DAY) for shift in range(-3, 4))
        return min(max(day[0] - span[0], span[1] - day[1], timedelta(0)) for day in near if day)


@dataclass(frozen=True)
class Proposals:
    """Moments at which a session may begin, the earliest first; ``nearest`` where they lie in nobody's shared hours."""

    moments: Sequence[datetime]
    nearest: bool = False


def proposals(both: tuple[AtWork, AtWork], busy: Sequence[Span], now: datetime, minutes: int = LENGTH) -> Proposals:
    """Three moments on different days, not before tomorrow for either; the nearest ones where none fits both."""
    length, tomorrow = timedelta(minutes=minutes), max(local_day(now, one.zone) for one in both) + _DAY
    fitting: list[datetime] = []
    for day in (tomorrow + shift * _DAY for shift in range(AHEAD)):
        starts = [start for start in _shared(both, day, length) if _free(both, busy, start, length, tomorrow)]
        if starts:
            fitting.append(starts[(len(starts) - 1) * len(fitting) // (PROPOSALS - 1)])
        if len(fitting) == PROPOSALS:
            break
    if fitting:
        return Proposals(fitting)
    return Proposals(_nearest(both, busy, tomorrow, length), nearest=True)


def check(moments: Mapping[str, Sequence[datetime]], link: str, now: datetime) -> None:
    """Refuse at its field what cannot be planned: a time that has passed or is over a year away, no web link.

    The moments come by the field in which they were given.
    """
    for field, given in moments.items():
        if not all(now < moment <= now + FARTHEST for moment in given):
            raise Refusal("planning/moment", field=field)
    if link and not is_link(link):
        raise Refusal("planning/link", field="link", most=MOST_ADDRESS)


def is_link(address: str) -> bool:
    """Whether people may be sent to that address: http or https, and nothing that breaks out of a link."""
    return len(address) <= MOST_ADDRESS and re.fullmatch(r'https?://[^\s<>|"/]+(/[^\s<>|"]*)?', address) is not None


@lru_cache(maxsize=4096)
def _worked(zone: str | None, hours: tuple[time, time], on: date) -> Span:
    return at_work(clock(zone), hours, on)


def _shared(both: tuple[AtWork, AtWork], day: date, length: timedelta) -> Iterator[datetime]:
    """Every moment of the first one's working day at which the other one works too, half an hour apart."""
    mine = both[0].day(day)
    for shift in (-1, 0, 1):
        theirs = both[1].day(day + shift * _DAY)
        if mine and theirs:
            yield from _starts((max(mine[0], theirs[0]), min(mine[1], theirs[1])), length)


def _starts(span: Span, length: timedelta) -> Iterator[datetime]:
    start = span[0]
    while start + length <= span[1]:
        yield start
        start += STEP


def _free(
    both: tuple[AtWork, AtWork], busy: Sequence[Span], start: datetime, length: timedelta, tomorrow: date
) -> bool:
    """Whether neither has another session then, and it is tomorrow or later on both walls."""
    taken = any(start < end and begin < start + length for begin, end in busy)
    return not taken and all(local_day(start, one.zone) >= tomorrow for one in both)


def _nearest(both: tuple[AtWork, AtWork], busy: Sequence[Span], tomorrow: date, length: timedelta) -> list[datetime]:
    """The moment of each day that reaches the least out of the hours of whoever it hits harder; the best days."""
    best = []
    for day in (tomorrow + shift * _DAY for shift in range(AHEAD_NEAREST)):
        begin = datetime.combine(day, time(), clock(both[0].zone)).astimezone(UTC)
        starts = [start for start in _starts((begin, begin + _DAY + length), length) if start < begin + _DAY]
        free = [start for start in starts if _free(both, busy, start, length, tomorrow)]
        ranked = [(*_hardship(both, (start, start + length)), start) for start in free]
        best += [min(ranked)] if ranked else []
    return sorted(start for _most, _sum, start in sorted(best)[:PROPOSALS])


def _hardship(both: tuple[AtWork, AtWork], span: Span) -> tuple[timedelta, timedelta]:
    mine, theirs = (one.away(span) for one in both)
    return max(mine, theirs), mine + theirs
