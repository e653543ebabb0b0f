"""How many mentees can sit with mentors who have so many seats: found among a few pairs and proven over all."""

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.seats import Edges, Integers, together

FEW = 16
"""With so many mentors of each mentee the search begins, and by so many it goes on."""


def greatest_flow(pairs: Edges, mentees: int, seats: Integers) -> int:
    """The most mentees that can sit at once, one seat each.

    Those whom an open mentee could reach stand on one side of the smallest cut; where no pair that was left out leads
    out of it, no flow over all pairs is greater (Ford and Fulkerson).
    """
    some = pairs.first(FEW, np.ones(len(pairs), dtype=bool))
    while True:
        flow, open_mentees, open_mentors = _flow(some, mentees, seats)
        missed = pairs.first(FEW, open_mentees[pairs.mentee] & ~open_mentors[pairs.mentor])
        if not len(missed):
            return flow
        some = together(some, missed)


def _flow(pairs: Edges, mentees: int, seats: Integers) -> tuple[int, NDArray[np.bool_], NDArray[np.bool_]]:
    """The greatest flow over these pairs; the mentees and the mentors whom more of it could reach."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow  # type: ignore[import-untyped]

    learning, teaching = np.arange(mentees), np.arange(len(seats)) + mentees
    source = mentees + len(seats)
    begins = np.concatenate([np.full_like(learning, source), pairs.mentee, teaching])
    ends = np.concatenate([learning, pairs.mentor + mentees, np.full_like(teaching, source + 1)])
    carries = np.concatenate([np.ones(mentees + len(pairs)), seats]).astype(np.int32)
    pipes = csr_array((carries, (begins, ends)), shape=(source + 2, source + 2))
    found = maximum_flow(pipes, source, source + 1)
    reached = np.zeros(source + 2, dtype=bool)
    reached[breadth_first_order((pipes - found.flow) > 0, source, return_predecessors=False)] = True
    return int(found.flow_value), reached[:mentees], reached[mentees:source]
