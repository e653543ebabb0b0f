"""What HR's row suggests for a joining form."""

from datetime import time
from typing import Any

import pytest

from bot.rules.people import HrRow
from bot.rules.suggestions import suggestions

SAID: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    (
        {"offers": {"ai tools": 4, "Bees": 1}},
        {"offers": ["AI tools", "Bees"], "offer_weights": {"AI tools": 4, "Bees": 1}},
    ),
    ({"wants": {"AI TOOLS": 2}}, {"wants": ["AI tools"], "want_weights": {"AI tools": 2}}),
    ({"style": "abba"}, {"style": "abba"}),
    ({"formats": frozenset({"walk", "video", "telepathy"})}, {"formats": ["video", "walk"]}),
    ({"languages": frozenset({"german", "en", "klingon"})}, {"languages": ["de", "en", "klingon"]}),
    ({"hours": (time(8), time(16, 30))}, {"hours_from": "08:00", "hours_to": "16:30"}),
    ({"hours": (time(22), time(6))}, {}),
    ({"capacity": 3}, {"capacity": 3}),
    ({"purpose": "Be heard"}, {"purpose": "Be heard"}),
    ({"never": frozenset({"U0B", "U0A"})}, {"never": ["U0A", "U0B"]}),
    ({"level": 3, "department": "Sales", "manager": "U0BOSS", "reviewers": frozenset({"U0R"})}, {}),
]


@pytest.mark.parametrize(("row", "suggested"), SAID)
def test_a_row_suggests_what_it_says_in_the_words_of_the_form(row: dict[str, Any], suggested: dict[str, Any]) -> None:
    found = suggestions(HrRow(row=2, user="U0ANN", role="mentor", **row), ["AI tools", "Short video"])
    assert found == {"role": "mentor", "from_hr": True} | suggested


def test_a_row_without_a_role_suggests_nothing() -> None:
    assert suggestions(HrRow(row=2, user="U0BOSS", purpose="Rule", capacity=2), []) == {}
