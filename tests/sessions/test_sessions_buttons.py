"""Buttons outlive their time and reach the wrong people; payloads come twice, and words are hostile."""

from typing import Any

import pytest
from pairing import TODAY, again, clicked, end, log_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import outbox

HOSTILE = '"}]}, <!channel> {% raw %} {{ 7 * 7 }} & <b>'


def test_deleting_twice_deletes_once_and_never_another_session(demo: Demo, world: World, pair: int, ann: Actor) -> None:
    ann.says("met 45m")
    ann.clicks("Delete")
    click = clicked(world, "sessions.delete")
    ann.says("met 50m")
    again(demo, click)
    assert log_of(demo, pair) == [(TODAY, 50, "")]


@pytest.mark.parametrize("button", ["sessions.edit", "sessions.correct", "sessions.fine", "sessions.delete"])
@pytest.mark.usefixtures("pair")
def test_a_button_of_a_session_that_is_gone_says_so(demo: Demo, world: World, ann: Actor, button: str) -> None:
    ann.says("met 45m")
    ann.clicks("Delete")
    click = clicked(world, "sessions.delete")
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
