"""When the months of a pair are over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.closing import UNTOLD, ends_at, is_near, length, months_of, postponed

BEGAN = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST_END = BEGAN + 182 * DAY


def test_six_months_are_182_days_and_end_at_the_hour_at_which_they_began() -> None:
    assert ends_at(BEGAN, 6, None) == FIRST_END


@pytest.mark.parametrize(
    ("later", "ends"),
    [
        (0, FIRST_END),
        (30, FIRST_END),
        (91, FIRST_END),
        (92, BEGAN + (92 + 182) * DAY),
        (181, BEGAN + (181 + 182) * DAY),
        (300, BEGAN + (300 + 182) * DAY),
    ],
)
def test_whoever_is_matched_later_ends_with_the_first_where_half_of_the_months_are_left(
    later: int, ends: datetime
) -> None:
    assert ends_at(BEGAN + later * DAY, 6, FIRST_END) == ends


@given(st.integers(1, 24), st.integers(0, 2000))
def test_nobody_has_less_than_half_of_the_months_or_more_than_all(months: int, later: int) -> None:
    introduced = BEGAN + later * DAY
    end = ends_at(introduced, months, BEGAN + length(months))
    assert length(months) / 2 <= end - introduced <= length(months)


@pytest.mark.parametrize(("left", "near"), [(31, False), (30, True), (1, True), (0, False), (-1, False)])
def test_the_last_month_is_near_the_end(left: int, near: bool) -> None:
    assert is_near(FIRST_END, FIRST_END - left * DAY) is near


@pytest.mark.parametrize(
    ("planned", "later"),
    [
        (None, None),
        (-4, None),
        (-3, FIRST_END + DAY),
        (0, FIRST_END + UNTOLD),
        (1, None),
    ],
)
def test_a_pair_that_has_just_met_has_four_days_to_tell(planned: int | None, later: datetime | None) -> None:
    began = None if planned is None else FIRST_END + planned * DAY
    assert postponed(FIRST_END, began, FIRST_END) == later


@pytest.mark.parametrize(("days", "months"), [(0, 0), (15, 0), (16, 1), (91, 3), (182, 6), (365, 12)])
def test_a_pair_lasted_so_many_months(days: int, months: int) -> None:
    assert months_of(BEGAN, BEGAN + days * DAY) == months
