"""Nothing is counted twice: which pair, the same day, another length, repeats, the calendar of who writes."""

from datetime import UTC, datetime

import pytest
from pairing import DUE, TODAY, YESTERDAY, again, answers, asked, clicked, introduce, leap, log_of, mornings

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


def test_with_two_pairs_the_bot_asks_which_and_logs_nothing_before(demo: Demo, world: World, pair: int) -> None:
    other = introduce(demo, "Ann", "Hugo")
    ann = world.person("Ann")
    ann.says("met 45m: podcasts")
    assert "With whom was it? 45 min on Monday 23 November: podcasts" in ann.last.text
    assert ann.last.buttons == ["Log for this pair", "Log for this pair"]
    assert log_of(demo, pair, other) == []
    ann.act("click", message=ann.last.reference, action_id="sessions.choose:2")
    assert "your session with <@U0HUGO>: 45 min" in ann.last.text
    assert (log_of(demo, pair), log_of(demo, other)) == ([], [(TODAY, 45, "podcasts")])


def test_choosing_the_pair_twice_logs_once(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    other = introduce(demo, "Ann", "Hugo")
    ann.says("met 45m: podcasts")
    ann.act("click", message=ann.last.reference, action_id="sessions.choose:2")
    click = clicked(world, "sessions.choose")
    again(demo, click)
    draft = click["actions"][0]["value"].partition("-")[0]
    again(demo, click, action_id="sessions.choose", value=f"{draft}-{pair}")
    assert (log_of(demo, pair), log_of(demo, other)) == ([], [(TODAY, 45, "podcasts")])
    assert "session with <@U0HUGO> is logged already" in ann.last.text


def test_a_mention_says_which_pair(demo: Demo, pair: int, ann: Actor) -> None:
    other = introduce(demo, "Ann", "Hugo")
    ann.types("/mentor log 45m with <@U0HUGO>: podcasts")
    assert (log_of(demo, pair), log_of(demo, other)) == ([], [(TODAY, 45, "podcasts")])


@pytest.mark.usefixtures("pair")
def test_a_reply_to_a_reminder_needs_no_question_about_the_pair(demo: Demo, world: World, ann: Actor) -> None:
    mornings(demo, world, DUE)
    introduce(demo, "Ann", "Hugo")
    reminder = asked(world, "Ann")
    ann.replies("met 45m", to=reminder)
    assert "your session with <@U0GINA>: 45 min" in answers(world, ann, reminder)[0].text


def test_the_form_asks_with_whom_only_where_there_is_a_choice(demo: Demo, pair: int, ann: Actor) -> None:
    other = introduce(demo, "Ann", "Hugo")
    ann.types("/mentor log")
    assert ann.form is not None
    assert ann.form.fields[0] == "With whom?"
    refused = ann.tries_to_fill(partner="Ines", minutes="45")
    assert "You are in no pair with this person" in refused.errors["partner"]
    ann.fills(partner="Hugo", minutes="45")
    assert (log_of(demo, pair), log_of(demo, other)) == ([], [(TODAY, 45, "")])


@pytest.mark.parametrize("who", ["Ann", "Gina"])
def test_the_same_length_on_the_same_day_is_the_same_session_and_new_topics_are_added(
    demo: Demo, world: World, pair: int, ann: Actor, who: str
) -> None:
    ann.says("met 45m: podcasts")
    world.person(who).says("45 min today: Podcasts, AI tools")
    assert "is logged already: 45 min on Monday 23 November: podcasts, AI tools" in world.person(who).last.text
    assert log_of(demo, pair) == [(TODAY, 45, "podcasts, AI tools")]
    assert any("Logged, your session" in text and "podcasts, AI tools" in text for text in ann.sees)


@pytest.mark.parametrize("who", ["Ann", "Gina"])
@pytest.mark.parametrize(
    ("button", "minutes"),
    [("Keep 45 min", 45), ("Change to 30 min", 30)],
)
def test_another_length_on_the_same_day_is_asked_about_and_changes_nothing_before(
    demo: Demo, world: World, pair: int, ann: Actor, who: str, button: str, minutes: int
) -> None:
    ann.says("met 45m: podcasts")
    person = world.person(who)
    person.says("30m: AI tools")
    assert "Which is right?" in person.last.text
    assert log_of(demo, pair) == [(TODAY, 45, "podcasts")]
    person.clicks(button)
    assert log_of(demo, pair) == [(TODAY, minutes, "podcasts, AI tools")]
    assert f"{minutes} min on Monday 23 November" in person.last.text


def test_a_second_click_on_the_question_changes_nothing_any_more(
    demo: Demo, world: World, pair: int, ann: Actor
) -> None:
    ann.says("met 45m")
    ann.says("30m")
    ann.clicks("Keep 45 min")
    click = clicked(world, "sessions.keep")
    again(demo, click, action_id="sessions.change", value=click["actions"][0]["value"])
    assert log_of(demo, pair) == [(TODAY, 45, "")]
    assert "45 min on Monday" in ann.last.text


def test_it_was_another_day_asks_for_the_day(demo: Demo, pair: int, ann: Actor) -> None:
    ann.says("met 45m: podcasts")
    ann.says("30m: AI tools")
    question = ann.last
    ann.clicks("It was another day")
    ann.fills(held_on=YESTERDAY)
    assert log_of(demo, pair) == [(YESTERDAY, 30, "AI tools"), (TODAY, 45, "podcasts")]
    assert "Logged, your session with <@U0GINA>: 30 min on Sunday 22 November" in ann.reads(question).text


def test_the_form_asks_on_top_of_itself_which_length_is_right(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m: podcasts")
    gina.types("/mentor log")
    gina.fills(minutes="30")
    assert gina.form is not None
    assert "a session of 45 min with <@U0ANN> is logged, and you say 30 min" in gina.form.text
    assert log_of(demo, pair) == [(TODAY, 45, "podcasts")]
    gina.fills(length="change")
    assert gina.form is None
    assert log_of(demo, pair) == [(TODAY, 30, "podcasts")]
    assert "<@U0GINA> corrected your session: 30 min" in ann.last.text


@pytest.mark.parametrize(
    ("mentor", "typed_at", "held_on"),
    [
        ("Dev", datetime(2026, 11, 23, 18, 0, tzinfo=UTC), "2026-11-22"),
        ("Dev", datetime(2026, 11, 23, 19, 0, tzinfo=UTC), "2026-11-23"),
        ("Ann", datetime(2026, 11, 23, 19, 0, tzinfo=UTC), "2026-11-22"),
        ("Ann", datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "2026-11-23"),
    ],
)
@pytest.mark.parametrize("way", ["message", "command"])
def test_yesterday_is_the_writers_own(
    demo: Demo, world: World, mentor: str, typed_at: datetime, held_on: str, way: str
) -> None:
    mine = introduce(demo, mentor, "Hugo")
    leap(demo, typed_at)
    world.person(mentor).types("met 45m yesterday" if way == "message" else "/mentor log 45m yesterday")
    assert log_of(demo, mine) == [(held_on, 45, "")]


@pytest.mark.usefixtures("pair")
def test_the_partner_hears_of_it_when_awake(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    leap(demo, datetime(2026, 11, 23, 21, 0, tzinfo=UTC))
    ann.says("met 45m")
    assert "45 min" in ann.last.text
    assert world.messages(to=gina) == []
    mornings(demo, world, datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    assert "<@U0ANN> logged your session: 45 min on Monday 23 November" in gina.last.text
