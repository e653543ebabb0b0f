"""What is no session is answered with a sentence where somebody waits, asked about once, and never stored."""

from datetime import timedelta
from typing import Any

import pytest
import taking_part
from pairing import DUE, TODAY, answers, asked, end, leap, log_of, mornings, seats

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


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
        ("45m on Thursday and on Friday", "more than one day"),
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
