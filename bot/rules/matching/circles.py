"""Circles: one mentor and some mentees. As many mentees as possible, no circle too small; then many points."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.chance import scattered
from bot.rules.matching.flow import greatest_flow
from bot.rules.matching.seats import NOBODY, Edges, best_seating, edges

Integers = NDArray[np.int64]
Pins = tuple[tuple[int, int], ...]
"""Mentees and mentors whose pairs are decided, by their places."""
SMALL = 2_000
"""Up to so many allowed pairs the best circles are found exactly."""
FEW = 16
"""Among so many open mentors each mentee is placed for points."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many mentees a circle has: at least `least`, at most `most`."""

    least: int = 2
    most: int = 6

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.most:
            raise ValueError("a circle has at least one mentee, and at most no fewer")


@dataclass(frozen=True, slots=True)
class Circles:
    """Each mentor who has a circle, with its mentees, by their places; all their points.

    No choice of circles that keeps the pins has more than `bound` mentees; the `unkept` ones are not among these.
    """

    circles: tuple[tuple[int, tuple[int, ...]], ...]
    points: int
    bound: int
    unkept: Pins = ()

    @property
    def placed(self) -> int:
        return sum(len(mentees) for _, mentees in self.circles)


@dataclass(frozen=True)
class Company:
    """Who may be in whose circle: `mentee[i]` in that of `mentor[i]` for `points[i]`, from 0 on; each pair once.

    `first` and `last` number each mentee's people as a chart does: two of one chain share no circle, nor do the two
    of a pair in `apart`. `room` is how many mentees each mentor takes, where that may be fewer than a circle has at
    most. `pins` are pairs that are decided. Mentees and mentors are numbered separately. Refuses places outside the
    company, a pair named twice, points below 0, and a pin that is no allowed pair.
    """

    mentees: int
    mentors: int
    mentee: Integers
    mentor: Integers
    points: Integers
    first: Integers
    last: Integers
    apart: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    room: Integers | None = None
    pins: Pins = ()

    def __post_init__(self) -> None:
        if not all(((self.mentee == mentee) & (self.mentor == mentor)).any() for mentee, mentor in self.pins):
            raise ValueError("a pin is an allowed pair")
        if not len(self.mentee):
            return
        low, high = min(self.mentee.min(), self.mentor.min()), self.mentee.max()
        if low < 0 or high >= self.mentees or self.mentor.max() >= self.mentors or self.points.min() < 0:
            raise ValueError("a pair is a mentee and a mentor of the company, for at least 0 points")
        if len(self.pairs) < len(self.mentee):
            raise ValueError("a pair stands among the allowed ones once")

    @cached_property
    def pairs(self) -> Edges:
        """The allowed pairs in order, however they came."""
        return edges(self.mentee, self.mentor, self.points)

    def seats(self, size: Size) -> Integers:
        """How many mentees each mentor's circle has at most; none where it would be too small."""
        if self.room is None:
            return np.full(self.mentors, size.most)
        seats = np.minimum(self.room, size.most)
        return np.where(seats < size.least, 0, seats)

    def holding(self, pins: Pins) -> "Company":
        """The same company in which whoever is pinned may be in no other circle, and other pins count for nothing."""
        if not self.pins:
            return self
        where = np.full(self.mentees, NOBODY)
        for mentee, mentor in pins:
            where[mentee] = mentor
        may = (where[self.mentee] == NOBODY) | (where[self.mentee] == self.mentor)
        pairs = {"mentee": self.mentee[may], "mentor": self.mentor[may], "points": self.points[may]}
        return replace(self, **pairs, pins=pins)

    @cached_property
    def held(self) -> NDArray[np.bool_]:
        """The mentors to whom somebody is pinned."""
        found = np.zeros(self.mentors, dtype=bool)
        found[[mentor for _, mentor in self.pins]] = True
        return found

    def clash(self, one: int, other: int) -> bool:
        """Whether two mentees must not share a circle."""
        first, last = self._chains
        below = first[one] <= first[other] < last[one]
        above = first[other] <= first[one] < last[other]
        return below or above or (one, other) in self.apart or (other, one) in self.apart

    @cached_property
    def _chains(self) -> tuple[list[int], list[int]]:
        return self.first.tolist(), self.last.tolist()


def best_circles(company: Company, size: Size | None = None, small: int = SMALL) -> Circles:
    """Place as many mentees as possible in circles of this size, none smaller; of as many, for the most points. Pins
    come before that, each wherever those before it leave it possible.

    Exact up to `small` allowed pairs. Beyond, everybody sits where they earn the most points, the smallest third of the
    circles that are too small is closed, and again, until none is; then whoever clashes moves, and whoever is left is
    placed by moving others. That may miss somebody: `bound` says how many at most.
    """
    size, kept = size or Size(), company.pins
    found = _gathered(company.holding(kept), size, small)
    if not _sit(found, kept):
        kept, found = (), _gathered(company.holding(()), size, small)
        for pin in company.pins:
            more = _gathered(company.holding((*kept, pin)), size, small)
            if _sit(more, (*kept, pin)):
                kept, found = (*kept, pin), more
    return replace(found, unkept=tuple(pin for pin in company.pins if pin not in kept))


def _sit(found: Circles, pins: Pins) -> bool:
    """Whether everybody who is pinned sits there."""
    return {*pins} <= {(mentee, mentor) for mentor, mentees in found.circles for mentee in mentees}


def _gathered(company: Company, size: Size, small: int) -> Circles:
    """The circles of a company, where as many as possible of those who are pinned sit."""
    from bot.rules.matching.regrouping import Gathering

    pairs = _promising(company, size)
    bound, exact = (
        greatest_flow(pairs, company.mentees, company.seats(size)),
        _exactly_seated(company, pairs, size, small),
    )
    gathering = Gathering(company, pairs, size, _nearly_seated(company, pairs, size) if exact is None else exact)
    gathering.settle(bound)
    circles = tuple((at, tuple(sorted(circle))) for at, circle in enumerate(gathering.circles) if circle)
    found = Circles(circles, gathering.points(), bound)
    return found if exact is None else replace(found, bound=found.placed)


def _promising(company: Company, size: Size) -> Edges:
    """Only pairs that a circle of this size could have, each mentee's best first; of equals not the same for all."""
    pairs = company.pairs
    pairs = pairs.kept(company.seats(size)[pairs.mentor] > 0)
    pairs = pairs.kept(_fellows(company, pairs, size.least) >= size.least - 1)
    order = np.lexsort((scattered(pairs.mentee, pairs.mentor), -pairs.points, pairs.mentee))
    return Edges(pairs.mentee[order], pairs.mentor[order], pairs.points[order])


def _fellows(company: Company, pairs: Edges, least: int) -> Integers:
    """With how many others of the same mentor a mentee could share a circle; at least so many where it is plenty."""
    fellows = np.bincount(pairs.mentor, minlength=company.mentors)[pairs.mentor] - 1
    everybody, alone = np.arange(company.mentees), np.zeros(company.mentees, dtype=np.int64)
    related = _related(company, everybody, alone, everybody, alone)[pairs.mentee]
    unsure = np.flatnonzero(fellows - related < least - 1)
    if len(unsure):
        asked = pairs.mentee[unsure], pairs.mentor[unsure]
        related[unsure] = _related(company, pairs.mentee, pairs.mentor, *asked)
    return np.asarray(fellows - related)


def _related(company: Company, mentee: Integers, mentor: Integers, asked: Integers, asked_mentor: Integers) -> Integers:
    """How many of the same mentor's mentees stand above or below each who is asked about.

    Below are those who are numbered within; above are those who are begun before, less those who have ended.
    """
    wide = int(company.last.max(initial=0)) + 1
    first, last = (np.sort(mentor * wide + number[mentee]) for number in (company.first, company.last))
    begin, end = (asked_mentor * wide + number[asked] for number in (company.first, company.last))
    below = np.searchsorted(first, end) - np.searchsorted(first, begin)
    above = np.searchsorted(first, begin, side="right") - np.searchsorted(last, begin, side="right")
    return np.asarray(below + above - 2)


def _exactly_seated(company: Company, pairs: Edges, size: Size, small: int) -> Integers | None:
    """The best mentor of each mentee where the company is small."""
    from bot.rules.matching.exact_circles import exactly_seated

    return exactly_seated(company, pairs, size) if 0 < len(pairs) <= small else None


def _nearly_seated(company: Company, pairs: Edges, size: Size) -> Integers:
    """Every circle large enough, clashes and pins aside: who is pinned sits, though the circle may be too small yet."""
    seats = company.seats(size)
    person = (int(pairs.points.max(initial=1000)) + 1) * (company.mentees + 1)
    pinned = np.zeros(company.mentees, dtype=np.int64)
    pinned[[mentee for mentee, _ in company.pins]] = person
    pairs = Edges(pairs.mentee, pairs.mentor, pairs.points + pinned[pairs.mentee])
    while True:
        graph = pairs.first(FEW, seats[pairs.mentor] > 0)
        seating = best_seating(graph, seats, np.full(company.mentees, person), np.zeros_like(seats))
        placed = seating.mentor_of[seating.mentor_of != NOBODY]
        sizes = np.bincount(placed, minlength=company.mentors)
        small = np.flatnonzero((sizes < size.least) & (sizes > 0) & ~company.held)
        if not len(small):
            return seating.mentor_of
        smallest = small[np.argsort(sizes[small], kind="stable")]
        seats[smallest[: -(-len(small) // 3)]] = 0
