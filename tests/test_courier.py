"""The courier: everything that was decided is said once, in time, and at Slack's pace."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.demo import Demo
from bot.sandbox.actors import World
from storage import outbox, sending
from storage.tables import Outbox

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def decide(demo: Demo, key: str, to: str = "U0ANN", due: datetime = NOW, **how: Any) -> None:
    with demo.store.begin() as db:
        outbox.notice(db, key, "help/help", to, due, **how, **saying(key))


def saying(word: str) -> dict[str, Any]:
    return {"words": ["help"], "mistyped": word, "nearest": None, "audience": ["anyone"]}


def row(demo: Demo, key: str) -> Outbox:
    with demo.store.read() as db:
        found = outbox.by_key(db, key)
    assert found is not None
    return found


def wait(world: World, seconds: float) -> None:
    world.post("/clock", {"advance": seconds})


def times_said(world: World, name: str, key: str) -> int:
    return sum(f"“{key}”" in text for text in world.person(name).sees)


def test_what_is_due_is_said_and_remembered_with_its_place(demo: Demo, world: World) -> None:
    decide(demo, "hello")
    wait(world, 1)
    assert times_said(world, "Ann", "hello") == 1
    sent = row(demo, "hello")
    assert (sent.status, sent.sent_at is not None) == ("sent", True)
    with demo.store.read() as db:
        assert outbox.said_at(db, str(sent.channel), str(sent.ts)) == sent


def test_the_same_key_is_said_once(demo: Demo, world: World) -> None:
    decide(demo, "hello")
    decide(demo, "hello")
    wait(world, 60)
    assert times_said(world, "Ann", "hello") == 1


def test_nothing_is_said_before_it_is_due(demo: Demo, world: World) -> None:
    decide(demo, "later", due=NOW + timedelta(hours=2))
    wait(world, 7199)
    assert times_said(world, "Ann", "later") == 0
    wait(world, 1)
    assert times_said(world, "Ann", "later") == 1


def test_what_was_not_sent_in_its_time_is_never_sent(demo: Demo, world: World) -> None:
    with demo.store.begin() as db:
        outbox.nudge(
            db,
            "stale",
            "help/help",
            "U0ANN",
            NOW,
            day=NOW.date(),
            expires=NOW + timedelta(hours=1),
            **saying("stale"),
        )
    world.fault("chat.postMessage", error="ratelimited", retry_after=3700)
    wait(world, 2 * 3600)
    assert times_said(world, "Ann", "stale") == 0
    assert row(demo, "stale").status == "expired"


def test_a_person_is_nudged_once_a_day_over_all_stories(demo: Demo) -> None:
    when = {"day": NOW.date(), "expires": NOW + timedelta(hours=1)}
    with demo.store.begin() as db:
        assert outbox.nudge(db, "first", "help/help", "U0ANN", NOW, **when, **saying("first"))
        assert not outbox.nudge(db, "second", "help/help", "U0ANN", NOW, **when, **saying("second"))
        assert outbox.nudge(db, "other person", "help/help", "U0BEN", NOW, **when, **saying("other"))


def test_what_was_withdrawn_is_not_said(demo: Demo, world: World) -> None:
    decide(demo, "regretted", due=NOW + timedelta(hours=1))
    with demo.store.begin() as db:
        outbox.withdraw(db, user_id="U0ANN")
    wait(world, 2 * 3600)
    assert times_said(world, "Ann", "regretted") == 0


def test_one_channel_hears_one_message_a_second(demo: Demo, world: World) -> None:
    for number in range(4):
        decide(demo, f"number {number}")
    wait(world, 10)
    said = sorted(row(demo, f"number {number}").sent_at for number in range(4))  # type: ignore[type-var]
    gaps = [later - earlier for earlier, later in pairwise(said)]  # type: ignore[operator]
    assert min(gaps) >= timedelta(seconds=1)


def test_a_workspace_hears_sixty_messages_a_minute(demo: Demo, world: World) -> None:
    people = [person["id"] for person in world.state()["people"] if not person["is_bot"]]
    for number in range(100):
        decide(demo, f"number {number}", people[number % len(people)])
    wait(world, 59)
    assert sum(row(demo, f"number {number}").status == "sent" for number in range(100)) == 60
    wait(world, 60)
    assert all(row(demo, f"number {number}").status == "sent" for number in range(100))


def test_when_slack_is_rate_limiting_the_courier_waits_as_long_as_told(demo: Demo, world: World) -> None:
    world.fault("chat.postMessage", error="ratelimited", retry_after=120)
    decide(demo, "patient")
    wait(world, 119)
    assert times_said(world, "Ann", "patient") == 0
    wait(world, 5)
    assert times_said(world, "Ann", "patient") == 1


@pytest.mark.parametrize("fault", [{"error": "internal_error"}, {"status": 503}, {"error": "fatal_error"}])
def test_a_passing_error_is_tried_again_with_more_and_more_patience(
    demo: Demo, world: World, fault: dict[str, Any]
) -> None:
    world.fault("chat.postMessage", times=2, **fault)
    decide(demo, "stubborn")
    wait(world, 9)
    assert times_said(world, "Ann", "stubborn") == 0
    wait(world, 60)
    assert times_said(world, "Ann", "stubborn") == 1
    assert row(demo, "stubborn").attempts == 3


def test_an_error_that_does_not_pass_is_given_up_in_the_end(demo: Demo, world: World) -> None:
    world.fault("chat.postMessage", error="internal_error", times=50)
    decide(demo, "hopeless")
    wait(world, 24 * 3600)
    assert (row(demo, "hopeless").status, row(demo, "hopeless").error) == ("failed", "internal_error")
    assert row(demo, "hopeless").attempts == 6


@pytest.mark.parametrize("error", ["user_disabled", "channel_not_found", "is_archived", "account_inactive"])
def test_a_final_error_is_written_down_and_not_repeated(demo: Demo, world: World, error: str) -> None:
    world.fault("chat.postMessage", error=error)
    decide(demo, "refused")
    wait(world, 3600)
    assert (row(demo, "refused").status, row(demo, "refused").error) == ("failed", error)
    assert times_said(world, "Ann", "refused") == 0


def test_a_lost_answer_is_looked_up_in_the_bots_own_conversation_and_not_said_twice(demo: Demo, world: World) -> None:
    world.fault("chat.postMessage", drop=True)
    decide(demo, "doubted")
    wait(world, 1)
    assert row(demo, "doubted").status == "sending"
    wait(world, 600)
    assert row(demo, "doubted").status == "sent"
    assert times_said(world, "Ann", "doubted") == 1


def test_a_message_whose_sender_died_before_sending_is_said_after_the_lease(demo: Demo, world: World) -> None:
    decide(demo, "orphan")
    with demo.store.begin() as db:
        assert [claimed.key for claimed in sending.claim(db, NOW)] == ["orphan"]
    wait(world, sending.LEASE.total_seconds() - 1)
    assert times_said(world, "Ann", "orphan") == 0
    wait(world, 10)
    assert times_said(world, "Ann", "orphan") == 1


def test_a_lost_answer_where_the_bot_cannot_read_stays_unknown(demo: Demo, world: World) -> None:
    world.fault("chat.postMessage", drop=True)
    decide(demo, "between two", "U0ANN,U0GINA")
    wait(world, 24 * 3600)
    assert row(demo, "between two").status == "unknown"
    assert times_said(world, "Gina", "between two") == 1


def test_a_group_conversation_that_could_not_be_opened_is_opened_again(demo: Demo, world: World) -> None:
    world.fault("conversations.open", drop=True, times=2)
    decide(demo, "between two", "U0ANN,U0GINA")
    wait(world, 60)
    assert (row(demo, "between two").status, times_said(world, "Gina", "between two")) == ("sent", 1)


def test_a_message_to_two_people_opens_their_group_conversation(demo: Demo, world: World) -> None:
    decide(demo, "both of you", "U0ANN,U0GINA")
    wait(world, 1)
    assert times_said(world, "Ann", "both of you") == 1
    assert times_said(world, "Gina", "both of you") == 1
    assert times_said(world, "Ben", "both of you") == 0


def test_a_message_can_be_replaced_before_and_after_it_was_sent(demo: Demo, world: World) -> None:
    decide(demo, "draft", due=NOW + timedelta(minutes=1))
    for key, moment in (("second thought", 0), ("third thought", 120)):
        wait(world, moment)
        with demo.store.begin() as db:
            said = outbox.by_key(db, "draft")
            assert said is not None
            outbox.say_instead(db, said, key, demo.clock.now(), "help/help", **saying(key))
    wait(world, 5)
    ann = world.person("Ann")
    assert [text for text in ann.sees if "thought" in text or "draft" in text] == [ann.last.text]
    assert "third thought" in ann.last.text


def test_a_message_whose_answer_was_lost_is_replaced_once_it_was_found(demo: Demo, world: World) -> None:
    world.fault("chat.postMessage", drop=True)
    decide(demo, "first words")
    wait(world, 1)
    with demo.store.begin() as db:
        said = outbox.by_key(db, "first words")
        assert said is not None
        outbox.say_instead(db, said, "second words", demo.clock.now(), "help/help", **saying("second words"))
    wait(world, 1800)
    assert times_said(world, "Ann", "first words") == 0
    assert times_said(world, "Ann", "second words") == 1


def test_the_class_of_a_message_travels_with_it_and_nothing_personal_does(demo: Demo, world: World) -> None:
    decide(demo, "classed")
    wait(world, 1)
    metadata = world.person("Ann").last.message["metadata"]
    assert metadata == {"event_type": "mentor_outbox", "event_payload": {"key": "classed", "class": "notice"}}
