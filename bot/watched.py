"""How far a long command is: a bar on a terminal, silence everywhere else."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, track

from bot.rules.matching import Progress as Told
from bot.rules.matching import silent
from messages import sentence

Part = TypeVar("Part")


@contextmanager
def watched(console: Console | None = None) -> Iterator[Told]:
    """Whom a matching tells how far it is. Between two steps the bar stands still, and the wheel before it turns."""
    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    wheel, words, percent = SpinnerColumn(), TextColumn("{task.description}"), TaskProgressColumn()
    with Progress(wheel, words, BarColumn(), percent, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(sentence("match/matching", step=""), total=None)

        def tell(step: str, done: int, of: int) -> None:
            bar.update(task, description=sentence("match/matching", step=step), completed=done, total=of)

        yield tell


def counted(parts: Sequence[Part], what: str, console: Console | None = None) -> Iterable[Part]:
    """The same parts, and how many of them are done; ``what`` is the template that says what is done to them."""
    console = console or Console(stderr=True)
    return track(parts, sentence(what), console=console, disable=not console.is_terminal)
