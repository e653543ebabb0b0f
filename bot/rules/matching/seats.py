"""The best matching of a graph that is small enough to be written down edge by edge."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs that may be matched, each once: a mentee, a mentor, the points; ordered by mentee, then by mentor."""

    mentee: Integers
    mentor: Integers
    points: Integers

    def __len__(self) -> int:
        return len(self.mentee)

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """Mentee, mentor and points of each."""
        return zip(self.mentee.tolist(), self.mentor.tolist(), self.points.tolist(), strict=True)

    def points_of(self, mentee: int, mentor: int) -> int:
        """The points of a pair that is one of these."""
        begin, end = np.searchsorted(self.mentee, (mentee, mentee + 1))
        return int(self.points[begin + np.searchsorted(self.mentor[begin:end], mentor)])

    def first(self, most: int, which: NDArray[np.bool_]) -> "Edges":
        """Of some pairs each mentee's first `most`, as they stand here."""
        counted = np.append(0, np.cumsum(which))
        begins = np.searchsorted(self.mentee, np.arange(int(self.mentee.max(initial=0)) + 1))
        return self.kept(which & (counted[1:] - counted[begins][self.mentee] <= most))

    def kept(self, which: NDArray[np.bool_]) -> "Edges":
        return self if which.all() else Edges(self.mentee[which], self.mentor[which], self.points[which])


def edges(mentee: Integers, mentor: Integers, points: Integers) -> Edges:
    """In order, whatever comes twice once."""
    key = mentee * (int(mentor.max(initial=0)) + 1) + mentor
    if (key[1:] > key[:-1]).all():
        return Edges(mentee, mentor, points)
    _, first = np.unique(key, return_index=True)
    return Edges(mentee[first], mentor[first], points[first])


def together(one: Edges, other: Edges) -> Edges:
    return edges(
        np.concatenate([one.mentee, other.mentee]),
        np.concatenate([one.mentor, other.mentor]),
        np.concatenate([one.points, other.points]),
    )


@dataclass(frozen=True, slots=True)
class Seating:
    """For each mentee the mentor's place or NOBODY, and the points of the pair."""

    mentor_of: Integers
    points_of: Integers

    @property
    def matched(self) -> int:
        return int((self.mentor_of != NOBODY).sum())

    @property
    def points(self) -> int:
        return int(self.points_of.sum())

    @property
    def worst(self) -> int:
        """The fewest points of a pair; 0 where there is none."""
        return int(self.points_of[self.mentor_of != NOBODY].min()) if self.matched else 0


def best_seating(graph: Edges, free: Integers, matched: Integers, bonus: Integers) -> Seating:
    """The seating that is worth most: each mentee what they are worth `matched`, each mentor's first seat its `bonus`,
    a point 1.

    A mentor is as many columns as seats, and never more than somebody wants; every mentee has a private stand-in.
    """
    mentees = len(matched)
    seats = np.minimum(free, np.bincount(graph.mentor, minlength=len(free)))
    offered = graph.kept(seats[graph.mentor] > 0)
    if not len(offered):
        return Seating(np.full(mentees, NOBODY), np.zeros(mentees, dtype=np.int64))
    begin, many = np.cumsum(seats) - seats, seats[offered.mentor]
    edge = np.repeat(np.arange(len(offered)), many)
    seat = begin[offered.mentor[edge]] + np.arange(len(edge)) - np.repeat(np.cumsum(many) - many, many)
    extra = np.where(seat == begin[offered.mentor[edge]], bonus[offered.mentor[edge]], 0)
    alone, total = np.arange(mentees), int(seats.sum())
    taken = _heaviest(
        np.concatenate([offered.points[edge] + extra + matched[offered.mentee[edge]] + 1, np.ones_like(alone)]),
        np.concatenate([offered.mentee[edge], alone]),
        np.concatenate([seat, total + alone]),
    )
    mentor_of = np.append(np.repeat(np.arange(len(free)), seats), np.full(mentees, NOBODY))[taken]
    chosen = mentor_of[offered.mentee] == offered.mentor
    points_of = np.zeros(mentees, dtype=np.int64)
    points_of[offered.mentee[chosen]] = offered.points[chosen]
    return Seating(mentor_of, points_of)


def _heaviest(weights: Integers, rows: Integers, columns: Integers) -> Integers:
    """The column of each row in the heaviest matching that leaves no row out. Weights are exact below 2 ** 53."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # type: ignore[import-untyped]

    graph = csr_array((weights, (rows, columns)), shape=(rows.max() + 1, columns.max() + 1))
    taken: Integers = min_weight_full_bipartite_matching(graph, maximize=True)[1]
    return taken
