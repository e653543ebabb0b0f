"""A no is one clear sentence where the person is; an accident is one with a reference, and the same in the log."""

import json
import logging
import re
from time import time
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_sdk.signature import SignatureVerifier
from taking_part import enrol

from bot.demo import Demo
from bot.sandbox.actors import World


def lose_the_coordinators(demo: Demo) -> None:
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE coordinator RENAME TO lost")


def find_the_coordinators(demo: Demo) -> None:
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE lost RENAME TO coordinator")


def test_an_accident_in_a_command_is_said_with_the_reference_that_stands_in_the_log(
    demo: Demo, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    lose_the_coordinators(demo)
    with caplog.at_level(logging.ERROR):
        world.person("Ann").types("/mentor help")
    reference = re.search(r"reference (\w+)", world.person("Ann").last.text)
    assert reference is not None
    assert f"accident {reference[1]} while answering a /mentor" in caplog.text
    assert "coordinator" in caplog.text


def test_an_event_that_failed_by_accident_comes_again_and_is_then_answered(demo: Demo, world: World) -> None:
    ann = world.person("Ann")
    lose_the_coordinators(demo)
    assert not ann.act("home").ok
    assert ann.home is None
    find_the_coordinators(demo)
    world.wait(minutes=10)
    assert ann.home is not None


def test_a_button_of_somebody_without_the_right_is_answered_with_a_sentence(demo: Demo, world: World) -> None:
    cora = world.person("Cora")
    cora.opens_home()
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM coordinator")
    cora.clicks("Edit programme")
    assert "Only the coordinators of this programme" in cora.last.text
    assert cora.form is None


@pytest.mark.parametrize("words", ["/mentor pause 2 weeks", "/mentor resume"])
def test_what_was_decided_is_said_although_home_could_not_be_refreshed(demo: Demo, world: World, words: str) -> None:
    enrol(demo, "Ann")
    ann = world.person("Ann")
    ann.types("/mentor pause 3 weeks")
    world.fault("views.publish", error="internal_error", times=5)
    ann.types(words)
    assert "went wrong" not in ann.last.text
    assert "pause" in ann.last.text.lower()


def test_a_command_that_slack_repeats_is_done_once_and_says_so(demo: Demo) -> None:
    enrol(demo, "Ann")
    first, second = (send(demo, "/mentor", "pause 2 weeks", trigger_id="13345224609.1") for _ in range(2))
    assert "reached me twice" not in first["text"]
    assert "reached me twice" in second["text"]


def send(demo: Demo, command: str, text: str, trigger_id: str) -> dict[str, str]:
    """What the bot answers to a command as Slack would post it."""
    identity, at = demo.sandbox.identity, str(int(time()))
    body = urlencode(
        {"command": command, "text": text, "trigger_id": trigger_id, "user_id": "U0ANN", "team_id": identity.team}
    )
    headers = {
        "X-Slack-Signature": str(
            SignatureVerifier(identity.signing_secret).generate_signature(timestamp=at, body=body)
        ),
        "X-Slack-Request-Timestamp": at,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    with urlopen(Request(f"{demo.bot_url}/slack/events", body.encode(), headers)) as answer:
        return dict(json.loads(answer.read()))
