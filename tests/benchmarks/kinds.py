"""Peers and circles of a whole company: seconds of processor time, memory, what is reached against its bound; and
networkx for peers.

Others may share the machine, so of several runs the one with the least processor time counts.
"""

import resource
import time
from collections.abc import Callable
from typing import TypeVar

import networkx
import numpy as np

from bot.rules.matching.chart import chart
from bot.rules.matching.circles import Company, Size, best_circles
from bot.rules.matching.peers import Allowed, best_peers
from tests.benchmarks.figures import show

Found = TypeVar("Found")

PEOPLE, SHARE, FEW, RUNS = (200, 2_000, 10_000), 0.15, 20, 3
"""Companies; the share of pairs that may meet; each person's best, to choose from; runs of rustworkx."""
COMPARED, AIM = 2_000, 50
"""People whom networkx pairs as well, and how many times as long that should take at least."""
TEAM, PLACED, SIZES = 8, 0.995, (Size(2, 6), Size(3, 6))
"""Mentees whom one of them manages; the share of the bound that should be placed; sizes of circles."""


def main() -> None:
    """Pair three companies, and one of them by networkx from the same candidates; gather circles in all three."""
    rows = [_row(people) for people in PEOPLE]
    columns = ["people", "seconds", "peak MB so far", "pairs / bound", "points / bound", "points"]
    show(f"Peers, from the best {FEW} of each person, bounds over all allowed pairs", columns, rows)
    candidates = company(COMPARED).best(FEW)
    ours = min(_seconds(lambda: best_peers(candidates))[0] for _ in range(RUNS))
    theirs, _ = _seconds(lambda: in_networkx(candidates))
    ratio = theirs / ours
    verdict = f"{ratio:.0f} times, aim {AIM}: {'kept' if ratio >= AIM else 'MISSED'}"
    columns = ["", "with bounds", "networkx, without", "ratio"]
    show("Peers, seconds", columns, [[f"{COMPARED:,} people", f"{ours:.2f}", f"{theirs:.1f}", verdict]])
    columns = ["people", "mentees in a circle", "seconds", "peak MB so far", "placed / bound", "of it", "smallest"]
    circles = [_circles(people, size) for people in PEOPLE for size in SIZES]
    show("Circles, a third of all are mentors; the bound is the greatest flow of mentees", columns, circles)


def company(people: int) -> Allowed:
    """A company in which a share of all pairs may meet, for 1 to 1000 points."""
    chance = np.random.default_rng(1)
    one, other = np.nonzero(np.triu(chance.random((people, people)) < SHARE, 1))
    return Allowed(people, one, other, chance.integers(1, 1001, len(one)))


def gathering(people: int) -> Company:
    """A company of which a third are mentors: a share of all pairs may meet, and mentees manage each other."""
    chance = np.random.default_rng(1)
    mentors = people // 3
    mentees = people - mentors
    mentee, mentor = np.nonzero(chance.random((mentees, mentors)) < SHARE)
    above = chart({str(at): str((at - 1) // TEAM) if at else None for at in range(mentees)}, ())
    first, last = (np.array([where[str(at)] for at in range(mentees)]) for where in (above.first, above.last))
    return Company(mentees, mentors, mentee, mentor, chance.integers(1, 1001, len(mentee)), first, last)


def in_networkx(allowed: Allowed) -> None:
    """The same question to networkx."""
    graph = networkx.Graph()
    graph.add_weighted_edges_from(
        zip(allowed.one.tolist(), allowed.other.tolist(), allowed.points.tolist(), strict=True)
    )
    networkx.max_weight_matching(graph, maxcardinality=True)


def _row(people: int) -> list[str]:
    allowed = company(people)
    seconds, found = _seconds(lambda: best_peers(allowed, FEW))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pairs, points = f"{len(found.pairs):,} / {found.pairs_bound:,}", f"{found.points:,} / {found.points_bound:,}"
    return [f"{people:,}", f"{seconds:.2f}", f"{peak:.0f}", pairs, points, f"{found.points / found.points_bound:.3%}"]


def _circles(people: int, size: Size) -> list[str]:
    company = gathering(people)
    seconds, found = _seconds(lambda: best_circles(company, size))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    share = found.placed / found.bound
    verdict = f"{share:.2%}, aim {PLACED:.1%}: {'kept' if share >= PLACED else 'MISSED'}"
    placed, smallest = f"{found.placed:,} / {found.bound:,}", min(len(mentees) for _, mentees in found.circles)
    row = [f"{people:,}", f"{size.least} to {size.most}", f"{seconds:.2f}", f"{peak:.0f}", placed, verdict]
    return [*row, str(smallest)]


def _seconds(work: Callable[[], Found]) -> tuple[float, Found]:
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


if __name__ == "__main__":
    main()
