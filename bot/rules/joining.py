"""What somebody answers when they join, and what may be wrong with it."""

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import TypedDict

from bot.rules.refusal import Refusal

MOST_TOPICS = 30
LONGEST_TOPIC = 75
LONGEST_PURPOSE = 300
FORMATS = ("video", "in person", "phone", "chat", "walk")
TAPS = ("plan", "learn", "feedback", "rhythm")
"""The four questions about working style, in the order of the letters of ``style``."""
DEFAULT_WEIGHT = 3
OPPOSITE = {"offer": "want", "want": "offer"}
MOST_COUNTED = 100
"""More people than these are not told apart."""


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
    """four letters, each a or b (in a draft also ? for open), in the order of TAPS"""
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
    zone: str
    """the zone that Slack knows"""
    from_hr: bool
    """whether these are suggestions that the person has not seen yet"""


def visible(written: str) -> str:
    """The words that somebody typed, in one line, without letters that cannot be seen."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in written).split())


def topics(written: str) -> list[str]:
    """The topics in a text field, separated by commas, semicolons or lines, in the order of writing."""
    return [topic for part in re.split(r"[,;\n\r]", written) if (topic := visible(part))]


def merged(chosen: Iterable[str], own: Iterable[str], catalogue: Iterable[str]) -> list[str]:
    """Each topic once whatever its case, in the catalogue's spelling where it stands there."""
    spelling = {topic.casefold(): topic for topic in catalogue}
    found: dict[str, str] = {}
    for topic in (*chosen, *own):
        folded = topic.casefold()
        found.setdefault(folded, spelling.get(folded, topic))
    return list(found.values())


def number(topic: str) -> int:
    """A number that names the topic in a form, where its own words cannot stand; the same whatever its case."""
    return int.from_bytes(sha256(topic.casefold().encode()).digest()[:6])


def check_topics(answers: Answers) -> None:
    """Refuses more topics than one form can rate, and a topic too long to be shown as a choice."""
    for side in ("offers", "wants"):
        long = next((topic for topic in answers[side] if len(topic) > LONGEST_TOPIC), None)
        if long:
            raise Refusal("joining/topic_long", field=f"{side}_own", topic=long, most=LONGEST_TOPIC)
    count = len(answers["offers"]) + len(answers["wants"])
    if count > MOST_TOPICS:
        raise Refusal("joining/topics_many", field="offers_own", count=count, most=MOST_TOPICS)


def check_manager(answers: Answers, user_id: str) -> None:
    """Refuses neither and both of a manager and "none", and oneself."""
    if (answers["manager"] is None) is not answers["no_manager"]:
        raise Refusal("joining/manager", field="manager", both=answers["no_manager"])
    if answers["manager"] == user_id:
        raise Refusal("joining/own_manager", field="manager")


def check_hours(answers: Answers) -> None:
    """Refuses hours that end before they begin: what reaches over midnight cannot be compared with others."""
    if answers["hours_from"] >= answers["hours_to"]:
        raise Refusal("joining/hours", field="hours_to")


def rated(answers: Answers) -> list[tuple[str, str, int | None]]:
    """Every topic as side (offer or want), name and self-rating, None where it is missing."""
    offered, wanted = answers.get("offer_ratings", {}), answers.get("want_ratings", {})
    return [
        *(("offer", topic, offered.get(topic)) for topic in answers.get("offers", [])),
        *(("want", topic, wanted.get(topic)) for topic in answers.get("wants", [])),
    ]


def sought(answers: Answers) -> list[tuple[str, str]]:
    """The topics, as side and name, for which somebody of this role is matched: a mentor learns nothing there."""
    sides = {"mentor": ("offer",), "mentee": ("want",)}.get(answers["role"], ("offer", "want"))
    return [(side, topic) for side, topic, _rating in rated(answers) if side in sides]


def about(people: int, smallest: int) -> int:
    """A number of people that says how many and nobody who: 0 for fewer than ``smallest``, else to the nearest five,
    from 20 on to the nearest ten, and one more than MOST_COUNTED for all beyond."""
    if people < smallest:
        return 0
    if people > MOST_COUNTED:
        return MOST_COUNTED + 1
    step = 5 if people < 20 else 10
    return max(smallest, (people + step // 2) // step * step)
