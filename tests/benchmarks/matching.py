"""A round of companies of several sizes beside other ways to match them: seconds, memory, and what comes of it.

Each figure comes from a process of its own. The others are given all allowed pairs and only choose among them; ours
judges every pair, chooses, proves and explains. `--people 200 2000` for sizes other than the usual three,
`--plot FILE` for a picture where matplotlib is installed.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path

import typer

from bot.rules.matching import Policy, pair_up
from bot.rules.matching.chart import chart
from bot.rules.matching.cohort import Cohort, cohort
from bot.rules.matching.market import open_market
from bot.rules.matching.optimum import joined, shortlists
from bot.rules.matching.seats import Edges
from tests.benchmarks.company import candidates
from tests.benchmarks.figures import against, show
from tests.benchmarks.processes import beside
from tests.benchmarks.rivals import RIVALS, Rival, in_networkx, sparse

PEOPLE, WRITTEN_DOWN = (200, 2_000, 10_000), 10_000
"""Companies; above so many people all pairs are too many to be written down for the others."""
OURS, FAIR, SHORT, BLOSSOMS = "ours", "ours, fair", "sparse, candidates", "networkx, candidates"
ENDS, COMPARED = 600, 2_000
"""Seconds after which a method is given up, and the company whose candidates networkx gets as well."""
AIMS = {200: 0.1, 2_000: 0.5, 10_000: 3, 50_000: 60}
"""Seconds that a round may take."""
ON, SEED = date(2026, 11, 23), 1


@dataclass(frozen=True, slots=True)
class Figure:
    """What one method needed for one company, and what came of it: seconds and of the processor, megabytes."""

    people: int
    method: str
    seconds: float
    processor: float
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
    found = []
    for people in wish.people:
        mine = [one for method in _methods(people) if (one := _figure(method, people))]
        columns = ["", "seconds", "processor", "peak MB", "matched", "total", "minimum"]
        show(f"{people:,} people", columns, [_row(one) for one in mine])
        found += mine
    _ratios({(one.people, one.method): one for one in found})
    if wish.plot:
        _draw(found, wish.plot)


def _methods(people: int) -> list[str]:
    others = [*RIVALS] if people <= WRITTEN_DOWN else []
    return [*others, *([SHORT, BLOSSOMS] if people == COMPARED else []), OURS, FAIR]


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
    pipe.send(_ours(people, method == FAIR) if method in {OURS, FAIR} else _theirs(people, method))


def _ours(people: int, fair: bool) -> Figure:
    pool, managers = candidates(people, SEED)
    began = time.perf_counter(), time.process_time()
    found = pair_up(pool, policy=Policy(fair=fair), on=ON, seed=SEED, managers=managers)
    seconds, processor = time.perf_counter() - began[0], time.process_time() - began[1]
    worst = min((pair.score for pair in found.pairs), default=0)
    method = FAIR if fair else OURS
    return Figure(people, method, seconds, processor, _peak(), len(found.pairs), found.points / 10, worst)


def _theirs(people: int, method: str) -> Figure:
    pool, managers = candidates(people, SEED)
    judged = cohort(pool, Policy(), chart(managers, ()), ON)
    free = judged.capacity
    rival: Rival = {**RIVALS, SHORT: sparse, BLOSSOMS: in_networkx}[method]
    graph = _every_pair(judged) if method in RIVALS else shortlists(open_market(judged))
    began = time.perf_counter(), time.process_time()
    found = rival(graph, len(judged.mentees), free)
    seconds, processor = time.perf_counter() - began[0], time.process_time() - began[1]
    return Figure(people, method, seconds, processor, _peak(), found.matched, found.points / 10, found.worst / 10)


def _every_pair(judged: Cohort) -> Edges:
    return joined(block.edges(block.points >= 0) for block in open_market(judged).scan("pairs", lambda block: block))


def _peak() -> float:
    """The most memory this process ever had, in megabytes."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _row(one: Figure) -> list[str]:
    aim = against(one.seconds, AIMS[one.people], " s") if one.method == OURS and one.people in AIMS else None
    what = [f"{one.matched:,}", f"{one.total:,.1f}", f"{one.minimum:.1f}"]
    return [one.method, aim or f"{one.seconds:.3f}", f"{one.processor:.3f}", f"{one.peak:.0f}", *what]


def _ratios(found: dict[tuple[int, str], Figure]) -> None:
    rows = [
        *_over(found, "seconds, 10,000 people over 2,000", "seconds", (10_000, OURS), (2_000, OURS)),
        *_over(found, "memory, 10,000 people over 2,000", "peak", (10_000, OURS), (2_000, OURS)),
        *_over(found, "networkx over scipy, the same candidates", "seconds", (COMPARED, BLOSSOMS), (COMPARED, SHORT)),
        *_over(found, "networkx's candidates over our round", "seconds", (COMPARED, BLOSSOMS), (COMPARED, OURS)),
        *_over(found, "sparse over all pairs over our round", "seconds", (10_000, "scipy, sparse"), (10_000, OURS)),
    ]
    for people in sorted({people for people, _ in found}):
        size = f"{people:,} people"
        rows += _over(found, f"fair over not, seconds, {size}", "seconds", (people, FAIR), (people, OURS))
        rows += _over(found, f"fair over not, memory, {size}", "peak", (people, FAIR), (people, OURS))
        rows += _over(found, f"total over greedy, {size}", "total", (people, OURS), (people, "greedy by score"))
    show("Ratios", ["", "times"], rows)


def _over(
    found: dict[tuple[int, str], Figure], what: str, figure: str, one: tuple[int, str], other: tuple[int, str]
) -> list[list[str]]:
    if one not in found or other not in found:
        return []
    return [[what, f"{getattr(found[one], figure) / getattr(found[other], figure):,.3f}"]]


def _draw(found: Sequence[Figure], file: Path) -> None:
    if not find_spec("matplotlib"):
        typer.echo("no plot: matplotlib is not installed")
        return
    from matplotlib.figure import Figure as Picture

    picture = Picture(figsize=(10, 4), layout="constrained")
    for axes, what in zip(picture.subplots(1, 2), ("seconds", "peak"), strict=True):
        for method in dict.fromkeys(one.method for one in found):
            mine = [one for one in found if one.method == method]
            axes.loglog([one.people for one in mine], [getattr(one, what) for one in mine], "o-", label=method)
        axes.set(xlabel="people", ylabel="seconds" if what == "seconds" else "peak MB")
        axes.grid(alpha=0.3)
    axes.legend(fontsize="small")
    picture.savefig(file)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
