"""When a pair is asked which survey. Days are counted from the day on which the two were introduced."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

Turn = tuple[str, str]
"""A kind of survey, and which one of its kind."""
HALF_TIME: Turn = ("midpoint", "")
WHILE_PAIRED = ("midpoint", "pulse")
PULSE = timedelta(days=60)
APART = timedelta(days=14)
"""No pulse so near to a larger survey."""
A_MONTH = timedelta(days=30.4375)
"""365.25 / 12 days."""
REMINDED_AFTER = timedelta(days=7)
CLOSES_AFTER = timedelta(days=14)
AFTERWARDS = {"after90": timedelta(days=90), "after180": timedelta(days=180)}


def in_pair(introduced_on: date, ends_on: date, today: date, had: Mapping[Turn, date]) -> dict[Turn, date]:
    """What one of a pair is asked from today on while it lasts, and on which day; ``had`` are the turns that have come.

    Where another end puts a day into the past, half-time is asked the next morning, and a pulse too unless it is two
    weeks late. Nothing is asked twice, and nothing in the last two weeks.
    """
    half = had.get(HALF_TIME) or _half_time(introduced_on, ends_on, today, had.values())
    planned = {HALF_TIME: half} if half else {}
    for number in range(1, (ends_on - introduced_on) // PULSE + 1):
        turn = introduced_on + number * PULSE
        day = _not_before(turn, today)
        is_apart = half is None or abs(day - half) >= APART
        if is_apart and day - turn < APART and ends_on - day >= APART:
            planned["pulse", str(number)] = day
    return {turn: day for turn, day in planned.items() if turn not in had}


def shown_from(window: str) -> date:
    """The first day on which no survey of a month can be answered any more, in any zone."""
    return (date.fromisoformat(f"{window}-01") + timedelta(days=31)).replace(day=1) + CLOSES_AFTER + timedelta(days=2)


def window(day: date) -> str:
    """The month in which somebody is asked, ``2026-11``: nothing finer is kept of when they answered."""
    return f"{day:%Y-%m}"


def _half_time(introduced_on: date, ends_on: date, today: date, pulses: Iterable[date]) -> date | None:
    """The middle, or as soon after it as it can still be asked; None where the end is too near by then."""
    middle = introduced_on + (ends_on - introduced_on) / 2
    day = max([_not_before(middle, today), *(pulse + APART for pulse in pulses)])
    return day if ends_on - day >= APART else None


def _not_before(day: date, today: date) -> date:
    """A day, or tomorrow where it has passed."""
    return day if day >= today else today + timedelta(days=1)
