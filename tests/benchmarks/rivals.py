"""Other ways to match a company, each from all of its allowed pairs written down: who sits with whom, for how much."""

import heapq
from collections.abc import Callable

import networkx
import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

from bot.rules.matching.seats import NOBODY, Edges, Integers, Seating, best_seating

Rival = Callable[[Edges, int, Integers], Seating]
"""From pairs, the number of mentees and the seats of each mentor to a seating."""


def by_chance(graph: Edges, mentees: int, free: Integers) -> Seating:
    return _first_come(graph, mentees, free, np.random.default_rng(1).permutation(len(graph)))


def greedy(graph: Edges, mentees: int, free: Integers) -> Seating:
    """The best pair of all first, then the best of those whose two are still free."""
    return _first_come(graph, mentees, free, np.argsort(-graph.points, kind="stable"))


def stable(graph: Edges, mentees: int, free: Integers) -> Seating:
    """Mentees ask their best mentor, and the next when a better one takes the seat (Gale and Shapley)."""
    order = np.lexsort((-graph.points, graph.mentee))
    begins = np.searchsorted(graph.mentee, np.arange(mentees + 1)).tolist()
    mentor, points = graph.mentor[order].tolist(), graph.points[order].tolist()
    seats, asked, waiting = free.tolist(), begins[:-1].copy(), list(range(mentees))
    held: list[list[tuple[int, int, int]]] = [[] for _ in seats]
    while waiting:
        one = waiting.pop()
        if asked[one] < begins[one + 1]:
            edge = asked[one]
            asked[one] += 1
            there = held[mentor[edge]]
            heapq.heappush(there, (points[edge], -one, edge))
            if len(there) > seats[mentor[edge]]:
                waiting.append(-heapq.heappop(there)[1])
    edges = np.array([edge for there in held for *_, edge in there], dtype=np.int64)
    return _seated(graph, mentees, order[edges])


def dense(graph: Edges, mentees: int, free: Integers) -> Seating:
    """scipy's Hungarian method over a table of all mentees and all seats; a forbidden pair is worth nothing."""
    begin, owner = np.cumsum(free) - free, np.repeat(np.arange(len(free)), free)
    table = np.zeros((mentees, len(owner)), dtype=np.float64)
    for extra in range(int(free.max(initial=0))):
        some = graph.kept(free[graph.mentor] > extra)
        table[some.mentee, begin[some.mentor] + extra] = some.points + _person(mentees)
    rows, columns = linear_sum_assignment(table, maximize=True)
    paired = table[rows, columns] > 0
    rows, mentors = rows[paired], owner[columns[paired]]
    keys = graph.mentee * len(free) + graph.mentor
    return _seated(graph, mentees, np.searchsorted(keys, rows * len(free) + mentors))


def sparse(graph: Edges, mentees: int, free: Integers) -> Seating:
    """scipy's sparse assignment over all pairs at once."""
    return best_seating(graph, free, np.full(mentees, _person(mentees)), np.zeros(len(free), dtype=np.int64))


def in_networkx(graph: Edges, mentees: int, free: Integers) -> Seating:
    """Edmonds' blossoms in Python: a node for each mentee and each seat."""
    company, stated = networkx.Graph(), {}
    for edge, (one, other) in enumerate(zip(graph.mentee.tolist(), graph.mentor.tolist(), strict=True)):
        stated[one, other] = edge
        for seat in range(int(free[other])):
            company.add_edge((one,), (other, seat), weight=int(graph.points[edge]))
    pairs = (sorted(pair, key=len) for pair in networkx.max_weight_matching(company, maxcardinality=True))
    return _seated(graph, mentees, np.array([stated[one, other] for (one,), (other, _) in pairs]))


RIVALS: dict[str, Rival] = {
    "random": by_chance,
    "greedy by score": greedy,
    "stable": stable,
    "scipy, dense": dense,
    "scipy, sparse": sparse,
}


def _person(mentees: int) -> int:
    return 1001 * (mentees + 1)


def _first_come(graph: Edges, mentees: int, free: Integers, order: Integers) -> Seating:
    seats, alone, chosen = free.tolist(), [True] * mentees, []
    pairs = zip(order.tolist(), graph.mentee[order].tolist(), graph.mentor[order].tolist(), strict=True)
    for edge, one, other in pairs:
        if alone[one] and seats[other]:
            alone[one] = False
            seats[other] -= 1
            chosen.append(edge)
    return _seated(graph, mentees, np.array(chosen, dtype=np.int64))


def _seated(graph: Edges, mentees: int, chosen: Integers) -> Seating:
    mentor_of, points_of = np.full(mentees, NOBODY), np.zeros(mentees, dtype=np.int64)
    mentor_of[graph.mentee[chosen]] = graph.mentor[chosen]
    points_of[graph.mentee[chosen]] = graph.points[chosen]
    return Seating(mentor_of, points_of)
