"""What is the same for all mentees of a kind: hours, formats, department and languages, judged once for them."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.codes import Coded, coded
from bot.rules.matching.compared import department, formats, spoken
from bot.rules.matching.features import FULL, Table
from bot.rules.matching.hours import Span, common_minutes, span
from bot.rules.matching.policy import Policy

RULES = ("level", "hours", "languages", "departments", "met", "capacity", "apart")
"""The rules in the order of their bits; of two that would open as many pairs, the earlier is named first."""
BIT = {rule: 1 << at for at, rule in enumerate(RULES)}
SELF = 1 << len(RULES)
PLENTY = 4 * 60
"""Common minutes a day beyond which more are no better."""
KEPT = 1 << 23
"""Up to so many pairs of a kind of mentee and a mentor are kept, judged."""

Bits = NDArray[np.uint8]
Which = slice | NDArray[np.int64]


class Alike:
    """Mentees and mentors, by what many of them have in common."""

    def __init__(self, mentees: Sequence[Candidate], mentors: Sequence[Candidate], policy: Policy, on: date) -> None:
        self._mentees, self._mentors, self._policy, self._on = mentees, mentors, policy, on
        self._order = np.arange(len(mentors))
        self._kept: dict[tuple[str, Any], NDArray[Any]] = {}

    def minutes(self, mentee: int, mentor: int) -> int:
        """The minutes a day in which both are at work."""
        one, other = self._spans
        return int(self._minutes[one.number[mentee], other.number[mentor]])

    def broken(self, rows: Which, across: Which) -> Bits:
        """What some pairs break by hours, languages and department."""
        found: Bits = self._by_kind(rows, across, self._working, self._work_breaks, np.uint8)
        found |= self._by_kind(rows, across, self._speaking, self._speech_breaks, np.uint8)
        return found

    def earned(self, rows: Which, across: Which) -> Table:
        """What hours, department and formats earn some pairs, times their weights."""
        earned: Table = self._by_kind(rows, across, self._working, self._work_earns, np.float32)
        earned += self._by_kind(rows, across, self._speaking, self._speech_earns, np.float32)
        return earned

    def _by_kind(self, rows: Which, across: Which, kinds: Coded[Any], judge: Callable[[Any], Any], kept_as: Any) -> Any:
        """What is the same for all mentees of a kind is found once for them."""
        numbers, places = np.unique(kinds.number[rows], return_inverse=True)
        found = np.empty((len(numbers), len(self._order[across])), dtype=kept_as)
        for at, kind in enumerate(numbers.tolist()):
            found[at] = self._of_kind(kinds.values[kind], judge)[across]
        return found[places]

    def _of_kind(self, kind: Any, judge: Callable[[Any], Any]) -> Any:
        """What a kind of mentee is to every mentor; kept, as long as there are few kinds."""
        found = self._kept.get((judge.__name__, kind))
        if found is None:
            found = judge(kind)
            if (len(self._kept) + 1) * len(self._mentors) <= KEPT:
                self._kept[judge.__name__, kind] = found
        return found

    def _work_earns(self, kind: tuple[int, frozenset[str]]) -> Table:
        """What hours and formats earn a mentee of this kind with each mentor, times their weights."""
        weights, (at, formats_) = self._policy.weights, kind
        minutes = np.minimum(self._minutes[at], PLENTY) * FULL // PLENTY
        shared = np.array([bool(formats_ & there) for there in self._formats.values], dtype=np.float32)
        earned = (minutes * weights.hours)[self._spans[1].number].astype(np.float32)
        return np.asarray(earned + (shared * weights.formats * FULL)[self._formats.number])

    def _speech_earns(self, kind: tuple[str, frozenset[str]]) -> Table:
        """What the department earns a mentee of this kind with each mentor, times its weight."""
        department_, _ = kind
        counts = self._policy.across_departments == "preferred" and bool(department_)
        away = [counts and bool(there) and there != department_ for there in self._departments.values]
        earned = np.array(away, dtype=np.float32) * np.float32(self._policy.weights.departments * FULL)
        return np.asarray(earned[self._departments.number])

    def _work_breaks(self, kind: tuple[int, frozenset[str]]) -> Bits:
        """What a mentee of this kind breaks by hours."""
        asleep = self._minutes[kind[0]] < self._policy.overlap_hours * 60
        return np.asarray(asleep[self._spans[1].number] * np.uint8(BIT["hours"]))

    def _speech_breaks(self, kind: tuple[str, frozenset[str]]) -> Bits:
        """What a mentee of this kind breaks by languages and department."""
        department_, spoken_ = kind
        mute = np.array([not spoken_ & there for there in self._languages.values], dtype=bool)
        found = mute[self._languages.number] * np.uint8(BIT["languages"])
        if self._policy.across_departments == "required":
            same = np.array([there == department_ for there in self._departments.values], dtype=bool)
            found |= same[self._departments.number] * np.uint8(BIT["departments"])
        return np.asarray(found)

    @cached_property
    def _spans(self) -> tuple[Coded[Span], Coded[Span]]:
        return tuple(coded([span(one, self._on) for one in side]) for side in (self._mentees, self._mentors))  # type: ignore[return-value]

    @cached_property
    def _minutes(self) -> NDArray[np.int64]:
        return common_minutes(*(side.values for side in self._spans))

    @cached_property
    def _working(self) -> Coded[tuple[int, frozenset[str]]]:
        """Mentees of one kind are the same to every mentor in hours and formats."""
        spans = self._spans[0].number.tolist()
        return coded([(at, formats(one)) for at, one in zip(spans, self._mentees, strict=True)])

    @cached_property
    def _speaking(self) -> Coded[tuple[str, frozenset[str]]]:
        """Mentees of one kind are the same to every mentor in department and languages."""
        return coded([(department(one), spoken(one)) for one in self._mentees])

    @cached_property
    def _departments(self) -> Coded[str]:
        return coded([department(one) for one in self._mentors])

    @cached_property
    def _languages(self) -> Coded[frozenset[str]]:
        return coded([spoken(one) for one in self._mentors])

    @cached_property
    def _formats(self) -> Coded[frozenset[str]]:
        return coded([formats(one) for one in self._mentors])
