"""Each column of HR's sheet: what may stand in a cell, and what is said about the rest."""

from datetime import time
from typing import Any

import pytest

from bot.rules.people import Fault, HrRow, read


def one(column: str, cell: str) -> HrRow | Fault:
    """What becomes of a person of whom one thing is said."""
    sheet = read(f"user\t{column}\nU0ANN\t{cell}")
    assert len(sheet.rows) + len(sheet.faults) == 1
    return (*sheet.rows, *sheet.faults)[0]


READ: list[tuple[str, str, Any]] = [
    ("level", "1", 1),
    ("level", "10", 10),
    ("level", "7.0", 7),
    ("role", "EITHER", "either"),
    ("manager", "WABC123", "WABC123"),
    ("manager", "Gina.Ferrari@Example.com", "gina.ferrari@example.com"),
    ("never", "U0MAX;;max@example.com; U0MAX", {"U0MAX", "max@example.com"}),
    ("timezone", "europe/berlin", "Europe/Berlin"),
    ("timezone", "America/New York", "America/New_York"),
    ("timezone", "UTC", "UTC"),
    ("hours", "9-17", (time(9), time(17))),
    ("hours", "09:00 \u2013 17:30", (time(9), time(17, 30))),
    ("hours", "9.15-17.45", (time(9, 15), time(17, 45))),
    ("hours", "22:00-06:00", (time(22), time(6))),
    ("hours", "16:00-24:00", (time(16), time(0))),
    ("offers", " AI tools : 5 ; a:b:1;", {"AI tools": 5, "a:b": 1}),
    ("style", "AbBa", "abba"),
    ("capacity", "6", 6),
    ("department", '=HYPERLINK("http://x")', '=HYPERLINK("http://x")'),
    ("department", "@SUM(1+1)*cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0"),
    ("department", "R\x00&\x07D \u202eevil", "R&D evil"),
    ("purpose", "<!channel> *{% raw %}*", "<!channel> *{% raw %}*"),
    ("purpose", "x" * 300, "x" * 300),
    ("offers", "t" * 75 + ":5", {"t" * 75: 5}),
]


@pytest.mark.parametrize(("column", "cell", "value"), READ)
def test_a_cell_is_read(column: str, cell: str, value: Any) -> None:
    assert getattr(one(column, cell), column) == value


WRONG: list[tuple[str, str, str, dict[str, object]]] = [
    ("level", "0", "number", {"text": "0", "least": 1, "greatest": 10}),
    ("level", "11", "number", {"text": "11", "least": 1, "greatest": 10}),
    ("level", "2.5", "number", {"text": "2.5", "least": 1, "greatest": 10}),
    ("level", "senior", "number", {"text": "senior", "least": 1, "greatest": 10}),
    ("level", "\u0663", "number", {"text": "\u0663", "least": 1, "greatest": 10}),
    ("capacity", "0", "number", {"text": "0", "least": 1, "greatest": 6}),
    ("capacity", "7", "number", {"text": "7", "least": 1, "greatest": 6}),
    ("role", "boss", "role", {"text": "boss"}),
    ("manager", "Gina", "person", {"text": "Gina"}),
    ("manager", "U0ANN", "own_manager", {"text": "U0ANN"}),
    ("reviewers", "U0BEN;u0ben", "person", {"text": "u0ben"}),
    ("former_managers", "U0BEN, U0EVA", "person", {"text": "U0BEN, U0EVA"}),
    ("never", "a@b", "person", {"text": "a@b"}),
    ("met", "?", "person", {"text": "?"}),
    ("timezone", "CET+1", "zone", {"text": "CET+1", "right": "Europe/Berlin"}),
    ("timezone", "new york", "zone", {"text": "new york", "right": "America/New_York"}),
    ("timezone", "../etc/passwd", "zone", {"text": "../etc/passwd", "right": "Europe/Berlin"}),
    ("hours", "9 to 5", "hours", {"text": "9 to 5"}),
    ("hours", "25:00-26:00", "hours", {"text": "25:00-26:00"}),
    ("hours", "09:60-17:00", "hours", {"text": "09:60-17:00"}),
    ("hours", "09:00-09:00", "hours", {"text": "09:00-09:00"}),
    ("hours", "24:00-08:00", "hours", {"text": "24:00-08:00"}),
    ("style", "aba", "style", {"text": "aba"}),
    ("style", "abac", "style", {"text": "abac"}),
    ("offers", "video", "rating", {"text": "video"}),
    ("offers", "video:6", "rating", {"text": "video:6"}),
    ("wants", "video:0", "rating", {"text": "video:0"}),
    ("wants", ":3", "rating", {"text": ":3"}),
    ("wants", "video:3;VIDEO:4", "rating", {"text": "video:3;VIDEO:4"}),
    ("offers", "t" * 76 + ":5", "long", {"length": 76, "limit": 75}),
    ("purpose", "x" * 301, "long", {"length": 301, "limit": 300}),
    ("department", "x" * 76, "long", {"length": 76, "limit": 75}),
    ("never", "U0BEN;" * 100_000, "long", {"length": 600_000, "limit": 10_000}),
]


@pytest.mark.parametrize(("column", "cell", "code", "values"), WRONG)
def test_a_bad_cell_is_told_with_what_would_be_right(column: str, cell: str, code: str, values: Any) -> None:
    assert one(column, cell) == Fault(2, column, code, values)
