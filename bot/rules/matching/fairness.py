"""The better worst pair: among equal rounds, or before the total where a programme wishes so."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.cohort import FORBIDDEN, Points
from bot.rules.matching.market import Integers, Market
from bot.rules.matching.optimum import best, chosen, joined
from bot.rules.matching.seats import Edges, Seating, best_seating, together


def evened(market: Market, seating: Seating, prices: Integers) -> Seating:
    """Of all rounds with as many pairs and points, one with the best worst pair.

    Only a pair that leaves its mentee exactly what they gain by their own can be part of an equal round. Among these
    few the floor rises by bisection, as long as number and points stay the same.
    """
    own = market.gained(seating, prices)
    if seating.worst >= _ceiling(market, own, prices):
        return seating

    def look(rows: slice, points: Points) -> Edges:
        return chosen(rows, points, _tight(market, points, prices, own[rows]) & (points > seating.worst))

    floors, graph = [seating.worst], joined(market.scan("even", look))
    floors += np.unique(graph.points).tolist()
    low, high, worth = 0, len(floors) - 1, market.worth(seating)
    while low < high:
        middle = (low + high + 1) // 2
        higher = _from(floors[middle], graph, market)
        if market.worth(higher) == worth:
            seating, low = higher, int(np.searchsorted(floors, higher.worst))
        else:
            high = middle - 1
    return seating


def fairest(market: Market, seating: Seating, graph: Edges) -> tuple[Market, Seating, Integers, Integers]:
    """As many pairs as in `seating`, the best worst pair, then the most points.

    Returns the market without the pairs below the highest possible floor, its best seating with the prices, and the
    prices that prove that a higher floor would leave somebody without a pair.
    """
    floor = seating.worst
    while True:
        floor = _highest(market, seating.matched, graph, floor)
        above = market.above(floor + 1, flat=True)
        higher, proof, seen = best(above, replace(graph.kept(graph.points > floor), points=_nothing(graph, floor)))
        if higher.matched < seating.matched:
            break
        floor, graph = floor + 1, together(graph, _valued(market, seen))
    fair = market.above(floor)
    found, prices, _ = best(fair, graph.kept(graph.points >= floor))
    return fair, found, prices, proof


def _highest(market: Market, matched: int, graph: Edges, floor: int) -> int:
    """The highest floor at which this graph alone still has room for as many pairs."""
    floors = [floor, *np.unique(graph.points[graph.points > floor]).tolist()]
    low, high = 0, len(floors) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _from(floors[middle], graph, market).matched == matched:
            low = middle
        else:
            high = middle - 1
    return int(floors[low])


def _from(floor: int, graph: Edges, market: Market) -> Seating:
    kept = graph.kept(graph.points >= floor)
    return best_seating(kept, market.mentees, market.free, market.person, market.bonus)


def _nothing(graph: Edges, floor: int) -> Integers:
    return np.zeros(int((graph.points > floor).sum()), dtype=np.int64)


def _valued(market: Market, flat: Edges) -> Edges:
    """The same pairs with their points, which a flat market does not tell."""

    def look(rows: slice, points: Points) -> Edges:
        first, last = np.searchsorted(flat.mentee, [rows.start, rows.stop])
        which = np.zeros(points.shape, dtype=bool)
        which[flat.mentee[first:last] - rows.start, flat.mentor[first:last]] = True
        return chosen(rows, points, which)

    return joined(market.scan("fair", look))


def _ceiling(market: Market, own: Integers, prices: Integers) -> int:
    """No equal round has a better worst pair than this: whoever gains something must be in a pair."""

    def look(rows: slice, points: Points) -> int:
        most = np.where(_tight(market, points, prices, own[rows]), points, FORBIDDEN).max(axis=1, initial=FORBIDDEN)
        return int(most[own[rows] > 0].min(initial=1000))

    return min(market.scan("even", look), default=0)


def _tight(market: Market, points: Points, prices: Integers, own: Integers) -> NDArray[np.bool_]:
    return np.asarray(market.left(points, prices, -1) == own[:, None])
