"""What somebody typed about a session: how long, on which day, about what; or what must be asked.

Head and tail of the text are believed, its middle is topics: "met 45m yesterday: TikTok", "TikTok, 45 min on Tuesday".
Only where neither says how long are durations in the middle believed. No day named means today,
unless another day is meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.phrases import Span, Unclear, distinct, masked, plain
from bot.rules.sessions.otherwise import told_otherwise
from bot.rules.sessions.told import told_in
from bot.rules.sessions.topics import topics_in

__all__ = ["LONGEST", "OLDEST", "Reading", "Unclear", "read"]

LONGEST = timedelta(hours=8)
OLDEST = timedelta(days=92)


@dataclass(frozen=True)
class Reading:
    """A session as somebody told it; `topics` is plain text of at most 500 characters, "" where none were named."""

    minutes: int
    held_on: date
    topics: str


def read(text: str, *, today: date, meant: date | None = None) -> Reading | Unclear:
    """The session that `text` tells of, `today` being the writer's own date, `meant` the day where it names none.

    A bare number after "met" or "for" is minutes from 10 to 240 and else asked about. Refused are more than 8 hours,
    days to come and days more than 92 days back. Codes: no_duration, ambiguous_duration {said}, several_durations
    {said}, zero, too_long {minutes}, ambiguous_date {said}, no_such_day {said}, several_dates {days}, future {day,
    which may be None}, too_old {day}, not_held, not_about_a_session.
    """
    said = plain(text)
    told = told_in(masked(said), today)
    if no_session := told_otherwise(masked(said), timed=bool(told.durations)):
        return no_session
    minutes, held_on = _minutes(said, told.durations), _held_on(told.days, today, meant or today)
    if isinstance(minutes, Unclear):
        return minutes
    if isinstance(held_on, Unclear):
        return held_on
    return Reading(minutes, held_on, topics_in(said, told.spans))


def _minutes(said: str, durations: Sequence[Span[int | Unclear]]) -> int | Unclear:
    values = distinct(durations)
    if len(values) != 1:
        pieces = ", ".join(said[span.start : span.end] for span in durations[:5])
        return Unclear("several_durations", {"said": pieces}) if values else Unclear("no_duration")
    minutes = values[0]
    if minutes == 0:
        return Unclear("zero")
    too_long = isinstance(minutes, int) and timedelta(minutes=minutes) > LONGEST
    return Unclear("too_long", {"minutes": minutes}) if too_long else minutes


def _held_on(days: Sequence[Span[date | Unclear]], today: date, meant: date) -> date | Unclear:
    values = distinct(days) or [meant]
    if len(values) > 1:
        return Unclear("several_dates", {"days": [day for day in values if isinstance(day, date)]})
    day = values[0]
    if isinstance(day, Unclear):
        return day
    if day > today:
        return Unclear("future", {"day": day})
    return day if today - day <= OLDEST else Unclear("too_old", {"day": day})
