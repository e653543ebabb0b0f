"""The allowed pairs of some mentees, one after the other: about one pair in six is allowed, the others take no room."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.cohort import FORBIDDEN, Points
from bot.rules.matching.seats import Edges

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """The mentees of `rows`; the pairs of the first, of the second and so on: a mentor and the points of each.

    The pairs of a mentee begin where `begins` says, and end where the next one's begin.
    """

    rows: slice
    begins: Integers
    mentor: NDArray[Any]
    points: Points

    @property
    def many(self) -> Integers:
        """How many pairs each mentee has."""
        return np.diff(self.begins)

    @property
    def bytes(self) -> int:
        return self.mentor.nbytes + self.points.nbytes

    @property
    def mentee(self) -> Integers:
        """The mentee of each pair, as `mentor` is the mentor of each."""
        return self.spread(np.arange(self.rows.start, self.rows.stop))

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """A value of each mentee, said for each of their pairs."""
        return np.repeat(values, self.many)

    def most(self, values: NDArray[Any], nothing: int | Integers) -> NDArray[Any]:
        """The greatest value among the pairs of each mentee; `nothing`, or theirs of it, for whoever has none."""
        found = np.full(len(self.many), nothing, dtype=values.dtype)
        some = np.flatnonzero(self.many)
        if len(some):
            found[some] = np.maximum.reduceat(values, self.begins[some])
        return found

    def top(self, values: NDArray[Any], most: int, of: Integers) -> NDArray[np.bool_]:
        """For the mentees `of`, their greatest `most` pairs and whatever equals the last of them."""
        found = np.zeros(len(values), dtype=bool)
        for begin, end in zip(self.begins[of].tolist(), self.begins[of + 1].tolist(), strict=True):
            mine = values[begin:end]
            found[begin:end] = mine >= np.partition(mine, -most)[-most] if len(mine) > most else True
        return found

    def only(self, which: NDArray[np.bool_]) -> "Block":
        begins = np.append(0, np.cumsum(which))[self.begins]
        return Block(self.rows, begins, self.mentor[which], self.points[which])

    def edges(self, which: NDArray[np.bool_]) -> Edges:
        """Some of the pairs, written down one by one."""
        at = np.flatnonzero(which)
        mentee = np.searchsorted(self.begins, at, side="right") - 1 + self.rows.start
        return Edges(mentee, self.mentor[at].astype(np.int64), self.points[at].astype(np.int64))


def block(rows: slice, points: Points) -> Block:
    """The allowed pairs of a table of mentees down and mentors across."""
    down, across = points.shape
    at = np.flatnonzero(points != FORBIDDEN)
    starts = np.arange(down + 1) * across
    begins = np.searchsorted(at, starts)
    mentor = (at - np.repeat(starts[:-1], np.diff(begins))).astype(np.min_scalar_type(across))
    return Block(rows, begins, mentor, points.ravel()[at])
