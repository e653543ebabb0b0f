"""What people do becomes Slack's payloads, and what the bot answers becomes what people see."""

import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from sandbox.small_bot import HOSTILE, MANIFEST, SmallBot, actions, button, field, option, section
from slack_bolt import BoltResponse

from bot.sandbox import Sandbox
from bot.sandbox.actors import Actor, Said, World

COLOURS = [option("Red", "r"), option("Green", "g")]


def posted(bot: SmallBot, ann: Actor, *elements: dict[str, Any], text: str = "Well?") -> Said:
    bot.client.chat_postMessage(channel=ann.id, text=text, blocks=[actions(*elements)])
    return ann.last


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


def test_a_click_carries_message_action_and_trigger(bot: SmallBot, ann: Actor) -> None:
    said = posted(bot, ann, button("Press", "test.press", value="7"))
    ann.clicks("Press")
    body = bot.last
    (action,) = body["actions"]
    assert (action["type"], action["action_id"], action["value"]) == ("button", "test.press", "7")
    assert action["text"]["text"] == "Press"
    assert float(action["action_ts"]) > float(said.ts)
    assert (body["container"]["type"], body["container"]["message_ts"]) == ("message", said.ts)
    assert (body["message"]["ts"], body["channel"]["id"]) == (said.ts, said.channel)
    assert body["trigger_id"]
    assert body["response_url"]


def test_a_click_in_a_thread_names_the_thread(bot: SmallBot, ann: Actor) -> None:
    first = bot.client.chat_postMessage(channel=ann.id, text="first")
    blocks = [actions(button("Press", "test.press"))]
    bot.client.chat_postMessage(channel=first["channel"], thread_ts=first["ts"], text="second", blocks=blocks)
    ann.clicks("Press")
    assert bot.last["container"]["thread_ts"] == first["ts"]


def test_a_click_on_an_ephemeral_message_comes_without_the_message(bot: SmallBot, ann: Actor) -> None:
    blocks = [actions(button("Press", "test.press"))]
    bot.on("command", lambda ack, **_: ack(text="x", blocks=blocks))
    ann.types("/mentor help")
    ann.clicks("Press")
    assert "message" not in bot.last
    assert bot.last["container"]["is_ephemeral"] is True


@pytest.mark.parametrize(
    ("element", "value", "state"),
    [
        ({"type": "static_select", "options": COLOURS}, "Green", {"selected_option": COLOURS[1]}),
        ({"type": "radio_buttons", "options": COLOURS}, "g", {"selected_option": COLOURS[1]}),
        ({"type": "overflow", "options": COLOURS}, "r", {"selected_option": COLOURS[0]}),
        ({"type": "checkboxes", "options": COLOURS}, ["r", "g"], {"selected_options": COLOURS}),
        ({"type": "users_select"}, "U0BOB", {"selected_user": "U0BOB"}),
        ({"type": "datepicker"}, "2026-12-01", {"selected_date": "2026-12-01"}),
        ({"type": "static_select", "options": COLOURS}, None, {"selected_option": None}),
    ],
)
def test_what_is_picked_arrives_with_the_action(
    bot: SmallBot, ann: Actor, element: dict[str, Any], value: Any, state: dict[str, Any]
) -> None:
    said = posted(bot, ann, {**element, "action_id": "test.pick"})
    ann.act("click", message=said.reference, action_id="test.pick", value=value)
    (action,) = bot.last["actions"]
    assert {key: action[key] for key in state} == state


def test_what_was_picked_before_is_in_the_state_of_the_next_click(bot: SmallBot, ann: Actor) -> None:
    select = {"type": "static_select", "action_id": "test.pick", "options": COLOURS}
    posted(bot, ann, select, button("Press", "test.press"))
    ann.clicks("Green")
    ann.clicks("Press")
    (held,) = bot.last["state"]["values"].values()
    assert held["test.pick"]["selected_option"] == COLOURS[1]


def test_two_buttons_with_one_action_id_are_refused(bot: SmallBot, ann: Actor) -> None:
    rows = [{**actions(button(f"Take {n}", "test.take", value=n)), "block_id": f"row{n}"} for n in "12"]
    with pytest.raises(Exception, match="invalid_blocks"):
        bot.client.chat_postMessage(channel=ann.id, text="x", blocks=rows)


@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        ({"action_id": "test.other"}, LookupError),
        ({"action_id": "test.press", "value": "8"}, LookupError),
        ({"action_id": "test.pick", "value": "yellow"}, LookupError),
        ({"action_id": "test.menu"}, ValueError),
        ({}, ValueError),
    ],
)
def test_what_is_not_in_the_message_cannot_be_clicked(
    bot: SmallBot, ann: Actor, fields: dict[str, Any], failure: type[Exception]
) -> None:
    select = {"type": "static_select", "action_id": "test.pick", "options": COLOURS}
    menu = {"type": "overflow", "action_id": "test.menu", "options": COLOURS}
    said = posted(bot, ann, button("Press", "test.press", value="7"), select, menu)
    with pytest.raises(failure):
        ann.act("click", message=said.reference, **fields)
    assert bot.heard == []


def test_a_message_of_others_cannot_be_clicked(bot: SmallBot, ann: Actor, world: World) -> None:
    said = posted(bot, ann, button("Press", "test.press"))
    with pytest.raises(LookupError):
        world.person("Bob").act("click", message=said.reference, action_id="test.press")


def test_more_than_allowed_cannot_be_picked(bot: SmallBot, ann: Actor) -> None:
    select = {"type": "multi_users_select", "action_id": "test.pick", "max_selected_items": 1}
    bot.client.chat_postMessage(channel=ann.id, text="x", blocks=[section("Who?", accessory=select)])
    result = ann.act("click", message=ann.last.reference, action_id="test.pick", value=["U0ANN", "U0BOB"])
    assert (result.error, bot.heard) == ("too_many_selected", [])


def test_an_input_speaks_up_only_where_it_dispatches(bot: SmallBot, ann: Actor) -> None:
    quiet = field("quiet", {"type": "plain_text_input", "action_id": "test.quiet"})
    loud = field("loud", {"type": "static_select", "action_id": "test.loud", "options": COLOURS}, dispatch_action=True)
    home = {"type": "home", "blocks": [quiet, loud]}
    bot.client.views_publish(user_id=ann.id, view=home)
    ann.act("click", home=True, action_id="test.loud", value="r")
    assert bot.last["container"]["type"] == "view"
    assert bot.last["view"]["type"] == "home"
    assert bot.last["view"]["state"]["values"]["loud"]["test.loud"]["selected_option"] == COLOURS[0]
    with pytest.raises(LookupError, match="before the form is submitted"):
        ann.act("click", home=True, action_id="test.quiet", value="x")


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
