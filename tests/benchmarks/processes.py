"""Processes beside the one that measures, each with a pipe to it."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

_CONTEXT = multiprocessing.get_context("spawn")


@contextmanager
def beside(work: Callable[..., None], *arguments: Any) -> Iterator[tuple[Connection, str]]:
    """Run ``work(pipe, …)`` in a process of its own: our end of its pipe, and the first thing that it said."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=work, args=(theirs, *arguments))
    process.start()
    try:
        yield ours, ours.recv()
    finally:
        ours.send("end")
        process.join(5)
        process.kill()
