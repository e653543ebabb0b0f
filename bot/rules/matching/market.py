"""All allowed pairs with their points, asked for block by block; kept where they fit into memory."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.block import Block, block
from bot.rules.matching.candidate import Candidate
from bot.rules.matching.cohort import FORBIDDEN, Cohort
from bot.rules.matching.seats import NOBODY, Seating
from bot.rules.matching.wishes import Progress, silent

CELLS = 1 << 19
"""Pairs in a block: small enough for a processor's cache, large enough for a product of tables."""
KEPT = 700 << 20
"""Judged blocks are kept up to so many bytes; those for which no room is left are judged each time."""
WORKERS = 2

Integers = NDArray[np.int64]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Market:
    """Who may be matched with whom and for how many points: mentees down, mentors across, `free` seats at each mentor.

    `taken` mentees are no part of it: they are pinned. Pairs below `floor` points are as if forbidden, and where
    `flat` all others are worth nothing: then only how many are matched counts.
    """

    room: ClassVar[int] = KEPT

    cohort: Cohort
    free: Integers
    taken: NDArray[np.bool_]
    progress: Progress = silent
    floor: int = 0
    flat: bool = False
    kept: dict[int, Block] = field(default_factory=dict)

    @property
    def mentees(self) -> int:
        return len(self.taken)

    @property
    def step(self) -> int:
        """More than all points together: what it is worth that somebody who comes first is matched, or one more mentor
        where many shall teach.

        None of these stands in another's way, nor in that of most mentees: what is best for the mentees and what is
        best for the mentors is possible in one and the same round (Mendelsohn and Dulmage 1958), and on either side
        whoever counts most can be among as many as possible.
        """
        return 1001 * (self.mentees + 1)

    @cached_property
    def person(self) -> int:
        """What one more matched mentee is worth: more than everybody who comes first, all mentors, and all points."""
        dearest = np.sort(self.bonus)[::-1][: self.mentees]
        return int(dearest.sum() + self.favour.sum()) + self.step

    @cached_property
    def bonus(self) -> Integers:
        """What the first mentee of each mentor is worth beyond others; nothing where somebody is pinned to them."""
        each = comes_first(self.cohort.mentors) + int(self.cohort.policy.many_mentors)
        opening = (self.free > 0) & (self.free == self.cohort.capacity) & (not self.flat)
        return np.where(opening, each * self.step, 0)

    @cached_property
    def favour(self) -> Integers:
        """What each mentee is worth beyond others, whoever teaches them."""
        return np.where(self.taken | self.flat, 0, comes_first(self.cohort.mentees) * self.step)

    def worth(self, seating: Seating) -> int:
        """Everything that a seating earns: its mentees, those who come first, its points."""
        matched = seating.mentor_of != NOBODY
        teaching = np.bincount(seating.mentor_of[matched], minlength=len(self.free)) > 0
        before = int(self.favour[matched].sum() + self.bonus[teaching].sum())
        return seating.matched * self.person + before + seating.points

    def gained(self, seating: Seating, prices: Integers) -> Integers:
        """What each mentee gains by their own pair beyond its price; nothing where there is none."""
        paid = np.append(prices, 0)[seating.mentor_of]
        return np.where(seating.mentor_of == NOBODY, 0, seating.points_of + self.person + self.favour - paid)

    def beyond(self, prices: Integers) -> Integers:
        """What a pair with each mentor leaves any mentee beside its points, once the seat is paid."""
        beyond = self.person - prices
        return beyond.astype(np.int32) if np.abs(beyond).max(initial=0) < 1 << 30 else beyond

    def above(self, floor: int, *, flat: bool = False) -> "Market":
        """The same market without the pairs below a floor."""
        return replace(self, floor=floor, flat=flat)

    def scan(self, step: str, look: Callable[[Block], Found]) -> Iterator[Found]:
        """What `look` finds in each block of mentees, in order; two blocks at once, since numpy lets go of the lock.

        A block holds the allowed pairs of its mentees alone.
        """
        blocks = list(self._blocks())
        done = 0
        with ThreadPoolExecutor(WORKERS) as workers:
            for start in range(0, len(blocks), 4 * WORKERS):
                batch = blocks[start : start + 4 * WORKERS]
                yield from workers.map(lambda rows: look(self._pairs(rows)), batch)
                done = batch[-1].stop
                self.progress(step, done, self.mentees)

    def _blocks(self) -> Iterator[slice]:
        """Mentees stand by level, so that those of a block reach about as far."""
        start, reach = 0, self.cohort.reach
        while start < self.mentees:
            most = max(1, CELLS // max(int(reach[start]), 1))
            stop = min(self.mentees, start + most, int(np.searchsorted(reach, reach[start], side="right")))
            yield slice(start, stop)
            start = stop

    def _pairs(self, rows: slice) -> Block:
        found = self.kept.get(rows.start)
        if found is None:
            found = self._judged(rows)
            if sum(one.bytes for one in list(self.kept.values())) + found.bytes <= self.room:
                self.kept[rows.start] = found
        if self.floor:
            found = found.only(found.points >= self.floor)
        return replace(found, points=np.zeros_like(found.points)) if self.flat else found

    def _judged(self, rows: slice) -> Block:
        points = self.cohort.points(rows, slice(int(self.cohort.reach[rows.stop - 1])))
        points[self.taken[rows]] = FORBIDDEN
        points[:, self.free[: points.shape[1]] == 0] = FORBIDDEN
        return block(rows, points)


def comes_first(people: Sequence[Candidate]) -> Integers:
    """1 for everybody who comes first, 0 for others."""
    return np.array([bool(one.first) for one in people], dtype=np.int64)


def open_market(cohort: Cohort, progress: Progress = silent) -> Market:
    """The market of a cohort in which nobody is pinned yet."""
    return Market(cohort, cohort.capacity.copy(), np.zeros(len(cohort.mentees), dtype=bool), progress)
