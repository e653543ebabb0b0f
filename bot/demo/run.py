"""``mentor demo``: start it, say where it is and what to try, end it on Ctrl-C."""

import os
import signal
import tempfile
import threading
import webbrowser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import typer

from bot.demo import Demo
from bot.sandbox import Clock
from bot.settings import forget_environment
from storage.database import Busy, Database
from storage.schema import Newer

PORTS_TRIED = 20

FIRST_STEPS = """
What to try first:
  1. As Ann, type  /mentor join  and send the form.
  2. Switch to Ines and join too; then to Cora, the coordinator, and type  /mentor admin round.
  3. Approve the round, and move the clock by a month: both are asked whether they met.
Ctrl-C ends the demo."""


def run(port: int, *, people: int, seed: int, file: Path | None, browser: bool, clock: Callable[[], datetime]) -> int:
    """Run the demo until Ctrl-C. Returns the exit code."""
    forget_environment()
    with tempfile.TemporaryDirectory(prefix="mentor-demo-") as folder:
        database = Database(f"sqlite:///{(file or Path(folder) / 'demo.db').absolute()}")
        try:
            with database.claim(f"mentor demo (process {os.getpid()})"):
                return _run(database, port, people, seed, browser, clock)
        except Busy as busy:
            typer.echo(f"{file} is in use by {busy.owner}: end it first, or choose another file with --db.", err=True)
            return 2
        except Newer:
            typer.echo(f"{file} was written by a newer release of mentor: use that one, or another file.", err=True)
            return 2


def _run(database: Database, port: int, people: int, seed: int, browser: bool, clock: Callable[[], datetime]) -> int:
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    demo = Demo(database, Clock(clock(), ticking=True), people=people, seed=seed)
    url = _start(demo, port)
    if url is None:
        typer.echo(f"Ports {port} to {port + PORTS_TRIED} are all taken: choose another with --port.", err=True)
        return 2
    typer.echo(f"Ready: {url}\n{FIRST_STEPS}")
    if browser:
        webbrowser.open(url)
    ended.wait()
    demo.stop()
    return 0


def _start(demo: Demo, port: int) -> str | None:
    for tried in range(port, port + PORTS_TRIED + 1):
        try:
            return demo.start(tried)
        except OSError:
            typer.echo(f"Port {tried} is taken, trying {tried + 1}.")
    return None
