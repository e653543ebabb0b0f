"""The tick that asks whom it is time to ask: its cost follows who is due, not who takes part."""

import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from handlers import checkins
from storage.database import Database
from storage.store import Store
from tests.benchmarks.crowd import gather
from tests.benchmarks.figures import median, show, times
from tests.benchmarks.stub import TEAM

MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DUE = 50
SIZES = (200, 2_000, 20_000)
RUNS = 21
AIM = 1.5
"""How many times longer a tick may take with a hundred times as many pairs, of whom the same fifty are due."""


def main() -> None:
    """Ask in small and in large programmes in turn, each time in a fresh copy, and print the medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for pairs in SIZES:
            gather(folder / f"{pairs}.db", pairs, MORNING, due=DUE)
        asked = {pairs: [] for pairs in SIZES}
        idle = {pairs: [] for pairs in SIZES}
        for pairs in SIZES * RUNS:
            first, second = _ask_twice(folder, pairs)
            asked[pairs].append(first)
            idle[pairs].append(second)
    rows = [
        [f"{pairs} pairs, {DUE} due", *(f"{median(column[pairs]):.2f}" for column in (asked, idle))] for pairs in SIZES
    ]
    small, large = SIZES[0], SIZES[-1]
    grown = [times(median(column[large]), median(column[small]), AIM) for column in (asked, idle)]
    show(f"Tick, medians of {RUNS}", ["", "ms to ask them", "ms when nobody is due"], [*rows, ["growth", *grown]])


def _ask_twice(folder: Path, pairs: int) -> tuple[float, float]:
    file = Path(shutil.copy(folder / f"{pairs}.db", folder / "copy.db"))
    database = Database(f"sqlite:///{file}")
    store = Store(database, TEAM)
    with store.read():
        """The connection and its page cache are not what is measured."""
    first, many = _timed(store)
    second, none = _timed(store)
    database.close()
    assert (many, none) == (2 * DUE, 0)
    return first, second


def _timed(store: Store) -> tuple[float, int]:
    began = time.perf_counter()
    done = checkins.ask(store, MORNING)
    return (time.perf_counter() - began) * 1000, done


if __name__ == "__main__":
    main()
