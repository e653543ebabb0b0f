"""Proposals for a session: in both people's hours whatever their clocks do, or the nearest, and then they say so."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import planning
from bot.rules.planning import AtWork, Proposals, Span
from bot.rules.refusal import Refusal

LOS_ANGELES, BERLIN, SAO_PAULO = "America/Los_Angeles", "Europe/Berlin", "America/Sao_Paulo"
KOLKATA, LORD_HOWE = "Asia/Kolkata", "Australia/Lord_Howe"
FIVE = (LOS_ANGELES, BERLIN, SAO_PAULO, KOLKATA, LORD_HOWE)
CHANGES = (date(2026, 11, 1), date(2027, 3, 14), date(2027, 3, 28))
HOUR = timedelta(hours=1)


def working(zone: str, begins: str = "09:00", ends: str = "17:30") -> AtWork:
    return AtWork(zone, (time.fromisoformat(begins), time.fromisoformat(ends)))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on_wall(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%a %d %b %H:%M}"


def proposed(one: AtWork, other: AtWork, now: str, *busy: Span, minutes: int = 60) -> Proposals:
    return planning.proposals((one, other), busy, utc(now), minutes)


@pytest.mark.parametrize(
    ("one", "other", "now", "first", "others_first"),
    [
        # A Friday; Los Angeles leaves summer time on Sunday 1 November 2026, Berlin did a week before.
        (LOS_ANGELES, SAO_PAULO, "2026-10-29 18:00", "Fri 30 Oct 09:00", "Fri 30 Oct 13:00"),
        (LOS_ANGELES, SAO_PAULO, "2026-10-30 18:00", "Mon 02 Nov 09:00", "Mon 02 Nov 14:00"),
        (BERLIN, SAO_PAULO, "2026-10-30 18:00", "Mon 02 Nov 13:00", "Mon 02 Nov 09:00"),
        (BERLIN, KOLKATA, "2026-10-30 18:00", "Mon 02 Nov 09:00", "Mon 02 Nov 13:30"),
        # Los Angeles goes to summer time on Sunday 14 March 2027, Berlin on Sunday 28 March.
        (LOS_ANGELES, SAO_PAULO, "2027-03-12 18:00", "Mon 15 Mar 09:00", "Mon 15 Mar 13:00"),
        (BERLIN, SAO_PAULO, "2027-03-25 18:00", "Fri 26 Mar 13:00", "Fri 26 Mar 09:00"),
        (BERLIN, SAO_PAULO, "2027-03-26 18:00", "Mon 29 Mar 14:00", "Mon 29 Mar 09:00"),
        (BERLIN, KOLKATA, "2027-03-26 18:00", "Mon 29 Mar 09:00", "Mon 29 Mar 12:30"),
        # Lord Howe stands at +11 in its summer and at +10:30 from Sunday 4 April 2027 on.
        (LORD_HOWE, KOLKATA, "2027-03-26 01:00", "Mon 29 Mar 14:30", "Mon 29 Mar 09:00"),
        (LORD_HOWE, KOLKATA, "2027-04-02 01:00", "Mon 05 Apr 14:00", "Mon 05 Apr 09:00"),
    ],
)
def test_the_first_proposal_is_the_first_moment_at_which_both_work(
    one: str, other: str, now: str, first: str, others_first: str
) -> None:
    found = proposed(working(one), working(other), now)
    assert not found.nearest
    assert (on_wall(found.moments[0], one), on_wall(found.moments[0], other)) == (first, others_first)


@pytest.mark.parametrize(
    ("one", "other", "now", "nearest", "others_nearest"),
    [
        # One more hour lies between Los Angeles and Berlin than in the weeks in which only one of them has changed.
        (LOS_ANGELES, BERLIN, "2026-11-02 18:00", "Tue 03 Nov 08:00", "Tue 03 Nov 17:00"),
        (LOS_ANGELES, BERLIN, "2027-03-15 18:00", "Tue 16 Mar 08:30", "Tue 16 Mar 16:30"),
        (LOS_ANGELES, BERLIN, "2027-03-29 18:00", "Tue 30 Mar 08:00", "Tue 30 Mar 17:00"),
        (LOS_ANGELES, KOLKATA, "2026-11-02 18:00", "Tue 03 Nov 18:00", "Wed 04 Nov 07:30"),
        (LORD_HOWE, SAO_PAULO, "2026-11-02 18:00", "Thu 05 Nov 07:30", "Wed 04 Nov 17:30"),
    ],
)
def test_where_no_hours_are_shared_the_nearest_moment_is_said_to_be_that(
    one: str, other: str, now: str, nearest: str, others_nearest: str
) -> None:
    found = proposed(working(one), working(other), now)
    assert found.nearest
    assert (on_wall(found.moments[0], one), on_wall(found.moments[0], other)) == (nearest, others_nearest)


def test_three_proposals_lie_on_three_days_and_at_different_times() -> None:
    found = proposed(working(BERLIN), working(BERLIN), "2026-11-19 09:00")
    assert [on_wall(one, BERLIN) for one in found.moments] == [
        "Fri 20 Nov 09:00",
        "Mon 23 Nov 12:30",
        "Tue 24 Nov 16:30",
    ]


def test_planned_sessions_of_either_are_avoided() -> None:
    friday = utc("2026-11-20 08:00")
    whole_day = (friday, friday + 9 * HOUR)
    found = proposed(working(BERLIN), working(BERLIN), "2026-11-19 09:00", whole_day)
    assert on_wall(found.moments[0], BERLIN) == "Mon 23 Nov 09:00"
    first_hour = (friday, friday + HOUR)
    found = proposed(working(BERLIN), working(BERLIN), "2026-11-19 09:00", first_hour)
    assert on_wall(found.moments[0], BERLIN) == "Fri 20 Nov 10:00"


def test_a_session_that_is_longer_than_what_both_share_has_only_nearest_moments() -> None:
    found = proposed(working(BERLIN, "09:00", "10:00"), working(BERLIN), "2026-11-19 09:00", minutes=90)
    assert found.nearest
    assert not proposed(working(BERLIN, "09:00", "10:00"), working(BERLIN), "2026-11-19 09:00").nearest


def test_somebody_without_a_zone_is_taken_to_live_by_utc() -> None:
    found = planning.proposals((AtWork(None, (time(9), time(17))), working(BERLIN)), [], utc("2026-11-19 09:00"))
    assert found.moments[0] == utc("2026-11-20 09:00")


ZONES = st.sampled_from(FIVE)
HOURS = st.tuples(st.integers(0, 22), st.integers(1, 23)).filter(lambda pair: pair[0] < pair[1])
PEOPLE = st.builds(lambda zone, hours: AtWork(zone, (time(hours[0]), time(hours[1]))), ZONES, HOURS)
AROUND = st.builds(
    lambda day, minutes: datetime.combine(day, time(), UTC) + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-5 * 1440, 3 * 1440),
)
BUSY = st.lists(
    st.builds(lambda day, hours: (start := day + hours * HOUR, start + HOUR), AROUND, st.integers(0, 400)), max_size=6
)


def inside(one: AtWork, start: datetime, minutes: int) -> bool:
    """Whether a session lies in somebody's hours, read off their wall."""
    begins, ends = (moment.astimezone(ZoneInfo(one.zone or "UTC")) for moment in (start, start + minutes * HOUR / 60))
    in_hours = one.hours[0] <= begins.time() and ends.time() <= one.hours[1]
    return begins.date() == ends.date() and begins.weekday() < 5 and in_hours


@settings(deadline=None)
@given(PEOPLE, PEOPLE, BUSY, AROUND, st.sampled_from([15, 60, 90]))
def test_every_proposal_lies_in_both_peoples_hours_or_all_are_said_to_be_the_nearest(
    one: AtWork, other: AtWork, busy: list[Span], now: datetime, minutes: int
) -> None:
    found = planning.proposals((one, other), busy, now, minutes)
    if not found.nearest:
        assert all(inside(who, start, minutes) for who in (one, other) for start in found.moments)


@settings(deadline=None)
@given(PEOPLE, PEOPLE, BUSY, AROUND)
def test_proposals_are_one_to_three_after_today_on_different_days_and_free(
    one: AtWork, other: AtWork, busy: list[Span], now: datetime
) -> None:
    found = planning.proposals((one, other), busy, now)
    assert 1 <= len(found.moments) <= 3
    assert list(found.moments) == sorted(found.moments)
    clocks = [ZoneInfo(who.zone or "UTC") for who in (one, other)]
    assert all(
        start.astimezone(clock).date() > now.astimezone(clock).date() for start in found.moments for clock in clocks
    )
    assert not any(start < end and begin < start + HOUR for start in found.moments for begin, end in busy)
    assert len({start.astimezone(clocks[0]).date() for start in found.moments}) == len(found.moments)


@settings(deadline=None)
@given(PEOPLE, PEOPLE, AROUND)
def test_two_people_are_proposed_moments_that_do_not_depend_on_who_asks_where_they_share_none(
    one: AtWork, other: AtWork, now: datetime
) -> None:
    assert planning.proposals((one, other), [], now).nearest == planning.proposals((other, one), [], now).nearest


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("https://meet.example.com/abc", True),
        ("http://meet.example.com", True),
        ("https://meet.example.com?room=4", True),
        ("ftp://meet.example.com", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://a b", False),
        ("https://a|b", False),
        ("https://a/<!channel>", False),
        ("meet.example.com", False),
        ("https://a/" + "x" * 500, False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(link: str, good: bool) -> None:
    assert planning.is_link(link) is good


@pytest.mark.parametrize(
    ("moments", "link", "no", "field"),
    [
        ({"times": ["2026-11-19 09:00"]}, "", "planning/moment", "times"),
        ({"times": ["2026-11-20 09:00", "2026-11-18 09:00"]}, "", "planning/moment", "times"),
        ({"times": ["2026-11-20 09:00"], "other": ["2026-11-18 09:00"]}, "", "planning/moment", "other"),
        ({"times": [], "another": ["2027-11-21 09:00"]}, "", "planning/moment", "another"),
        ({"times": ["2026-11-20 09:00"]}, "nowhere", "planning/link", "link"),
    ],
)
def test_what_cannot_be_planned_is_refused_at_its_field(
    moments: dict[str, list[str]], link: str, no: str, field: str
) -> None:
    given = {name: [utc(one) for one in listed] for name, listed in moments.items()}
    with pytest.raises(Refusal) as refused:
        planning.check(given, link, utc("2026-11-19 09:00"))
    assert (refused.value.name, refused.value.values["field"]) == (no, field)
