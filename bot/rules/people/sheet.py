"""A sheet as HR exports or pastes it: comma, semicolon or tab, with or without quotes and a byte order mark."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from bot.rules.people.cells import SLACK_ID, Reader, Wrong, readers
from bot.rules.people.header import COLUMNS, Header, header, separator
from bot.rules.people.row import Fault, HrRow, Sheet

CODES = {
    "header": ("text", "columns"),
    "quote": (),
    "cells": ("found", "expected"),
    "empty": (),
    "long": ("length", "limit"),
    "person": ("text",),
    "repeated": ("text", "first"),
    "own_manager": ("text",),
    "role": ("text",),
    "number": ("text", "least", "greatest"),
    "zone": ("text", "right"),
    "hours": ("text",),
    "style": ("text",),
    "rating": ("text",),
}
"""Every code of a fault, with the values that it carries.

header: the first line names no `user` column (text is empty), or names the column `text` twice. quote: a quotation
mark is never closed, or closed too early. cells: a row with more cells than the header, or cut off before a column
that keeps people apart. empty: a row without its user. person: no id and no e-mail address. repeated: the person
stands in row `first` already. own_manager: is said to manage themselves. zone: `right` is one that may have been meant.
rating: `text` is no topic:1 to topic:5, or names a topic twice.
"""

_ABOUT = {"quote": "user", "cells": "user", "empty": "user", "repeated": "user", "own_manager": "manager"}

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_text(raw: bytes) -> bool:
    """Whether a file can be a sheet at all: a picture or a workbook holds zeros, and only UTF-16 does so, too."""
    return raw.startswith(_UTF_16) or b"\0" not in raw[:4096]


def decode(raw: bytes) -> str:
    """The text of a file as Excel writes it: UTF-8 or UTF-16 with a byte order mark, plain UTF-8, else Windows-1252."""
    if raw.startswith(_UTF_16):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def read(text: str, *, who: re.Pattern[str] = SLACK_ID) -> Sheet:
    """Read a sheet: good rows in, one fault for each bad row; blank rows and unknown columns are passed over.

    A person is what matches `who`, or an e-mail address. A header that cannot be read is the only fault reported.
    """
    lines = _lines(text)
    row, cells = next(lines, (1, []))
    try:
        columns = header(cells or [])
    except Wrong as wrong:
        return Sheet(faults=(Fault(row, "user", wrong.code, wrong.values),), missing_columns=COLUMNS)
    people = _People(columns, readers(who))
    faults = tuple(fault for row, cells in lines if (fault := people.add(row, cells)))
    return Sheet(tuple(people.rows.values()), faults, columns.unknown, columns.missing)


def _lines(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """The lines that are not blank, numbered as a spreadsheet does; None for one whose quotes cannot be read."""
    mark, text = separator(_UNPRINTABLE.sub("", text))
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    for row in count(1):
        try:
            cells = [cell.strip() for cell in next(lines)]
        except StopIteration:
            return
        except csv.Error:
            yield row, None
        else:
            if any(cells):
                yield row, cells


class _People:
    """The people of the rows that were read so far."""

    def __init__(self, columns: Header, reading: dict[str, Reader]) -> None:
        self.rows: dict[str, HrRow] = {}
        self._columns = columns
        self._reading = [(column, place, reading[column]) for column, place in columns.places]
        self._manager_known = "manager" not in columns.missing

    def add(self, row: int, cells: list[str] | None) -> Fault | None:
        """Keep the person of a row, or say what is wrong with it."""
        column = ""
        values: dict[str, Any] = {}
        try:
            whole = self._whole(cells)
            for column, place, reader in self._reading:
                if cell := whole[place]:
                    values[column] = reader(cell)
            self._check(values)
        except Wrong as wrong:
            return Fault(row, _ABOUT.get(wrong.code, column), wrong.code, wrong.values)
        self.rows[values["user"]] = HrRow(row=row, manager_known=self._manager_known, **values)
        return None

    def _whole(self, cells: list[str] | None) -> list[str]:
        if cells is None:
            raise Wrong("quote")
        width = self._columns.width
        if len(cells) < self._columns.protected or any(cells[width:]):
            raise Wrong("cells", found=len(cells), expected=width)
        return cells + [""] * (width - len(cells))

    def _check(self, values: dict[str, Any]) -> None:
        user = values.get("user")
        if user is None:
            raise Wrong("empty")
        if user in self.rows:
            raise Wrong("repeated", text=user, first=self.rows[user].row)
        if user == values.get("manager"):
            raise Wrong("own_manager", text=user)
