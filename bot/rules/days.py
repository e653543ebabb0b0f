"""Which day somebody means: "yesterday", "last Tuesday", "on 20 Nov", "until 15 January", "2 weeks".

A bare weekday is the latest one, today included; "last Tuesday" lies before today. A day and month without a year is
the nearest such day, so that a slip into the future is noticed and not moved back by a year. Dots put the day first
(`20.11.`), as those who write them do; `3/4` and "last week" are asked about. For a pause everything lies ahead.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.pattern import Pattern
from bot.rules.phrases import NUMBERS, Span, Unclear, apart, distinct, masked, number, plain

FARTHEST_PAUSE = timedelta(days=366)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NEAR = {
    **dict.fromkeys(("today", "tonight", "this morning", "this afternoon", "this evening", "just now"), 0),
    **dict.fromkeys(("yesterday", "last night"), -1),
    "day before yesterday": -2,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_UNITS = {"day": 1, "week": 7, "fortnight": 14}
_NAMED_DAYS = frozenset({"every", "each", "the", "black", "good", "cyber", "casual"})
_PAUSE_WORDS = frozenset({"pause", "me", "my", "it", "please", "mentoring", "until", "till", "to", "for", "up", "now"})

_Day = date | Unclear | None


def days_in(text: str, today: date, *, ahead: bool = False) -> list[Span[date | Unclear]]:
    """Every day that a masked text names, seen from `today`; an Unclear stands for one that cannot be told."""
    wall = _Wall(today, ahead)
    grammar = (*_GRAMMAR, *_AHEAD) if ahead else _GRAMMAR
    found = apart(span for rule in grammar for span in rule.spans(text, wall))
    return [Span(span.start, span.end, span.value, span.free_sides) for span in found if span.value is not None]


def read_day(text: str, *, today: date) -> date | Unclear | None:
    """The later day on which a pause is over; None where no day is named at all, as in a bare "pause".

    Asks with no_day, no_such_day, ambiguous_date, several_dates, past (today is past) or too_far (over a year).
    """
    said = masked(plain(text))
    if _PAUSE_WORDS.issuperset(re.findall(r"\w+", said.casefold())):
        return None
    days = distinct(days_in(said, today, ahead=True))
    if len(days) > 1:
        return Unclear("several_dates", {"days": [day for day in days if isinstance(day, date)]})
    return _later(days[0], today) if days else Unclear("no_day")


def _later(day: date | Unclear, today: date) -> date | Unclear:
    if isinstance(day, Unclear):
        return day
    if day <= today:
        return Unclear("past", {"day": day})
    return day if day - today <= FARTHEST_PAUSE else Unclear("too_far", {"day": day})


@dataclass(frozen=True)
class _Wall:
    """The calendar on somebody's wall, read backwards for what has happened and ahead for what is planned."""

    today: date
    ahead: bool

    def nearest(self, *days: date | None) -> date | None:
        possible = [day for day in days if day and not (self.ahead and day < self.today)]
        return min(possible, key=lambda day: abs(day - self.today), default=None)

    def weekday(self, name: str, which: str) -> date:
        back = self.today.weekday() - _index(_WEEKDAYS, name)
        if which.endswith(("last", "past")):
            return self.today - timedelta(back % 7 or 7)
        if self.ahead or which in ("next", "coming"):
            return self.today + timedelta(7 - back % 7)
        return self.today - timedelta(back if which == "this" else back % 7)

    def monday(self, weeks: int) -> date:
        return self.today + timedelta(7 * weeks - self.today.weekday())


@dataclass(frozen=True)
class _Rule:
    """A way to name a day: the pattern, who reads it, and how many sides must be free unless it begins with "on"."""

    pattern: Pattern
    read: Callable[[re.Match[str], _Wall], _Day]
    free_sides: int = 0

    def spans(self, text: str, wall: _Wall) -> Iterator[Span[_Day]]:
        for match in self.pattern.compiled.finditer(text):
            sure = match["on"] or match.groupdict().get("which")
            yield Span(match.start(), match.end(), self.read(match, wall), 0 if sure else self.free_sides)


def _near(match: re.Match[str], wall: _Wall) -> _Day:
    return wall.today + timedelta(_NEAR[match["near"].lower()])


def _distance(match: re.Match[str], wall: _Wall) -> _Day:
    days = number(match["number"]) * _UNITS[match["unit"].lower()]
    return wall.today + timedelta(-days if match["ago"] else days)


def _weekday(match: re.Match[str], wall: _Wall) -> _Day:
    which = (match["which"] or "").lower()
    if which in _NAMED_DAYS:
        return None
    if match["last_week"]:
        return wall.monday(-1) + timedelta(_index(_WEEKDAYS, match["weekday"]))
    return wall.weekday(match["weekday"], which)


def _day_of_month(match: re.Match[str], wall: _Wall) -> _Day:
    this = wall.today.replace(day=1)
    months = (this - timedelta(1), this, this + timedelta(31), this + timedelta(62))
    day = wall.nearest(*(_date(month.year, month.month, int(match["day"])) for month in months))
    return _agreed(match, day)


def _named(match: re.Match[str], wall: _Wall) -> _Day:
    return _agreed(match, _dated(match, wall, _index(_MONTHS, match["month"]) + 1, int(match["day"])))


def _dotted(match: re.Match[str], wall: _Wall) -> _Day:
    return _dated(match, wall, int(match["month"]), int(match["day"]))


def _slashed(match: re.Match[str], wall: _Wall) -> _Day:
    first, second = int(match["first"]), int(match["second"])
    if (first, second, match["year"]) == (24, 7, None):
        return None
    if first != second and max(first, second) <= 12 and min(first, second) > 0:
        return Unclear("ambiguous_date", {"said": match[0].strip()})
    return _dated(match, wall, min(first, second), max(first, second))


def _month_ahead(match: re.Match[str], wall: _Wall) -> _Day:
    return _dated(match, wall, _index(_MONTHS, match["month"]) + 1, 1)


def _months_ahead(match: re.Match[str], wall: _Wall) -> _Day:
    months = wall.today.month - 1 + number(match["number"])
    year, month = wall.today.year + months // 12, months % 12 + 1
    return next(day for last in (0, 1, 2, 3) if (day := _date(year, month, wall.today.day - last)))


def _dated(match: re.Match[str], wall: _Wall, month: int, day: int) -> _Day:
    if year := match["year"]:
        return _date(int(year) + 2000 * (len(year) == 2), month, day) or _no_such_day(match)
    years = (wall.today.year - 1, wall.today.year, wall.today.year + 1)
    return wall.nearest(*(_date(year, month, day) for year in years)) or _no_such_day(match)


def _agreed(match: re.Match[str], day: _Day) -> _Day:
    if isinstance(day, date) and match["weekday"] and day.weekday() != _index(_WEEKDAYS, match["weekday"]):
        return Unclear("ambiguous_date", {"said": match[0].strip()})
    return day or _no_such_day(match)


def _no_such_day(match: re.Match[str]) -> Unclear:
    return Unclear("no_such_day", {"said": match[0].strip()})


def _vague(match: re.Match[str], _wall: _Wall) -> _Day:
    return Unclear("ambiguous_date", {"said": match[0].strip()})


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _index(names: tuple[str, ...], word: str) -> int:
    return names.index(word[:3].lower())


_NOT_MORE = (
    r"(?:'s(?=\s(?:session|meeting|call|chat|conversation|talk)\b))?(?!\w|'s\b|\.(?:com|io|ai)\b|(?<=\d)[.:,/]\d)"
)


def _rule(pattern: str, read: Callable[[re.Match[str], _Wall], _Day], free_sides: int = 0) -> _Rule:
    bounded = rf"(?<!\w)(?<!\d[.,:/])(?P<on>on )?{pattern}{_NOT_MORE}"
    return _Rule(Pattern(bounded, re.IGNORECASE), read, free_sides)


_WORKDAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|mon\b\.?|tues?\b\.?|weds?\b\.?|thu(?:rs?)?\b\.?|fri\b\.?)"
)
_MONTH = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan\b\.?|feb\b\.?|mar\b\.?|apr\b\.?|jun\b\.?|jul\b\.?|aug\b\.?|sept?\b\.?|oct\b\.?|nov\b\.?|dec\b\.?)"
)
_WEEKDAY = rf"(?:(?P<weekday>{_WORKDAY}|sat\b\.?|sun\b\.?),? )?(?:the )?"
_WHICH = r"(?P<which>last|this past|past|this|next|coming|every|each|the|black|good|cyber|casual)"
_LAST_WEEK = r"(?: (?:morning|afternoon|evening|night|lunchtime))?(?P<last_week> (?:of )?last week)?"
_NUMBER = rf"(?P<number>\d{{1,3}}|an?|{'|'.join(NUMBERS)})"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_NO_UNIT = r"(?! ?-?(?:m|h|hrs?|mins?|minutes?|hours?)\b)"

_ALONE = r"(?=\s?(?:$|[^\w\s]|\n|\d|(?:about|an?|at|for|half|i|it|we|with)\b))"

_GRAMMAR = (
    _rule(rf"(?:the |earlier )?(?P<near>{'|'.join(_NEAR)})(?: (?:morning|afternoon|evening|night))?", _near),
    _rule(rf"{_NUMBER} (?P<unit>day|week|fortnight)s?(?P<ago> ago)", _distance),
    _rule(rf"in {_NUMBER} (?P<unit>day|week|fortnight)s?(?P<ago>(?!))?", _distance),
    _rule(rf"(?:{_WHICH} )?(?P<weekday>{_WORKDAY}){_LAST_WEEK}", _weekday, free_sides=1),
    _rule(rf"(?<!\bwe )(?<!\bi )(?:{_WHICH} )?(?P<weekday>sat|sun){_LAST_WEEK}", _weekday, free_sides=2),
    _rule(rf"{_WEEKDAY}{_DAY}\.?[ -]?(?:of )?{_MONTH}(?:,? ?-?(?P<year>20\d\d))?", _named),
    _rule(rf"{_WEEKDAY}{_MONTH} ?(?:the )?{_DAY}(?:,? (?P<year>20\d\d))?{_NO_UNIT}", _named),
    _rule(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})", _dotted),
    _rule(r"(?:the )?(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d|\d\d)", _dotted),
    _rule(r"(?P<first>[0-3]?\d)(?P<mark>[-/])(?P<second>[0-3]?\d)(?P=mark)(?P<year>20\d\d|(?<=/)\d\d)", _slashed),
    _rule(r"(?:the )?(?P<day>\d{1,2})\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>(?!))?", _dotted, free_sides=2),
    _rule(r"(?P<day>[0-3]\d)\.(?P<month>0[1-9]|1[0-2])(?P<year>(?!))?", _dotted, free_sides=2),
    _rule(r"(?<=\bon )(?P<day>[0-3]?\d)\.(?P<month>0?[1-9]|1[0-2])(?P<year>(?!))?", _dotted),
    _rule(r"(?:the )?(?P<first>[0-3]?\d)/(?P<second>[0-3]?\d)(?P<year>(?!))?", _slashed, free_sides=2),
    _rule(rf"(?:(?P<weekday>{_WORKDAY}),? )?the {_DAY.removesuffix('?')}{_ALONE}", _day_of_month, free_sides=2),
    _rule(r"(?:(?:last|this) (?:week|month)|(?:over |at )?(?:(?:the|last|this) )?weekend|the other day)", _vague),
    _rule(r"next week", lambda _match, wall: wall.monday(1), free_sides=2),
    _rule(r"next month", lambda _match, wall: (wall.today.replace(day=1) + timedelta(31)).replace(day=1), free_sides=2),
    _rule(r"(?:an?|the|some|several|\d{1,2})(?: (?:couple of|few))? (?:days|weeks|months?) ago", _vague),
)
_AHEAD = (
    _rule(rf"{_NUMBER} (?P<unit>day|week|fortnight)s?(?P<ago>(?!))?", _distance),
    _rule(rf"{_NUMBER} months?", _months_ahead),
    _rule(rf"{_MONTH}(?: (?P<year>20\d\d))?", _month_ahead),
)
