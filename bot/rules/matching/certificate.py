"""Judging a round by prices, in one look at every pair."""

import numpy as np

from bot.rules.matching.cohort import FORBIDDEN, Points
from bot.rules.matching.market import Integers, Market
from bot.rules.matching.proof import Certificate
from bot.rules.matching.seats import NOBODY, Seating


def certify(market: Market, seating: Seating, prices: Integers) -> Certificate:
    """Judge a seating by prices, over all allowed pairs and without any trust in how the two were found.

    A seating with a forbidden pair, with wrong points or with more mentees than seats is refused.
    """
    _demand_possible(market, seating)
    if (prices < -market.bonus).any():
        raise ValueError("a price is negative beyond the bonus")

    def look(rows: slice, points: Points) -> tuple[int, int]:
        _demand_true(points, seating.mentor_of[rows], seating.points_of[rows])
        left = market.left(points, prices, 0).max(axis=1, initial=0)
        return int(left.sum(dtype=np.int64)), int((points != FORBIDDEN).sum())

    gained, pairs = map(sum, zip((0, 0), *market.scan("prove", look), strict=True))
    others = np.maximum(market.free - 1, 0) * np.maximum(prices, 0)
    charged = int(((market.free > 0) * (prices + market.bonus) + others).sum())
    return Certificate(market.worth(seating), gained + charged, market.person, pairs, named(market, prices))


def _demand_possible(market: Market, seating: Seating) -> None:
    sitting = seating.mentor_of[seating.mentor_of != NOBODY]
    if (np.bincount(sitting, minlength=len(market.free)) > market.free).any():
        raise ValueError("a mentor has more mentees than seats")


def _demand_true(points: Points, mentor_of: Integers, points_of: Integers) -> None:
    sitting = np.flatnonzero(mentor_of != NOBODY)
    if (mentor_of[sitting] >= points.shape[1]).any():
        raise ValueError("a pair is forbidden")
    stated = points[sitting, mentor_of[sitting]]
    if (stated == FORBIDDEN).any() or (stated != points_of[sitting]).any():
        raise ValueError("a pair is forbidden, or its points are wrong")


def named(market: Market, prices: Integers) -> dict[str, int]:
    """The prices that are not 0, by mentor."""
    return {one.user: int(price) for one, price in zip(market.cohort.mentors, prices, strict=True) if price}
