"""How a programme is doing, in numbers that say nothing of anybody."""

from datetime import datetime

from bot.rules.cadence import CADENCES

SMALLEST_GROUP = 5
"""Fewer people than that could be guessed from a figure. A programme may ask for more, never for less."""
LARGEST_MINIMUM = 50


def expected(introduced_at: datetime, until: datetime, cadence: str, sessions: int) -> int:
    """How many sessions a pair should have held by ``until``: its end, or now.

    One for each whole cadence since the introduction, at most as many as the programme has: floor(time / cadence).
    """
    return min(max((until - introduced_at) // CADENCES[cadence], 0), sessions)


def rate(part: int, whole: int, people: int, smallest: int = SMALLEST_GROUP) -> int | None:
    """A share in whole percent, at most 100. None without a whole, or where too few people stand behind it."""
    if whole <= 0 or people < smallest:
        return None
    return min(round(100 * part / whole), 100)
