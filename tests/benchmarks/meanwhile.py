"""Milliseconds to the acknowledgement while twenty thousand people are being matched, and when they are not."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from storage import rounds
from storage.database import Database
from storage.store import Store
from tests.benchmarks import servers, stub
from tests.benchmarks.answering import PAIRS, STORIES, Measured
from tests.benchmarks.crowd import gather, let_wait
from tests.benchmarks.figures import percentile, show
from tests.benchmarks.processes import beside
from tests.benchmarks.stub import TEAM

PEOPLE = 20_000
WARM, BLOCK = 40, 20
Taken = dict[str, list[float]]


def main() -> None:
    """Ask a bot whose calendar computes the round, and ask the same when the round is there."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        file = Path(folder) / "mentor.db"
        gather(file, PAIRS, datetime.now(UTC))
        asked = let_wait(file, PEOPLE, datetime.now(UTC))
        _, slack = stack.enter_context(beside(stub.run))
        began = time.perf_counter()
        _, url = stack.enter_context(beside(servers.mentor_with_clock, slack, f"sqlite:///{file}"))
        bot = Measured(url, 1)
        meanwhile = _ask(bot, lambda: not _is_computed(file, asked))
        seconds = time.perf_counter() - began
        until = time.perf_counter() + 30
        afterwards = _ask(bot, lambda: time.perf_counter() < until)
    _report(seconds, meanwhile, afterwards)


def _is_computed(file: Path, asked: int) -> bool:
    database = Database(f"sqlite:///{file}")
    with Store(database, TEAM).read() as db:
        row = rounds.round_of(db, asked)
    database.close()
    return row is not None and row.status != "asked"


def _ask(bot: Measured, going_on: Callable[[], bool]) -> Taken:
    taken: Taken = {story: [] for story in STORIES}
    number = 1
    while going_on():
        for story, make in STORIES.items():
            taken[story] += bot.asks([make(1 + (number + place) % (PAIRS - 1)) for place in range(BLOCK)])
        number += BLOCK
    return {story: found[WARM:] for story, found in taken.items()}


def _report(seconds: float, meanwhile: Taken, afterwards: Taken) -> None:
    rows = [
        [
            story,
            *(f"{percentile(found, 50):.1f} / {percentile(found, 99):.1f} / {max(found):.1f}" for found in both),
            *(f"{percentile(both[0], share) / percentile(both[1], share):.2f} times" for share in (50, 99)),
            str(len(both[0])),
        ]
        for story in STORIES
        for both in [(meanwhile[story], afterwards[story])]
    ]
    columns = ["", "while it is computed: p50 / p99 / worst", "afterwards", "p50", "p99", "requests meanwhile"]
    show(f"Milliseconds to the acknowledgement; {PEOPLE} people were matched in {seconds:.0f} s", columns, rows)


if __name__ == "__main__":
    main()
