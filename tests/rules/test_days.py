from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.days import FARTHEST_PAUSE, read_day
from bot.rules.phrases import Unclear

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("pause until 15 January", date(2027, 1, 15)),
        ("until 15 Jan 2027", date(2027, 1, 15)),
        ("January 15th", date(2027, 1, 15)),
        ("UNTIL 15 JANUARY!", date(2027, 1, 15)),
        ("2027-01-10", date(2027, 1, 10)),
        ("until 15.1.", date(2027, 1, 15)),
        ("until 15/1", date(2027, 1, 15)),
        ("until 1/15", date(2027, 1, 15)),
        ("until the 15th", date(2026, 12, 15)),
        ("until the 25th", date(2026, 11, 25)),
        ("pause 2 weeks", date(2026, 12, 6)),
        ("for two weeks", date(2026, 12, 6)),
        ("for a fortnight", date(2026, 12, 6)),
        ("in 3 days", date(2026, 11, 25)),
        ("a month", date(2026, 12, 22)),
        ("3 months please", date(2027, 2, 22)),
        ("tomorrow", date(2026, 11, 23)),
        ("pause until next monday", date(2026, 11, 23)),
        ("until friday", date(2026, 11, 27)),
        # A weekday is the next one, and never today.
        ("until sunday", date(2026, 11, 29)),
        ("until next week", date(2026, 11, 23)),
        ("until next month", date(2026, 12, 1)),
        ("until january", date(2027, 1, 1)),
        ("until march 2027", date(2027, 3, 1)),
        ("until 22 Nov 2027", date(2027, 11, 22)),
    ],
)
def test_a_pause_lasts_until_the_day_that_was_named(text: str, until: date) -> None:
    assert read_day(text, today=SUNDAY) == until


@pytest.mark.parametrize("text", ["", "pause", "  Pause! ", "please pause me", "pause mentoring for now"])
def test_a_bare_pause_names_no_day(text: str) -> None:
    assert read_day(text, today=SUNDAY) is None


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("until flurb", "no_day", {}),
        ("24/7", "no_day", {}),
        ("until 3/4", "ambiguous_date", {"said": "3/4"}),
        ("until Friday 20 December", "ambiguous_date", {"said": "Friday 20 December"}),
        ("until 31 November", "no_such_day", {"said": "31 November"}),
        ("from monday until friday", "several_dates", {"days": [date(2026, 11, 23), date(2026, 11, 27)]}),
        ("yesterday", "past", {"day": date(2026, 11, 21)}),
        ("until last friday", "past", {"day": date(2026, 11, 20)}),
        ("2026-11-20", "past", {"day": date(2026, 11, 20)}),
        ("until 22 Nov", "past", {"day": SUNDAY}),
        ("until 2027-11-24", "too_far", {"day": date(2027, 11, 24)}),
        ("until march 2028", "too_far", {"day": date(2028, 3, 1)}),
        ("999 months", "too_far", {"day": date(2110, 2, 22)}),
    ],
)
def test_a_day_that_cannot_end_a_pause_is_asked_about(text: str, code: str, values: dict[str, object]) -> None:
    assert read_day(text, today=SUNDAY) == Unclear(code, values)


@pytest.mark.parametrize(
    ("today", "text", "until"),
    [
        (date(2027, 1, 31), "a month", date(2027, 2, 28)),
        (date(2028, 1, 31), "a month", date(2028, 2, 29)),
        (date(2026, 12, 31), "2 months", date(2027, 2, 28)),
        (date(2026, 12, 30), "until the 29th", date(2027, 1, 29)),
        (date(2026, 12, 31), "until next month", date(2027, 1, 1)),
        (date(2027, 1, 31), "until the 30th", date(2027, 3, 30)),
    ],
)
def test_months_end_where_they_end(today: date, text: str, until: date) -> None:
    assert read_day(text, today=today) == until


PIECES = [
    "pause",
    "until",
    "monday",
    "next",
    "2",
    "weeks",
    "3/4",
    "15.1.",
    "31",
    "Feb",
    "2027",
    "the 30th",
    "last",
    "a month",
]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join) | st.text(max_size=100),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_whatever_is_typed_is_a_later_day_or_none_or_a_question(text: str, today: date) -> None:
    found = read_day(text, today=today)
    if isinstance(found, date):
        assert timedelta(0) < found - today <= FARTHEST_PAUSE
    elif found is not None:
        asked = {"no_day", "no_such_day", "ambiguous_date", "several_dates", "past", "too_far"}
        assert found.code in asked


@settings(deadline=None)
@given(st.integers(1, 366))
def test_a_date_in_full_is_read_exactly(ahead: int) -> None:
    until = SUNDAY + timedelta(ahead)
    for written in (
        f"{until:%Y-%m-%d}",
        f"{until:%d.%m.%Y}",
        f"{until:%d %B %Y}",
        f"{until:%b %d, %Y}",
        f"{ahead} days",
    ):
        assert read_day(f"pause until {written}", today=SUNDAY) == until
