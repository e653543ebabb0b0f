"""What people do becomes Slack's payloads, and what the bot answers becomes what people see."""

import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from sandbox.small_bot import HOSTILE, MANIFEST, SmallBot, actions, button, section
from slack_bolt import BoltResponse

from bot.sandbox import Sandbox
from bot.sandbox.actors import Actor, World


def test_a_command_arrives_as_slack_sends_it(bot: SmallBot, ann: Actor, sandbox: Sandbox) -> None:
    ann.types("/mentor  join now ")
    body = bot.last
    assert (body["command"], body["text"], body["user_id"], body["user_name"]) == ("/mentor", "join now", ann.id, "ann")
    assert body["channel_name"] == "directmessage"
    assert (body["team_id"], body["api_app_id"]) == (sandbox.identity.team, sandbox.identity.app_id)
    assert body["response_url"].startswith(sandbox.slack.url)


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("add @bob", "add <@U0BOB|bob>"),
        ("add <@U0BOB>", "add <@U0BOB|bob>"),
        ("add @nobody", "add @nobody"),
        ("add <@U0NOBODY>", "add &lt;@U0NOBODY&gt;"),
        ("in #mentoring", "in <#C0MENTORNG|mentoring>"),
        ("a & b < c", "a &amp; b &lt; c"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("see https://example.com/?a=1&b=2", "see <https://example.com/?a=1&amp;b=2>"),
        ("bob@ann.example", "bob@ann.example"),
    ],
)
def test_people_and_channels_in_a_command_are_escaped_where_the_manifest_says_so(
    bot: SmallBot, ann: Actor, typed: str, arrives: str
) -> None:
    ann.types(f"/mentor {typed}")
    assert bot.last["text"] == arrives
    ann.types(f"/raw {typed}")
    assert bot.last["text"] == typed


@pytest.mark.parametrize(
    ("answer", "seen_by_bob"),
    [
        ("Just a text", False),
        ({"text": "Just for you"}, False),
        ({"response_type": "in_channel", "text": "For all"}, True),
    ],
)
def test_a_commands_answer_is_for_the_one_who_asked_unless_it_says_otherwise(
    bot: SmallBot, ann: Actor, world: World, answer: Any, seen_by_bob: bool
) -> None:
    bot.on("command", lambda ack, **_: ack(answer))
    result = ann.types("/mentor help", channel="#general")
    assert result.ack == answer
    assert len(result.messages) == 1
    assert bool(world.person("Bob").sees) is seen_by_bob


def test_a_command_unknown_to_the_manifest_never_reaches_the_bot(bot: SmallBot, ann: Actor) -> None:
    result = ann.act("command", text="/mentro join")
    assert (result.ok, result.error, bot.heard) == (False, "unknown_command", [])
    assert ann.sees == ["/mentro is not a valid command."]


def test_commands_do_not_work_in_threads(bot: SmallBot, ann: Actor) -> None:
    ts = ann.says("hello").messages[0].ts
    result = ann.act("command", text="/mentor join", thread_ts=ts)
    assert (result.error, len(bot.heard)) == ("not_in_threads", 1)


def test_a_bot_that_fails_is_shown_as_slack_shows_it(bot: SmallBot, ann: Actor) -> None:
    bot.on("command", lambda **_: BoltResponse(status=500))
    result = ann.act("command", text="/mentor join")
    assert (result.ok, result.status, result.error) == (False, 500, "dispatch_failed")
    assert ann.sees == ['/mentor failed with the error "dispatch_failed"']


def test_a_bot_that_is_not_there_is_shown_as_slack_shows_it(sandbox: Sandbox, ann: Actor) -> None:
    sandbox.connect("http://127.0.0.1:9")
    result = ann.act("command", text="/mentor join")
    assert (result.status, result.error) == (None, "dispatch_failed")


def test_a_bot_that_takes_longer_than_three_seconds_has_timed_out(bot: SmallBot, ann: Actor) -> None:
    late = threading.Event()
    bot.on("command", lambda **_: late.wait(10) and None)
    result = ann.act("command", text="/mentor join")
    late.set()
    assert (result.ok, result.status, result.error) == (False, None, "operation_timeout")


def test_an_answer_beyond_a_limit_is_reported_loudly(bot: SmallBot, ann: Actor) -> None:
    bot.on("command", lambda ack, **_: ack(text="x", blocks=[section("")]))
    result = ann.act("command", text="/mentor join")
    assert (result.ok, result.error) == (False, "invalid_response")
    assert result.answer["problems"]


def test_a_global_shortcut_has_a_trigger_and_no_place(bot: SmallBot, ann: Actor) -> None:
    ann.shortcut("Join")
    assert (bot.last["type"], bot.last["callback_id"]) == ("shortcut", "test.join")
    assert bot.last["trigger_id"]
    assert "channel" not in bot.last


def test_a_message_shortcut_hands_over_the_message(bot: SmallBot, ann: Actor, world: World) -> None:
    said = world.person("Bob").types("Lunch?", channel="#general").messages[0]
    ann.shortcut("Keep", said)
    body = bot.last
    assert (body["type"], body["callback_id"], body["message_ts"]) == ("message_action", "test.keep", said.ts)
    assert (body["message"]["text"], body["message"]["user"]) == ("Lunch?", "U0BOB")
    assert body["channel"]["id"] == "C0GENERAL1"
    with pytest.raises(LookupError):
        ann.act("shortcut", callback_id="test.join", message=said.reference)


def test_opening_home_tells_the_bot_and_shows_what_it_publishes(bot: SmallBot, ann: Actor) -> None:
    home = {"type": "home", "blocks": [section("Welcome"), actions(button("Join", "test.join"))]}
    bot.on("event", lambda body, client, **_: client.views_publish(user_id=body["event"]["user"], view=home) and None)
    seen = ann.opens_home()
    assert bot.last["event"]["type"] == "app_home_opened"
    assert bot.last["event"]["tab"] == "home"
    assert (seen.text, seen.buttons) == ("Welcome\nJoin", ["Join"])
    ann.opens_home()
    assert bot.last["event"]["view"]["id"] == seen.id


def test_a_name_full_of_markup_does_no_harm(bot: SmallBot, world: World) -> None:
    cleo = world.person("cleo")
    assert cleo.name == HOSTILE
    bot.on("command", lambda ack, body, **_: ack(f"Hello <@{body['user_id']}>"))
    assert cleo.types("/mentor help").text == "Hello <@U0CLEO>"
    assert world.state(cleo.id)["ok"]


CHANGES = [
    lambda whole: whole["features"]["app_home"].update(messages_tab_enabled=False),
    lambda whole: whole["features"]["app_home"].update(messages_tab_read_only_enabled=True),
    lambda whole: whole["settings"]["event_subscriptions"]["bot_events"].remove("message.im"),
    lambda whole: whole["oauth_config"]["scopes"]["bot"].remove("im:history"),
]


class TestWithoutMessages:
    @pytest.fixture(params=CHANGES, ids=["tab off", "tab read-only", "no event", "no scope"])
    def manifest(self, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
        whole = yaml.safe_load(MANIFEST.read_text("utf-8"))
        request.param(whole)
        path = tmp_path / "manifest.yml"
        path.write_text(yaml.safe_dump(whole), "utf-8")
        return path

    def test_what_people_type_to_the_bot_is_turned_away(self, bot: SmallBot, ann: Actor) -> None:
        result = ann.act("message", channel="dm", text="hello")
        assert (result.ok, result.error) == (False, "messages_tab_disabled")
        assert result.notice == "Sending messages to this app has been turned off."
        assert (ann.sees, bot.heard) == ([], [])


@pytest.mark.parametrize(
    ("verb", "body", "failure"),
    [
        ("command", {"text": "/mentor", "user": "U0NOBODY"}, LookupError),
        ("command", {}, ValueError),
        ("command", {"text": 7}, ValueError),
        ("command", {"text": "/mentor", "channel": "#nowhere"}, LookupError),
        ("click", {"action_id": "x", "message": {"channel": "D1", "ts": "1.1"}}, LookupError),
        ("click", {"action_id": "x", "message": "D1"}, ValueError),
        ("click", {"action_id": "x", "home": True}, LookupError),
        ("click", {"action_id": "x"}, ValueError),
        ("submit", {"view": "V1", "values": {}}, LookupError),
        ("submit", {"view": "V1", "values": {"a": 1}}, ValueError),
        ("close", {"view": "V1"}, LookupError),
        ("edit", {"message": {"channel": "D1", "ts": "1.1"}, "text": "x"}, LookupError),
        ("message", {"channel": "dm", "text": "x", "thread_ts": "1.000001"}, LookupError),
        ("shortcut", {"callback_id": "nothing"}, LookupError),
        ("dance", {}, LookupError),
    ],
)
def test_an_act_about_something_that_is_not_there_says_so_in_a_sentence(
    ann: Actor, verb: str, body: dict[str, Any], failure: type[Exception]
) -> None:
    with pytest.raises(failure, match=r'"ok": false, "error": "[^"]'):
        ann.act(verb, **body)
