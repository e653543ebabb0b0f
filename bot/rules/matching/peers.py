"""Peers: two people with no direction between them. As many as possible, then the most points."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Peers:
    """Who is paired with whom, by places in the company, the smaller one first; all their points.

    No choice of allowed pairs has more than `pairs_bound` pairs or more than `points_bound` points, so where both are
    reached nothing better exists.
    """

    pairs: tuple[tuple[int, int], ...]
    points: int
    pairs_bound: int
    points_bound: int


@dataclass(frozen=True, slots=True)
class Allowed:
    """The pairs that may meet: `one[i]` with `other[i]` for `points[i]`, whole numbers from 0 on; each pair once.

    Refuses somebody with themselves, a pair named twice, places outside the company and points below 0.
    """

    people: int
    one: Integers
    other: Integers
    points: Integers

    def __post_init__(self) -> None:
        low, high = np.minimum(self.one, self.other), np.maximum(self.one, self.other)
        if not len(low):
            return
        if low.min() < 0 or high.max() >= self.people or (low == high).any() or self.points.min() < 0:
            raise ValueError("a pair is two different people of the company, for at least 0 points")
        if len(np.unique(low * self.people + high)) < len(low):
            raise ValueError("a pair stands among the allowed ones once")

    def best(self, few: int) -> "Allowed":
        """Only the pairs that are among the `few` with the most points of either of the two."""
        who, with_whom = np.concatenate([self.one, self.other]), np.concatenate([self.other, self.one])
        pair = np.tile(np.arange(len(self.one)), 2)
        order = np.lexsort((with_whom, -self.points[pair], who))
        begins = np.searchsorted(who[order], np.arange(self.people))
        rank = np.arange(len(order)) - begins[who[order]]
        kept = np.unique(pair[order[rank < few]])
        return Allowed(self.people, self.one[kept], self.other[kept], self.points[kept])


def best_peers(allowed: Allowed, few: int | None = None) -> Peers:
    """Pair as many people as possible, then with the most points: exactly, by Edmonds' blossoms (Galil 1986).

    In a large company each person's best `few` are enough to choose from. The bounds hold over all allowed pairs
    nevertheless: they say how far from the optimum the answer is at most.
    """
    found = paired(allowed if few is None else allowed.best(few))
    pairs = tuple((one, other) for one, other, _ in found)
    return Peers(pairs, sum(points for *_, points in found), *_bounds(allowed))


def paired(allowed: Allowed) -> tuple[tuple[int, int, int], ...]:
    """The best pairs, the smaller place first, each with its points."""
    import rustworkx

    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph()
    graph.add_nodes_from(range(allowed.people))
    low, high = np.minimum(allowed.one, allowed.other), np.maximum(allowed.one, allowed.other)
    order = np.lexsort((high, low))
    edges = zip(low[order].tolist(), high[order].tolist(), allowed.points[order].tolist(), strict=True)
    graph.add_edges_from(list(edges))
    matching = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    pairs = sorted((min(pair), max(pair)) for pair in matching)
    return tuple((*pair, graph.get_edge_data(*pair)) for pair in pairs)


def _bounds(allowed: Allowed) -> tuple[int, int]:
    """Half of the best in the double cover, where everybody stands on both sides: any choice of pairs stands in it
    twice. Exact but for odd rings of people. A stand-in of weight 1 beside each person lets anyone stay alone."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import (  # type: ignore[import-untyped]
        maximum_bipartite_matching,
        min_weight_full_bipartite_matching,
    )

    if not len(allowed.one):
        return 0, 0
    people, alone = allowed.people, np.arange(allowed.people)
    rows, columns = np.concatenate([allowed.one, allowed.other]), np.concatenate([allowed.other, allowed.one])
    twice = np.tile(allowed.points, 2)
    cover = csr_array((np.ones_like(twice), (rows, columns)), shape=(people, people))
    paired = int((maximum_bipartite_matching(cover, perm_type="column") >= 0).sum())
    weights = np.concatenate([twice + 1, np.ones_like(alone)])
    places = (np.concatenate([rows, alone]), np.concatenate([columns, people + alone]))
    graph = csr_array((weights, places), shape=(people, 2 * people))
    taken = min_weight_full_bipartite_matching(graph, maximize=True)
    return paired // 2, (int(graph[taken].sum()) - people) // 2
