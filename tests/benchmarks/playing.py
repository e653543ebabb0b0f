"""Months that are played: seconds of real time for each, with few people and with many."""

import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.demo import Demo
from bot.demo.play import Play
from bot.demo.play.span import DAYS, span
from bot.demo.play.summary import Summary
from bot.sandbox import Clock
from storage.database import Database
from tests.benchmarks.figures import against, show

BEGINS = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
AIMS = {12: 30.0, 200: 300.0}
"""Seconds for half a year, by people."""
HALF_A_YEAR = span("6mo")
MONTHS = HALF_A_YEAR.days / DAYS["mo"]


@dataclass(frozen=True)
class Took:
    """Seconds on the clock and of the processor, and what came of it."""

    clock: float
    processor: float
    came: Summary


def main() -> None:
    """Play half a year with each number of people, and print how long it took."""
    rows = [_row(people, _played(people)) for people in AIMS]
    columns = ["", "s a month", "of the processor", "sessions held", "half a year, on a machine of its own"]
    show("Months that are played", columns, rows)


def _played(people: int) -> Took:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'played.db'}", lasting=False)
        demo = Demo(database, Clock(BEGINS, ticking=False), people=people)
        demo.start()
        began, worked = time.perf_counter(), time.process_time()
        came = Play(demo.url, 1).run(HALF_A_YEAR, lambda _: None, lambda: False)
        took = Took(time.perf_counter() - began, time.process_time() - worked, came)
        demo.stop()
    return took


def _row(people: int, took: Took) -> list[str]:
    assert took.came.refused == ()
    return [
        f"{people} people",
        f"{took.clock / MONTHS:.1f}",
        f"{took.processor / MONTHS:.1f}",
        str(took.came.numbers["sessions held"]),
        against(took.clock, AIMS[people], " s"),
    ]


if __name__ == "__main__":
    main()
