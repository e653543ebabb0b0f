"""Events: messages, edits and deletions in the bot's own conversation, and what happens when the bot misses one."""

from typing import Any

import pytest
from sandbox.small_bot import SmallBot
from slack_bolt import BoltResponse

from bot.sandbox.actors import Actor, World


def fails(**_: Any) -> BoltResponse:
    return BoltResponse(status=500)


def retries(bot: SmallBot) -> list[int]:
    return [int(headers.get("x-slack-retry-num", 0)) for headers in bot.headers]


def test_a_message_to_the_bot_arrives_as_an_event(bot: SmallBot, ann: Actor) -> None:
    said = ann.says("met 45m: video").messages[0]
    body, event = bot.last, bot.last["event"]
    assert (body["type"], body["authorizations"][0]["is_bot"]) == ("event_callback", True)
    assert body["event_id"]
    assert (event["type"], event["channel_type"], event["channel"]) == ("message", "im", said.channel)
    assert (event["user"], event["text"], event["ts"]) == (ann.id, "met 45m: video", said.ts)
    assert "subtype" not in event
    assert "bot_id" not in event


def test_a_reply_names_its_thread(bot: SmallBot, ann: Actor) -> None:
    sent = bot.client.chat_postMessage(channel=ann.id, text="Did you meet?")
    ann.replies("1h yesterday")
    assert (bot.last["event"]["thread_ts"], bot.last["event"]["text"]) == (sent["ts"], "1h yesterday")


def test_an_edit_brings_both_versions(bot: SmallBot, ann: Actor) -> None:
    said = ann.says("45m").messages[0]
    ann.edits(said, "50m")
    event = bot.last["event"]
    assert (event["subtype"], event["channel"]) == ("message_changed", said.channel)
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("50m", "45m")
    assert (event["message"]["ts"], event["message"]["user"]) == (said.ts, ann.id)
    assert event["message"]["edited"]["user"] == ann.id
    assert ann.sees == ["50m"]


def test_a_deletion_brings_what_was_deleted(bot: SmallBot, ann: Actor) -> None:
    said = ann.says("45m").messages[0]
    ann.deletes(said)
    event = bot.last["event"]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", said.ts)
    assert event["previous_message"]["text"] == "45m"
    assert ann.sees == []


def test_a_file_comes_as_a_file_share(bot: SmallBot, ann: Actor) -> None:
    ann.act("message", channel="dm", text="", files=[{"name": "a.txt", "content": "x"}])
    assert bot.last["event"]["subtype"] == "file_share"


def test_nobody_else_can_edit_or_delete_a_message(bot: SmallBot, ann: Actor) -> None:
    sent = bot.client.chat_postMessage(channel=ann.id, text="mine")
    with pytest.raises(LookupError, match="did not write"):
        ann.act("edit", message={"channel": sent["channel"], "ts": sent["ts"]}, text="yours")
    assert ann.sees == ["mine"]


def test_the_bot_hears_nothing_of_channels_and_of_other_peoples_talk(bot: SmallBot, ann: Actor, world: World) -> None:
    ann.invites_bot("#general")
    ann.types("to all", channel="#general")
    ann.types("to Bob", channel="U0BOB")
    group = bot.client.conversations_open(users="U0ANN,U0BOB")["channel"]["id"]
    ann.types("to the group", channel=group)
    assert bot.heard == []
    assert world.person("Bob").sees == ["to all", "to Bob", "to the group"]


def test_a_person_outside_a_channel_can_neither_read_nor_write_there(ann: Actor, world: World) -> None:
    said = world.person("Bob").types("secret", channel="#leadership").messages[0]
    assert ann.sees == []
    assert ann.act("message", channel="#leadership", text="x").error == "not_visible"
    with pytest.raises(LookupError, match="sees no message"):
        ann.act("shortcut", callback_id="test.keep", message=said.reference)


def test_a_missed_event_comes_again_at_once_after_a_minute_and_after_five(
    bot: SmallBot, ann: Actor, world: World
) -> None:
    bot.on("event", fails)
    result = ann.act("message", channel="dm", text="hello")
    assert (result.ok, result.status) == (False, 500)
    assert retries(bot) == [0, 1]
    happened = world.wait(minutes=1)
    assert [(one["what"], one["retry"], one["ok"]) for one in happened] == [("event repeated", 2, False)]
    world.wait(minutes=4)
    assert retries(bot) == [0, 1, 2]
    world.wait(minutes=1)
    world.wait(days=2)
    assert retries(bot) == [0, 1, 2, 3]
    assert len({body["event_id"] for body in bot.heard}) == 1


def test_a_repeat_that_is_answered_is_the_last(bot: SmallBot, ann: Actor, world: World) -> None:
    bot.on("event", fails)
    ann.act("message", channel="dm", text="hello")
    bot.on("event", lambda **_: None)
    assert world.next()[0]["ok"] is True
    world.wait(days=2)
    assert retries(bot) == [0, 1, 2]
    assert bot.headers[-1]["x-slack-retry-reason"] == "http_error"
