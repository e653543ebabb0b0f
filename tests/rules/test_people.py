"""HR's sheet: what is read from it, and what is said about each bad row."""

import codecs
import re
import string
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.rules.people import ANY_TEXT, CODES, COLUMNS, Fault, HrRow, decode, is_email, read

WHOLE = (
    ",".join(COLUMNS) + "\n"
    "U0ANN,mentor,2,Marketing,U0GINA,U0HUGO; U0INES,U0JONAS,Europe/Berlin,08:30-16:00,English;de,"
    'Short video:5;AI: tools:3,Excel:1,ABab,Video;in person,2,U0MAX,U0EVA,"Learn, and teach"\n'
)


def test_a_whole_row_is_read_column_by_column() -> None:
    sheet = read(WHOLE)
    assert (sheet.faults, sheet.unknown_columns, sheet.missing_columns) == ((), (), ())
    assert sheet.rows == (
        HrRow(
            row=2,
            user="U0ANN",
            role="mentor",
            level=2,
            department="Marketing",
            manager="U0GINA",
            manager_known=True,
            reviewers=frozenset({"U0HUGO", "U0INES"}),
            former_managers=frozenset({"U0JONAS"}),
            timezone="Europe/Berlin",
            hours=(time(8, 30), time(16)),
            languages=frozenset({"english", "de"}),
            offers={"Short video": 5, "AI: tools": 3},
            wants={"Excel": 1},
            style="abab",
            formats=frozenset({"video", "in person"}),
            capacity=2,
            never=frozenset({"U0MAX"}),
            met=frozenset({"U0EVA"}),
            purpose="Learn, and teach",
        ),
    )


def test_an_empty_manager_is_none_and_a_missing_column_is_unknown() -> None:
    [known] = read("user,manager\nU0ANN,").rows
    assert (known.manager, known.manager_known) == (None, True)
    sheet = read("user,level\nU0ANN,3")
    assert (sheet.rows[0].manager, sheet.rows[0].manager_known) == (None, False)
    assert "manager" in sheet.missing_columns
    assert sheet.managers() == {}
    assert read("user,manager\nU0ANN,U0BEN\nU0BEN,").managers() == {"U0ANN": "U0BEN", "U0BEN": None}


@pytest.mark.parametrize(
    "written",
    [
        "user,role,languages\nU0ANN,mentor,en;de\n",
        'user;role;languages\r\nU0ANN;mentor;"en;de"\r\n',
        "user\trole\tlanguages\r\nU0ANN\tmentor\ten;de",
        '\ufeff"User","Role","Languages"\r\n"U0ANN","mentor","en;de"\r\n',
        'sep=;\r\nUSER;Role ; languages\r\nU0ANN; mentor ;"en;de"\r\n',
        "sep=,\nuser,role,languages\nU0ANN,mentor,en;de",
        "\n\n user , ROLE,Languages\n\nU0ANN,mentor,en;de\n\n,,\n",
        "languages,user,role\rde; en ;,U0ANN,Mentor\r",
    ],
)
def test_a_sheet_is_read_in_each_way_that_excel_writes_it(written: str) -> None:
    sheet = read(written)
    assert [(row.user, row.role, row.languages) for row in sheet.rows] == [("U0ANN", "mentor", {"en", "de"})]
    assert sheet.faults == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_decoded_in_each_way_that_excel_encodes_it(encoding: str) -> None:
    assert read(decode("user,department\nU0ANN,Güterzüge".encode(encoding))).rows[0].department == "Güterzüge"


def test_a_big_endian_file_is_decoded_and_any_bytes_are_some_text() -> None:
    assert decode(codecs.BOM_UTF16_BE + "user".encode("utf-16-be")) == "user"
    assert isinstance(decode(bytes(range(256))), str)


def test_header_names_may_differ_in_case_and_spaces() -> None:
    sheet = read("User, LEVEL ,Former Managers,Time-Zone\nU0ANN,3,U0BEN,UTC")
    assert sheet.missing_columns == tuple(
        c for c in COLUMNS if c not in {"user", "level", "former_managers", "timezone"}
    )
    assert (sheet.rows[0].former_managers, sheet.rows[0].timezone) == ({"U0BEN"}, "UTC")


def test_unknown_columns_are_passed_over_and_told() -> None:
    sheet = read("Shoe size,user,,Salary\n44,U0ANN,x,1")
    assert sheet.unknown_columns == ("Shoe size", "Salary")
    assert sheet.rows[0].user == "U0ANN"


@pytest.mark.parametrize(
    ("written", "named"),
    [("", ""), ("\n \n", ""), ("name,level\nU0ANN,3", ""), ("user,level,Level\nU0ANN,1,2", "level")],
)
def test_a_header_that_cannot_be_read_is_the_only_fault(written: str, named: str) -> None:
    sheet = read(written)
    assert sheet.rows == ()
    assert [(fault.code, fault.values["text"]) for fault in sheet.faults] == [("header", named)]


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    sheet = read('user,purpose\nU0ANN,"two\nlines"\n\nU0BEN,x\nnobody!,x')
    assert [row.row for row in sheet.rows] == [2, 4]
    assert sheet.rows[0].purpose == "two lines"
    assert sheet.faults[0].row == 5


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("user,level\n,3", Fault(2, "user", "empty", {})),
        ("user,level\nann,3", Fault(2, "user", "person", {"text": "ann"})),
        ("user,level\nU0ANN,3,4", Fault(2, "user", "cells", {"found": 3, "expected": 2})),
        ("user,level,manager\nU0ANN,3", Fault(2, "user", "cells", {"found": 2, "expected": 3})),
        ("user,never,level\nU0ANN", Fault(2, "user", "cells", {"found": 1, "expected": 3})),
        ('user,level\nU0ANN,"3\nU0BEN,4', Fault(2, "user", "quote", {})),
        ('user,level\n"U0ANN"x,3', Fault(2, "user", "quote", {})),
    ],
)
def test_a_bad_row_is_told_once(written: str, fault: Fault) -> None:
    sheet = read(written)
    assert (sheet.rows, sheet.faults) == ((), (fault,))


def test_a_row_cut_off_before_nothing_that_protects_is_read() -> None:
    sheet = read("user,manager,level,purpose\nU0ANN,U0BEN\nU0BEN,,9,,,")
    assert [(row.user, row.level) for row in sheet.rows] == [("U0ANN", None), ("U0BEN", 9)]


def test_good_rows_stay_where_others_are_bad_and_the_first_of_two_rows_counts() -> None:
    sheet = read("user,level\nU0ANN,3\nU0BEN,x\nU0ANN,4\nU0EVA,5\nAnn@x.org,1\nann@X.org,2")
    assert [(row.user, row.level) for row in sheet.rows] == [("U0ANN", 3), ("U0EVA", 5), ("ann@x.org", 1)]
    assert [(fault.row, fault.code, fault.values.get("first")) for fault in sheet.faults] == [
        (3, "number", None),
        (4, "repeated", 2),
        (7, "repeated", 6),
    ]


def test_an_id_is_what_the_caller_says_it_is() -> None:
    sheet = read("user,manager\nAnn Lee,Bob (UK)\nU0ANN,", who=ANY_TEXT)
    assert [(row.user, row.manager) for row in sheet.rows] == [("Ann Lee", "Bob (UK)"), ("U0ANN", None)]
    assert read("user\n7\nU0ANN", who=re.compile(r"\d")).faults[0].row == 3


def test_people_named_by_e_mail_are_found_and_renamed_everywhere() -> None:
    [row] = read("user,manager,never,met\nann@x.org,bob@x.org,eva@x.org;U0MAX,ann@x.org").rows
    assert {person for person in row.mentions() if is_email(person)} == {"ann@x.org", "bob@x.org", "eva@x.org"}
    named = row.renamed({"ann@x.org": "U0ANN", "bob@x.org": "U0BOB"})
    assert (named.user, named.manager, named.never, named.met) == ("U0ANN", "U0BOB", {"eva@x.org", "U0MAX"}, {"U0ANN"})
    assert row.renamed({}) == row


@settings(deadline=None)
@given(some.text() | some.text(alphabet=string.printable + "\"';:,\t\r\n=\x00\u202e\ud800"), some.sampled_from(COLUMNS))
def test_whatever_is_pasted_is_rows_and_faults_with_known_values(pasted: str, column: str) -> None:
    for text in (pasted, f"user,{column}\nU0ANN,{pasted}", f"user\t{column}\nU0ANN\t{pasted}\nU0BEN\t"):
        sheet = read(text)
        for row in sheet.rows:
            assert str(row).encode()
        for fault in sheet.faults:
            assert tuple(fault.values) == CODES[fault.code]
            assert fault.column in COLUMNS
