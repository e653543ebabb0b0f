"""What a session was about, in the writer's own words: what is left of a text without its duration, day and opening."""

import re
from collections.abc import Sequence

from bot.rules.pattern import Pattern
from bot.rules.phrases import Span, without_emoji_codes

MOST_TOPICS = 500

_INTRODUCING = "about covering discussed discussing re regarding topic topics"
_APPROXIMATELY = "about almost approx approximately around ca circa for nearly only over roughly"
_MEETING = "call catch-up chat conversation meeting session talk"
_TELLING = "caught chatted did had have met sat spent spoke talked"
_SMALL = "a an and at hello hey hi i it just our so the we yes"
_LASTING = "date duration from in lasted length spent time took total was when with"
_OTHERWISE = """again all been bit done finally first good got great i'd like log logged long lovely meet my nice no
    nope of ok okay one please productive quick quickly really second short then to together up very want were would
    yeah yep"""

INTRODUCING = frozenset(_INTRODUCING.split())
OPENING = frozenset(f"{_MEETING} {_TELLING} {_SMALL} {_APPROXIMATELY} {_LASTING} {_OTHERWISE}".split()) - INTRODUCING
_IDLE = frozenset(f"{_SMALL} {_TELLING}".split()) | {""}
_CLOSING = frozenset(f"{_SMALL} {_APPROXIMATELY} {_LASTING} on".split()) | {""}
_TOLD = frozenset(_TELLING.split())

_TAG = Pattern(r"<[@#!][^<>]{1,200}>\W?")
_CLOCK = Pattern(r"\b(?:at|from)\s\d{1,2}(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?=[\s,;:.]|$)", re.IGNORECASE)
_LINK = Pattern(
    r"(?:(?:session|call|chat|meeting|conversation|talk|long)"
    r"(?=\s(?:about|on|with|re|regarding|covering|discussing)\b|\s?[,;:.!-]|\s?$)[\s,;:.-]{0,3})?"
    r"(?:at\s\d{1,2}(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?=[\s,;:.]|$)[\s,;:.-]{0,3})?"
    r"(?:with\s<@[^<>]{1,200}>[\s,;:.-]{0,3})?"
    r"(?:(?:and\s)?(?:then\s)?(?:we\s|i\s)?(?:(?:talked|talking|spoke|chatted)\s)?"
    r"(?:about|on|re|regarding|covering|discussing|discussed|topics?)(?=\W|$)|and\s)?",
    re.IGNORECASE,
)
_EDGES = " ,;:!|&/\u2026-\u2013\u2014"


def topics_in(said: str, told: Sequence[Span[object]]) -> str:
    """The words around the spans that told when and how long, cleaned at their edges; at most 500 characters."""
    starts, ends = [span.start for span in told], [span.end for span in told]
    said = without_emoji_codes(said)
    first, *others = (said[start:end] for start, end in zip([0, *ends], [*starts, len(said)], strict=True))
    introduced = any(_bare(word) in INTRODUCING for piece in others for word in piece.split()[:1])
    before = "" if introduced else _without_closing(_without_opening(_CLOCK.compiled.sub("", first).split()))
    between = [_between(piece) for piece in others[:-1]]
    topics = ", ".join(filter(None, [before, *between, _without_link(others[-1])]))
    return topics[:MOST_TOPICS].strip() if any(map(str.isalnum, topics)) else ""


def _without_opening(words: list[str]) -> list[str]:
    rest = _dropped(words, OPENING | {""})
    if not rest or _bare(rest[0]) in INTRODUCING | {"on"}:
        return rest[1:]
    bare = [_bare(word) for word in rest]
    introduction = next((place for place, word in enumerate(bare) if word in INTRODUCING), None)
    if introduction and not _TOLD.isdisjoint(bare[:introduction]):
        return rest[introduction + 1 :]
    return _dropped(words, _IDLE)


def _between(piece: str) -> str:
    words = _without_link(_CLOCK.compiled.sub("", piece)).split()
    return _without_closing(words) if _dropped(words, OPENING | {""}) else ""


def _dropped(words: list[str], known: frozenset[str]) -> list[str]:
    strange = (
        place for place, word in enumerate(words) if _bare(word) not in known and not _TAG.compiled.fullmatch(word)
    )
    return words[next(strange, len(words)) :]


def _without_closing(words: list[str]) -> str:
    strange = (place for place in range(len(words), 0, -1) if _bare(words[place - 1]) not in _CLOSING)
    return _trimmed(" ".join(words[: next(strange, 0)]))


def _without_link(piece: str) -> str:
    piece = _trimmed(" ".join(piece.split()))
    link = _LINK.compiled.match(piece)
    return _trimmed(piece[link.end() :]) if link else piece


def _trimmed(piece: str) -> str:
    piece = re.sub(r"^\.(?=\s|$)", "", piece.strip(_EDGES)).removeprefix(")").strip(_EDGES).rstrip(" .")
    if piece[:1] in {"*", "_", "~", "`"} and piece.count(piece[0]) % 2:
        piece = piece[1:].strip(_EDGES)
    piece = piece.removesuffix(")") if piece.count("(") < piece.count(")") else piece
    wrapped = piece.startswith("(") and piece.endswith(")")
    return (piece[1:-1] if wrapped else piece.removesuffix("(")).strip(_EDGES)


def _bare(word: str) -> str:
    core = word.strip(_EDGES + "~\u2248.()").casefold()
    return core if any(map(str.isalnum, core)) else ""
