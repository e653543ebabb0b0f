from datetime import UTC, date, datetime, timedelta
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules import phrases
from bot.rules.cadence import local_day
from bot.rules.sessions import LONGEST, OLDEST, Reading, Unclear, read

SUNDAY = date(2026, 11, 22)


def day(month: int, of_month: int) -> date:
    return date(2026, month, of_month)


TODAY, YESTERDAY, TUESDAY, FRIDAY = SUNDAY, day(11, 21), day(11, 17), day(11, 20)

TOLD = [
    # The programme's own examples.
    ("met 45m: short video, analytics", 45, TODAY, "short video, analytics"),
    ("1h yesterday", 60, YESTERDAY, ""),
    ("45 min on Tuesday, AI tools", 45, TUESDAY, "AI tools"),
    ("1.5 hours last friday", 90, FRIDAY, ""),
    ("an hour today about inclusion", 60, TODAY, "inclusion"),
    ("on monday - goals; 50min", 50, day(11, 16), "goals"),
    ("we talked for 40 mins about TikTok", 40, TODAY, "TikTok"),
    # Durations in digits.
    ("1h30", 90, TODAY, ""),
    ("1h05", 65, TODAY, ""),
    ("1h 30m", 90, TODAY, ""),
    ("1:30h", 90, TODAY, ""),
    ("2h!", 120, TODAY, ""),
    ("0.5h", 30, TODAY, ""),
    ("1,5h", 90, TODAY, ""),
    ("1 hr 15 min", 75, TODAY, ""),
    ("1 hour, 5 min", 65, TODAY, ""),
    ("1 hour and 15 minutes", 75, TODAY, ""),
    ("1h 15 yesterday", 75, YESTERDAY, ""),
    ("45' yesterday", 45, YESTERDAY, ""),
    ("45\N{RIGHT SINGLE QUOTATION MARK} yesterday", 45, YESTERDAY, ""),
    ("1½ h", 90, TODAY, ""),
    ("¾ hour", 45, TODAY, ""),
    ("1 1/2 hours", 90, TODAY, ""),
    ("3/4 hour", 45, TODAY, ""),
    ("~45m", 45, TODAY, ""),
    ("approx. 45 min yesterday: dashboards", 45, YESTERDAY, "dashboards"),
    ("45-minute session about shorts", 45, TODAY, "shorts"),
    ("45m (0.75h)", 45, TODAY, ""),
    # Durations in words.
    ("half an hour", 30, TODAY, ""),
    ("quarter of an hour", 15, TODAY, ""),
    ("three quarters of an hour", 45, TODAY, ""),
    ("two hours", 120, TODAY, ""),
    ("one and a half hours last thursday on SQL", 90, day(11, 19), "SQL"),
    ("an hour and a quarter", 75, TODAY, ""),
    ("an hour forty", 100, TODAY, ""),
    ("forty-five minutes", 45, TODAY, ""),
    ("about an hour or so", 60, TODAY, ""),
    # A bare number is minutes where it is plainly how long.
    ("met 45", 45, TODAY, ""),
    ("45", 45, TODAY, ""),
    ("10", 10, TODAY, ""),
    ("240", 240, TODAY, ""),
    ("yesterday 45", 45, YESTERDAY, ""),
    ("met for 45 about TikTok", 45, TODAY, "TikTok"),
    ("met 45: captions", 45, TODAY, "captions"),
    # Days.
    ("1h the day before yesterday", 60, FRIDAY, ""),
    ("45m 2 days ago", 45, FRIDAY, ""),
    ("a week ago, 45m", 45, day(11, 15), ""),
    ("45m this morning", 45, TODAY, ""),
    ("45m last night", 45, YESTERDAY, ""),
    ("45m on Sunday", 45, TODAY, ""),
    ("45m last Sunday", 45, day(11, 15), ""),
    ("45m on sat", 45, YESTERDAY, ""),
    ("Tuesday last week 45m", 45, day(11, 10), ""),
    ("90 minutes on 2026-11-20", 90, FRIDAY, ""),
    ("45m on 20 Nov", 45, FRIDAY, ""),
    ("Nov 20, 45m", 45, FRIDAY, ""),
    ("45m on the 20th of November, 2026", 45, FRIDAY, ""),
    ("Friday 20 Nov: 45m, reels", 45, FRIDAY, "reels"),
    ("45m on the 17th", 45, TUESDAY, ""),
    ("45m 20.11.", 45, FRIDAY, ""),
    ("45m 20.11.2026", 45, FRIDAY, ""),
    ("on 20.11 45m", 45, FRIDAY, ""),
    ("45m 20/11", 45, FRIDAY, ""),
    ("45m 11/20/2026", 45, FRIDAY, ""),
    ("45m on 11/11", 45, day(11, 11), ""),
    ("1h on 22 Aug", 60, day(8, 22), ""),
    ("log 45m for yesterday", 45, YESTERDAY, ""),
    ("yesterday's session was 45m about reels", 45, YESTERDAY, "reels"),
    # Any order, any punctuation.
    ("AI tools, 45 min yesterday", 45, YESTERDAY, "AI tools"),
    ("45m AI tools yesterday", 45, YESTERDAY, "AI tools"),
    ("met 45m: TikTok, yesterday", 45, YESTERDAY, "TikTok"),
    ("45m: yesterday, reels", 45, YESTERDAY, "reels"),
    ("date: yesterday, duration: 45m, topics: AI", 45, YESTERDAY, "AI"),
    ("Ann and I met for 45m yesterday about AI", 45, YESTERDAY, "AI"),
    ("a 45 minute chat with <@U123> on Thursday: onboarding", 45, day(11, 19), "onboarding"),
    ("we had a great chat for 40 mins", 40, TODAY, ""),
    ("reels (45m)", 45, TODAY, "reels"),
    ("45 min. reels. shorts.", 45, TODAY, "reels. shorts"),
    ("met 45m: plan\ncut a 30m video\nyesterday", 45, YESTERDAY, "plan cut a 30m video"),
    ("No, 45 min", 45, TODAY, ""),
    ("met 45m: what is TikTok?", 45, TODAY, "what is TikTok?"),
    ("met at 3pm for 45m: posts at 9am", 45, TODAY, "posts at 9am"),
    # What a keyboard, a phone and Slack add.
    ("45 MIN ON TUESDAY, AI TOOLS", 45, TUESDAY, "AI TOOLS"),
    ("met\u00a045\u00a0min\u00a0yesterday", 45, YESTERDAY, ""),
    ("\u200emet\u200b 45m\u202e: reels", 45, TODAY, "reels"),
    (":tada: met 45m :fire: yesterday", 45, YESTERDAY, ""),
    ("45m 🎉 reels 🎬", 45, TODAY, "🎉 reels 🎬"),
    ("*45m* _yesterday_ `reels`", 45, YESTERDAY, "`reels`"),
    ("*45m*: _reels_ and *shorts*", 45, TODAY, "_reels_ and *shorts*"),
    ("_45m_ ~reels~", 45, TODAY, "~reels~"),
    (":white_check_mark: 45m", 45, TODAY, ""),
    ("45m R&amp;D &lt;3", 45, TODAY, "R&D <3"),
    ("45m with <@U123>: <http://x.com/3/4|1h plan> for <@U9>", 45, TODAY, "<http://x.com/3/4|1h plan> for <@U9>"),
    ("met 45m: שיווק ברשתות", 45, TODAY, "שיווק ברשתות"),
    ("٤٥ min: تسويق", 45, TODAY, "تسويق"),
    ("45m on <!channel> basics", 45, TODAY, "<!channel> basics"),
    # Numbers and days that belong to the topics.
    ("45m web3", 45, TODAY, "web3"),
    ("45m: 3 ideas, top 10 tools", 45, TODAY, "3 ideas, top 10 tools"),
    ("top 10 tools: 45 min", 45, TODAY, "top 10 tools"),
    ("45m Gen Z 101", 45, TODAY, "Gen Z 101"),
    ("45m on 24/7 culture", 45, TODAY, "24/7 culture"),
    ("45m: OKRs 2027", 45, TODAY, "OKRs 2027"),
    ("45m: 3/4 of the slides", 45, TODAY, "3/4 of the slides"),
    ("1h Python 3.12.", 60, TODAY, "Python 3.12"),
    ("1h 9/11 history", 60, TODAY, "9/11 history"),
    ("2.0 release 45m", 45, TODAY, "2.0 release"),
    ("45m: cut a 2 hours video to 1 min", 45, TODAY, "cut a 2 hours video to 1 min"),
    ("45m, how to reach 10m followers", 45, TODAY, "how to reach 10m followers"),
    ("45m planning for tomorrow", 45, TODAY, "planning for tomorrow"),
    ("45m: the plan for next week", 45, TODAY, "the plan for next week"),
    ("45m planning next week", 45, TODAY, "planning next week"),
    ("45m: what we do on Friday", 45, TODAY, "what we do on Friday"),
    ("45m; sketch 2 posts by Monday", 45, TODAY, "sketch 2 posts by Monday"),
    ("45m Black Friday campaign", 45, TODAY, "Black Friday campaign"),
    ("45m on Monday.com boards", 45, TODAY, "Monday.com boards"),
    ("45m sun safety", 45, TODAY, "sun safety"),
    ("we sat for 45 min", 45, TODAY, ""),
    ("discussed the Friday launch, 45m", 45, TODAY, "the Friday launch"),
    ("cancel culture 45m", 45, TODAY, "cancel culture"),
    ("met 3 hours ago for 45 min", 45, TODAY, "3 hours ago"),
]

UNTOLD = [
    # How long is missing, or could be two things.
    ("met", "no_duration"),
    ("yesterday", "no_duration"),
    ("short video, analytics", "no_duration"),
    ("5G and web3", "no_duration"),
    ("24/7", "no_duration"),
    ("met 45 people at the fair", "no_duration"),
    ("3 hours ago", "no_duration"),
    ("two thirds of an hour", "no_duration"),
    ("met 2", "ambiguous_duration"),
    ("9", "ambiguous_duration"),
    ("241", "ambiguous_duration"),
    ("met 1:30", "ambiguous_duration"),
    ("met 1.5", "ambiguous_duration"),
    ("45-60 min", "ambiguous_duration"),
    ("1 or 2 hours", "ambiguous_duration"),
    ("an hour or two", "ambiguous_duration"),
    ("less than an hour", "ambiguous_duration"),
    ("a couple of hours", "ambiguous_duration"),
    ("met 45m, 1h", "several_durations"),
    ("2*45 min", "several_durations"),
    ("2 x 45 min", "several_durations"),
    ("45m each", "several_durations"),
    ("45m yesterday and 30m today", "several_durations"),
    # No session is that short or that long.
    ("0 min", "zero"),
    ("met 0", "zero"),
    ("0h yesterday", "zero"),
    ("25 hours", "too_long"),
    ("8h 1min", "too_long"),
    ("999999999 hours", "too_long"),
    # Which day, nobody can tell.
    ("45m on 3/4", "ambiguous_date"),
    ("45m 3/4", "ambiguous_date"),
    ("45m 3/4/2026", "ambiguous_date"),
    ("45m last week", "ambiguous_date"),
    ("45m over the weekend", "ambiguous_date"),
    ("45m a few days ago", "ambiguous_date"),
    ("45m Thursday 20 Nov", "ambiguous_date"),
    ("45m on monday or tuesday", "several_dates"),
    ("45m on 31 Nov", "no_such_day"),
    ("45m 2026-02-30", "no_such_day"),
    # Not yet, or too long ago.
    ("45m tomorrow", "future"),
    ("1h for tomorrow", "future"),
    ("45m next tuesday", "future"),
    ("45m in 2 days", "future"),
    ("1h next week", "future"),
    ("next month, 45m", "future"),
    ("45m on 25 Nov", "future"),
    ("45m on 2027-01-10", "future"),
    ("let's meet 1h on friday", "future"),
    ("we will meet for 1h on Friday", "future"),
    ("1h on 21 Aug", "too_old"),
    ("45m 100 days ago", "too_old"),
    ("45m on 20.11.2025", "too_old"),
    # It did not take place.
    ("we did not meet", "not_held"),
    ("we haven't met yet", "not_held"),
    ("We didn't get to meet yesterday, 1h tomorrow", "not_held"),
    ("we haven\N{RIGHT SINGLE QUOTATION MARK}t met", "not_held"),
    ("not yet", "not_held"),
    ("no", "not_held"),
    ("cancelled", "not_held"),
    ("the meeting was canceled", "not_held"),
    ("Ann cancelled", "not_held"),
    ("postponed to Friday", "not_held"),
    ("no session this month", "not_held"),
    # Not about a session at all.
    ("", "not_about_a_session"),
    ("hi", "not_about_a_session"),
    ("good morning!", "not_about_a_session"),
    ("thanks :pray:", "not_about_a_session"),
    ("👍", "not_about_a_session"),
    ("how do I log a session?", "not_about_a_session"),
    ("can we meet 45m tomorrow?", "not_about_a_session"),
    ("what's next?", "not_about_a_session"),
    ("no idea what you mean", "no_duration"),
    ("no problem", "no_duration"),
]


@pytest.mark.parametrize(("text", "minutes", "held_on", "topics"), TOLD)
def test_a_told_session_is_understood(text: str, minutes: int, held_on: date, topics: str) -> None:
    assert read(text, today=TODAY) == Reading(minutes, held_on, topics)


@pytest.mark.parametrize(("text", "code"), UNTOLD)
def test_what_cannot_be_told_is_asked(text: str, code: str) -> None:
    found = read(text, today=TODAY)
    assert isinstance(found, Unclear), found
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("met 2", {"said": "2"}),
        ("45-60 min", {"said": "45-60 min"}),
        ("met 45m, 1h", {"said": "45m, 1h"}),
        ("25 hours", {"minutes": 1500}),
        ("45m on 3/4", {"said": "on 3/4"}),
        ("45m on 31 Nov", {"said": "on 31 Nov"}),
        ("45m on monday or tuesday", {"days": [day(11, 16), day(11, 17)]}),
        ("45m tomorrow", {"day": day(11, 23)}),
        ("let's meet 1h on friday", {"day": None}),
        ("45m 100 days ago", {"day": day(8, 14)}),
        ("0 min", {}),
        ("met", {}),
    ],
)
def test_a_question_names_what_it_is_about(text: str, values: dict[str, object]) -> None:
    found = read(text, today=TODAY)
    assert isinstance(found, Unclear)
    assert found.values == values


@pytest.mark.parametrize(
    ("zone", "said", "held_on"),
    [
        # 22 November 07:30 UTC: late on Saturday in Los Angeles, Sunday everywhere else.
        ("UTC", "1h yesterday", day(11, 21)),
        ("America/Los_Angeles", "1h today", day(11, 21)),
        ("America/Los_Angeles", "1h yesterday", day(11, 20)),
        ("America/Los_Angeles", "1h on Saturday", day(11, 21)),
        ("America/Los_Angeles", "1h last Saturday", day(11, 14)),
        ("Asia/Kolkata", "1h", day(11, 22)),
        ("Asia/Kolkata", "1h yesterday", day(11, 21)),
        ("Pacific/Auckland", "1h on Sunday", day(11, 22)),
        ("Pacific/Auckland", "1h last Saturday", day(11, 21)),
    ],
)
def test_yesterday_is_that_of_the_writer(zone: str, said: str, held_on: date) -> None:
    today = local_day(datetime(2026, 11, 22, 7, 30, tzinfo=UTC), zone)
    assert read(said, today=today) == Reading(60, held_on, "")


@pytest.mark.parametrize(
    ("zone", "answer"),
    [
        ("America/Los_Angeles", Unclear("future", {"day": day(11, 22)})),
        ("Asia/Kolkata", Reading(60, day(11, 22), "")),
    ],
)
def test_a_date_may_still_lie_ahead_of_the_writer(zone: str, answer: Reading | Unclear) -> None:
    today = local_day(datetime(2026, 11, 22, 7, 30, tzinfo=UTC), zone)
    assert read("1h on 2026-11-22", today=today) == answer


@pytest.mark.parametrize(
    ("today", "said", "held_on"),
    [
        (date(2027, 1, 2), "1h on 28 Dec", date(2026, 12, 28)),
        (date(2027, 1, 2), "1h on 31.12.", date(2026, 12, 31)),
        (date(2027, 1, 1), "1h yesterday", date(2026, 12, 31)),
        (date(2028, 3, 1), "1h on 29 Feb", date(2028, 2, 29)),
        (date(2027, 1, 2), "1h on the 30th", date(2026, 12, 30)),
        (date(2026, 11, 23), "1h on Monday", date(2026, 11, 23)),
        (date(2026, 11, 23), "1h last Monday", date(2026, 11, 16)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(today: date, said: str, held_on: date) -> None:
    assert read(said, today=today) == Reading(60, held_on, "")


def test_the_bounds_are_eight_hours_and_ninety_two_days() -> None:
    assert LONGEST.total_seconds() == 8 * 3600
    assert OLDEST.days == 92
    assert read("8h", today=TODAY) == Reading(480, TODAY, "")
    assert read("1h 92 days ago", today=TODAY) == Reading(60, TODAY - OLDEST, "")
    assert read("1h 93 days ago", today=TODAY) == Unclear("too_old", {"day": TODAY - timedelta(days=93)})


def test_topics_are_clipped_to_what_fits() -> None:
    found = read("met 45m: " + "reels and shorts, " * 1000, today=TODAY)
    assert isinstance(found, Reading)
    assert found.topics.startswith("reels and shorts, reels")
    assert 490 <= len(found.topics) <= 500


HOSTILE = [
    "45m, ",
    "1 ",
    "with ",
    "<@U1> ",
    "with with <@U1>",
    "1/2 ",
    ": ",
    "a half ",
    "one two ",
    "<http:",
    "not ",
    "&amp;",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_only_the_first_four_thousand_characters_are_read(piece: str) -> None:
    long = "met 45m: " + piece * (100_000 // len(piece))
    assert read(long, today=TODAY) == read(long[: phrases.MOST_READ], today=TODAY)


WORDS = st.sampled_from(
    [row[0] for row in TOLD]
    + [row[0] for row in UNTOLD]
    + [
        "met",
        "45",
        "1h",
        "on",
        "yesterday",
        "3/4",
        "20.11.",
        "<@U1>",
        ":",
        "-",
        "\n",
        "½",
        "for",
        "about",
        "0",
        "x",
        "with",
    ]
)
SAID = st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=200)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@settings(deadline=None)
@given(SAID, DAYS)
def test_whatever_is_typed_is_a_session_in_bounds_or_a_question(text: str, today: date) -> None:
    found = read(text, today=today)
    if isinstance(found, Reading):
        assert 1 <= found.minutes <= 480
        assert today - OLDEST <= found.held_on <= today
        assert len(found.topics) <= 500
    else:
        assert found.code in {row[1] for row in UNTOLD}


@settings(deadline=None)
@given(SAID)
def test_topics_are_one_line_without_control_or_direction_characters(text: str) -> None:
    found = read(f"met 45m: {text}", today=TODAY)
    topics = found.topics if isinstance(found, Reading) else ""
    assert not [character for character in topics if category(character) in ("Cc", "Cs") or character in "\u202e\u2066"]
    assert topics == topics.strip()


@settings(deadline=None)
@given(SAID, st.text(" \t\n\r\u00a0", max_size=20), st.text(" \t\n\r\u00a0", max_size=20))
def test_white_space_around_a_text_means_nothing(text: str, before: str, after: str) -> None:
    assert read(before + text + after, today=TODAY) == read(text, today=TODAY)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=6).map(" ".join))
def test_capital_letters_mean_nothing(text: str) -> None:
    assert _without_words(text.upper()) == _without_words(text)


def _without_words(text: str) -> tuple[object, ...]:
    found = read(text, today=TODAY)
    return (found.minutes, found.held_on) if isinstance(found, Reading) else (found.code,)


@settings(deadline=None)
@given(st.integers(1, 480), st.integers(0, 92), st.sampled_from(["", ": reels", ", reels", " about reels"]))
def test_a_plain_duration_and_date_are_read_exactly(minutes: int, back: int, ending: str) -> None:
    held_on = TODAY - timedelta(back)
    told = Reading(minutes, held_on, ending[2:].removeprefix("bout ") and "reels")
    assert read(f"met {minutes}m on {held_on:%Y-%m-%d}{ending}", today=TODAY) == told
    assert read(f"{minutes // 60}h {minutes % 60} min on {held_on:%d %b %Y}{ending}", today=TODAY) == told
