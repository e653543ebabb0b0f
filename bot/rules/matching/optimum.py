"""The best seating of a whole company, found in a small part of its pairs and proven over all of them."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.cohort import FORBIDDEN, Points
from bot.rules.matching.market import Integers, Market
from bot.rules.matching.prices import lowest_prices
from bot.rules.matching.seats import Edges, Seating, best_seating, edges, together

SHORTLIST = 16
"""How many mentors a mentee is first considered for: the best, and half as many of all others by chance."""
MORE = 8
"""How many better ones are added to a shortlist at a time."""
CHANCES = 1 << 21
SPREAD = np.uint32(2_654_435_761)
"""Knuth's multiplier: scatters neighbouring numbers."""


def best(market: Market, known: Edges | None = None) -> tuple[Seating, Integers, Edges]:
    """The most mentees, then the most points; the prices that prove it; the pairs that were considered.

    Everybody's shortlist is solved exactly and gives prices for seats. Whoever would gain more elsewhere at these
    prices gets those mentors on the shortlist; when nobody does, no pair of the company could make the round better.
    """
    graph = shortlists(market) if known is None else known
    while True:
        seating = best_seating(graph, market.mentees, market.free, market.person, market.bonus)
        prices = lowest_prices(graph, seating, market.bonus, market.person)
        missed = _missed(market, seating, prices)
        if not len(missed):
            return seating, prices, graph
        graph = together(graph, missed)


def shortlists(market: Market) -> Edges:
    """Each mentee's best mentors, equals told apart by chance so that not all want the same, and some others."""

    def look(rows: slice, points: Points) -> Edges:
        chance = _chance(rows, points.shape[1])
        allowed = points != FORBIDDEN
        share = SHORTLIST / 2 / np.maximum(allowed.sum(axis=1), 1)
        others = allowed & (chance < (share * CHANCES).astype(np.int32)[:, None])
        return chosen(rows, points, others | _top(points.astype(np.int32) * CHANCES + chance, SHORTLIST))

    return joined(market.scan("shortlist", look))


def _missed(market: Market, seating: Seating, prices: Integers) -> Edges:
    """The pairs by which somebody would gain more than by their own, some of the best for each."""
    own = market.gained(seating, prices)

    def look(rows: slice, points: Points) -> Edges:
        left = market.left(points, prices, -1)
        wishing = np.flatnonzero(left.max(axis=1, initial=-1) > own[rows])
        wanted = np.zeros(points.shape, dtype=bool)
        gain = left[wishing] - own[rows][wishing, None]
        wanted[wishing] = (gain > 0) & _top(gain, MORE)
        return chosen(rows, points, wanted)

    return joined(market.scan("improve", look))


def _top(key: NDArray[Any], most: int) -> NDArray[np.bool_]:
    """The greatest `most` of each row and whatever equals the last of them; nothing negative."""
    if key.shape[1] <= most:
        return np.asarray(key >= 0)
    least = np.partition(key, -most, axis=1)[:, -most] if len(key) else np.zeros(0, dtype=np.int64)
    return np.asarray((key >= least[:, None]) & (key >= 0))


def _chance(rows: slice, across: int) -> NDArray[np.int32]:
    """A number below CHANCES for each pair, the same on every machine and in every run."""
    down = np.arange(rows.start, rows.stop, dtype=np.uint32) * SPREAD
    over = np.arange(across, dtype=np.uint32) * (SPREAD >> np.uint32(3))
    return (((down[:, None] + over) * SPREAD) // np.uint32(2**32 // CHANCES)).view(np.int32)


def chosen(rows: slice, points: Points, which: NDArray[np.bool_]) -> Edges:
    mentee, mentor = np.nonzero(which)
    return Edges(mentee + rows.start, mentor, points[mentee, mentor].astype(np.int64))


def joined(found: Iterable[Edges]) -> Edges:
    nothing = np.zeros(0, dtype=np.int64)
    columns = zip((nothing,) * 3, *((one.mentee, one.mentor, one.points) for one in found), strict=True)
    return edges(*(np.concatenate(column) for column in columns))
