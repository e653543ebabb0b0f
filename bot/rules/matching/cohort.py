"""Everybody who can be matched, and the hard rules for all pairs at once: mentees down, mentors across."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.rules import languages
from bot.rules.matching.candidate import Candidate
from bot.rules.matching.chart import Chart
from bot.rules.matching.hours import common_minutes
from bot.rules.matching.policy import Policy
from bot.rules.matching.tables import common

RULES = ("level", "hours", "languages", "departments", "met", "capacity", "apart")
"""The rules in the order of their bits; of two that would open as many pairs, the earlier is named first."""
SELF = 1 << len(RULES)

Forbidden = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Mentees and mentors (whoever is either stands in both), their common minutes a day, and in `broken` one bit for
    every rule that a pair breaks: 0 means that the two may be matched."""

    mentees: tuple[Candidate, ...]
    mentors: tuple[Candidate, ...]
    minutes: NDArray[np.int64]
    broken: NDArray[np.uint8]


def cohort(people: Sequence[Candidate], policy: Policy, company: Chart, on: date) -> Cohort:
    """Judge every pair. Nobody among `people` lacks what the rules need."""
    mentees = tuple(one for one in people if one.learns)
    mentors = tuple(one for one in people if one.teaches)
    minutes = common_minutes(mentees, mentors, on)
    rules: dict[str, Callable[[], Forbidden]] = {
        "level": lambda: _column(mentees, _level) - _row(mentors, _level) < policy.level_gap,
        "hours": lambda: minutes < policy.overlap_hours * 60,
        "languages": lambda: common(spoken(mentees), spoken(mentors)) == 0,
        "departments": lambda: _departments(mentees, mentors, policy),
        "met": lambda: _met(mentees, mentors, policy),
        "capacity": lambda: np.broadcast_to(_row(mentors, lambda one: one.capacity) < 1, minutes.shape),
        "apart": lambda: _apart(mentees, mentors, company),
    }
    broken = np.zeros(minutes.shape, dtype=np.uint8)
    for bit, name in enumerate(RULES):
        broken |= rules[name]().astype(np.uint8) << bit
    broken[_named(mentees, mentors, lambda mentee: (mentee.user,))] |= SELF
    return Cohort(mentees, mentors, minutes, broken)


def spoken(people: Iterable[Candidate]) -> list[dict[str, int]]:
    """Each person's languages by code, however they are written."""
    return [dict.fromkeys(map(languages.code, one.languages), 1) for one in people]


def department(one: Candidate) -> str:
    """The department as it is compared, empty where it is unknown."""
    return " ".join((one.department or "").casefold().split())


def _departments(mentees: Sequence[Candidate], mentors: Sequence[Candidate], policy: Policy) -> Forbidden:
    if policy.across_departments != "required":
        return np.zeros((len(mentees), len(mentors)), dtype=bool)
    here, there = (np.array([department(one) for one in side], dtype=str) for side in (mentees, mentors))
    return np.asarray(here[:, None] == there)


def _met(mentees: Sequence[Candidate], mentors: Sequence[Candidate], policy: Policy) -> Forbidden:
    if policy.rotation == "keep":
        return np.zeros((len(mentees), len(mentors)), dtype=bool)
    return _either_names(mentees, mentors, lambda one: one.met)


def _apart(mentees: Sequence[Candidate], mentors: Sequence[Candidate], company: Chart) -> Forbidden:
    """Management chains, the mentor's reviewers and former managers, and never-lists: one rule to whoever asks why,
    because a count of never-lists would tell somebody that they stand on one."""
    judges = _named(mentors, mentees, lambda mentor: mentor.reviewers | mentor.former_managers).T
    return _chain(mentees, mentors, company) | judges | _either_names(mentees, mentors, lambda one: one.never)


def _chain(mentees: Sequence[Candidate], mentors: Sequence[Candidate], company: Chart) -> Forbidden:
    def first(one: Candidate) -> int:
        return company.first[one.user]

    def last(one: Candidate) -> int:
        return company.last[one.user]

    above = (_column(mentees, first) <= _row(mentors, first)) & (_row(mentors, first) < _column(mentees, last))
    below = (_row(mentors, first) <= _column(mentees, first)) & (_column(mentees, first) < _row(mentors, last))
    return np.asarray(above | below)


def _either_names(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], whom: Callable[[Candidate], Iterable[str]]
) -> Forbidden:
    return np.asarray(_named(mentees, mentors, whom) | _named(mentors, mentees, whom).T)


def _named(
    namers: Sequence[Candidate], named: Sequence[Candidate], whom: Callable[[Candidate], Iterable[str]]
) -> Forbidden:
    """Where one of `namers` (down) names one of `named` (across)."""
    place = {one.user: at for at, one in enumerate(named)}
    found = np.zeros((len(namers), len(named)), dtype=bool)
    for row, namer in enumerate(namers):
        found[row, [place[user] for user in whom(namer) if user in place]] = True
    return found


def _row(people: Sequence[Candidate], value: Callable[[Candidate], int]) -> NDArray[np.int64]:
    return np.array([value(one) for one in people], dtype=np.int64)


def _column(people: Sequence[Candidate], value: Callable[[Candidate], int]) -> NDArray[np.int64]:
    return _row(people, value)[:, None]


def _level(one: Candidate) -> int:
    return one.level or 0
