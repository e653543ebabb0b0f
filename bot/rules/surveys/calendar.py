"""When a pair is asked which survey. Days are counted from the day on which the two were introduced."""

from collections.abc import Iterator
from datetime import date, timedelta

PULSE = timedelta(days=60)
APART = timedelta(days=14)
"""No pulse so near to a larger survey."""
A_MONTH = timedelta(days=30.4375)
"""365.25 / 12 days."""
REMINDED_AFTER = timedelta(days=7)
CLOSES_AFTER = timedelta(days=14)
AFTERWARDS = {"after90": timedelta(days=90), "after180": timedelta(days=180)}


def in_pair(introduced_on: date, ends_on: date) -> Iterator[tuple[str, str, date]]:
    """What both of a pair are asked while it lasts: the kind, which one of its kind, and the day."""
    middle = introduced_on + (ends_on - introduced_on) / 2
    yield "midpoint", "", middle
    for number in range(1, (ends_on - introduced_on) // PULSE + 1):
        day = introduced_on + number * PULSE
        if abs(day - middle) >= APART and ends_on - day >= APART:
            yield "pulse", str(number), day


def shown_from(window: str) -> date:
    """The first day on which no survey of a month can be answered any more, in any zone."""
    return (date.fromisoformat(f"{window}-01") + timedelta(days=31)).replace(day=1) + CLOSES_AFTER + timedelta(days=2)


def window(day: date) -> str:
    """The month in which somebody is asked, ``2026-11``: nothing finer is kept of when they answered."""
    return f"{day:%Y-%m}"
