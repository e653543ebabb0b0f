"""Files that are kept apart: nothing is written over what is read, nor two results into one file."""

from collections.abc import Iterable
from os.path import realpath
from pathlib import Path


def clash(read: Path, written: Iterable[Path | None]) -> tuple[str, Path] | None:
    """The first file that would be written over: ``sheet`` where it is the one that is read, ``twice`` where it is
    another result; None where each is its own, however it is spelled."""
    taken: list[Path] = []
    for result in filter(None, written):
        if _are_one(read, result):
            return "sheet", result
        if any(_are_one(one, result) for one in taken):
            return "twice", result
        taken.append(result)
    return None


def _are_one(one: Path, other: Path) -> bool:
    """Whether both name one file; a device such as /dev/null takes whatever it is given."""
    if one.exists() and other.exists():
        return one.is_file() and one.samefile(other)
    return realpath(one) == realpath(other)
