"""Files for a spreadsheet: whatever people wrote stands there as text, and nothing is ever computed."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from messages.sheets import csv_file, workbook

HOSTILE = (
    '=HYPERLINK("https://evil.example","click")',
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\uff1d1",
    "https://evil.example",
    "{=1}",
)
COLUMNS = ("user", "reason")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_workbook_keeps_a_text_as_it_was_written_and_computes_nothing(text: str) -> None:
    made = workbook("a.xlsx", "A", {"One": (COLUMNS, [(text, 41.5)])})
    (sheet,) = load_workbook(BytesIO(made.content)).worksheets
    cell = sheet["A2"]
    assert (cell.data_type, cell.value.replace("_x000D_", "\r"), cell.hyperlink) == ("s", text, None)
    assert (sheet["B2"].data_type, sheet["B2"].value) == ("n", 41.5)
    assert "<f>" not in ZipFile(BytesIO(made.content)).read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("text", HOSTILE[:8])
def test_what_text_could_be_computed_stands_behind_an_apostrophe(text: str) -> None:
    made = csv_file("a.csv", "A", COLUMNS, [(text, 41.5)])
    columns, (cell, number) = csv.reader(StringIO(made.content.decode(), newline=""))
    assert (columns, cell[0], number) == ([*COLUMNS], "'", "41.5")
    assert cell.replace("'", "") == text.replace("'", "")


def test_nothing_is_computed_either_where_a_semicolon_parts_the_columns() -> None:
    made = csv_file("a.csv", "A", COLUMNS, [("U0ANN", "tea; =1+1;-2, C++; R"), ("U0BEN", "a\n=2")])
    cells = [cell for line in made.content.decode().splitlines() for cell in line.split(";")]
    assert [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))] == []
    assert "C++; R" in made.content.decode()


def test_a_workbook_has_a_sheet_for_each_table_with_its_first_row_in_sight() -> None:
    made = workbook("a.xlsx", "A", {"Pairs": (COLUMNS, [("U0ANN", "é")]), "Unmatched": (COLUMNS, [])})
    pairs, left = load_workbook(BytesIO(made.content)).worksheets
    assert (pairs.title, left.title, pairs.freeze_panes) == ("Pairs", "Unmatched", "A2")
    assert [[*row] for row in pairs.values] == [["user", "reason"], ["U0ANN", "é"]]
    assert [[*row] for row in left.values] == [["user", "reason"]]


def test_the_same_rows_make_the_same_bytes() -> None:
    assert workbook("a.xlsx", "A", {"One": (COLUMNS, [("a", 1)])}) == workbook(
        "a.xlsx", "A", {"One": (COLUMNS, [("a", 1)])}
    )
