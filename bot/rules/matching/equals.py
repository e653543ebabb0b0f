"""Peers of a whole company, found among each person's best; all other pairs are seen once and not written down."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.block import Block, block
from bot.rules.matching.codes import coded
from bot.rules.matching.cohort import FORBIDDEN, Cohort
from bot.rules.matching.compared import department
from bot.rules.matching.market import Market
from bot.rules.matching.optimum import shortlists
from bot.rules.matching.peers import Allowed, paired
from bot.rules.matching.seats import Edges, edges

FEW = 14
"""Each person's best, among whom peers are chosen; 20 would bring 2,000 people 0.04 % more points."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Who meets whom, by places in the cohort, and for how many points. No choice of pairs has more than `bound`."""

    pairs: tuple[tuple[int, int, int], ...]
    bound: int


@dataclass(frozen=True)
class Equals(Market):
    """A company without direction: everybody stands on both sides, and a pair has the mean of what either side earns.

    The rules hold both ways, and the two differ in department or in level by the gap.
    """

    room: ClassVar[int] = 0
    gap: int = 0

    def _judged(self, rows: slice) -> Block:
        there, back = self.cohort.points(rows), self.cohort.points(slice(0, self.mentees), rows).T
        points = (there + back) // 2
        points[(there == FORBIDDEN) | (back == FORBIDDEN) | ~self._unlike(rows)] = FORBIDDEN
        return block(rows, points)

    def _unlike(self, rows: slice) -> NDArray[np.bool_]:
        number, known, level = self._said
        elsewhere = (number[rows, None] != number) & known[rows, None] & known
        return np.asarray(elsewhere | (abs(level[rows, None] - level) >= self.gap))

    @cached_property
    def _said(self) -> tuple[NDArray[np.int32], NDArray[np.bool_], NDArray[np.int32]]:
        """Each person's department by number, whether it is known, and the level."""
        departments = coded([department(one) for one in self.cohort.mentees])
        known = np.array([bool(name) for name in departments.values], dtype=bool)[departments.number]
        level = np.array([one.level or 0 for one in self.cohort.mentees], dtype=np.int32)
        return departments.number.astype(np.int32), known, level


def best_equals(people: Cohort, gap: int) -> Paired:
    """As many pairs as possible, then the most points, among everybody's best partners."""
    many = len(people.mentees)
    market = Equals(people, people.capacity.copy(), np.zeros(many, dtype=bool), gap=gap)
    best = _once(shortlists(market, FEW, 0))
    found = paired(Allowed(many, best.mentee, best.mentor, best.points))
    with_somebody = len(np.unique(np.concatenate([best.mentee, best.mentor]))) // 2
    bound = with_somebody if len(found) == with_somebody else min(with_somebody, _most(market))
    return Paired(found, bound)


def _once(shortlists: Edges) -> Edges:
    """Each pair once, whoever of the two it was a good one for."""
    one, other = shortlists.mentee, shortlists.mentor
    return edges(np.minimum(one, other), np.maximum(one, other), shortlists.points)


def _most(market: Market) -> int:
    """Half of the most pairs in the double cover, where everybody stands on both sides and any choice stands twice."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import maximum_bipartite_matching  # type: ignore[import-untyped]

    blocks = list(market.scan("prove", lambda block: (block.many, block.mentor.astype(np.int32))))
    begins = np.append(0, np.cumsum(np.concatenate([many for many, _ in blocks])))
    partners = np.concatenate([partner for _, partner in blocks])
    cover = csr_array((np.ones(len(partners), dtype=np.int8), partners, begins), shape=(market.mentees,) * 2)
    return int((maximum_bipartite_matching(cover, perm_type="column") >= 0).sum()) // 2
