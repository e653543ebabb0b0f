"""How long somebody says it took: "45m", "1h30", "half an hour", "1½ h", "an hour and a quarter".

A number counts only with its unit; `45-60 min`, "less than an hour" and `2 x 45 min` are asked about.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.rules.pattern import Pattern
from bot.rules.phrases import NUMBERS, Span, Unclear, apart

_FRACTIONS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "half": (1, 2), "quarter": (1, 4)}
_PARTS = {word: Fraction(value) for word, value in NUMBERS.items()} | {
    word: Fraction(*parts) for word, parts in _FRACTIONS.items()
}

_WORD = rf"(?:{'|'.join(NUMBERS)})"
_OF_AN = r"(?:\s(?:of\s)?an?)?"
_DIGITS = r"\d{1,9}(?:[.,]\d{1,3})?(?:\s?[½¼¾⅓⅔]|\s[123]/[234])?"
_QUANTITY = rf"""(?:
    (?:{_DIGITS}|[½¼¾⅓⅔]|[123]/[234]|{_WORD}(?:[ -]{_WORD})?)(?:\sand\sa\s(?:half|quarter))?
  | (?:three|3)[ -]quarters?{_OF_AN} | (?:a\s)?(?:half|quarter)(?:{_OF_AN}|-) | an?(?:\s(?:good|full|whole|solid))?
)"""
_HOURS = r"(?:hours?|hrs?\.?|h(?![&/']))(?![^\W\d_])"
_MINUTES = r"(?:minutes?|mins?\.?|m(?![&/'])|'(?!'))(?!\w)"
_DURATION = Pattern(
    rf"""
    (?<![\w$€£])(?<!\d[.,:/])
    (?P<times>\d{{1,2}}\s?[x\u00d7*]\s?)?
    (?P<bound>(?:less|more)\sthan\s|at\s(?:least|most)\s|up\sto\s|under\s)?
    (?P<range>{_QUANTITY}(?:(?<=\d)\s?-|\s(?:to|or))\s?)?
    (?:
        (?P<clock>\d{{1,2}}:[0-5]\d)[ -]?{_HOURS}
      | (?P<few>(?:(?:a\s)?(?:few|couple)(?:\sof)?|several|some)\s)(?:{_HOURS}|{_MINUTES})
      | (?P<minutes>{_QUANTITY})[ -]?{_MINUTES}
      | (?P<hours>{_QUANTITY})[ -]?{_HOURS}(?:[ -]long)?
        (?:
            (?:(?<=[rs]),)?\s?(?:(?:and|&|\+)\s)?(?P<and_minutes>{_QUANTITY})[ -]?{_MINUTES}
          | (?:(?<=h)|\s)(?P<rest>[0-5]\d|{_WORD}(?:[ -]{_WORD})?)(?=\s?(?:$|[,;:!)_\n-]|\.(?!\d)|(?:on|about|with)\b))
          | (?<=h)(?P<tight>[0-5]?\d)(?![\w/])
          | \sand\s(?P<part>(?:a\s)?half|a\squarter|three\squarters)
        )?
    )
    (?P<open>\sor\s(?:two|three|more)\b)?(?:\sor\sso\b)?(?P<each>\seach\b(?!\s(?:day|week|month)))?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNCERTAIN = ("bound", "range", "few", "open")
_NOT_BEFORE = Pattern(r"\b(?:every|within|per|of)\s?$", re.IGNORECASE)
_NOT_AFTER = Pattern(
    r"\s(?:ago|late|later|earlier|per|(?:a|each|every)\s(?:day|week|month)|daily|weekly"
    r"|followers|views|users|subscribers|people|likes|euros?|dollars|customers)\b",
    re.IGNORECASE,
)
_NUMBERS = Pattern(r"\d+/\d|\d+(?:[.,]\d+)?|[½¼¾⅓⅔]|[^\W\d_]+")


def durations_in(text: str) -> list[Span[int | Unclear]]:
    """Every duration in a masked text, in whole minutes; an Unclear stands for one that cannot be told."""
    return apart(_spans(text))


def _spans(text: str) -> Iterator[Span[int | Unclear]]:
    for match in _DURATION.compiled.finditer(text):
        start, end = match.span()
        if not (_NOT_AFTER.compiled.match(text, end) or _NOT_BEFORE.compiled.search(text, max(0, start - 10), start)):
            yield Span(start, end, _minutes(match))


def _minutes(match: re.Match[str]) -> int | Unclear:
    if match["times"] or match["each"]:
        return Unclear("several_durations", {"said": match[0].strip()})
    if any(match[name] for name in _UNCERTAIN):
        return Unclear("ambiguous_duration", {"said": match[0].strip()})
    hours, minutes = (match["clock"] or ":").split(":")
    whole = _quantity(match["hours"] or hours) + _quantity(match["part"])
    parts = (match["minutes"], match["and_minutes"], match["rest"], match["tight"], minutes)
    return round(60 * whole + sum(map(_quantity, parts)))


def _quantity(words: str | None) -> Fraction:
    """The sum of its numbers, so that "forty five" and "two and a half" need no grammar; "an" alone is one."""
    if not words:
        return Fraction(0)
    found = [word.lower() for word in _NUMBERS.compiled.findall(words)]
    if "quarters" in found or found[:2] in (["three", "quarter"], ["3", "quarter"]):
        return Fraction(3, 4)
    numbers = [_number(word) for word in found if word[0].isdecimal() or word in _PARTS]
    return sum(numbers, Fraction(0)) if numbers else Fraction(bool(found))


def _number(word: str) -> Fraction:
    if word in _PARTS:
        return _PARTS[word]
    thousands = re.fullmatch(r"\d+,\d{3}", word)
    return Fraction(word.replace(",", "" if thousands else "."))
