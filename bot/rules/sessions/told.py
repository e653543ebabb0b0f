"""Which of the days and durations in a text are those of the session, and which belong to its topics."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from bot.rules.days import days_in
from bot.rules.pattern import Pattern
from bot.rules.phrases import Span, Unclear, blanked
from bot.rules.sessions.durations import durations_in
from bot.rules.sessions.topics import INTRODUCING, OPENING

BARE_MINUTES = range(10, 241)

_LOOSE = " ,;.!?()\n&|+-_"
_ELSEWHEN = {"about", "after", "before", "by", "covering", "of", "regarding", "since", "till", "until"}
_GOING_ON = {"about", "and", "at", "for", "from", "i", "it", "on", "regarding", "we", "with"}
_WORDS_BEFORE = "|".join(sorted(OPENING))
_OPENING = Pattern(rf"(?:[\s,;.!&~\ufffc_-]|\b(?:{_WORDS_BEFORE})(?![^\W_]))*+(?:\babout\s)?", re.IGNORECASE)
_GLUE = Pattern(
    r"(?:[\s,;:.()&|+!\ufffc-]|\b(?:and|at|call|chat|conversation|date|duration|for|from|in|it|lasted|length|meeting|on"
    r"|session|talk|time|took|was|when|with\s[^\W\d_]+|with)\b)*+",
    re.IGNORECASE,
)
_TOPICS = Pattern(rf":|\s-+\s|\b(?:{'|'.join(sorted(INTRODUCING))})\b(?!\s_)", re.IGNORECASE)
_STRUCTURE = Pattern(r":|\s-+\s|\b(?:how|what|where|which|why)\b", re.IGNORECASE)
_CLOSING = Pattern(r"(?:[\s.,;:!?)-]|\b(?:thanks|thank you|thx|cheers|in total)\b)*+", re.IGNORECASE)
_BARE = Pattern(r"\d{1,4}(?::\d\d|[.,]\d{1,2})?(?=\s?(?:$|[,;:!_\n-]|\.(?!\d)|(?:on|about|with)\b))", re.IGNORECASE)

_Spans = Sequence[Span[object]]


@dataclass(frozen=True)
class Told:
    """The durations and days that count, each from left to right."""

    durations: Sequence[Span[int | Unclear]]
    days: Sequence[Span[date | Unclear]]

    @property
    def spans(self) -> list[Span[object]]:
        return sorted([*self.durations, *self.days], key=lambda span: span.start)

    def among(self, spans: Iterable[Span[object]]) -> "Told":
        kept = {span.start for span in spans}
        durations = [span for span in self.durations if span.start in kept]
        return Told(durations, [span for span in self.days if span.start in kept])

    def times(self, spans: Iterable[Span[object]]) -> bool:
        return not self._starts.isdisjoint(span.start for span in spans)

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(span.start for span in self.durations)


def told_in(text: str, today: date) -> Told:
    """What a masked text says of the session itself, read on the date `today`."""
    named = days_in(text, today)
    durations = durations_in(blanked(text, [day for day in named if not day.free_sides]))
    timed = blanked(text, durations)
    named = [day for day in named if "_" not in timed[day.start : day.end]]
    marks = blanked(timed, named)
    told = Told(durations, [day for day in named if _is_when(day, marks, today)])
    counted = told.among(_counted(told, blanked(text, told.spans)))
    return counted if counted.durations else Told(_bare(blanked(text, named)), counted.days)


def _is_when(day: Span[date | Unclear], marks: str, today: date) -> bool:
    """Whether a day is that of the session; "plans for Friday", "by Monday" and "3/4 done" are not."""
    before, after = marks[max(0, day.start - 40) : day.start].rstrip(" "), marks[day.end : day.end + 40].lstrip(" ")
    word, follows = _last_word(before), re.match(r"\w*", after)
    if word == "for" and before[:-3].rstrip()[-1:] != "_" and (day.free_sides or _ahead(day, today)):
        return False
    free = (before[-1:] in _LOOSE or word in OPENING or word in _GOING_ON) + (
        after[:1] in _LOOSE + ":" or bool(follows and follows[0].lower() in _GOING_ON)
    )
    return word not in _ELSEWHEN and free >= day.free_sides


def _counted(told: Told, marks: str) -> _Spans:
    """The spans up to the topics, and those at the very end unless they are only the topics' last words."""
    clusters = _clusters(told, marks)
    topics = _TOPICS.compiled.search(marks, _opening_end(marks))
    start = topics.start() if topics else len(marks)
    before = [cluster for cluster in clusters if cluster[0].start < start]
    timed = next((place for place, cluster in enumerate(before) if told.times(cluster)), len(before) - 1)
    head, rest = list(chain(*before[: timed + 1])), clusters[timed + 1 :]
    tail = rest[-1] if rest and _CLOSING.compiled.fullmatch(marks, rest[-1][-1].end) else []
    if not told.times(head):
        return [*head, *next(filter(told.times, [tail, *rest]), []), *tail]
    if tail and marks[: tail[0].start].rstrip(" ")[-1:] in ",;.!?\n(-":
        return [*head, *tail]
    colon = next((cluster for cluster in rest if marks[cluster[-1].end :][:1] == ":"), tail)
    structured = colon and _STRUCTURE.compiled.search(marks, head[-1].end, colon[0].start)
    return head if structured else [*head, *(span for span in colon if not told.times([span]))]


def _clusters(told: Told, marks: str) -> list[list[Span[object]]]:
    """Spans with nothing of their own between them; after "45m:" a second duration is a topic's."""
    clusters: list[list[Span[object]]] = []
    for span in told.spans:
        gap = (clusters[-1][-1].end, span.start) if clusters else (0, 0)
        topical = told.times([span]) and ":" in marks[slice(*gap)] and told.times(clusters[-1])
        if clusters and _GLUE.compiled.fullmatch(marks, *gap) and not topical:
            clusters[-1].append(span)
        else:
            clusters.append([span])
    return clusters


def _bare(marks: str) -> list[Span[int | Unclear]]:
    match = _BARE.compiled.match(marks, _opening_end(marks))
    if not match:
        return []
    minutes = int(match[0]) if match[0].isdecimal() else -1
    known = minutes == 0 or minutes in BARE_MINUTES
    value = minutes if known else Unclear("ambiguous_duration", {"said": match[0]})
    return [Span(match.start(), match.end(), value)]


def _opening_end(marks: str) -> int:
    opening = _OPENING.compiled.match(marks)
    return opening.end() if opening else 0


def _last_word(text: str) -> str:
    return re.split(r"\W", text[-20:])[-1].lower()


def _ahead(day: Span[date | Unclear], today: date) -> bool:
    return isinstance(day.value, date) and day.value > today
