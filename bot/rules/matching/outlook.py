"""What one setting less strict would bring a round: how many more mentees could be matched, exactly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.cohort import Cohort, cohort
from bot.rules.matching.completeness import missing
from bot.rules.matching.policy import Policy
from bot.rules.matching.seats import NOBODY, Integers
from bot.rules.matching.wishes import Pairs

CELLS = 1 << 20
"""Pairs that are judged at once."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A setting by its rule, what it would be one step less strict, and how many more mentees a round then matches."""

    rule: str
    to: float
    more: int


def relaxed(policy: Policy) -> Iterator[tuple[str, float, Policy, int]]:
    """Each setting one step less strict: its rule, its new value, the policy, and how many more mentees each mentor
    takes.

    What protects people (chains, reviewers, former managers, never-lists, a missing level) is no setting; a mentor who
    takes nobody still takes nobody; and a senior stays senior, so the gap does not sink below one level.
    """
    if policy.level_gap > 1:
        yield "level", policy.level_gap - 1, replace(policy, level_gap=policy.level_gap - 1), 0
    if policy.overlap_hours > 0:
        hours = max(policy.overlap_hours - 1, 0.0)
        yield "hours", hours, replace(policy, overlap_hours=hours), 0
    if policy.across_departments == "required":
        yield "departments", 0, replace(policy, across_departments="preferred"), 0
    if policy.rotation == "never":
        yield "met", 0, replace(policy, rotation="keep"), 0
    yield "mentors_taken", 1, policy, 1


def outlook(judged: Cohort, people: Sequence[Candidate], made: Pairs, pins: Pairs) -> list[Relaxed]:
    """For each setting, how many more mentees than in the pairs `made` could be matched, were it less strict."""
    found = []
    for rule, to, policy, seats in relaxed(judged.policy):
        complete = [one for one in people if not missing(one, policy, judged.company)]
        wider = cohort(complete, policy, judged.company, judged.on, judged.forbidden)
        found.append(Relaxed(rule, to, Growth(wider, made, pins, seats).more()))
    return found


class Growth:
    """Pairs that become more as long as they can: whoever sits may move to another mentor, nobody loses their seat.

    Where no such row of moves is left, no choice of pairs has more of them (Berge). Pins do not move.
    """

    def __init__(self, people: Cohort, made: Pairs, pins: Pairs, seats: int = 0) -> None:
        self._people = people
        self._mentor_of = np.full(len(people.mentees), NOBODY)
        for mentor, mentee in made:
            self._mentor_of[people.mentee_at[mentee]] = people.mentor_at[mentor]
        taken = np.bincount(self._mentor_of[self._mentor_of != NOBODY], minlength=len(people.mentors))
        self._free = people.capacity + seats * (people.capacity > 0) - taken
        self._moves = np.ones(len(people.mentees), dtype=bool)
        self._moves[[people.mentee_at[mentee] for _, mentee in pins]] = False

    def more(self) -> int:
        """How many pairs can be added."""
        grown = 0
        while (self._mentor_of == NOBODY).any() and (self._free > 0).any() and (step := self._grow()):
            grown += step
        return grown

    def _grow(self) -> int:
        """All without a mentor ask at once, each mentor is asked once, and those who sit with a full one ask on."""
        asked_by, seated = np.full(len(self._free), NOBODY), set[int]()
        waiting = [(one, one) for one in np.flatnonzero(self._mentor_of == NOBODY).tolist()]
        while waiting:
            asking, waiting = waiting, []
            for mentee, root, possible in self._asked(asking):
                if root in seated:
                    continue
                mentors = np.flatnonzero(possible & (asked_by == NOBODY))
                free = mentors[self._free[mentors] > 0][:1]
                asked_by[free if len(free) else mentors] = mentee
                if len(free):
                    self._seat(int(free[0]), asked_by)
                    seated.add(root)
                else:
                    waiting += [(one, root) for one in self._sitting(mentors)]
        return len(seated)

    def _asked(self, asking: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
        """Each mentee, for whom they ask, and which mentors they may have."""
        together = max(1, CELLS // max(len(self._free), 1))
        for start in range(0, len(asking), together):
            some = asking[start : start + together]
            allowed = self._people.broken(np.array([mentee for mentee, _ in some])) == 0
            yield from ((mentee, root, row) for (mentee, root), row in zip(some, allowed, strict=True))

    def _sitting(self, mentors: Integers) -> list[int]:
        with_them = np.zeros(len(self._free) + 1, dtype=bool)
        with_them[mentors] = True
        return np.flatnonzero(with_them[self._mentor_of] & self._moves).tolist()

    def _seat(self, mentor: int, asked_by: Integers) -> None:
        """Everybody on the way to a free seat moves one on."""
        self._free[mentor] -= 1
        while mentor != NOBODY:
            mentee = asked_by[mentor]
            mentor, self._mentor_of[mentee] = int(self._mentor_of[mentee]), mentor
