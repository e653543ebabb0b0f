"""Seconds until ``mentor serve`` is connected, beside a process that only imports the libraries it stands on."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from storage import schema
from storage.database import Database
from tests.benchmarks import stub
from tests.benchmarks.figures import median, show, times
from tests.benchmarks.processes import beside

AIM = 1.3
STARTS = 15
IMPORTS = """
import slack_bolt, slack_bolt.adapter.socket_mode, sqlmodel, jinja2, typer, pydantic_settings
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
print("ready", flush=True)
"""


@dataclass(frozen=True)
class Start:
    """One start: seconds on the clock, and of the processor, until it was ready."""

    clock: float
    processor: float


def main() -> None:
    """Start both in turn, again and again, and print the medians."""
    with tempfile.TemporaryDirectory() as folder, beside(stub.run) as (pipe, address):
        environment = _environment(Path(folder), address)
        _imported(environment), _served(environment, pipe)
        both = [(_imported(environment), _served(environment, pipe)) for _ in range(STARTS)]
    _show([imported for imported, _ in both], [served for _, served in both])


def _imported(environment: Mapping[str, str]) -> Start:
    return _started(["-c", IMPORTS], environment, lambda process: process.stdout.readline())


def _served(environment: Mapping[str, str], pipe: Connection) -> Start:
    return _started(["-m", "bot", "serve"], environment, lambda _: pipe.recv())


def _started(arguments: list[str], environment: Mapping[str, str], ready: Callable[..., object]) -> Start:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    ready(process)
    took = time.perf_counter() - began
    process.kill()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.stdout is not None
    process.stdout.close()
    return Start(took, used.ru_utime + used.ru_stime)


def _environment(folder: Path, address: str) -> dict[str, str]:
    """Bytecode is kept for both, also where it usually is not; the schema is current."""
    database = Database(f"sqlite:///{folder / 'mentor.db'}")
    schema.upgrade(database)
    database.close()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "SLACK_API_URL": f"http://{address}/api/",
        "SLACK_BOT_TOKEN": "xoxb-works",
        "SLACK_APP_TOKEN": "xapp-works",
        "MENTOR_ADMINS": "U0CORA",
        "DATABASE_URL": str(database.url),
        "NO_PROXY": "127.0.0.1",
    }


def _show(imported: list[Start], served: list[Start]) -> None:
    clocks = [[start.clock for start in starts] for starts in (imported, served)]
    processors = [[start.processor for start in starts] for starts in (imported, served)]
    rows = [
        [name, *(f"{median(column[place]):.3f}" for column in (clocks, processors))]
        for place, name in enumerate(("only the imports", "mentor serve until connected"))
    ]
    ratios = [times(median(column[1]), median(column[0]), AIM) for column in (clocks, processors)]
    show(f"Start, medians of {STARTS} pairs", ["", "seconds", "processor s"], [*rows, ["ratio", *ratios]])


if __name__ == "__main__":
    main()
