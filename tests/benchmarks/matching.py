"""A round of companies of several sizes beside other ways to match them: seconds, memory, and what comes of it.

Each figure comes from a process of its own. The others are given all allowed pairs and only choose among them; ours
judges every pair, chooses, proves and explains; solving is told apart from explaining. `--people 200 2000` for sizes
other than the usual three, `--plot FILE` for a picture as SVG. Mentors take one to three mentees; where it says so, one
each, which is what a programme begins with.
"""

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import typer

from bot.rules.matching import Candidate, Policy, pair_up
from bot.rules.matching.chart import chart
from bot.rules.matching.cohort import Cohort, cohort
from bot.rules.matching.market import open_market
from bot.rules.matching.optimum import joined, shortlists
from bot.rules.matching.seats import Edges
from tests.benchmarks.company import candidates
from tests.benchmarks.figures import against, show
from tests.benchmarks.plot import plot
from tests.benchmarks.processes import beside
from tests.benchmarks.rivals import RIVALS, Rival, in_networkx, sparse

PEOPLE, WRITTEN_DOWN = (200, 2_000, 10_000), 10_000
"""Companies; above so many people all pairs are too many to be written down for the others."""
OURS, FAIR, SHORT, BLOSSOMS = "ours", "ours, fair", "sparse, candidates", "networkx, candidates"
GREEDY, ONE = "greedy by score", ", one seat each"
ENDS, COMPARED = 600, 2_000
"""Seconds after which a method is given up, and the company whose candidates networkx gets as well."""
AIMS = {200: 0.1, 2_000: 0.5, 10_000: 3, 50_000: 60}
"""Seconds that solving may take."""
ROOM = {200: 100, 2_000: 120, 10_000: 250, 50_000: 1_600}
"""Megabytes that a round may take."""
ON, SEED = date(2026, 11, 23), 1


@dataclass(frozen=True, slots=True)
class Figure:
    """What one method needed for one company, and what came of it: seconds by the clock and of the processor, of the
    whole and of solving alone, megabytes."""

    people: int
    method: str
    seconds: float
    processor: float
    solving: float
    solving_processor: float
    peak: float
    matched: int
    total: float
    minimum: float


def main(arguments: Sequence[str] = ()) -> None:
    """Match companies by every method, print a table and the ratios, and draw a plot where asked and possible."""
    asked = argparse.ArgumentParser(prog="tests.benchmarks.matching")
    asked.add_argument("--people", nargs="+", type=int, default=PEOPLE)
    asked.add_argument("--plot", type=Path, help="where a picture of seconds and memory is written")
    wish = asked.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # As the command and a round computed beside have it.
    found = []
    for people in wish.people:
        mine = [one for method in _methods(people) if (one := _figure(method, people))]
        columns = ["", "solving, s", "of the processor", "whole, s", "peak MB", "matched", "total", "minimum"]
        show(f"{people:,} people", columns, [_row(one) for one in mine])
        found += mine
    _ratios({(one.people, one.method): one for one in found})
    if wish.plot:
        curves = {method: [one for one in found if one.method == method] for method in (*RIVALS, BLOSSOMS, OURS)}
        wish.plot.write_text(
            plot(
                {
                    "seconds of the processor": _curve(curves, "solving_processor"),
                    "peak memory, megabytes": _curve(curves, "peak"),
                }
            )
        )


def _methods(people: int) -> list[str]:
    others = [*RIVALS, GREEDY + ONE, OURS + ONE] if people <= WRITTEN_DOWN else []
    return [*others, *([SHORT, BLOSSOMS] if people <= COMPARED else []), OURS, FAIR]


def _company(people: int, method: str) -> tuple[list[Candidate], dict[str, str | None]]:
    pool, managers = candidates(people, SEED)
    return [replace(one, capacity=1) for one in pool] if method.endswith(ONE) else pool, managers


def _figure(method: str, people: int) -> Figure | None:
    """One figure, or None where the method did not end in time."""
    with beside(measure, method, people) as (pipe, _):
        if pipe.poll(ENDS):
            figure: Figure = pipe.recv()
            return figure
    typer.echo(f"{method}, {people:,} people: given up after {ENDS} seconds")
    return None


def measure(pipe: Connection, method: str, people: int) -> None:
    """In a process of its own: match one company by one method."""
    pipe.send("ready")
    pipe.send(_ours(people, method) if method.startswith(OURS) else _theirs(people, method))


def _ours(people: int, method: str) -> Figure:
    pool, managers = _company(people, method)
    began = time.perf_counter(), time.process_time()
    found = pair_up(pool, policy=Policy(fair=method == FAIR), on=ON, seed=SEED, managers=managers)
    seconds, processor = time.perf_counter() - began[0], time.process_time() - began[1]
    worst = min((pair.score for pair in found.pairs), default=0)
    alone = found.solving.seconds, found.solving.processor
    return Figure(people, method, seconds, processor, *alone, _peak(), len(found.pairs), found.points / 10, worst)


def _theirs(people: int, method: str) -> Figure:
    pool, managers = _company(people, method)
    judged = cohort(pool, Policy(), chart(managers, ()), ON)
    free = judged.capacity
    name = method.removesuffix(ONE)
    rival: Rival = {**RIVALS, SHORT: sparse, BLOSSOMS: in_networkx}[name]
    graph = _every_pair(judged) if name in RIVALS else shortlists(open_market(judged))
    began = time.perf_counter(), time.process_time()
    found = rival(graph, len(judged.mentees), free)
    seconds, processor = time.perf_counter() - began[0], time.process_time() - began[1]
    spent = seconds, processor, seconds, processor
    return Figure(people, method, *spent, _peak(), found.matched, found.points / 10, found.worst / 10)


def _every_pair(judged: Cohort) -> Edges:
    return joined(block.edges(block.points >= 0) for block in open_market(judged).scan("pairs", lambda block: block))


def _peak() -> float:
    """The most memory this process ever had, in megabytes."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _row(one: Figure) -> list[str]:
    aimed = one.method == OURS and one.people in AIMS
    solving = against(one.solving_processor, AIMS[one.people], " s") if aimed else f"{one.solving_processor:.3f}"
    peak = against(one.peak, ROOM[one.people], " MB") if aimed else f"{one.peak:.0f}"
    what = [f"{one.matched:,}", f"{one.total:,.1f}", f"{one.minimum:.1f}"]
    return [one.method, f"{one.solving:.3f}", solving, f"{one.seconds:.3f}", peak, *what]


def _curve(curves: dict[str, list[Figure]], what: str) -> dict[str, list[tuple[float, float]]]:
    return {method: [(one.people, getattr(one, what)) for one in mine] for method, mine in curves.items() if mine}


def _ratios(found: dict[tuple[int, str], Figure]) -> None:
    rows = [
        *_over(
            found,
            "solving, of the processor, 10,000 people over 2,000",
            "solving_processor",
            (10_000, OURS),
            (2_000, OURS),
        ),
        *_over(found, "memory, 10,000 people over 2,000", "peak", (10_000, OURS), (2_000, OURS)),
        *_over(found, "networkx over scipy, the same candidates", "processor", (COMPARED, BLOSSOMS), (COMPARED, SHORT)),
        *_over(
            found, "networkx's candidates over our round", "solving_processor", (COMPARED, BLOSSOMS), (COMPARED, OURS)
        ),
        *_over(
            found,
            "sparse over all pairs over our solving",
            "solving_processor",
            (10_000, "scipy, sparse"),
            (10_000, OURS),
        ),
    ]
    for people in sorted({people for people, _ in found}):
        size = f"{people:,} people"
        rows += _over(
            found, f"fair over not, of the processor, {size}", "solving_processor", (people, FAIR), (people, OURS)
        )
        rows += _over(found, f"fair over not, memory, {size}", "peak", (people, FAIR), (people, OURS))
        rows += _over(found, f"total over greedy, {size}", "total", (people, OURS), (people, GREEDY))
        rows += _over(found, f"the same{ONE}, {size}", "total", (people, OURS + ONE), (people, GREEDY + ONE))
        rows += _over(
            found, f"people over greedy{ONE}, {size}", "matched", (people, OURS + ONE), (people, GREEDY + ONE)
        )
    show("Ratios", ["", "times"], rows)


def _over(
    found: dict[tuple[int, str], Figure], what: str, figure: str, one: tuple[int, str], other: tuple[int, str]
) -> list[list[str]]:
    if one not in found or other not in found:
        return []
    return [[what, f"{getattr(found[one], figure) / getattr(found[other], figure):,.4g}"]]


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
