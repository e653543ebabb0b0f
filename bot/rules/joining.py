"""What somebody answers when they join, and what may be wrong with it."""

import re
from collections.abc import Iterable
from typing import TypedDict

MOST_TOPICS = 30
LONGEST_TOPIC = 75
FORMATS = ("video", "in person", "phone", "chat", "walk")
DEFAULT_WEIGHT = 3


class Answers(TypedDict, total=False):
    """The answers of the joining form, as a draft keeps them and as they are sent; a key that is missing is open.

    HR's suggestions are a draft of the same keys: ``joining.keep_draft(db, user_id, "joining", answers, now,
    about=str(programme_id))`` with ``from_hr`` set. Level, department and manager are no suggestions: they belong to
    the Person, and the form asks only for those that are missing there.
    """

    role: str
    """mentor, mentee or either"""
    level: int
    department: str
    manager: str | None
    no_manager: bool
    offers: list[str]
    wants: list[str]
    """topics by name: those of the catalogue in its spelling, and own words"""
    offer_weights: dict[str, int]
    want_weights: dict[str, int]
    """topic to strength or priority, 1 to 5; a topic that is missing counts 3"""
    offer_ratings: dict[str, int]
    want_ratings: dict[str, int]
    """topic to the self-rating at joining, 1 to 5"""
    style: str
    """four letters, each a or b: plan, learn, feedback, rhythm"""
    formats: list[str]
    """words like those of FORMATS"""
    languages: list[str]
    """codes of ``bot.rules.languages``, or own words"""
    hours_from: str
    hours_to: str
    """local times as HH:MM"""
    capacity: int
    purpose: str
    never: list[str]
    from_hr: bool
    """whether these are suggestions that the person has not seen yet"""


def topics(written: str) -> list[str]:
    """The topics in a text field, separated by commas, semicolons or lines, in the order of writing."""
    visible = "".join(letter if letter.isprintable() or letter in "\n\r" else " " for letter in written)
    return [topic for part in re.split(r"[,;\n\r]", visible) if (topic := " ".join(part.split()))]


def merged(chosen: Iterable[str], own: Iterable[str], catalogue: Iterable[str]) -> list[str]:
    """Each topic once whatever its case, in the catalogue's spelling where it stands there."""
    spelling = {topic.casefold(): topic for topic in catalogue}
    found: dict[str, str] = {}
    for topic in (*chosen, *own):
        folded = topic.casefold()
        found.setdefault(folded, spelling.get(folded, topic))
    return list(found.values())
