"""Clicking: what is picked reaches the bot, and what is not there cannot be clicked."""

from typing import Any

import pytest
from sandbox.small_bot import SmallBot, actions, button, field, option, section

from bot.sandbox.actors import Actor, Said, World

COLOURS = [option("Red", "r"), option("Green", "g")]


def posted(bot: SmallBot, ann: Actor, *elements: dict[str, Any], text: str = "Well?") -> Said:
    bot.client.chat_postMessage(channel=ann.id, text=text, blocks=[actions(*elements)])
    return ann.last


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
