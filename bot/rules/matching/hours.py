"""How long two people are at work at the same time."""

from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.completeness import zone_of
from bot.rules.workday import at_work

DAY = 24 * 60

Span = tuple[int, int]
"""The first minute at work, counted from midnight of UTC, and how many minutes follow."""


def common_minutes(mentees: Sequence[Span], mentors: Sequence[Span]) -> NDArray[np.int64]:
    """Minutes of a day in which both are at work, mentees down and mentors across.

    Days repeat: what one works after midnight of UTC meets what the other works before it.
    """
    start, length = np.array(mentees, dtype=np.int64).reshape(-1, 2).T[:, :, None]
    other_start, other_length = np.array(mentors, dtype=np.int64).reshape(-1, 2).T
    later = (other_start - start) % DAY
    today = np.maximum(np.minimum(length, later + other_length) - later, 0)
    yesterday = np.maximum(np.minimum(length, later + other_length - DAY), 0)
    return np.asarray(today + yesterday)


def span(one: Candidate, on: date) -> Span:
    """When somebody whose zone is known is at work on a day."""
    zone = zone_of(one)
    assert zone is not None
    return _span(zone, one.hours, on)


@lru_cache(maxsize=4096)
def _span(zone: ZoneInfo, hours: tuple[time, time], on: date) -> Span:
    begin, end = at_work(zone, hours, on)
    minutes = int((end - begin).total_seconds()) // 60
    return begin.hour * 60 + begin.minute, min(max(minutes, 0), DAY)
