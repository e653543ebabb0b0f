"""How well two people fit, in thousandths."""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.cohort import Cohort, department
from bot.rules.matching.policy import Policy
from bot.rules.matching.tables import common

FULL = 1000
PLENTY = 4 * 60
"""Common minutes a day beyond which more are no better."""
LONG_WORD = 5

Points = NDArray[np.int64]
Part = tuple[Points, NDArray[np.bool_] | bool]
"""Points from 0 to FULL for all pairs, and for which pairs they count at all."""


def compatibility(people: Cohort, policy: Policy) -> Points:
    """The weighted mean of six parts, each 0 to 1000, rounded half up; mentees down, mentors across.

    topics: what the mentee wants, by priority, as far as the mentor offers it at strength 5. style: the share of equal
    letters. purpose: words of five letters or more in common, over the shorter purpose's. departments: they differ.
    hours: common ones, four are full. formats: one in common. A style or purpose that either lacks is not counted, and
    neither are departments unless the programme prefers them to differ.
    """
    mentees, mentors, weights = people.mentees, people.mentors, policy.weights
    parts: list[tuple[int, Part]] = [
        (weights.topics, _topics(mentees, mentors)),
        (weights.style, _style(mentees, mentors)),
        (weights.purpose, _purpose(mentees, mentors)),
        (weights.departments, (_departments(mentees, mentors), policy.across_departments == "preferred")),
        (weights.hours, (np.minimum(people.minutes, PLENTY) * FULL // PLENTY, True)),
        (weights.formats, (FULL * (common(formats(mentees), formats(mentors)) > 0), True)),
    ]
    earned = np.zeros(people.minutes.shape, dtype=np.int64)
    possible = np.zeros(people.minutes.shape, dtype=np.int64)
    for weight, (points, counts) in parts:
        earned += np.where(counts, weight * points, 0)
        possible += np.where(counts, weight, 0)
    possible = np.maximum(possible, 1)
    return (2 * earned + possible) // (2 * possible)


def folded(rated: dict[str, int]) -> dict[str, int]:
    """Topics as they are compared, whatever their case."""
    return {topic.casefold(): rating for topic, rating in rated.items()}


def formats(people: Sequence[Candidate]) -> list[dict[str, int]]:
    return [{way.casefold(): 1 for way in one.formats} for one in people]


def taps(one: Candidate) -> dict[str, int]:
    """The answers on style by question; empty unless all four were given."""
    return {f"{at}{tap}": 1 for at, tap in enumerate(one.style)} if re.fullmatch("[ab]{4}", one.style) else {}


def words(one: Candidate) -> dict[str, int]:
    """The words of a purpose that are long enough to mean something."""
    return {word: 1 for word in re.findall(r"\w+", one.purpose.casefold()) if len(word) >= LONG_WORD}


def _topics(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> Part:
    wanted = [folded(dict(one.wants)) for one in mentees]
    offered = [folded(dict(one.offers)) for one in mentors]
    best = np.array([5 * sum(one.values()) for one in wanted], dtype=np.int64)
    return FULL * common(wanted, offered) // np.maximum(best, 1)[:, None], True


def _style(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> Part:
    return _shared(mentees, mentors, taps)


def _purpose(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> Part:
    return _shared(mentees, mentors, words)


def _shared(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], of: Callable[[Candidate], dict[str, int]]
) -> Part:
    """What two have in common over what the one with less has; it counts where both have something."""
    left, right = [of(one) for one in mentees], [of(one) for one in mentors]
    fewer = np.minimum(_sizes(left)[:, None], _sizes(right))
    return FULL * common(left, right) // np.maximum(fewer, 1), fewer > 0


def _sizes(sets: Sequence[dict[str, int]]) -> Points:
    return np.array([len(one) for one in sets], dtype=np.int64)


def _departments(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> Points:
    left = np.array([department(one) for one in mentees], dtype=str)[:, None]
    right = np.array([department(one) for one in mentors], dtype=str)
    return np.asarray(FULL * ((left != right) & (left != "") & (right != "")))
