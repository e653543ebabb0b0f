"""Surveys of a pair whose end moves: whatever happens in whichever order, nobody is asked twice or too often."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.closing import length
from bot.rules.surveys import Turn, in_pair

BEGAN = date(2026, 11, 23)
HALF = ("midpoint", "")
DAY = timedelta(days=1)


def pulse(number: int) -> Turn:
    return "pulse", str(number)


@pytest.mark.parametrize(
    ("months", "today", "had", "planned"),
    [
        (6, 0, {}, {HALF: 91, pulse(1): 60, pulse(2): 120}),
        (12, 30, {}, {HALF: 182, pulse(1): 60, pulse(2): 120, pulse(4): 240, pulse(5): 300}),
        (12, 95, {pulse(1): 60, HALF: 91}, {pulse(2): 120, pulse(3): 180, pulse(4): 240, pulse(5): 300}),
        (8, 119, {HALF: 60}, {pulse(2): 120, pulse(3): 180}),
        (4, 30, {}, {HALF: 60}),
        (6, 100, {pulse(1): 60}, {HALF: 101, pulse(2): 120}),
        (6, 115, {pulse(1): 60}, {HALF: 116}),
        (4, 70, {pulse(1): 60}, {HALF: 74}),
        (3, 85, {pulse(1): 60}, {}),
        (3, 200, {pulse(1): 60}, {}),
        (12, 61, {}, {HALF: 182, pulse(1): 62, pulse(2): 120, pulse(4): 240, pulse(5): 300}),
        (12, 73, {}, {HALF: 182, pulse(2): 120, pulse(4): 240, pulse(5): 300}),
    ],
    ids=[
        "as it began",
        "longer",
        "longer after half-time",
        "what the end left out is asked",
        "shorter",
        "past the middle",
        "past the middle, a pulse gives way",
        "past the middle, after a pulse",
        "near the end",
        "past the end",
        "a pulse that waits for Monday",
        "a pulse two weeks late",
    ],
)
def test_what_was_not_asked_moves_with_the_end(
    months: int, today: int, had: dict[Turn, int], planned: dict[Turn, int]
) -> None:
    days = {turn: BEGAN + day * DAY for turn, day in had.items()}
    asked = in_pair(BEGAN, BEGAN + length(months), BEGAN + today * DAY, days)
    assert {turn: (day - BEGAN).days for turn, day in asked.items()} == planned


changes = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 24)), max_size=8)
"""After so many days the programme is to last so many months."""


@example([(100, 6)])
@example([(85, 3), (1, 6), (80, 12), (0, 4)])
@given(changes)
def test_however_often_the_end_moves_each_is_asked_once_and_no_two_in_two_weeks(moves: list[tuple[int, int]]) -> None:
    today, end, had = BEGAN, BEGAN + length(12), dict[Turn, date]()
    for after, months in [*moves, (800, 24)]:
        planned = in_pair(BEGAN, end, today, had)
        assert not had.keys() & planned.keys()
        assert all(today <= day <= end - 14 * DAY for day in planned.values())
        today += after * DAY
        had |= {turn: day for turn, day in planned.items() if day <= min(today, end)}
        end = BEGAN + length(months)
    days = sorted(had.values())
    assert all(later - earlier >= 14 * DAY for earlier, later in itertools.pairwise(days))


@given(changes)
def test_a_change_that_is_taken_back_on_the_same_day_leaves_no_trace(moves: list[tuple[int, int]]) -> None:
    end, today = BEGAN + length(12), BEGAN + sum(after for after, _months in moves) * DAY
    had = {turn: day for turn, day in in_pair(BEGAN, end, BEGAN, {}).items() if day < today}
    planned = {turn: day for turn, day in in_pair(BEGAN, end, BEGAN, {}).items() if turn not in had}
    assert in_pair(BEGAN, end, today, had) == planned
