"""Tables as files for a spreadsheet: comma-separated, or a workbook of several sheets. No cell is ever a formula."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

from messages.mrkdwn import plain
from messages.page import Enclosure

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]
"""The names of the columns, and the rows."""
MARKS = "=+@\uff1d\uff0b\uff0d\uff20-"
"""What a formula begins with, the wide forms of East Asian scripts included (OWASP's list of 2025)."""
FORMULA = re.compile(rf"^(?=\s*[{MARKS}]|[\t\r\n])|(?<=[;\t\r\n])(?=\s*[{MARKS}])")
"""Where a spreadsheet may begin to compute: at the start of a text, or of what it takes for one. Where a comma stands
in numbers, a semicolon parts the columns, even within quotation marks."""
UNDATED = {"created": datetime(2000, 1, 1, tzinfo=UTC)}
"""The same rows make the same bytes, and nobody's name is in them."""
WIDEST = 80
"""Characters of a column, which would otherwise be as wide as its longest sentence."""


def csv_file(name: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Enclosure:
    """Rows as text in UTF-8. What could be taken for a formula stands behind an apostrophe."""
    written = StringIO(newline="")
    table = csv.writer(written)
    table.writerows(map(_harmless, (columns, *rows)))
    return Enclosure(name, plain(title), written.getvalue().encode())


def workbook(name: str, title: str, sheets: Mapping[str, Table]) -> Enclosure:
    """A sheet for each table, its first row in sight. Text is kept as text and numbers as numbers, so a text stands as
    it was written."""
    from xlsxwriter import Workbook

    written = BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        book.set_properties(UNDATED)
        head = book.add_format({"bold": True})
        for called, (columns, rows) in sheets.items():
            _fill(book.add_worksheet(plain(called)), head, columns, rows)
    return Enclosure(name, plain(title), written.getvalue())


def _fill(sheet: Any, head: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    widths = [len(column) for column in columns]
    sheet.write_row(0, 0, columns, head)
    sheet.freeze_panes(1, 0)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            write = sheet.write_string if isinstance(value, str) else sheet.write_number
            write(at, column, value)
            widths[column] = max(widths[column], len(str(value)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, WIDEST) + 2)


def _harmless(row: Sequence[Any]) -> list[Any]:
    return [FORMULA.sub("'", value) if isinstance(value, str) else value for value in row]
