"""``mentor demo``: start it, say where it is and what to try, end it on Ctrl-C."""

import os
import signal
import tempfile
import threading
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bot.demo import Demo
from bot.sandbox import Clock
from bot.settings import forget_environment
from storage.database import Busy, Database
from storage.schema import Newer

PORTS_TRIED = 20
A_GLANCE = 0.2
"""Seconds between two looks at how far a play is."""
BEGINS = time(7, 0)

FIRST_STEPS = """
What to try first:
  1. As Ann, type  /mentor join  and send the form.
  2. Switch to Ines and join too; then to Cora, the coordinator, and type  /mentor admin round.
  3. Approve the round; as Ines, then as Ann, click  Yes, introduce us.
  4. Move the clock by a month: both are asked whether they met.
Ctrl-C ends the demo."""


def run(
    port: int,
    *,
    people: int,
    seed: int,
    file: Path | None,
    browser: bool,
    clock: Callable[[], datetime],
    play: timedelta | None = None,
) -> int:
    """Run the demo until Ctrl-C, after having played for so long. Returns the exit code."""
    forget_environment()
    begins = monday(clock()) if play else clock()
    with tempfile.TemporaryDirectory(prefix="mentor-demo-") as folder:
        kept = (file or Path(folder) / "demo.db").absolute()
        database = Database(f"sqlite:///{kept}", lasting=file is not None)
        try:
            with database.claim(f"mentor demo (process {os.getpid()})"):
                demo = Demo(database, Clock(begins, ticking=not play), people=people, seed=seed)
                return _run(demo, port, browser, partial(_play, demo, play) if play else None)
        except Busy as busy:
            typer.echo(f"{file} is in use by {busy.owner}: end it first, or choose another file with --db.", err=True)
            return 2
        except Newer:
            typer.echo(f"{file} was written by a newer release of mentor: use that one, or another file.", err=True)
            return 2


def monday(now: datetime) -> datetime:
    """When a play begins: the same moment all week long, so that the same seed tells the same story."""
    return datetime.combine(now.date() - timedelta(days=now.weekday()), BEGINS, UTC)


def _run(demo: Demo, port: int, browser: bool, first: Callable[[threading.Event], None] | None) -> int:
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    url = _start(demo, port)
    if url is None:
        typer.echo(f"Ports {port} to {port + PORTS_TRIED} are all taken: choose another with --port.", err=True)
        return 2
    typer.echo(f"Ready: {url}\n{FIRST_STEPS}")
    if browser:
        webbrowser.open(url)
    if first:
        first(ended)
    ended.wait()
    demo.stop()
    return 0


def _play(demo: Demo, length: timedelta, ended: threading.Event) -> None:
    """Let simulated colleagues take part, tell what came of it, and let the clock go on from there."""
    demo.stage.begin(length.days)
    columns = TextColumn("Playing {task.description}"), BarColumn(), TimeRemainingColumn()
    with Progress(*columns, transient=True) as shown:
        task = shown.add_task(f"{length.days} days", total=1.0)
        while demo.stage.playing and not ended.wait(A_GLANCE):
            shown.update(task, completed=demo.stage.share)
    if demo.stage.came:
        typer.echo(f"\n{length.days} days of {len(demo.employees)} colleagues:\n{demo.stage.came}")
        demo.tick()


def _start(demo: Demo, port: int) -> str | None:
    for tried in range(port, port + PORTS_TRIED + 1):
        try:
            return demo.start(tried)
        except OSError:
            typer.echo(f"Port {tried} is taken, trying {tried + 1}.")
    return None
