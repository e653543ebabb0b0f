"""What a seat at each mentor is worth: the numbers that prove a matching best."""

import numpy as np

from bot.rules.matching.seats import NOBODY, Edges, Integers, Seating


def lowest_prices(graph: Edges, seating: Seating, bonus: Integers, matched: Integers) -> Integers:
    """The lowest price of a seat at each mentor at which, in this graph, nobody would rather sit elsewhere or nowhere.

    A seat that somebody would gain more by than by their own is dearer by the difference. Prices rise until all agree
    (Bellman and Ford); for the best seating they do, for another one they would rise for ever. They begin at nothing,
    and below it by the bonus where at most one mentee sits: the first one is welcome even at a loss. `matched` is what
    each mentee is worth beside the points.
    """
    worth = graph.points + matched[graph.mentee]
    own = np.where(seating.mentor_of == NOBODY, 0, seating.points_of + matched)
    gained = worth - own[graph.mentee]
    seat = seating.mentor_of[graph.mentee]
    order = np.argsort(graph.mentor, kind="stable")
    gained, seat, mentor = gained[order], seat[order], graph.mentor[order]
    starts = np.flatnonzero(np.diff(mentor, prepend=-1))
    named = mentor[starts]
    many = np.bincount(seating.mentor_of[seating.mentor_of != NOBODY], minlength=len(bonus))
    prices = np.append(np.where(many < 2, -bonus, 0), 0)
    while len(starts):
        raised = np.maximum.reduceat(prices[seat] + gained, starts)
        if not (raised > prices[named]).any():
            break
        prices[named] = np.maximum(prices[named], raised)
    return prices[:-1]
