"""The better worst pair: among equal rounds, or before the total where a programme wishes so."""

from dataclasses import replace

import numpy as np

from bot.rules.matching.block import Block
from bot.rules.matching.market import Integers, Market
from bot.rules.matching.optimum import Priced, best, joined
from bot.rules.matching.seats import Edges, Seating, best_seating, together


def evened(market: Market, seating: Seating, seen: Priced) -> Seating:
    """Of all rounds with as many pairs and points, one with the best worst pair.

    Only a pair that leaves its mentee exactly what they gain by their own can be part of an equal round. Among these
    few the floor rises by bisection, as long as number and points stay the same.
    """
    if seating.worst >= seen.ceiling:
        return seating
    floors = [seating.worst, *np.unique(seen.equal.points).tolist()]
    low, high, worth = 0, len(floors) - 1, market.worth(seating)
    while low < high:
        middle = (low + high + 1) // 2
        higher = _from(floors[middle], seen.equal, market)
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
        higher, proof, seen, _ = best(above, replace(graph.kept(graph.points > floor), points=_nothing(graph, floor)))
        if higher.matched < seating.matched:
            break
        floor, graph = floor + 1, together(graph, _valued(market, seen))
    fair = market.above(floor)
    found, prices, *_ = best(fair, graph.kept(graph.points >= floor))
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
    return best_seating(kept, market.free, market.person + market.favour, market.bonus)


def _nothing(graph: Edges, floor: int) -> Integers:
    return np.zeros(int((graph.points > floor).sum()), dtype=np.int64)


def _valued(market: Market, flat: Edges) -> Edges:
    """The same pairs with their points, which a flat market does not tell."""

    def look(block: Block) -> Edges:
        first, last = np.searchsorted(flat.mentee, [block.rows.start, block.rows.stop])
        across = len(market.free)
        asked = (flat.mentee[first:last] - block.rows.start) * across + flat.mentor[first:last]
        stated = block.spread(np.arange(len(block.many))) * across + block.mentor
        which = np.zeros(len(stated), dtype=bool)
        which[np.searchsorted(stated, asked)] = True
        return block.edges(which)

    return joined(market.scan("fair", look))
