"""The first line of a sheet: how its cells are separated, and which column is which."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.rules.people.cells import Wrong

COLUMNS = (
    "user",
    "role",
    "level",
    "department",
    "manager",
    "reviewers",
    "former_managers",
    "timezone",
    "hours",
    "languages",
    "offers",
    "wants",
    "style",
    "formats",
    "capacity",
    "never",
    "met",
    "purpose",
)
_PROTECTIVE = frozenset({"manager", "reviewers", "former_managers", "never"})
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column stands, and what else the line said. `protected` is how many cells a row must have
    so that none of the columns is cut off that keep two people apart."""

    places: tuple[tuple[str, int], ...]
    width: int
    protected: int
    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def separator(text: str) -> tuple[str, str]:
    """How cells are separated, and the text without the line `sep=;` by which Excel says so."""
    said = re.match(r'\s*"?sep=(.)"?[^\S\n]*(\r\n|\r|\n)', text, re.IGNORECASE)
    if said:
        return said[1], "\n" + text[said.end() :]
    first = next(filter(None, map(str.strip, text.splitlines())), "")
    return max(_SEPARATORS, key=first.count), text


def header(cells: list[str]) -> Header:
    """Read the header, whatever its case and spaces. Refuses one that lacks `user` or names a column twice."""
    known = {_bare(column): column for column in COLUMNS}
    found = [known.get(_bare(cell)) for cell in cells]
    places = tuple((column, place) for place, column in enumerate(found) if column)
    names = [column for column, _ in places]
    if "user" not in names:
        raise Wrong("header", text="", columns=COLUMNS)
    for name in _repeated(names):
        raise Wrong("header", text=name, columns=COLUMNS)
    return Header(
        places=places,
        width=len(cells),
        protected=max((place + 1 for column, place in places if column in _PROTECTIVE), default=1),
        unknown=tuple(cell.strip() for cell, column in zip(cells, found, strict=True) if not column and cell.strip()),
        missing=tuple(column for column in COLUMNS if column not in names),
    )


def _bare(cell: str) -> str:
    return re.sub(r"[\W_]+", "", cell.casefold())


def _repeated(names: list[str]) -> Iterator[str]:
    return (name for place, name in enumerate(names) if name in names[:place])
