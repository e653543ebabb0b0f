"""The questions of every survey: the scale of each, the outcome that it tells of, and where it comes from.

The wording is our own (``messages/surveys/items.j2``), in one sentence each, after the sources named here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.rules.reflections import QUESTIONS

Scale = Literal["agree", "recommend", "fit", "tap", "words"]
Outcome = Literal["skills", "inclusion", "satisfaction", "innovation", "safety"]

SCALES: dict[Scale, range] = {"agree": range(1, 6), "recommend": range(11), "fit": range(3), "tap": range(3)}
"""The values of an answer. Agree: Likert's five from 1, not at all, to 5, fully. Recommend: 0 to 10. Fit: 0 not a fit,
1 undecided, 2 good. Tap: the place of an answer among the three that a tap offers. Words have no value."""
LONGEST_WORDS = 1000


@dataclass(frozen=True)
class Item:
    """One question, its scale, the outcome that it tells of, and the work after which it is worded."""

    scale: Scale
    outcome: Outcome
    source: str


ITEMS: dict[str, Item] = {
    "voice": Item(
        "agree",
        "inclusion",
        "psychological safety: Edmondson 1999, Administrative Science Quarterly 44; asked of juniors about speaking up "
        "before and after, as in the BMJ Open feasibility study of reverse mentoring",
    ),
    "belonging": Item("agree", "inclusion", "belonging: Jansen et al. 2014, European Journal of Social Psychology 44"),
    "authenticity": Item(
        "agree", "inclusion", "authenticity: Jansen et al. 2014, European Journal of Social Psychology 44"
    ),
    "satisfied": Item(
        "agree", "satisfaction", "satisfaction with the relationship: Ragins & Cotton 1999, J. of Applied Psychology 84"
    ),
    "recommend": Item("recommend", "satisfaction", "eNPS, after the net promoter question: Reichheld 2003, HBR 81(12)"),
    "learning": Item("agree", "skills", "mentorship learning: Allen & Eby 2003, Journal of Management 29"),
    "ideas": Item("agree", "innovation", "innovative work behaviour: Janssen 2000, J. Occup. Org. Psychology 73"),
    "adapting": Item("agree", "innovation", "adaptivity: Griffin, Neal & Parker 2007, Acad. of Management J. 50"),
    "fit": Item("fit", "safety", "our own"),
    "understood": Item("agree", "satisfaction", "our own: why somebody was not matched must be understood"),
    "still_keen": Item("agree", "satisfaction", "our own"),
    "free_to_end": Item("agree", "safety", "our own: the protected exit needs no reason"),
    "felt_safe": Item("agree", "safety", "psychological safety: Edmondson 1999, Administrative Science Quarterly 44"),
    "gain": Item("agree", "skills", "our own: what lasts"),
    "harm": Item("agree", "safety", "our own: what would be worse than no gain"),
    "useful": Item("tap", "satisfaction", "our own"),
    "safe": Item("tap", "safety", "psychological safety: Edmondson 1999, Administrative Science Quarterly 44"),
    "learned": Item("tap", "skills", "our own: whether it has turned into ordinary mentoring"),
    "words": Item("words", "satisfaction", "our own"),
}

SURVEYS: dict[str, tuple[str, ...]] = {
    "baseline": ("voice", "belonging", "authenticity", "ideas", "adapting"),
    "fit": ("fit", "words"),
    "pulse": ("satisfied", "learning", "voice", "recommend", "words"),
    "midpoint": ("satisfied", "learning", "voice", "belonging", "recommend", "words"),
    "close": ("satisfied", "voice", "belonging", "ideas", "adapting", "recommend", "words"),
    "unmatched": ("understood", "still_keen", "words"),
    "exit": ("free_to_end", "felt_safe", "words"),
    "after90": ("gain", "harm", "words"),
    "after180": ("gain", "harm", "words"),
}
"""The surveys by kind, each with its questions: seven at most, and words never demanded."""
KINDS = SURVEYS | {question: (question,) for question in QUESTIONS}
"""All that is answered without whose answer it is: the surveys, and each of the taps after a session by itself."""


def enps(counts: Mapping[int, int]) -> int:
    """Employee net promoter score, -100 to +100: the share of nines and tens less that of six and below, in percent.

    Reichheld 2003, "The one number you need to grow", HBR 81(12).
    """
    promoters = sum(count for value, count in counts.items() if value >= 9)
    detractors = sum(count for value, count in counts.items() if value <= 6)
    return round(100 * (promoters - detractors) / sum(counts.values()))


def faults(kind: str, answers: Mapping[str, int | str | None]) -> list[str]:
    """The questions of a survey that lack an answer, or have one that nobody was offered."""
    return [name for name in SURVEYS[kind] if not _is_answer(ITEMS[name], answers.get(name))]


def _is_answer(item: Item, given: int | str | None) -> bool:
    if item.scale == "words":
        return given is None or (isinstance(given, str) and len(given) <= LONGEST_WORDS)
    return isinstance(given, int) and given in SCALES[item.scale]
