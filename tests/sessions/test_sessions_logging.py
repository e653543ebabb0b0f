"""The ways to log a session: a few words in the thread, in a message, behind the command, or a form."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from databases import SQLITE
from pairing import DUE, TODAY, YESTERDAY, answers, asked, log_of, mornings, seats

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import outbox
from storage.checkins import QUESTION
from storage.tables import HeldSession


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
        assert reminder.buttons == ["Log session", "Plan a session"]
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
    assert ann.form.fields == ["How many minutes?", "On which day?", "About what?", "What will they try?", "By when?"]
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


@SQLITE
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
