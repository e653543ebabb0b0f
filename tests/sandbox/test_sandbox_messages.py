"""Messages: where the bot may post them, what they may hold, and how they change."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from sandbox.small_bot import HOSTILE, SmallBot, actions, button, section
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.actors import Actor, World


def refusal(call: Any, **fields: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**fields)
    return str(caught.value.response["error"])


def post(url: str, **body: Any) -> int:
    asked = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(asked) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_message_to_a_person_comes_back_with_the_id_of_the_conversation(client: WebClient, ann: Actor) -> None:
    answer = client.chat_postMessage(channel=ann.id, text="Hello")
    assert answer["channel"].startswith("D")
    assert answer["message"]["bot_id"]
    assert ann.sees == ["Hello"]
    assert client.chat_postMessage(channel=answer["channel"], text="Again")["channel"] == answer["channel"]


def test_message_times_are_unique_and_increasing_though_the_clock_stands(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel="U0ANN", text="x")["ts"] for _ in range(5)]
    assert stamps == sorted(set(stamps))
    assert stamps[0] == "1795424400.000000"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "U0NOBODY", "text": "x"}, "channel_not_found"),
        ({"channel": "C0LEADERSH", "text": "x"}, "channel_not_found"),
        ({"channel": "C0GENERAL1", "text": "x"}, "not_in_channel"),
        ({"channel": "U0GONE", "text": "x"}, "user_disabled"),
        ({"channel": "U0ROBOT", "text": "x"}, "cannot_dm_bot"),
        ({"channel": "U0ANN", "text": "", "markdown_text": " x"}, "no_text"),
        ({"channel": "U0ANN", "text": "x" * 4001}, "msg_too_long"),
        ({"channel": "U0ANN", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "U0ANN", "text": "x", "blocks": [section("y")] * 51}, "invalid_blocks"),
        ({"channel": "U0ANN", "text": "x", "blocks": [section("")]}, "invalid_blocks"),
        ({"channel": "U0ANN", "text": "x", "blocks": [section("y", block_id="b")] * 2}, "invalid_blocks"),
        ({"channel": "U0ANN", "text": "x", "metadata": {"event_type": "t"}}, "invalid_metadata_format"),
    ],
)
def test_a_message_that_slack_refuses_is_refused_and_not_posted(
    client: WebClient, world: World, fields: dict[str, Any], error: str
) -> None:
    assert refusal(client.chat_postMessage, **fields) == error
    assert world.messages() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "x" * 4000},
        {"text": "x", "blocks": [section("y")] * 50},
        {"text": "x", "blocks": [section("y" * 3000)]},
    ],
)
def test_a_message_just_within_the_limits_is_posted(client: WebClient, world: World, fields: dict[str, Any]) -> None:
    client.chat_postMessage(channel="U0ANN", **fields)
    assert len(world.messages()) == 1


def test_a_refused_block_is_named_by_its_place(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="U0ANN", text="x", blocks=[section("y"), section("z" * 3001)])
    (problem,) = caught.value.response["response_metadata"]["messages"]
    assert "blocks[1].text" in problem


def test_the_bot_can_post_in_a_channel_once_it_is_invited(client: WebClient, ann: Actor, world: World) -> None:
    ann.invites_bot("#mentoring")
    client.chat_postMessage(channel="C0MENTORNG", text="Good morning")
    assert [message.text for message in world.messages("mentoring")] == ["Good morning"]


def test_only_the_one_addressed_sees_an_ephemeral_message(client: WebClient, ann: Actor, world: World) -> None:
    ann.invites_bot("#general")
    client.chat_postEphemeral(channel="C0GENERAL1", user="U0ANN", text="for you")
    assert ann.sees == ["for you"]
    assert world.person("Bob").sees == []
    assert refusal(client.chat_postEphemeral, channel="C0GENERAL1", user="U0GUEST", text="x") == "user_not_in_channel"


def test_the_letters_of_the_bot_are_known_by_reader_and_without_words(
    client: WebClient, ann: Actor, world: World
) -> None:
    first = client.chat_postMessage(channel=ann.id, text="One")
    second = client.chat_postMessage(channel=ann.id, text="Two")
    place = first["channel"]
    assert world.get("/letters")["letters"] == {ann.id: [[place, first["ts"]], [place, second["ts"]]]}
    assert world.get(f"/letters?after={first['ts']}")["letters"] == {ann.id: [[place, second["ts"]]]}
    assert world.get("/people")["latest"] == second["ts"]


def test_an_ephemeral_message_can_neither_be_updated_nor_answered_in_a_thread(client: WebClient, ann: Actor) -> None:
    channel = client.conversations_open(users=ann.id)["channel"]["id"]
    ts = client.chat_postEphemeral(channel=channel, user=ann.id, text="x")["message_ts"]
    assert refusal(client.chat_update, channel=channel, ts=ts, text="y") == "message_not_found"
    assert refusal(client.chat_postMessage, channel=channel, thread_ts=ts, text="y") == "cannot_reply_to_message"


def test_metadata_is_kept_and_returned_to_the_bot_that_asks_for_it(client: WebClient, ann: Actor) -> None:
    metadata = {"event_type": "mentor_outbox", "event_payload": {"key": "k1"}}
    sent = client.chat_postMessage(channel=ann.id, text="x", metadata=metadata)
    asked = client.conversations_history(channel=sent["channel"], include_all_metadata=True, limit=15)
    assert asked["messages"][0]["metadata"] == metadata
    assert "metadata" not in client.conversations_history(channel=sent["channel"])["messages"][0]
    assert ann.last.metadata == {"key": "k1"}


def test_history_is_newest_first_paged_and_without_replies(client: WebClient, ann: Actor) -> None:
    sent = [client.chat_postMessage(channel=ann.id, text=str(n)) for n in range(5)]
    channel = sent[0]["channel"]
    client.chat_postMessage(channel=channel, text="a reply", thread_ts=sent[0]["ts"])
    first = client.conversations_history(channel=channel, limit=3)
    rest = client.conversations_history(channel=channel, limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert [m["text"] for m in (*first["messages"], *rest["messages"])] == ["4", "3", "2", "1", "0"]
    assert (first["has_more"], rest["has_more"]) == (True, False)
    later = client.conversations_history(channel=channel, oldest=sent[3]["ts"])
    assert [m["text"] for m in later["messages"]] == ["4"]


def test_a_thread_is_read_from_its_first_message_on(client: WebClient, ann: Actor) -> None:
    first = client.chat_postMessage(channel=ann.id, text="first")
    reply = client.chat_postMessage(channel=first["channel"], text="second", thread_ts=first["ts"])
    client.chat_postMessage(channel=first["channel"], text="third", thread_ts=reply["ts"])
    thread = client.conversations_replies(channel=first["channel"], ts=first["ts"])["messages"]
    assert [m["text"] for m in thread] == ["first", "second", "third"]
    assert refusal(client.conversations_replies, channel=first["channel"], ts="1.000001") == "thread_not_found"


def test_an_update_changes_the_message_in_place(client: WebClient, ann: Actor) -> None:
    sent = client.chat_postMessage(channel=ann.id, text="old", blocks=[actions(button("Press", "test.press"))])
    client.chat_update(channel=sent["channel"], ts=sent["ts"], text="new", blocks=[section("new")])
    assert (ann.sees, ann.last.buttons, ann.last.ts) == (["new"], [], sent["ts"])


def test_blocks_that_an_update_does_not_mention_stay(client: WebClient, ann: Actor) -> None:
    sent = client.chat_postMessage(channel=ann.id, text="old", blocks=[actions(button("Press", "test.press"))])
    client.chat_update(channel=sent["channel"], ts=sent["ts"], text="new")
    assert ann.last.buttons == ["Press"]
    client.chat_update(channel=sent["channel"], ts=sent["ts"], text="new", blocks=[])
    assert ann.last.buttons == []


def test_the_bot_changes_only_its_own_messages(bot: SmallBot, ann: Actor) -> None:
    said = ann.says("mine").messages[0]
    assert refusal(bot.client.chat_update, **said.reference, text="yours") == "cant_update_message"
    assert refusal(bot.client.chat_delete, **said.reference) == "cant_delete_message"
    assert refusal(bot.client.chat_update, channel=said.channel, ts="1.000001", text="x") == "message_not_found"


def test_a_deleted_message_is_gone(client: WebClient, ann: Actor) -> None:
    sent = client.chat_postMessage(channel=ann.id, text="x")
    client.chat_delete(channel=sent["channel"], ts=sent["ts"])
    assert ann.sees == []


def test_two_colleagues_in_a_group_see_what_the_bot_says_to_both(client: WebClient, world: World, ann: Actor) -> None:
    group = client.conversations_open(users="U0ANN,U0BOB")["channel"]["id"]
    client.chat_postMessage(channel=group, text="Meet each other")
    assert ann.sees == world.person("Bob").sees == ["Meet each other"]
    assert world.person("Gil").sees == []


def test_a_response_url_answers_five_times_and_no_more(bot: SmallBot, ann: Actor) -> None:
    ann.types("/mentor help")
    url = bot.last["response_url"]
    assert [post(url, text=str(n)) for n in range(6)] == [200] * 5 + [404]
    assert ann.sees == ["0", "1", "2", "3", "4"]
    assert {said.only_to for said in ann.said} == {ann.id}


def test_a_response_url_answers_for_thirty_minutes(bot: SmallBot, ann: Actor, world: World) -> None:
    ann.types("/mentor help")
    url = bot.last["response_url"]
    world.wait(minutes=30)
    assert post(url, text="in time") == 200
    world.wait(minutes=1)
    assert post(url, text="too late") == 404
    assert post(url[:-1], text="guessed") == 404
    assert ann.sees == ["in time"]


def test_a_click_can_replace_or_delete_its_message_through_the_response_url(bot: SmallBot, ann: Actor) -> None:
    row = actions(button("Press", "test.press"))
    bot.client.chat_postMessage(channel=ann.id, text="Well?", blocks=[row])
    bot.on("block_actions", lambda respond, **_: respond(text="Done", replace_original=True) and None)
    ann.clicks("Press")
    assert (ann.sees, ann.last.buttons) == (["Done"], [])
    bot.client.chat_postMessage(channel=ann.id, text="Once more?", blocks=[row])
    bot.on("block_actions", lambda respond, **_: respond(delete_original=True) and None)
    ann.clicks("Press")
    assert ann.sees == ["Done"]


def test_a_response_beyond_a_limit_is_refused(bot: SmallBot, ann: Actor) -> None:
    ann.types("/mentor help")
    assert post(bot.last["response_url"], text="x", blocks=[section("")]) == 400
    assert post(bot.last["response_url"]) == 400


def test_hostile_text_arrives_as_text_and_pings_nobody(bot: SmallBot, ann: Actor) -> None:
    said = ann.says(HOSTILE).messages[0]
    assert "<!channel>" not in bot.last["event"]["text"]
    assert said.text == HOSTILE
