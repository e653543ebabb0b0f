"""The best peers of a whole company, chosen among few of its pairs and proven over all of them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.alike import Which
from bot.rules.matching.block import Block, block
from bot.rules.matching.codes import coded
from bot.rules.matching.cohort import FORBIDDEN, Cohort
from bot.rules.matching.compared import department
from bot.rules.matching.market import Integers, Market
from bot.rules.matching.optimum import best, joined
from bot.rules.matching.peers import paired
from bot.rules.matching.seats import NOBODY, Edges, edges
from bot.rules.matching.wishes import Progress, silent

CLOSE = 8
"""By how many tenths, twice, a pair may at first lie below what its two are worth."""
MOST = 1_000_000
"""Pairs among which a choice still ends within minutes."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Why no choice of peers has more pairs, or as many and more points, than one that is `worth` so many: somebody in
    a pair who comes first is worth more than all points.

    By the prices none has more than `bound` points, and of all `allowed` pairs no other than the `near` ones could make
    it better; among these it is the best.
    """

    worth: int
    bound: int
    near: int
    allowed: int


@dataclass(frozen=True)
class Equals(Market):
    """A company without direction: everybody stands on both sides, and a pair has the mean of what either side earns.

    The rules hold both ways, and the two differ in department or in level by the gap.
    """

    room: ClassVar[int] = 160 << 20
    gap: int = 0

    def _judged(self, rows: slice) -> Block:
        there, back = self.cohort.points(rows), self.cohort.points(slice(0, self.mentees), rows).T
        points = (there + back) // 2
        points[(there == FORBIDDEN) | (back == FORBIDDEN) | ~self.unlike(rows)] = FORBIDDEN
        points[self.taken[rows]] = FORBIDDEN
        points[:, self.taken] = FORBIDDEN
        return block(rows, points)

    def set_aside(self, pins: Collection[tuple[int, int]]) -> Edges:
        """Pairs that are decided, whose people are to be had no more. Refuses one that breaks a rule."""
        points = []
        for one, other in pins:
            allowed = self._judged(slice(one, one + 1))
            earned = dict(zip(allowed.mentor.tolist(), allowed.points.tolist(), strict=True))
            if other not in earned:
                raise ValueError("a pin of peers breaks a rule")
            self.taken[[one, other]], self.free[[one, other]] = True, 0
            points.append(earned[other])
        two = np.array([*pins], dtype=np.int64).reshape(-1, 2)
        return edges(two.min(axis=1), two.max(axis=1), np.array(points, dtype=np.int64))

    def unlike(self, rows: Which) -> NDArray[np.bool_]:
        """Whether some people differ from each other one in department, or in level by the gap."""
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


@dataclass(frozen=True, slots=True)
class Conceivable:
    """What no choice of peers exceeds: how many people of each `group` can have a partner, and twice the points that
    each person is worth; `beyond` it, whoever comes first. No pair has more points than half of what its two are worth
    together.

    Groups are people who have no allowed pair with anybody outside.
    """

    group: Integers
    partnered: Integers
    worth: Integers
    beyond: Integers

    @property
    def most(self) -> int:
        """Pairs: of an odd number of people one stays alone."""
        return int((self.partnered // 2).sum())

    @property
    def bound(self) -> int:
        """Twice the points of so many pairs: everybody's worth without that of the least who stay alone."""
        worth = self.worth + self.beyond
        order = np.lexsort((worth, self.group))
        begins = np.searchsorted(self.group[order], self.group[order])
        alone = np.bincount(self.group) - 2 * (self.partnered // 2)
        return int(worth[order][np.arange(len(order)) - begins >= alone[self.group[order]]].sum())


def equals(people: Cohort, gap: int, progress: Progress = silent) -> Equals:
    """A company in which nobody is pinned yet."""
    return Equals(people, people.capacity.copy(), np.zeros(len(people.mentees), dtype=bool), progress, gap=gap)


def best_equals(market: Equals, *, most: int = MOST) -> tuple[Edges, Chosen]:
    """As many pairs as possible, then most of those who come first, then the most points: who meets whom, by places in
    the cohort and each pair once.

    Whoever stands on both sides of a market is matched twice, so that the market's prices say what each person is worth
    at most, and how far each pair lies below what its two are worth. Peers are chosen among the pairs that lie close.
    A choice with a pair that lies farther below than the best of these misses at the bound cannot be better; so where
    all that lie as far were chosen among, nothing better exists (reduced costs: Applegate and Cook 1993). Refuses a
    company of which that cannot be shown among so many pairs at `most`.
    """
    conceivable, slack = _conceivable(market), CLOSE
    while True:
        near, allowed = _near(market, conceivable.worth, slack)
        found = _worth_more(paired(market.mentees, _worth_more(near, market.favour)), -market.favour)
        worth = int(_worth_more(found, market.favour).points.sum())
        is_full, short = len(found) == conceivable.most, conceivable.bound - 2 * worth
        if len(near) == allowed:
            return found, Chosen(worth, worth, len(near), allowed)
        if is_full and short <= slack:
            return found, Chosen(worth, conceivable.bound // 2, len(near), allowed)
        if len(near) > most:
            raise ArithmeticError("the round is not proven best, so nobody may see it")
        slack = short if is_full else 4 * slack


def _conceivable(market: Market) -> Conceivable:
    seating, prices, graph, _ = best(market)
    group = _groups(market, graph)
    partnered = np.bincount(group[seating.mentor_of != NOBODY], minlength=int(group.max(initial=-1)) + 1)
    worth = market.gained(seating, prices) - market.favour - market.beyond(prices)
    return Conceivable(group, partnered, worth, market.favour + market.bonus)


def _worth_more(pairs: Edges, each: Integers) -> Edges:
    """The same pairs, with so many points more for either of their two."""
    return replace(pairs, points=pairs.points + each[pairs.mentee] + each[pairs.mentor])


def _groups(market: Market, graph: Edges) -> Integers:
    """The groups of some pairs, brought together by all pairs that lead from one to another."""
    group = _linked(market.mentees, graph.mentee, graph.mentor)

    def look(block: Block) -> Integers:
        one, other = block.spread(group[block.rows]), group[block.mentor]
        return np.unique(np.stack([one[one != other], other[one != other]]), axis=1)

    nothing = np.zeros((2, 0), dtype=np.int64)
    one, other = np.concatenate([nothing, *market.scan("prove", look)], axis=1)
    return _linked(len(group), one, other)[group]


def _linked(many: int, one: Integers, other: Integers) -> Integers:
    """Numbers of groups, from 0 on, such that the two of each link have the same one."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

    links = csr_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(many, many))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _near(market: Market, worth: Integers, slack: int) -> tuple[Edges, int]:
    """The pairs that lie at most so far below what their two are worth, and how many are allowed altogether.

    Looks at every pair without any trust in how the worth was found. Refuses one that some pair exceeds.
    """

    def look(block: Block) -> tuple[Edges, int]:
        below = block.spread(worth[block.rows]) + worth[block.mentor] - 2 * block.points.astype(np.int64)
        if (below < 0).any():
            raise ArithmeticError("a pair has more points than its two are worth, so nothing is proven")
        return block.edges(below <= slack), len(below)

    found = list(market.scan("prove", look))
    return _once(joined(near for near, _ in found)), sum(many for _, many in found) // 2


def _once(both_ways: Edges) -> Edges:
    one, other = both_ways.mentee, both_ways.mentor
    return edges(np.minimum(one, other), np.maximum(one, other), both_ways.points)
