"""How long is to be played, as people type it: ``6mo``, ``2w``, ``10d``."""

import re
from datetime import timedelta

DAYS = {"d": 1, "w": 7, "mo": 365.25 / 12}
LONGEST = timedelta(days=732)


def span(text: str) -> timedelta:
    """The whole days that a text names. Raises ValueError for anything but one day to two years."""
    found = re.fullmatch(r"(\d{1,4}) ?(mo|w|d)", text.strip().lower())
    length = timedelta(days=round(int(found[1]) * DAYS[found[2]])) if found else timedelta(0)
    if not timedelta(0) < length <= LONGEST:
        raise ValueError(f"{text!r} is not a length of time from 1d to 24mo: say it like 6mo, 2w or 10d")
    return length
