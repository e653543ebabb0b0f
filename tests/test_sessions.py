"""The session log: a few words are enough, the partner may correct them, and nothing is counted twice."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import taking_part
from pairing import end, introduce, leap, log_of, mornings, seats

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from storage import outbox
from storage.checkins import QUESTION
from storage.tables import HeldSession

DUE = datetime(2026, 12, 23, 8, 0, tzinfo=UTC)
"""When a pair of the tests' Monday is asked: Wednesday 23 December, 09:00 in Berlin and Rome."""
TODAY, YESTERDAY = "2026-11-23", "2026-11-22"
HOSTILE = '"}]}, <!channel> {% raw %} {{ 7 * 7 }} & <b>'


@pytest.fixture
def pair(demo: Demo) -> int:
    return introduce(demo)


@pytest.fixture
def ann(world: World) -> Actor:
    return world.person("Ann")


@pytest.fixture
def gina(world: World) -> Actor:
    return world.person("Gina")


def asked(world: World, name: str) -> Said:
    """The reminder that somebody got."""
    return next(said for said in world.messages(to=name) if said.text.startswith("Did you and"))


def answers(world: World, to: Actor, said: Said) -> list[Said]:
    """What the bot said in the thread of a message."""
    return [one for one in world.messages(to=to) if one.thread == said.ts and one.ts != said.ts]


# Ways in


def test_a_reply_in_the_reminders_thread_is_confirmed_there_and_told_to_the_partner(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    mornings(demo, world, DUE)
    reminder = asked(world, "Ann")
    ann.replies("met 45m: short video, analytics", to=reminder)
    (confirmed,) = answers(world, ann, reminder)
    assert "<@U0GINA>: 45 min on Wednesday 23 December: short video, analytics" in confirmed.text
    assert confirmed.buttons == ["Edit", "Delete"]
    assert "<@U0ANN> logged your session: 45 min on Wednesday 23 December" in gina.last.text
    assert gina.last.buttons == ["Correct it", "Fine as it is"]
    assert log_of(demo, pair) == [("2026-12-23", 45, "short video, analytics")]


def test_a_log_by_either_answers_the_question_for_both(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    mornings(demo, world, DUE)
    ann.replies("45m yesterday", to=asked(world, "Ann"))
    for name in ("Ann", "Gina"):
        (reminder,) = [said for said in world.messages(to=name) if said.metadata["class"] == "nudge"]
        assert (
            "is logged: 45 min on Tuesday 22 December. The next question comes on Thursday 21 January" in reminder.text
        )
        assert reminder.buttons == ["Log session"]
    assert {seat.unanswered for seat in seats(demo, pair).values()} == {0}
    assert {seat.ask_at for seat in seats(demo, pair).values()} == {datetime(2027, 1, 21, 8, 0, tzinfo=UTC)}


def test_a_log_takes_back_the_question_that_was_still_to_be_sent(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    with demo.store.begin() as db:
        tonight = demo.clock.now() + timedelta(hours=1)
        day = tonight.date()
        for person in (ann, gina):
            values = {"pair": pair, "programme": 1, "partner": "U0ANN", "cadence": "monthly", "again": False}
            expires = tonight + timedelta(hours=1)
            outbox.nudge(
                db, f"q:{person.id}", QUESTION, person.id, tonight, day=day, expires=expires, pair_id=pair, **values
            )
    ann.says("met 45m")
    world.wait(hours=3)
    assert [said for said in (*ann.said, *gina.said) if "Did you and" in said.text] == []


@pytest.mark.usefixtures("pair")
def test_a_log_ends_the_silence_of_a_quiet_pair(demo: Demo, world: World, ann: Actor) -> None:
    mornings(demo, world, *(DUE + timedelta(weeks=week) for week in range(3)))
    assert "1 quiet pair," in world.person("Cora").opens_home().text
    ann.says("met 1h on Monday: AI tools")
    assert "No quiet pairs" in world.person("Cora").opens_home().text


def test_a_plain_message_is_enough_with_one_pair_and_answered_in_its_thread(
    demo: Demo, world: World, pair: int, ann: Actor
) -> None:
    typed = ann.says("1h yesterday: AI tools").messages[0]
    (confirmed,) = answers(world, ann, typed)
    assert "1 h on Sunday 22 November: AI tools" in confirmed.text
    assert log_of(demo, pair) == [(YESTERDAY, 60, "AI tools")]


@pytest.mark.usefixtures("pair")
def test_the_button_on_the_reminder_opens_a_form_and_confirms_in_the_thread(
    demo: Demo, world: World, ann: Actor
) -> None:
    mornings(demo, world, DUE)
    reminder = asked(world, "Ann")
    ann.clicks("Log session")
    assert ann.form is not None
    assert ann.form.fields == ["How many minutes?", "On which day?", "About what?"]
    ann.fills(minutes="50", topics="podcasts\nvideo calls")
    assert ann.form is None
    (confirmed,) = answers(world, ann, reminder)
    assert "50 min on Wednesday 23 December: podcasts, video calls" in confirmed.text
    assert "is logged: 50 min" in ann.reads(reminder).text


def test_the_button_on_home_opens_the_same_form_and_home_counts_the_session(demo: Demo, pair: int, ann: Actor) -> None:
    ann.opens_home()
    ann.clicks("Log session")
    ann.fills(minutes="30", held_on=YESTERDAY)
    assert ann.home is not None
    assert "1 session so far, on Sunday 22 November" in ann.home.text
    assert "30 min on Sunday 22 November" in ann.last.text
    assert log_of(demo, pair) == [(YESTERDAY, 30, "")]


def test_the_command_without_words_opens_the_form(demo: Demo, pair: int, ann: Actor) -> None:
    ann.types("/mentor log")
    assert ann.form is not None
    assert ann.form.values["held_on"]["held_on"]["selected_date"] == TODAY
    ann.fills(minutes="25")
    assert log_of(demo, pair) == [(TODAY, 25, "")]


def test_the_command_with_words_says_what_was_understood_only_to_the_one_who_typed(
    demo: Demo, pair: int, ann: Actor
) -> None:
    ann.types("/mentor log half an hour yesterday: AI tools")
    assert ann.last.only_to == ann.id
    assert "30 min on Sunday 22 November: AI tools" in ann.last.text
    assert ann.last.buttons == ["Edit", "Delete"]
    assert log_of(demo, pair) == [(YESTERDAY, 30, "AI tools")]


@pytest.mark.usefixtures("pair")
def test_the_shortcut_keeps_where_the_message_stands_and_never_what_it_says(
    demo: Demo, world: World, ann: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Kumquat confession"
    message = world.person("Ann").types(secret, channel="#general").messages[0]
    with caplog.at_level(logging.DEBUG):
        ann.shortcut("sessions.shortcut", message)
        ann.fills(minutes="40")
    with demo.store.read() as db:
        session = db.get_one(HeldSession, 1)
        assert (session.source_channel, session.source_ts) == (message.channel, message.ts)
    file = demo.database.file
    assert file is not None
    assert not any(b"Kumquat" in part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    assert "Kumquat" not in caplog.text
    assert not any("Kumquat" in str(entry["payload"]) for entry in world.traffic() if entry["kind"] == "call")


# With whom


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
    click = [entry for entry in world.traffic() if "sessions.choose" in entry["name"]][-1]["payload"]
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
    introduce(demo, "Ann", "Hugo")
    mornings(demo, world, DUE)
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


# The same day


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
    click = [entry for entry in world.traffic() if "sessions.keep" in entry["name"]][-1]["payload"]
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


# What cannot be logged


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("met 0 min", "at least a minute"),
        ("25 hours", "at most 8 hours"),
        ("45m tomorrow", "Tuesday 24 November is still to come"),
        ("45m on 31 June", "no such day"),
        ("45m on 3/4", "Which day is “on 3/4”?"),
        ("45-60 min", "How long exactly"),
        ("met 45m yesterday and 30m on Friday", "more than one"),
        ("45m on 1 March 2026", "more than three months ago"),
        ("we met yesterday", "How long did you meet?"),
        ("hello", "met 45m yesterday: AI tools"),
        ("we will meet on Friday", "sounds like a plan"),
    ],
)
@pytest.mark.parametrize("way", ["message", "command"])
def test_what_is_no_session_is_answered_with_a_sentence_and_nothing_is_stored(
    demo: Demo, pair: int, ann: Actor, typed: str, said: str, way: str
) -> None:
    if way == "message":
        ann.says(typed)
    else:
        ann.types(f"/mentor log {typed}")
    assert said in ann.last.text
    assert log_of(demo, pair) == []


@pytest.mark.usefixtures("pair")
def test_what_cannot_be_read_is_asked_about_once_a_thread_and_then_there_is_silence(
    demo: Demo, world: World, ann: Actor
) -> None:
    mornings(demo, world, DUE)
    reminder = asked(world, "Ann")
    for nonsense in ("the blue one", "that other thing", "blah"):
        ann.replies(nonsense, to=reminder)
    assert len(answers(world, ann, reminder)) == 1
    ann.replies("45m", to=reminder)
    assert len(answers(world, ann, reminder)) == 2


@pytest.mark.usefixtures("pair")
def test_plain_messages_that_cannot_be_read_are_asked_about_once_a_local_day(
    demo: Demo, world: World, ann: Actor
) -> None:
    for nonsense in ("the blue one", "the red one", "blah"):
        ann.says(nonsense)
    assert len(world.messages(to=ann)) == 1
    leap(demo, demo.clock.now() + timedelta(days=1))
    ann.says("the green one")
    assert len(world.messages(to=ann)) == 2


def test_not_yet_typed_counts_as_the_button(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    mornings(demo, world, DUE)
    reminder = asked(world, "Ann")
    ann.replies("not yet", to=reminder)
    assert "have not met yet" in ann.reads(reminder).text
    assert "Wednesday 30 December" in answers(world, ann, reminder)[0].text
    seat = seats(demo, pair)["U0ANN"]
    assert (seat.unanswered, seat.ask_at) == (0, DUE + timedelta(days=7))
    assert log_of(demo, pair) == []


def test_a_reply_in_the_thread_of_a_pair_that_has_ended_is_told_so(
    demo: Demo, world: World, pair: int, ann: Actor
) -> None:
    mornings(demo, world, DUE)
    reminder = asked(world, "Ann")
    end(demo, pair)
    ann.replies("met 45m", to=reminder)
    assert "This pair has ended" in answers(world, ann, reminder)[0].text
    assert log_of(demo, pair) == []


def test_a_reply_in_somebody_elses_thread_logs_nothing(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    mornings(demo, world, DUE)
    reminder = asked(world, "Gina")
    foreign = {
        "type": "message",
        "user": ann.id,
        "text": "met 45m",
        "ts": f"{DUE.timestamp() + 600:.6f}",
        "thread_ts": reminder.ts,
        "channel": reminder.channel,
        "channel_type": "im",
    }
    slack = demo.sandbox.slack
    assert slack.delivery.event(slack.payloads.envelope(foreign, "EvFOREIGN")).status == 200
    world.wait(minutes=1)
    assert log_of(demo, pair) == []
    assert "thread of a message to somebody else" in world.person("Gina").last.text


@pytest.mark.parametrize("typed", ["/mentor log", "/mentor log 45m", "met 45m"])
def test_who_is_in_no_pair_is_told_what_happens_next(demo: Demo, world: World, typed: str) -> None:
    taking_part.enrol(demo, "Ben")
    ben = world.person("Ben")
    ben.types(typed)
    assert "You are in no pair at the moment" in ben.last.text


def test_a_stranger_is_told_once_a_day_what_this_is(world: World) -> None:
    ben = world.person("Ben")
    for typed in ("hello", "met 45m", "anybody there?"):
        ben.says(typed)
    (welcome,) = world.messages(to=ben)
    assert "/mentor join" in welcome.text


@pytest.mark.parametrize(
    "odd",
    [
        {"subtype": "bot_message", "text": "met 45m", "bot_id": "B1"},
        {"subtype": "message_deleted", "deleted_ts": "1.2", "hidden": True},
        {"user": "U0ANN", "text": "met 45m", "bot_id": "B1"},
        {"user": "U0ANN", "text": "  "},
        {"user": "U0ANN", "subtype": "file_share", "text": "", "files": [{"id": "F1"}]},
        {"user": "U0ANN", "subtype": "channel_join", "text": "45m"},
        {
            "subtype": "message_changed",
            "message": {"user": "U0ANN", "subtype": "tombstone", "text": "45m", "ts": "1.2"},
        },
        {"subtype": "message_changed", "message": {"bot_id": "B1", "text": "45m", "ts": "1.2"}},
        {"user": "U0ANN", "text": "met 45m", "channel_type": "mpim"},
    ],
)
def test_what_is_not_said_to_the_bot_by_a_person_is_passed_over(
    demo: Demo, world: World, pair: int, ann: Actor, odd: dict[str, Any]
) -> None:
    channel = ann.says("hello").messages[0].channel
    said_before = len(world.messages(to=ann))
    stamp = f"{demo.clock.now().timestamp():.6f}"
    event = {"type": "message", "channel": channel, "channel_type": "im", "ts": stamp, "event_ts": stamp} | odd
    slack = demo.sandbox.slack
    assert slack.delivery.event(slack.payloads.envelope(event, "EvODD")).status == 200
    world.wait(minutes=1)
    assert (log_of(demo, pair), len(world.messages(to=ann))) == ([], said_before)


def test_a_file_with_words_counts_by_its_words(demo: Demo, pair: int, ann: Actor) -> None:
    ann.act("message", text="met 45m: slides", channel="dm", files=[{"name": "slides.txt", "content": "x"}])
    assert log_of(demo, pair) == [(TODAY, 45, "slides")]


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"minutes": "45", "held_on": "2026-11-24"}, "held_on", "is still to come"),
        ({"minutes": "45", "held_on": "2026-01-05"}, "held_on", "more than three months ago"),
        ({"minutes": "0"}, "minutes", ""),
        ({"minutes": "481"}, "minutes", ""),
    ],
)
def test_the_form_says_at_the_field_what_is_wrong(
    demo: Demo, pair: int, ann: Actor, values: dict[str, str], field: str, said: str
) -> None:
    ann.types("/mentor log")
    refused = ann.tries_to_fill(values)
    assert said in refused.errors[field]
    assert log_of(demo, pair) == []


# Days are local


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


# Second thoughts


def test_editing_the_reply_edits_the_session_and_its_confirmation(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    typed = ann.says("met 45m: podcasts").messages[0]
    ann.edits(typed, "met 60m yesterday: podcasts")
    (confirmed,) = answers(world, ann, typed)
    assert "1 h on Sunday 22 November: podcasts" in confirmed.text
    assert "<@U0ANN> corrected your session: 1 h on Sunday 22 November" in gina.last.text
    assert log_of(demo, pair) == [(YESTERDAY, 60, "podcasts")]


def test_yesterday_stays_the_same_day_when_the_message_is_edited_a_day_later(demo: Demo, pair: int, ann: Actor) -> None:
    typed = ann.says("met 45m yesterday").messages[0]
    leap(demo, demo.clock.now() + timedelta(days=1))
    ann.edits(typed, "met 50m yesterday")
    assert log_of(demo, pair) == [(YESTERDAY, 50, "")]


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        ("met 0 min", "at least a minute"),
        ("we did not meet", "stays as it was: 45 min on Monday 23 November"),
        ("what?", "met 45m yesterday"),
        ("30m yesterday", "Another session of yours, 20 min, is logged for Sunday 22 November"),
    ],
)
def test_an_edit_that_cannot_be_taken_over_changes_nothing_and_says_so(
    demo: Demo, pair: int, ann: Actor, edited: str, said: str
) -> None:
    ann.says("met 20m yesterday")
    typed = ann.says("met 45m").messages[0]
    ann.edits(typed, edited)
    assert said in ann.last.text
    assert log_of(demo, pair) == [(YESTERDAY, 20, ""), (TODAY, 45, "")]


def test_an_unreadable_message_that_is_edited_into_a_session_is_logged(demo: Demo, pair: int, ann: Actor) -> None:
    typed = ann.says("met the other one").messages[0]
    ann.edits(typed, "met 45m")
    assert log_of(demo, pair) == [(TODAY, 45, "")]


def test_deleting_the_reply_changes_nothing(demo: Demo, pair: int, ann: Actor) -> None:
    typed = ann.says("met 45m").messages[0]
    ann.deletes(typed)
    assert log_of(demo, pair) == [(TODAY, 45, "")]
    assert "Logged" in ann.last.text


def test_an_edit_that_changes_no_words_changes_nothing(demo: Demo, pair: int, ann: Actor) -> None:
    typed = ann.says("met 45m").messages[0]
    ann.clicks("Edit")
    ann.fills(minutes="50")
    ann.edits(typed, "met 45m")
    assert log_of(demo, pair) == [(TODAY, 50, "")]


def test_edit_opens_the_form_as_it_stands_and_the_partner_hears_of_the_change(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.says("met 45m: podcasts")
    ann.clicks("Edit")
    assert ann.form is not None
    assert ann.form.values["minutes"]["minutes"]["value"] == "45"
    ann.fills(minutes="50", held_on=YESTERDAY, topics="AI tools")
    assert log_of(demo, pair) == [(YESTERDAY, 50, "AI tools")]
    assert "corrected: 50 min on Sunday 22 November: AI tools" in ann.last.text
    assert "Before: 45 min on Monday 23 November: podcasts" in gina.last.text


@pytest.mark.usefixtures("pair")
def test_edit_below_the_commands_answer_is_confirmed_in_a_message(ann: Actor) -> None:
    ann.types("/mentor log 45m")
    ann.clicks("Edit")
    ann.fills(minutes="50")
    assert "corrected: 50 min on Monday 23 November" in ann.last.text
    assert ann.last.only_to is None


@pytest.mark.usefixtures("pair")
def test_an_edit_that_changes_nothing_tells_nobody(world: World, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m")
    heard = len(world.messages(to=gina))
    ann.clicks("Edit")
    ann.fills()
    assert len(world.messages(to=gina)) == heard


def test_a_day_that_has_another_session_is_refused_at_the_field(demo: Demo, pair: int, ann: Actor) -> None:
    ann.says("met 20m yesterday")
    ann.says("met 45m")
    ann.clicks("Edit")
    refused = ann.tries_to_fill(held_on=YESTERDAY)
    assert "Another session of yours, 20 min, is logged for Sunday 22 November" in refused.errors["held_on"]
    assert log_of(demo, pair) == [(YESTERDAY, 20, ""), (TODAY, 45, "")]


def test_the_partner_corrects_and_the_first_one_is_told(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m: podcasts")
    gina.clicks("Correct it")
    gina.fills(minutes="30")
    assert log_of(demo, pair) == [(TODAY, 30, "podcasts")]
    assert "<@U0GINA> corrected your session: 30 min on Monday 23 November" in ann.last.text
    assert any("as <@U0GINA> corrected it: 30 min" in text for text in ann.sees)
    ann.clicks("Correct it")
    ann.fills(minutes="35")
    assert log_of(demo, pair) == [(TODAY, 35, "podcasts")]
    assert "<@U0ANN> corrected your session: 35 min" in gina.last.text


def test_fine_as_it_is_leaves_it_and_takes_the_buttons_away(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m")
    gina.clicks("Fine as it is")
    assert "stays as it is: 45 min on Monday 23 November" in gina.last.text
    assert gina.last.buttons == []
    assert log_of(demo, pair) == [(TODAY, 45, "")]


def test_a_deleted_session_is_gone_everywhere_and_the_partner_hears_it_in_neutral_words(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.says("met 45m: podcasts")
    card = gina.last
    ann.clicks("Delete")
    assert log_of(demo, pair) == []
    assert "Out of the log again" in ann.last.text
    assert gina.reads(card).buttons == []
    assert "<@U0ANN> took a session out of the log: 45 min on Monday 23 November" in gina.last.text
    gina.clicks("Log session")
    gina.fills(minutes="45")
    assert log_of(demo, pair) == [(TODAY, 45, "")]


@pytest.mark.usefixtures("pair")
def test_the_partner_never_hears_of_what_was_taken_back_in_the_night(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    leap(demo, datetime(2026, 11, 23, 21, 0, tzinfo=UTC))
    ann.says("met 45m")
    ann.clicks("Delete")
    mornings(demo, world, datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    assert world.messages(to=gina) == []


@pytest.mark.usefixtures("pair")
def test_the_partner_hears_once_of_what_was_corrected_in_the_night(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    leap(demo, datetime(2026, 11, 23, 21, 0, tzinfo=UTC))
    ann.says("met 45m")
    for minutes in ("50", "55"):
        ann.clicks("Edit")
        ann.fills(minutes=minutes)
    mornings(demo, world, datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    (heard,) = world.messages(to=gina)
    assert "<@U0ANN> logged your session: 55 min" in heard.text


def test_a_deleted_session_counts_no_more_for_the_next_question(demo: Demo, pair: int, ann: Actor) -> None:
    leap(demo, DUE - timedelta(days=10))
    ann.says("met 45m")
    assert seats(demo, pair)["U0ANN"].ask_at == datetime(2027, 1, 12, 8, 0, tzinfo=UTC)
    ann.clicks("Delete")
    assert seats(demo, pair)["U0ANN"].ask_at == DUE


# Old and foreign buttons


def test_deleting_twice_deletes_once_and_never_another_session(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    ann.says("met 45m")
    ann.clicks("Delete")
    click = [entry for entry in world.traffic() if "sessions.delete" in entry["name"]][-1]["payload"]
    ann.says("met 50m")
    again(demo, click)
    assert log_of(demo, pair) == [(TODAY, 50, "")]


@pytest.mark.parametrize("button", ["sessions.edit", "sessions.correct", "sessions.fine", "sessions.delete"])
@pytest.mark.usefixtures("pair")
def test_a_button_of_a_session_that_is_gone_says_so(demo: Demo, world: World, ann: Actor, button: str) -> None:
    ann.says("met 45m")
    ann.clicks("Delete")
    click = [entry for entry in world.traffic() if "sessions.delete" in entry["name"]][-1]["payload"]
    again(demo, click, action_id=button)
    assert "not in the log any more" in ann.last.text
    assert ann.form is None


FORGED = [
    ("sessions/logged", ["Edit", "Delete"]),
    ("sessions/partner_logged", ["Correct it", "Fine as it is"]),
]


@pytest.mark.parametrize(("template", "buttons"), FORGED)
def test_nobody_else_can_touch_the_session_of_a_pair(
    demo: Demo, world: World, pair: int, ann: Actor, template: str, buttons: list[str]
) -> None:
    ann.says("met 45m")
    ben = world.person("Ben")
    show(demo, ben, template, pair)
    world.wait(minutes=1)
    for button in buttons:
        ben.clicks(button)
        assert "Only the two people of a pair" in ben.last.text
    assert ben.form is None
    assert log_of(demo, pair) == [(TODAY, 45, "")]


def test_who_did_not_log_a_session_cannot_delete_it(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.says("met 45m")
    show(demo, gina, "sessions/logged", pair)
    world.wait(minutes=1)
    gina.clicks("Delete")
    assert "Only the one who logged a session can delete it" in gina.last.text
    assert log_of(demo, pair) == [(TODAY, 45, "")]


@pytest.mark.parametrize("action", ["sessions.keep", "sessions.change", "sessions.another_day"])
def test_somebody_elses_question_cannot_be_answered(
    demo: Demo, world: World, pair: int, ann: Actor, action: str
) -> None:
    ann.says("met 45m")
    ann.says("30m")
    ben = world.person("Ben")
    with demo.store.begin() as db:
        values = session_values(pair) | {"draft": 1, "other_minutes": 30}
        outbox.notice(db, "forged", "sessions/differs", ben.id, demo.clock.now(), **values)
    world.wait(minutes=1)
    ben.clicks(action)
    assert "settled already" in ben.last.text
    assert log_of(demo, pair) == [(TODAY, 45, "")]


@pytest.mark.parametrize("button", ["Edit", "Delete"])
def test_a_button_of_a_pair_that_has_ended_says_so_and_changes_nothing(
    demo: Demo, pair: int, ann: Actor, button: str
) -> None:
    ann.says("met 45m")
    end(demo, pair)
    ann.clicks(button)
    assert "This pair has ended" in ann.last.text
    assert log_of(demo, pair) == [(TODAY, 45, "")]


def test_a_form_that_was_open_when_the_pair_ended_logs_nothing(demo: Demo, pair: int, ann: Actor) -> None:
    ann.types("/mentor log")
    end(demo, pair)
    ann.fills(minutes="45")
    assert ann.form is not None
    assert "This pair has ended" in ann.form.text
    assert log_of(demo, pair) == []


# Repeats and hostile words


def test_an_event_that_slack_repeats_is_answered_once(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    ann.says("met 45m")
    event = next(entry for entry in world.traffic() if entry["name"] == "event message")["payload"]
    heard = len(world.messages())
    assert demo.sandbox.slack.delivery.event(event, 1, "http_timeout").status == 200
    world.wait(minutes=1)
    assert len(world.messages()) == heard
    assert log_of(demo, pair) == [(TODAY, 45, "")]


def test_a_form_that_slack_sends_twice_logs_once(demo: Demo, world: World, pair: int, ann: Actor, gina: Actor) -> None:
    ann.types("/mentor log")
    ann.fills(minutes="45", topics="podcasts")
    sent = [entry for entry in world.traffic() if entry["name"].startswith("view_submission")][-1]["payload"]
    heard = len(world.messages(to=gina))
    assert demo.sandbox.slack.delivery.interaction(sent, "view_submission").status == 200
    world.wait(minutes=1)
    assert log_of(demo, pair) == [(TODAY, 45, "podcasts")]
    assert len(world.messages(to=gina)) == heard


@pytest.mark.parametrize("way", ["message", "command", "form"])
def test_hostile_words_are_shown_as_they_are_and_ping_nobody(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor, way: str
) -> None:
    if way == "form":
        ann.types("/mentor log")
        ann.fills(minutes="45", topics=HOSTILE)
    else:
        ann.types(f"met 45m: {HOSTILE}" if way == "message" else f"/mentor log 45m: {HOSTILE}")
    ann.clicks("Edit")
    ann.fills(minutes="50")
    ((_, minutes, topics),) = log_of(demo, pair)
    assert minutes == 50
    assert "<!channel>" in topics
    for person in (ann, gina):
        raw = [said.message["text"] for said in world.messages(to=person)]
        assert any("&lt;!channel&gt;" in text for text in raw)
        assert not any("<!channel>" in text for text in raw)


def test_topics_longer_than_a_message_may_be_are_kept_short(demo: Demo, pair: int, ann: Actor) -> None:
    ann.says("met 45m: " + "words " * 600)
    ann.clicks("Edit")
    ann.fills(minutes="50")
    ((_, minutes, topics),) = log_of(demo, pair)
    assert (minutes, len(topics) <= 500) == (50, True)


def session_values(pair: int) -> dict[str, Any]:
    return {
        "session": 1,
        "pair": pair,
        "minutes": 45,
        "held_on": TODAY,
        "topics": "",
        "partner": "U0ANN",
        "mine": True,
        "already": False,
        "changed_by": None,
    }


def show(demo: Demo, person: Actor, template: str, pair: int) -> None:
    """Let somebody see the message about the first session that was meant for another."""
    with demo.store.begin() as db:
        outbox.notice(db, f"forged:{person.id}", template, person.id, demo.clock.now(), **session_values(pair))


def again(demo: Demo, click: dict[str, Any], **action: str) -> None:
    """Send a click once more, as a second one or on another button of the same message."""
    slack = demo.sandbox.slack
    with slack.workspace.lock:
        message = slack.workspace.find(click["container"]["channel_id"], click["container"]["message_ts"])
        url = f"{slack.url}/response/{slack.responses.issue(click['user']['id'], message.channel, message)}"
        stamp = slack.workspace.stamp()
        trigger = slack.triggers.issue(click["user"]["id"])
    changed = click["actions"][0] | {"action_ts": stamp} | action
    payload = click | {"actions": [changed], "response_url": url, "trigger_id": trigger}
    assert slack.delivery.interaction(payload, "again").status == 200
    slack.finish()
