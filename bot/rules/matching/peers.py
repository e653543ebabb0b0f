"""Peers: two people with no direction between them. As many as possible, then the most points."""

import numpy as np

from bot.rules.matching.seats import Edges


def paired(people: int, graph: Edges) -> Edges:
    """The best of these pairs, exactly, by Edmonds' blossoms (Galil 1986). The smaller place of each pair stands first,
    and each pair once; equal choices are told apart by the places alone."""
    import rustworkx

    drawn: rustworkx.PyGraph[int, int] = rustworkx.PyGraph()
    drawn.add_nodes_from(range(people))
    drawn.add_edges_from(list(zip(graph.mentee.tolist(), graph.mentor.tolist(), range(len(graph)), strict=True)))
    points = graph.points.tolist()
    chosen = rustworkx.max_weight_matching(drawn, max_cardinality=True, weight_fn=points.__getitem__)
    which = np.zeros(len(graph), dtype=bool)
    which[[drawn.get_edge_data(*pair) for pair in chosen]] = True
    return graph.kept(which)
