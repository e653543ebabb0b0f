"""A pair plans a session, each step in milliseconds to its acknowledgement, beside a bare Bolt handler."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.database import Database
from storage.prepared import every
from storage.store import Store
from storage.tables import Plan
from tests.benchmarks import servers, stub
from tests.benchmarks.answering import Measured
from tests.benchmarks.crowd import gather, mentee, mentor
from tests.benchmarks.figures import percentile, show, times
from tests.benchmarks.payloads import Payload, clicked_at_home, command, submitted
from tests.benchmarks.processes import beside

WARM, REQUESTS, BLOCK = 40, 600, 40
"""Unmeasured pairs; measured ones; as many of them in a row. No pair goes the same way twice."""
SLOT = (datetime.now(UTC) + timedelta(days=3)).replace(microsecond=0).isoformat()


def proposed(pair: int) -> Payload:
    """The mentor proposes a time: the pair's plan gets the pair's number, since all go this way in turn."""
    times_ticked = {"type": "checkboxes", "selected_options": [{"value": SLOT}]}
    fields = {"times": times_ticked, "minutes": {"type": "number_input", "value": "60"}}
    return submitted(mentor(pair), "planning.propose", {"pair": pair, "plan": None, "revision": None}, fields)


STEPS: dict[str, Callable[[int], Payload]] = {
    "the form with three times": lambda pair: command(mentor(pair), "plan"),
    "propose": proposed,
    "accept": lambda pair: clicked_at_home(mentee(pair), "planning.accept", f"{pair}:1:{SLOT}"),
}


def main() -> None:
    """Let pair after pair go from the form to the accepted time, asking both bots in turn, and print the ratios."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        file = Path(folder) / "mentor.db"
        gather(file, WARM + REQUESTS, datetime.now(UTC))
        _, slack = stack.enter_context(beside(stub.run))
        _, bare = stack.enter_context(beside(servers.bare, slack))
        _, full = stack.enter_context(beside(servers.mentor, slack, f"sqlite:///{file}"))
        bots = Measured(bare, 1), Measured(full, 1)
        rows = [[step, *_figures(*_measured(bots, make))] for step, make in STEPS.items()]
        assert _accepted(file) == WARM + REQUESTS
    columns = ["", "bare p50 / p99", "mentor p50 / p99", "p50", "p99"]
    show(f"Planning, milliseconds to the acknowledgement, {REQUESTS} pairs", columns, rows)


def _measured(bots: tuple[Measured, Measured], make: Callable[[int], Payload]) -> tuple[list[float], list[float]]:
    taken: tuple[list[float], list[float]] = ([], [])
    for start in range(1, WARM + REQUESTS, BLOCK):
        for bot, found in zip(bots, taken, strict=True):
            found += bot.asks([make(pair) for pair in range(start, start + BLOCK)])
    return taken[0][WARM:], taken[1][WARM:]


def _accepted(file: Path) -> int:
    database = Database(f"sqlite:///{file}")
    with Store(database, stub.TEAM).read() as db:
        accepted = len(every(db, Plan, status="accepted"))
    database.close()
    return accepted


def _figures(bare: list[float], full: list[float]) -> list[str]:
    both = [[percentile(found, share) for share in (50, 99)] for found in (bare, full)]
    ratios = [times(many, few, aim) for few, many, aim in zip(*both, (3, 4), strict=True)]
    return [*(f"{p50:.1f} / {p99:.1f}" for p50, p99 in both), *ratios]


if __name__ == "__main__":
    main()
