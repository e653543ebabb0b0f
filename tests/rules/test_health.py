"""Sessions held against expected, and shares that say nothing of anybody."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.health import expected, rate

INTRODUCED = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "cadence", "sessions", "due"),
    [
        (0, "monthly", 6, 0),
        (29.99, "monthly", 6, 0),
        (30, "monthly", 6, 1),
        (89, "monthly", 6, 2),
        (90, "monthly", 6, 3),
        (179, "monthly", 6, 5),
        (180, "monthly", 6, 6),
        (400, "monthly", 6, 6),
        (400, "monthly", 12, 12),
        (7, "weekly", 6, 1),
        (41.9, "weekly", 6, 5),
        (14, "fortnightly", 4, 1),
        (100, "every two months", 6, 1),
        (100, "weekly", 0, 0),
        (-3, "weekly", 6, 0),
    ],
)
def test_one_session_is_expected_for_each_cadence_that_has_passed(
    days: float, cadence: str, sessions: int, due: int
) -> None:
    assert expected(INTRODUCED, INTRODUCED + timedelta(days=days), cadence, sessions) == due


@pytest.mark.parametrize(
    ("part", "whole", "people", "shown"),
    [(0, 0, 50, None), (3, 4, 4, None), (4, 5, 5, 80), (0, 5, 5, 0), (2, 3, 6, 67), (7, 6, 5, 100), (1, 2, 0, None)],
)
def test_a_share_is_withheld_where_fewer_than_five_people_stand_behind_it(
    part: int, whole: int, people: int, shown: int | None
) -> None:
    assert rate(part, whole, people) == shown
