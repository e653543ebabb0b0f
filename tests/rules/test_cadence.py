from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import cadence

ZONES = st.sampled_from(sorted(available_timezones()))
MOMENTS = st.integers(0, 98 * 365 * 86400).map(lambda seconds: datetime(2001, 1, 1, tzinfo=UTC) + timedelta(0, seconds))
NEAR_CLOCK_CHANGES = st.builds(
    lambda day, seconds: day + timedelta(seconds=seconds),
    st.sampled_from(
        [
            datetime(2026, 3, 8, tzinfo=UTC),
            datetime(2026, 11, 1, tzinfo=UTC),
            datetime(2027, 3, 14, tzinfo=UTC),
            datetime(2027, 3, 28, tzinfo=UTC),
            datetime(2027, 10, 31, tzinfo=UTC),
            datetime(2011, 12, 30, tzinfo=UTC),
        ]
    ),
    st.integers(-5 * 86400, 2 * 86400),
)
ANY_MOMENT = MOMENTS | NEAR_CLOCK_CHANGES


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        # An ordinary week: 16 November 2026 is a Monday.
        ("2026-11-16 08:30", "UTC", "2026-11-16 09:00"),
        ("2026-11-16 09:00", "UTC", "2026-11-16 09:00"),
        ("2026-11-16 10:59:59", "UTC", "2026-11-16 10:59:59"),
        ("2026-11-16 11:00", "UTC", "2026-11-17 09:00"),
        ("2026-11-20 11:00", "UTC", "2026-11-23 09:00"),
        ("2026-11-21 09:30", "UTC", "2026-11-23 09:00"),
        ("2026-11-22 23:59", "UTC", "2026-11-23 09:00"),
        # Los Angeles: -7 until Sunday 1 November 2026 02:00, -8 until Sunday 14 March 2027 02:00.
        ("2026-10-30 16:30", "America/Los_Angeles", "2026-10-30 16:30"),
        ("2026-10-30 18:00", "America/Los_Angeles", "2026-11-02 17:00"),
        ("2026-11-01 08:30", "America/Los_Angeles", "2026-11-02 17:00"),
        ("2026-11-01 09:30", "America/Los_Angeles", "2026-11-02 17:00"),
        ("2027-03-12 19:00", "America/Los_Angeles", "2027-03-15 16:00"),
        ("2027-03-14 10:00", "America/Los_Angeles", "2027-03-15 16:00"),
        # Berlin: +1 until Sunday 28 March 2027 02:00.
        ("2027-03-26 09:59:59", "Europe/Berlin", "2027-03-26 09:59:59"),
        ("2027-03-26 10:00", "Europe/Berlin", "2027-03-29 07:00"),
        ("2027-03-28 01:00", "Europe/Berlin", "2027-03-29 07:00"),
        ("2026-11-02 07:00", "Europe/Berlin", "2026-11-02 08:00"),
        # São Paulo gave up its summer time in 2019: -3 all year.
        ("2026-10-30 14:00", "America/Sao_Paulo", "2026-11-02 12:00"),
        ("2026-11-02 11:59", "America/Sao_Paulo", "2026-11-02 12:00"),
        ("2027-03-15 13:59", "America/Sao_Paulo", "2027-03-15 13:59"),
        # Kolkata: half an hour off the rest of the world, all year.
        ("2026-11-01 20:00", "Asia/Kolkata", "2026-11-02 03:30"),
        ("2027-03-15 05:29", "Asia/Kolkata", "2027-03-15 05:29"),
        ("2027-03-15 05:30", "Asia/Kolkata", "2027-03-16 03:30"),
        # Lord Howe turns its clocks by half an hour: +11 in summer, +10:30 from Sunday 4 April 2027.
        ("2026-10-31 23:00", "Australia/Lord_Howe", "2026-11-01 22:00"),
        ("2027-03-28 12:00", "Australia/Lord_Howe", "2027-03-28 22:00"),
        ("2027-04-04 12:00", "Australia/Lord_Howe", "2027-04-04 22:30"),
        # Samoa went straight from Thursday to Saturday.
        ("2011-12-30 00:00", "Pacific/Apia", "2012-01-01 19:00"),
    ],
)
def test_a_nudge_waits_for_the_next_local_morning_of_a_working_day(moment: str, zone: str, expected: str) -> None:
    assert cadence.morning(utc(moment), zone) == utc(expected)


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-11-16 07:59", "UTC", "2026-11-16 08:00"),
        ("2026-11-16 18:59", "UTC", "2026-11-16 18:59"),
        ("2026-11-16 19:00", "UTC", "2026-11-17 08:00"),
        ("2026-11-21 12:00", "UTC", "2026-11-21 12:00"),
        ("2026-11-01 03:00", "America/Los_Angeles", "2026-11-01 16:00"),
        ("2027-03-14 03:00", "America/Los_Angeles", "2027-03-14 15:00"),
        ("2027-03-27 20:00", "Europe/Berlin", "2027-03-28 06:00"),
        ("2026-11-01 14:00", "Asia/Kolkata", "2026-11-02 02:30"),
        ("2027-04-03 12:00", "Australia/Lord_Howe", "2027-04-03 21:30"),
        ("2011-12-30 06:00", "Pacific/Apia", "2011-12-30 18:00"),
    ],
)
def test_a_notice_waits_for_waking_hours_of_any_day(moment: str, zone: str, expected: str) -> None:
    assert cadence.waking(utc(moment), zone) == utc(expected)


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-11-16 09:10", "UTC", "2026-11-16 11:00"),
        ("2026-11-20 12:00", "UTC", "2026-11-23 11:00"),
        ("2026-10-30 18:00", "America/Los_Angeles", "2026-11-02 19:00"),
        ("2027-03-28 01:00", "Europe/Berlin", "2027-03-29 09:00"),
    ],
)
def test_a_nudge_expires_at_eleven_local(moment: str, zone: str, expected: str) -> None:
    assert cadence.morning_ends(utc(moment), zone) == utc(expected)


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        (date(2026, 11, 16), "UTC", "2026-11-17 09:00"),
        (date(2026, 11, 20), "UTC", "2026-11-23 09:00"),
        (date(2026, 10, 30), "America/Los_Angeles", "2026-11-02 17:00"),
        (date(2027, 3, 26), "Europe/Berlin", "2027-03-29 07:00"),
        (date(2011, 12, 29), "Pacific/Apia", "2012-01-01 19:00"),
    ],
)
def test_who_had_a_nudge_on_a_day_gets_the_next_one_on_a_later_working_day(day: date, zone: str, expected: str) -> None:
    assert cadence.morning_after(day, zone) == utc(expected)


@pytest.mark.parametrize(
    ("starts_at", "zone", "prepared_at"),
    [
        # An ordinary week: what is on a Monday or at the weekend is prepared on Friday.
        ("2026-11-25 09:00", "Europe/Berlin", "2026-11-24 08:00"),
        ("2026-11-23 09:00", "Europe/Berlin", "2026-11-20 08:00"),
        ("2026-11-22 12:00", "Europe/Berlin", "2026-11-20 08:00"),
        ("2026-11-24 23:30", "America/Los_Angeles", "2026-11-23 17:00"),
        ("2026-11-24 23:30", "Asia/Kolkata", "2026-11-24 03:30"),
        # Los Angeles leaves its summer time on Sunday 1 November 2026, and goes back to it on Sunday 14 March 2027.
        ("2026-11-01 08:59", "America/Los_Angeles", "2026-10-30 16:00"),
        ("2026-11-02 18:00", "America/Los_Angeles", "2026-10-30 16:00"),
        ("2026-11-03 18:00", "America/Los_Angeles", "2026-11-02 17:00"),
        ("2027-03-15 17:00", "America/Los_Angeles", "2027-03-12 17:00"),
        ("2027-03-16 17:00", "America/Los_Angeles", "2027-03-15 16:00"),
        ("2027-03-29 17:00", "America/Los_Angeles", "2027-03-26 16:00"),
        # Berlin goes to summer time on Sunday 28 March 2027.
        ("2026-11-02 09:00", "Europe/Berlin", "2026-10-30 08:00"),
        ("2027-03-15 09:00", "Europe/Berlin", "2027-03-12 08:00"),
        ("2027-03-29 07:00", "Europe/Berlin", "2027-03-26 08:00"),
        ("2027-03-30 07:00", "Europe/Berlin", "2027-03-29 07:00"),
        # São Paulo and Kolkata leave their clocks alone.
        ("2026-11-02 12:00", "America/Sao_Paulo", "2026-10-30 12:00"),
        ("2027-03-15 12:00", "America/Sao_Paulo", "2027-03-12 12:00"),
        ("2027-03-30 02:59", "America/Sao_Paulo", "2027-03-26 12:00"),
        ("2026-11-01 20:00", "Asia/Kolkata", "2026-10-30 03:30"),
        ("2027-03-15 18:31", "Asia/Kolkata", "2027-03-15 03:30"),
        ("2027-03-29 18:29", "Asia/Kolkata", "2027-03-26 03:30"),
        # Lord Howe stands at +11 in its summer and at +10:30 from Sunday 4 April 2027 on.
        ("2026-11-01 22:00", "Australia/Lord_Howe", "2026-10-29 22:00"),
        ("2027-03-14 22:00", "Australia/Lord_Howe", "2027-03-11 22:00"),
        ("2027-03-28 22:00", "Australia/Lord_Howe", "2027-03-25 22:00"),
        ("2027-04-04 22:30", "Australia/Lord_Howe", "2027-04-01 22:00"),
        ("2027-04-05 22:30", "Australia/Lord_Howe", "2027-04-04 22:30"),
        # Samoa had no Friday before this Saturday.
        ("2011-12-30 20:00", "Pacific/Apia", "2011-12-29 19:00"),
    ],
)
def test_what_begins_at_a_moment_is_prepared_in_the_last_working_morning_before_its_day(
    starts_at: str, zone: str, prepared_at: str
) -> None:
    assert cadence.morning_before(utc(starts_at), zone) == utc(prepared_at)


@given(ANY_MOMENT, ZONES)
def test_between_the_morning_before_and_the_moment_lies_no_other_working_morning(moment: datetime, zone: str) -> None:
    before = cadence.morning_before(moment, zone)
    assert cadence.in_morning(before, zone)
    that_day, the_day = cadence.local_day(before, zone), cadence.local_day(moment, zone)
    assert that_day < the_day <= cadence.local_day(cadence.morning_after(that_day, zone), zone)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", date(2026, 11, 21)),
        ("America/Los_Angeles", date(2026, 11, 20)),
        ("Asia/Kolkata", date(2026, 11, 21)),
        ("Pacific/Auckland", date(2026, 11, 21)),
        ("Pacific/Kiritimati", date(2026, 11, 21)),
    ],
)
def test_the_local_day_is_the_date_on_the_wall(zone: str, expected: date) -> None:
    assert cadence.local_day(utc("2026-11-21 07:30"), zone) == expected


@pytest.mark.parametrize(
    "zone", ["", None, "Mars/Olympus", "Europe", "../etc/passwd", "/etc/passwd", "a\0b", "x" * 9000, "tzdata.zi", "."]
)
def test_an_unknown_or_missing_zone_counts_as_utc(zone: str | None) -> None:
    assert cadence.morning(utc("2026-11-16 03:00"), zone) == utc("2026-11-16 09:00")
    assert cadence.local_day(utc("2026-11-16 23:59"), zone) == date(2026, 11, 16)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        cadence.morning(datetime(2026, 11, 16), "UTC")  # noqa: DTZ001


@settings(deadline=None)
@given(ANY_MOMENT, ZONES)
def test_a_morning_is_never_early_and_always_in_the_morning(moment: datetime, zone: str) -> None:
    found = cadence.morning(moment, zone)
    assert found >= moment
    assert found.utcoffset() == timedelta(0)
    assert 9 <= local(found, zone).hour < 11
    assert local(found, zone).weekday() < 5


@settings(deadline=None)
@given(ANY_MOMENT, ZONES, st.floats(0, 1, exclude_max=True))
def test_no_earlier_instant_is_in_a_morning(moment: datetime, zone: str, part: float) -> None:
    found = cadence.morning(moment, zone)
    before = moment + (found - moment) * part
    assert before == found or not cadence.in_morning(before, zone)
    just_before = found - timedelta(microseconds=1)
    assert just_before < moment or not cadence.in_morning(just_before, zone)


@settings(deadline=None)
@given(ANY_MOMENT, ZONES)
def test_a_found_morning_is_found_again(moment: datetime, zone: str) -> None:
    found = cadence.morning(moment, zone)
    assert cadence.in_morning(found, zone)
    assert cadence.morning(found, zone) == found


@settings(deadline=None)
@given(ANY_MOMENT, ZONES)
def test_a_morning_lasts_at_most_two_hours_and_ends_outside_it(moment: datetime, zone: str) -> None:
    starts, ends = cadence.morning(moment, zone), cadence.morning_ends(moment, zone)
    assert timedelta(0) < ends - starts <= timedelta(hours=2)
    assert not cadence.in_morning(ends, zone)
    assert cadence.in_morning(ends - timedelta(microseconds=1), zone)


@settings(deadline=None)
@given(ANY_MOMENT, ZONES)
def test_the_morning_after_a_day_is_at_nine_on_a_later_day(moment: datetime, zone: str) -> None:
    day = cadence.local_day(moment, zone)
    found = cadence.morning_after(day, zone)
    assert local(found, zone).date() > day
    assert (local(found, zone).hour, local(found, zone).minute) == (9, 0)
    assert cadence.in_morning(found, zone)


@settings(deadline=None)
@given(ANY_MOMENT, ZONES)
def test_waking_hours_are_at_most_a_night_away(moment: datetime, zone: str) -> None:
    found = cadence.waking(moment, zone)
    assert timedelta(0) <= found - moment <= timedelta(hours=15)
    assert 8 <= local(found, zone).hour < 19
    assert found in (moment, cadence.waking(found, zone))


def test_pairs_may_meet_from_weekly_to_every_two_months() -> None:
    assert {name: length.days for name, length in cadence.CADENCES.items()} == {
        "weekly": 7,
        "fortnightly": 14,
        "every three weeks": 21,
        "monthly": 30,
        "every six weeks": 42,
        "every two months": 60,
    }
    assert list(cadence.CADENCES.values()) == sorted(cadence.CADENCES.values())


def test_an_unanswered_question_is_repeated_once_after_a_week() -> None:
    assert (cadence.ASK_AGAIN.days, cadence.MOST_UNANSWERED) == (7, 2)
