"""Circles mended by hand: people move so that nobody clashes, no circle is too small and more people are placed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from bot.rules.matching.seats import NOBODY, Edges, Integers

if TYPE_CHECKING:
    from bot.rules.matching.circles import Company, Size

TRIES = 40
"""Mentors whose circle is tried to be opened for somebody, and circles that are tried to be closed for it."""
PATIENCE = 50
"""After so many in a row for whom no circle can be opened, none is tried for anybody else."""


class Gathering:
    """Who stands in which circle while people move; every move can be taken back."""

    def __init__(self, company: Company, pairs: Edges, size: Size, mentor_of: Integers) -> None:
        self.company, self.size = company, size
        self._seats: list[int] = company.seats(size).tolist()
        self.mentor_of: list[int] = mentor_of.tolist()
        self.circles: list[list[int]] = [[] for _ in range(company.mentors)]
        for mentee, mentor in enumerate(self.mentor_of):
            if mentor != NOBODY:
                self.circles[mentor].append(mentee)
        self.moves: list[tuple[int, int]] = []
        self._pinned, self._held = {mentee for mentee, _ in company.pins}, set(np.flatnonzero(company.held).tolist())
        self._pairs = pairs
        self._begins = np.searchsorted(pairs.mentee, np.arange(company.mentees + 1)).tolist()
        self._over = np.lexsort((pairs.mentee, -pairs.points, pairs.mentor))
        self._over_begins = np.searchsorted(pairs.mentor[self._over], np.arange(company.mentors + 1)).tolist()

    def settle(self, most: int) -> None:
        """Let people move until every circle keeps the rules, and `most` people or nobody else can be placed."""
        for mentor, circle in enumerate(self.circles):
            self._calm(circle)
            if circle and not self._filled(mentor) and not (mentor in self._held and self._filled_by_closing(mentor)):
                self._close(mentor)
        self._place(most)

    def points(self) -> int:
        """What all who are placed are worth with their mentors."""
        mentor_of = np.array(self.mentor_of, dtype=np.int64)
        return int(self._pairs.points[mentor_of[self._pairs.mentee] == self._pairs.mentor].sum())

    def _place(self, most: int) -> None:
        """Place whoever is left: in some circle, or else in a new one."""
        hopeless, failed = set[int](), 0
        for mentee in self._left():
            if self._placed() == most:
                return
            if self.mentor_of[mentee] != NOBODY or self._seat(mentee, hopeless) or failed == PATIENCE:
                continue
            if self._open_for(mentee):
                hopeless, failed = set(), 0
            else:
                failed += 1

    def _calm(self, circle: list[int]) -> None:
        """Whoever clashes with most of a circle leaves it, who is pinned last, until nobody clashes."""
        while True:
            clashes = {one: len(self._clashing(one, circle)) for one in circle}
            worst = max(circle, key=lambda one: self._leaves(one, clashes[one]), default=NOBODY)
            if worst == NOBODY or not clashes[worst]:
                return
            self._move(worst, NOBODY)

    def _leaves(self, one: int, clashes: int) -> tuple[bool, int, int]:
        return clashes > 0 and one not in self._pinned, clashes, one

    def _seat(self, mentee: int, hopeless: set[int]) -> bool:
        """A seat in some circle, for which others may move to a third: the fewest moves.

        Circles from which nobody could move are `hopeless` for whoever comes next, until another one is opened.
        """
        queue, came, seen = [mentee], {mentee: (NOBODY, NOBODY)}, set[int]()
        for one in queue:
            for mentor in self._mentors(one):
                circle = self.circles[mentor]
                if mentor in seen or mentor in hopeless or not circle:
                    continue
                clashing = self._clashing(one, circle)
                if not clashing and len(circle) < self._seats[mentor]:
                    self._shift(one, mentor, came)
                    return True
                if len(clashing) < 2:
                    seen.add(mentor)
                    leaving = [other for other in clashing or circle if other not in came]
                    came |= dict.fromkeys(leaving, (one, mentor))
                    queue += leaving
        hopeless |= seen
        return False

    def _shift(self, one: int, mentor: int, came: dict[int, tuple[int, int]]) -> None:
        while one != NOBODY:
            self._move(one, mentor)
            one, mentor = came[one]

    def _filled(self, mentor: int) -> bool:
        """Fill a circle to the least size with people who are left or whom larger circles can spare."""
        while len(self.circles[mentor]) < self.size.least:
            if not self._pull(mentor):
                return False
        return True

    def _filled_by_closing(self, mentor: int) -> bool:
        """Fill the circle of somebody who is pinned, for which another one may be closed."""
        for other in self._some(self._neighbours(mentor)):
            self._close(other)
            if self._filled(mentor):
                return True
        return False

    def _pull(self, mentor: int) -> bool:
        """One more for a circle; a circle that gives somebody away may get somebody from a third."""
        queue, gives = [mentor], {mentor: (NOBODY, NOBODY)}
        for here in queue:
            leaving = gives[here][1]
            staying = [one for one in self.circles[here] if one != leaving]
            for one in self._mentees(here):
                there = self.mentor_of[one]
                if there in gives or self._clashing(one, staying):
                    continue
                if there == NOBODY or len(self.circles[there]) > self.size.least:
                    self._hand_on(one, here, gives)
                    return True
                gives[there] = (here, one)
                queue.append(there)
        return False

    def _hand_on(self, one: int, here: int, gives: dict[int, tuple[int, int]]) -> None:
        while here != NOBODY:
            self._move(one, here)
            here, one = gives[here]

    def _open_for(self, mentee: int) -> bool:
        """A new circle with this mentee, if more people are placed then; another circle may be closed for it."""
        for mentor in self._some(mentor for mentor in self._mentors(mentee) if not self.circles[mentor]):
            if self._kept_if_better(mentee, mentor, NOBODY):
                return True
            for other in self._some(self._neighbours(mentor)):
                if self._kept_if_better(mentee, mentor, other):
                    return True
        return False

    def _kept_if_better(self, mentee: int, mentor: int, closed: int) -> bool:
        before, mark = self._placed(), len(self.moves)
        freed = self.circles[closed].copy() if closed != NOBODY else []
        if freed:
            self._close(closed)
        self._move(mentee, mentor)
        if self._filled(mentor):
            for one in freed:
                if self.mentor_of[one] == NOBODY:
                    self._seat(one, set())
            if self._placed() > before:
                return True
        self._undo(mark)
        return False

    def _neighbours(self, mentor: int) -> Iterator[int]:
        """Circles that people stand in who could be in this one, and in which nobody is pinned."""
        found = dict.fromkeys(self.mentor_of[one] for one in self._mentees(mentor))
        return (other for other in found if other not in (mentor, NOBODY) and other not in self._held)

    def _some(self, mentors: Iterator[int]) -> list[int]:
        return list(islice(mentors, TRIES))

    def _close(self, mentor: int) -> None:
        for one in self.circles[mentor].copy():
            self._move(one, NOBODY)

    def _move(self, mentee: int, mentor: int) -> None:
        self.moves.append((mentee, self.mentor_of[mentee]))
        self._stand(mentee, mentor)

    def _stand(self, mentee: int, mentor: int) -> None:
        if self.mentor_of[mentee] != NOBODY:
            self.circles[self.mentor_of[mentee]].remove(mentee)
        self.mentor_of[mentee] = mentor
        if mentor != NOBODY:
            self.circles[mentor].append(mentee)

    def _undo(self, mark: int) -> None:
        while len(self.moves) > mark:
            self._stand(*self.moves.pop())

    def _clashing(self, one: int, circle: list[int]) -> list[int]:
        return [other for other in circle if other != one and self.company.clash(one, other)]

    def _placed(self) -> int:
        return len(self.mentor_of) - self.mentor_of.count(NOBODY)

    def _left(self) -> list[int]:
        """Whoever is in no circle and could be in one."""
        taught = np.diff(self._begins) > 0
        return [mentee for mentee, mentor in enumerate(self.mentor_of) if mentor == NOBODY and taught[mentee]]

    def _mentors(self, mentee: int) -> list[int]:
        """Whose circle a mentee may be in, the best first."""
        mentors: list[int] = self._pairs.mentor[self._begins[mentee] : self._begins[mentee + 1]].tolist()
        return mentors

    def _mentees(self, mentor: int) -> list[int]:
        """Who may be in a mentor's circle, the best first."""
        places = self._over[self._over_begins[mentor] : self._over_begins[mentor + 1]]
        mentees: list[int] = self._pairs.mentee[places].tolist()
        return mentees
