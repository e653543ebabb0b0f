"""How long somebody has to answer, when they are reminded, and how two clocks differ."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.rules import consent
from bot.rules.cadence import in_morning, local_day

ZONES = some.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Apia", "Asia/Kathmandu", None])
MOMENTS = some.integers(0, 5 * 366 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(
    ("asked", "days", "last"),
    [
        ("2026-11-23T09:30", 5, date(2026, 11, 30)),
        ("2026-11-27T09:30", 1, date(2026, 11, 30)),
        ("2026-11-28T09:30", 5, date(2026, 12, 4)),
        ("2026-11-23T23:30", 1, date(2026, 11, 25)),
    ],
    ids=["from a Monday", "over a weekend", "from a Saturday", "on the local day"],
)
def test_working_days_are_counted_from_the_day_after(asked: str, days: int, last: date) -> None:
    assert consent.last_day(datetime.fromisoformat(f"{asked}+00:00"), "Europe/Berlin", days) == last


@given(moment=MOMENTS, zone=ZONES, days=some.integers(1, 20))
def test_the_last_day_is_a_working_day_that_ends_at_midnight(moment: datetime, zone: str | None, days: int) -> None:
    last = consent.last_day(moment, zone, days)
    over = consent.time_is_over(last, zone)
    assert last.weekday() < 5
    assert local_day(over - timedelta(microseconds=1), zone) == last
    assert local_day(over, zone) > last
    assert days <= (last - local_day(moment, zone)).days <= days + 2 * (days // 5 + 1)


@given(moment=MOMENTS, zone=ZONES, days=some.integers(1, 20))
def test_the_reminder_comes_in_a_morning_after_the_question_and_before_the_end(
    moment: datetime, zone: str | None, days: int
) -> None:
    last = consent.last_day(moment, zone, days)
    reminded = consent.reminder(moment, last, zone)
    assert in_morning(reminded, zone)
    assert local_day(moment, zone) < local_day(reminded, zone) <= last


def test_a_clock_that_is_ahead_for_one_is_behind_for_the_other() -> None:
    moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert consent.minutes_ahead("Asia/Kolkata", "Europe/Berlin", moment) == 270
    assert consent.minutes_ahead("Europe/Berlin", "Asia/Kolkata", moment) == -270
    assert consent.minutes_ahead(None, "Europe/London", moment) == 0
