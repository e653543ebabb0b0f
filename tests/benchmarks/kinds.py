"""Peers and circles of a whole company: seconds of processor time, memory, what is reached against its bound; and
networkx for peers.

Others may share the machine, so of several runs the one with the least processor time counts.
"""

import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from typing import TypeVar

import networkx
import numpy as np

from bot.rules.matching import Policy
from bot.rules.matching.chart import chart
from bot.rules.matching.circles import Company, Size, best_circles
from bot.rules.matching.cohort import cohort
from bot.rules.matching.equals import Equals
from bot.rules.matching.kinds import ANY_LEVEL, Gathered, circles, peers
from bot.rules.matching.optimum import joined
from bot.rules.matching.seats import Edges
from tests.benchmarks.company import candidates
from tests.benchmarks.figures import show
from tests.benchmarks.processes import beside

Found = TypeVar("Found")

PEOPLE, SHARE, RUNS = (200, 2_000, 10_000), 0.15, 3
"""Companies; the share of pairs that may form a circle; our runs."""
COMPARED, AIM, ENDS = 2_000, 50, 120
"""People whom networkx pairs as well, how often as long that should take, and seconds after which it is given up."""
TEAM, PLACED, SIZES = 8, 0.995, (Size(2, 6), Size(3, 6))
"""Mentees whom one of them manages; the share of the bound that should be placed; sizes of circles."""
ON, SEED = date(2026, 11, 23), 1


def main() -> None:
    """Pair three companies, and one of them by networkx; gather circles in all three."""
    columns = ["people", "seconds", "peak MB so far", "pairs", "points / bound", "chosen among", "of allowed pairs"]
    show("Peers, proven over all allowed pairs, judging and reasons included", columns, [*map(_row, PEOPLE)])
    ours, found = min((_seconds(lambda: _peers(COMPARED)) for _ in range(RUNS)), key=lambda run: run[0])
    columns = ["", "ours, the whole", "points", "networkx, the same pairs", "points", "ratio"]
    show("Peers, seconds", columns, [[f"{COMPARED:,} people", f"{ours:.2f}", f"{found.points:,}", *_theirs(ours)]])
    columns = ["people", "mentees in a circle", "seconds", "peak MB so far", "placed / bound", "of it", "smallest"]
    drawn = [_circles(people, size, _drawn) for people in PEOPLE for size in SIZES]
    show(
        "Circles of pairs drawn at random, a third are mentors; the bound is the greatest flow of mentees",
        columns,
        drawn,
    )
    invented = [_circles(people, size, _invented) for people in PEOPLE for size in SIZES]
    show("Circles of the company of the other benchmarks, judging and reasons included", columns, invented)


def gathering(people: int) -> Company:
    """A company of which a third are mentors: a share of all pairs may meet, and mentees manage each other."""
    chance = np.random.default_rng(1)
    mentors = people // 3
    mentees = people - mentors
    mentee, mentor = np.nonzero(chance.random((mentees, mentors)) < SHARE)
    above = chart({str(at): str((at - 1) // TEAM) if at else None for at in range(mentees)}, ())
    first, last = (np.array([where[str(at)] for at in range(mentees)]) for where in (above.first, above.last))
    return Company(mentees, mentors, mentee, mentor, chance.integers(1, 1001, len(mentee)), first, last)


def in_networkx(allowed: Edges) -> int:
    """The same question to networkx; the points of its answer."""
    graph = networkx.Graph()
    pairs = zip(allowed.mentee.tolist(), allowed.mentor.tolist(), allowed.points.tolist(), strict=True)
    graph.add_weighted_edges_from(pairs)
    return sum(graph.edges[pair]["weight"] for pair in networkx.max_weight_matching(graph, maxcardinality=True))


def _peers(people: int) -> Gathered:
    pool, managers = candidates(people, SEED)
    return peers(pool, Policy(), ON, managers)


def _theirs(ours: float) -> tuple[str, str, str]:
    """Seconds and points of networkx, and how many times our seconds that is; it is given up after a while."""
    with beside(networkx_alone, COMPARED) as (pipe, _):
        if not pipe.poll(ENDS):
            return f"given up after {ENDS}", "none", f"more than {ENDS / ours:.0f} times, aim {AIM}: kept"
        seconds, points = pipe.recv()
    ratio = seconds / ours
    return f"{seconds:.1f}", f"{points:,}", f"{ratio:.0f} times, aim {AIM}: {'kept' if ratio >= AIM else 'MISSED'}"


def networkx_alone(pipe: Connection, people: int) -> None:
    """In a process of its own: the same company, all of whose pairs are judged before the seconds begin."""
    pool, managers = candidates(people, SEED)
    equals = [replace(one, role="either", capacity=1) for one in pool if one.role]
    everybody = cohort(equals, Policy(level_gap=ANY_LEVEL), chart(managers, ()), ON)
    many = len(everybody.mentees)
    market = Equals(everybody, everybody.capacity.copy(), np.zeros(many, dtype=bool), gap=Policy().level_gap)
    allowed = joined(market.scan("all", lambda block: block.edges(block.points >= 0)))
    pipe.send("ready")
    pipe.send(_seconds(lambda: in_networkx(allowed)))


def _row(people: int) -> list[str]:
    seconds, found = _seconds(lambda: _peers(people))
    proof, peak = found.proof, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert proof is not None
    points, among = f"{found.points:,} / {proof.bound:,}", f"{proof.near:,}"
    return [
        f"{people:,}",
        f"{seconds:.2f}",
        f"{peak:.0f}",
        f"{len(found.pairs):,}",
        points,
        among,
        f"{proof.allowed:,}",
    ]


def _drawn(people: int, size: Size) -> tuple[list[int], int]:
    """The sizes of the circles of a company drawn at random, and the bound."""
    found = best_circles(gathering(people), size)
    return [len(mentees) for _, mentees in found.circles], found.bound


def _invented(people: int, size: Size) -> tuple[list[int], int]:
    """The same of a company as HR would list it."""
    pool, managers = candidates(people, SEED)
    found = circles(pool, Policy(), ON, managers, size)
    return [*Counter(pair.mentor for pair in found.pairs).values()], found.bound


def _circles(people: int, size: Size, gather: Callable[[int, Size], tuple[list[int], int]]) -> list[str]:
    seconds, (sizes, bound) = _seconds(lambda: gather(people, size))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    share = sum(sizes) / bound
    verdict = f"{share:.2%}, aim {PLACED:.1%}: {'kept' if share >= PLACED else 'MISSED'}"
    placed = f"{sum(sizes):,} / {bound:,}"
    row = [f"{people:,}", f"{size.least} to {size.most}", f"{seconds:.2f}", f"{peak:.0f}", placed, verdict]
    return [*row, str(min(sizes))]


def _seconds(work: Callable[[], Found]) -> tuple[float, Found]:
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


if __name__ == "__main__":
    main()
