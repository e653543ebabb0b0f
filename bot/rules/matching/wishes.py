"""What whoever asks for a round may add."""

from collections.abc import Callable, Collection

Pairs = Collection[tuple[str, str]]
"""Pairs by user: mentor, mentee."""

Progress = Callable[[str, int, int], None]
"""Told which step, how many mentees of it are done, and of how many. What it raises ends the matching."""


def silent(step: str, done: int, of: int) -> None:
    """Nobody watches."""
