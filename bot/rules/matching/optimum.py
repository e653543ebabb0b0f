"""The best seating of a whole company, found in a small part of its pairs and proven over all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.block import Block
from bot.rules.matching.chance import scattered
from bot.rules.matching.cohort import FORBIDDEN
from bot.rules.matching.market import Integers, Market
from bot.rules.matching.prices import lowest_prices
from bot.rules.matching.seats import Edges, Seating, best_seating, edges, together

SHORTLIST = 16
"""How many mentors a mentee is first considered for: the best, and half as many of all others by chance."""
MORE = 8
"""How many better ones are added to a shortlist at a time."""
CHANCES = 1 << 21


@dataclass(frozen=True, slots=True)
class Priced:
    """What one look at every allowed pair says of a seating and its prices.

    `missed` are pairs by which somebody would gain more than by their own, some of the best for each; `equal` those
    that leave as much as their own and have more points than the worst pair. No equal round has a better worst pair
    than `ceiling`.
    """

    missed: Edges
    equal: Edges
    ceiling: int


def best(market: Market, known: Edges | None = None) -> tuple[Seating, Integers, Edges, Priced]:
    """The most mentees, then most of those who come first, then the most points; the prices that prove it; the pairs
    that were considered; and what the last look at all pairs said, in which nobody missed anything.

    Everybody's shortlist is solved exactly and gives prices for seats. Whoever would gain more elsewhere at these
    prices gets those mentors on the shortlist; when nobody does, no pair of the company could make the round better.
    """
    graph = shortlists(market) if known is None else known
    while True:
        seating = best_seating(graph, market.free, market.person + market.favour, market.bonus)
        prices = lowest_prices(graph, seating, market.bonus, market.person + market.favour)
        seen = priced(market, seating, prices)
        if not len(seen.missed):
            return seating, prices, graph, seen
        graph = together(graph, seen.missed)


def shortlists(market: Market, most: int = SHORTLIST, others: int = SHORTLIST // 2) -> Edges:
    """Each mentee's best mentors, equals told apart by chance so that not all want the same, and some others."""

    def look(block: Block) -> Edges:
        chance = _chance(block)
        share = others / np.maximum(block.many, 1)
        some = chance < block.spread((share * CHANCES).astype(np.int32))
        everybody = np.arange(len(block.many))
        return block.edges(some | block.top(block.points.astype(np.int32) * CHANCES + chance, most, everybody))

    return joined(market.scan("shortlist", look))


def priced(market: Market, seating: Seating, prices: Integers) -> Priced:
    """Judge a seating by prices, over all allowed pairs."""
    own, beyond = market.gained(seating, prices), market.beyond(prices)
    without_favour = own - market.favour

    def look(block: Block) -> Priced:
        left = block.points + beyond[block.mentor]
        mine = without_favour[block.rows]
        most = block.most(left, mine)
        gain = left - block.spread(mine.astype(left.dtype))
        wishing = np.flatnonzero(most > mine)
        missed = block.edges((gain > 0) & block.top(gain, MORE, wishing))
        even = gain == 0
        highest = block.most(np.where(even, block.points, np.int16(FORBIDDEN)), FORBIDDEN)
        ceiling = int(highest[own[block.rows] > 0].min(initial=1000))
        equal = block.edges(even & (block.points > seating.worst))
        return Priced(missed, equal, ceiling)

    found = list(market.scan("improve", look))
    return Priced(
        joined(one.missed for one in found),
        joined(one.equal for one in found),
        min((one.ceiling for one in found), default=0),
    )


def _chance(block: Block) -> NDArray[np.int32]:
    """A number below CHANCES for each pair, the same on every machine and in every run."""
    rows = block.spread(np.arange(block.rows.start, block.rows.stop, dtype=np.uint32))
    return np.asarray(scattered(rows, block.mentor) // np.uint32(2**32 // CHANCES)).view(np.int32)


def joined(found: Iterable[Edges]) -> Edges:
    nothing = np.zeros(0, dtype=np.int64)
    columns = zip((nothing,) * 3, *((one.mentee, one.mentor, one.points) for one in found), strict=True)
    return edges(*(np.concatenate(column) for column in columns))
