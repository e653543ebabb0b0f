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


def common_minutes(mentees: Sequence[Candidate], mentors: Sequence[Candidate], on: date) -> NDArray[np.int64]:
    """Minutes of the day `on` in which both are at work, mentees down and mentors across.

    Days repeat: what one works after midnight of UTC meets what the other works before it. Everybody's zone is known.
    """
    start, length = _at_work(mentees, on)
    other_start, other_length = _at_work(mentors, on)
    start, length = start[:, None], length[:, None]
    later = (other_start - start) % DAY
    today = np.maximum(np.minimum(length, later + other_length) - later, 0)
    yesterday = np.maximum(np.minimum(length, later + other_length - DAY), 0)
    return np.asarray(today + yesterday)


def _at_work(people: Sequence[Candidate], on: date) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    spans = np.array([_span(zone_of(one), one.hours, on) for one in people], dtype=np.int64).reshape(-1, 2)
    return spans[:, 0], spans[:, 1]


@lru_cache(maxsize=4096)
def _span(zone: ZoneInfo, hours: tuple[time, time], on: date) -> tuple[int, int]:
    """The first minute at work, counted from midnight of UTC, and how many minutes follow."""
    begin, end = at_work(zone, hours, on)
    minutes = int((end - begin).total_seconds()) // 60
    return begin.hour * 60 + begin.minute, min(max(minutes, 0), DAY)
