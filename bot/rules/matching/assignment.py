"""The optimum: most mentees, then most of those who come first, then most points, then the best worst pair.

Exact in all four.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Assignment:
    """For each mentee the mentor's place or NOBODY; how many are matched, how many mentors of those who come first,
    all points, and the fewest of a pair."""

    mentor_of: Integers
    matched: int
    first: int
    points: int
    worst: int


def best_assignment(
    points: Integers, allowed: NDArray[np.bool_], capacity: Integers, first: NDArray[np.bool_]
) -> Assignment:
    """Match mentees (down) to mentors (across) where `allowed`; a mentor takes as many as `capacity` says.

    Of as many mentees, those mentors are matched that come `first`: that costs no pair, since whoever is matched stays
    so on the augmenting paths to the greatest number (Berge 1957). One solve gives the greatest number and, for it,
    the most of those and the most points. The best worst pair among such solutions is found
    by bisection: solve again without the pairs below a floor; where those stay the same the floor may rise.
    That is about ten more solves, as many as it takes to halve a thousand.
    """
    seats = _seats(points, allowed, capacity, first)
    found = seats.solve(0)
    floors = np.unique(seats.points[seats.points > found.worst])
    low, high = 0, len(floors) if found.matched else 0
    while low < high:
        middle = (low + high) // 2
        higher = seats.solve(int(floors[middle]))
        if (higher.matched, higher.first, higher.points) == (found.matched, found.first, found.points):
            found, low = higher, int(np.searchsorted(floors, higher.worst, side="right"))
        else:
            high = middle
    return found


@dataclass(frozen=True, slots=True)
class _Seats:
    """Every possible seat beside a mentor, as the edges of a graph: a mentee, a seat, the points of the pair.

    `first` are the seats that come first: one of each mentor who does.
    """

    mentees: int
    mentor_of_seat: Integers
    first: NDArray[np.bool_]
    mentee: Integers
    seat: Integers
    points: Integers

    def solve(self, floor: int) -> Assignment:
        """The most mentees and then the most points, by pairs of at least `floor` points.

        Every mentee has a private stand-in of weight 1. A seat that comes first weighs more than all points together,
        and every pair more than all of those and all points.
        """
        kept = self.points >= floor
        mentee, seat, points = self.mentee[kept], self.seat[kept], self.points[kept]
        if not len(points):
            return Assignment(np.full(self.mentees, NOBODY), 0, 0, 0, 0)
        step = (int(points.max()) + 1) * (self.mentees + 1)
        person, first = step * (int(self.first.sum()) + 1), self.first[seat]
        alone, seats = np.arange(self.mentees), len(self.mentor_of_seat)
        taken = _heaviest(
            np.concatenate([points + step * first + person + 1, np.ones_like(alone)]),
            np.concatenate([mentee, alone]),
            np.concatenate([seat, seats + alone]),
        )
        held = taken[mentee] == seat
        gained = points[held]
        mentor_of = np.append(self.mentor_of_seat, np.full(self.mentees, NOBODY))[taken]
        return Assignment(mentor_of, len(gained), int(first[held].sum()), int(gained.sum()), int(gained.min()))


def _seats(points: Integers, allowed: NDArray[np.bool_], capacity: Integers, first: NDArray[np.bool_]) -> _Seats:
    """No mentor needs more seats than there are mentees for them."""
    mentor_of_seat = np.repeat(np.arange(points.shape[1]), np.minimum(capacity, allowed.sum(axis=0)))
    mentee, seat = np.nonzero(allowed[:, mentor_of_seat])
    begins = np.diff(mentor_of_seat, prepend=NOBODY) > 0
    return _Seats(
        len(points), mentor_of_seat, begins & first[mentor_of_seat], mentee, seat, points[mentee, mentor_of_seat[seat]]
    )


def _heaviest(weights: Integers, rows: Integers, columns: Integers) -> Integers:
    """The column of each row in the heaviest matching that leaves no row out. Weights are exact below 2 ** 53."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # type: ignore[import-untyped]

    graph = csr_array((weights, (rows, columns)), shape=(rows.max() + 1, columns.max() + 1))
    taken: Integers = min_weight_full_bipartite_matching(graph, maximize=True)[1]
    return taken
