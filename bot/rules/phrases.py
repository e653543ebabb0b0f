"""What somebody typed, made ready for the small grammars of days and durations.

The grammars are our own: a general date reader guesses where this one asks, and the cost of a wrong guess is a wrong
record. Every pattern runs over at most `MOST_READ` characters, and none repeats a repetition.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from unicodedata import category

from bot.rules.pattern import Pattern

MOST_READ = 4000

_COUNT = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: number for number, word in enumerate(f"{_COUNT} eighteen nineteen".split(), start=1)} | {
    word: 10 * number for number, word in enumerate(_TENS.split(), start=1)
}

_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_UNSEEN = Pattern("[\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
_TAGS = Pattern(r"<[@#!][^<>]{1,200}>|<(?:https?|mailto):[^<>]{1,2000}>|https?://\S{1,2000}", re.IGNORECASE)
_EMOJI_CODES = Pattern(rf"{_TAGS.text}|(?P<code>(?<!\w):[a-z+][\w+-]{{1,60}}:(?!\w))", re.IGNORECASE)
_ALIKE = str.maketrans("\u2019\u2032\u2018\u2013\u2014\u2212_", "'''--- ")
_STYLE = Pattern(r"(?<!\d)[*`~]|[*`~](?!\d)")
_JOINERS = "\ufe0f\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"

V = TypeVar("V", covariant=True)


@dataclass(frozen=True)
class Unclear:
    """What the person must be asked: a code, and the values that the question names."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Span(Generic[V]):
    """Where in a text a value stands; it counts only if `free_sides` of its two sides touch no ordinary word."""

    start: int
    end: int
    value: V
    free_sides: int = 0


def plain(text: str) -> str:
    """The text without Slack's escapes, control and direction characters; spaces become one, lines stay lines."""
    said = text.strip()[:MOST_READ]
    for escaped, character in _ESCAPES:
        said = said.replace(escaped, character)
    seen = "".join(map(_visible, _UNSEEN.compiled.sub("", said)))
    return re.sub(r"[ \n]*\n[ \n]*", "\n", re.sub(r" +", " ", seen)).strip()


def masked(said: str) -> str:
    """The same length, mentions and links as blots, emoji and styling as spaces, quotes and dashes of one kind."""
    blotted = _TAGS.compiled.sub(lambda tag: "\ufffc" * len(tag[0]), without_emoji_codes(said))
    return "".join(
        " " if _pictured(character) else character for character in _STYLE.compiled.sub(" ", blotted.translate(_ALIKE))
    )


def without_emoji_codes(said: str) -> str:
    """The same length, with spaces for `:tada:` and its like; a mention or link keeps what it contains."""
    return _EMOJI_CODES.compiled.sub(lambda found: " " * len(found[0]) if found["code"] else found[0], said)


def blanked(text: str, spans: Iterable[Span[object]]) -> str:
    """The same length, with every span made of underscores: neither word nor number to any grammar."""
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = "_" * (span.end - span.start)
    return "".join(characters)


def apart(spans: Iterable[Span[V]]) -> list[Span[V]]:
    """From left to right the longest span of those that overlap."""
    kept: list[Span[V]] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def distinct(spans: Iterable[Span[V]]) -> list[V]:
    """The values of the spans in order, each once."""
    values: list[V] = []
    for span in spans:
        if span.value not in values:
            values.append(span.value)
    return values


def number(word: str) -> int:
    """A whole number in digits or in one English word; "a" and "an" are one."""
    return int(word) if word.isdecimal() else NUMBERS.get(word.lower(), 1)


def _visible(character: str) -> str:
    if character in _BREAKS:
        return "\n"
    return " " if character.isspace() or category(character) == "Cc" else character


def _pictured(character: str) -> bool:
    return character in _JOINERS or (category(character) == "So" and character != "\ufffc")
