"""The actors read and act by what is visible, and say what was visible when they cannot."""

from typing import Any

import pytest
from sandbox.small_bot import SmallBot, actions, button, field, modal, option, section
from slack_bolt import BoltResponse

from bot.sandbox.actors import Actor, Refused, World

TEXT = {"type": "plain_text_input"}
COLOURS = [option("Red", "r"), option("Green", "g")]


@pytest.mark.parametrize("name", ["Ann", "ann", "Ann Archer", "U0ANN"])
def test_a_person_is_found_by_any_of_their_names(world: World, name: str) -> None:
    assert world.person(name).id == "U0ANN"


def test_nobody_is_found_by_a_name_that_nobody_has(world: World) -> None:
    with pytest.raises(LookupError, match="Ann Archer"):
        world.person("Zoe")


def test_a_field_is_found_by_label_beginning_or_id(bot: SmallBot, ann: Actor) -> None:
    first, second = field("first_name", {**TEXT, "action_id": "a"}), field("last_name", {**TEXT, "action_id": "b"})
    for names in (("First name", "Last name"), ("first", "last"), ("first_name", "last_name"), ("a", "b")):
        bot.opens(modal(first, second))
        ann.types("/mentor join")
        ann.fills(dict(zip(names, ("Ann", "Archer"), strict=True)))
        values = bot.last["view"]["state"]["values"]
        assert (values["first_name"]["a"]["value"], values["last_name"]["b"]["value"]) == ("Ann", "Archer")


def test_an_unknown_field_is_named_with_those_that_are_there(bot: SmallBot, ann: Actor) -> None:
    bot.opens(modal(field("first_name", TEXT)))
    ann.types("/mentor join")
    with pytest.raises(LookupError, match=r"'Age' on 'Form': \['First name'\]"):
        ann.fills({"Age": "7"})


def test_the_newest_message_with_the_label_is_clicked(bot: SmallBot, ann: Actor) -> None:
    for number in "12":
        bot.client.chat_postMessage(
            channel=ann.id, text=number, blocks=[actions(button("Press", "test.press", number))]
        )
    bot.client.chat_postMessage(channel=ann.id, text="3")
    ann.clicks("Press")
    assert bot.last["actions"][0]["value"] == "2"
    ann.clicks("Press", in_=ann.said[0])
    assert bot.last["actions"][0]["value"] == "1"


def test_the_open_form_comes_before_messages_and_home_last(bot: SmallBot, ann: Actor) -> None:
    row = actions(button("Press", "test.press"))
    home = {"type": "home", "blocks": [row, actions(button("Only here", "test.only"))]}
    bot.client.views_publish(user_id=ann.id, view=home)
    bot.client.chat_postMessage(channel=ann.id, text="x", blocks=[row])
    bot.opens(modal(row))
    ann.clicks("Press")
    assert bot.last["container"]["type"] == "message"
    ann.types("/mentor join")
    ann.clicks("Press")
    assert bot.last["view"]["type"] == "modal"
    ann.clicks("Only here")
    assert bot.last["view"]["type"] == "home"


def test_the_buttons_of_a_form_submit_and_close_it(bot: SmallBot, ann: Actor) -> None:
    bot.opens(modal(field("name", {**TEXT, "initial_value": "Ann"}), notify_on_close=True))
    ann.types("/mentor join")
    ann.clicks("Save")
    assert bot.last["type"] == "view_submission"
    ann.types("/mentor join")
    ann.clicks("Close")
    assert bot.last["type"] == "view_closed"


def test_boxes_are_ticked_one_after_the_other_and_unticked_again(bot: SmallBot, ann: Actor) -> None:
    boxes = {"type": "checkboxes", "action_id": "test.boxes", "options": COLOURS}
    bot.client.views_publish(user_id=ann.id, view={"type": "home", "blocks": [actions(boxes)]})
    ticked = []
    for label in ("Red", "Green", "Red"):
        ann.clicks(label)
        ticked.append([one["value"] for one in bot.last["actions"][0]["selected_options"]])
    assert ticked == [["r"], ["r", "g"], ["g"]]


@pytest.mark.parametrize(
    ("element", "value", "key", "arrives"),
    [
        ({"type": "datepicker"}, "2026-12-24", "selected_date", "2026-12-24"),
        ({"type": "users_select"}, "U0BOB", "selected_user", "U0BOB"),
    ],
)
def test_a_picker_is_found_by_its_placeholder_and_set(
    bot: SmallBot, ann: Actor, element: dict[str, Any], value: str, key: str, arrives: str
) -> None:
    hint = {"placeholder": {"type": "plain_text", "text": "Pick one"}, "action_id": "test.pick"}
    bot.client.chat_postMessage(channel=ann.id, text="x", blocks=[section("Who?", accessory={**element, **hint})])
    ann.clicks("Pick one", value)
    assert bot.last["actions"][0][key] == arrives


def test_a_missing_button_is_reported_with_what_is_visible(bot: SmallBot, ann: Actor) -> None:
    blocks = [actions(button("Log session", "test.log"))]
    bot.client.chat_postMessage(channel=ann.id, text="Did you meet?", blocks=blocks)
    with pytest.raises(LookupError, match=r"(?s)'Snooze'.*'Did you meet\?' \['Log session'\]"):
        ann.clicks("Snooze")


def test_a_refused_form_is_reported_with_what_is_on_it(bot: SmallBot, ann: Actor) -> None:
    bot.opens(modal(field("name", TEXT)))
    ann.types("/mentor join")
    with pytest.raises(Refused, match=r"(?s)Please complete this required field.*form 'Form': fields \['Name'\]"):
        ann.fills()
    with pytest.raises(LookupError, match="Bob Baker has no form open"):
        ann.world.person("Bob").fills()


def test_a_failing_bot_is_an_error_of_the_actor(bot: SmallBot, ann: Actor) -> None:
    bot.on("command", lambda **_: BoltResponse(status=500))
    with pytest.raises(Refused, match="status 500; dispatch_failed"):
        ann.types("/mentor join")


def test_a_message_is_read_as_it_stands_now(bot: SmallBot, ann: Actor) -> None:
    sent = bot.client.chat_postMessage(channel=ann.id, text="before & after")
    said = ann.last
    assert said.text == "before & after"
    bot.client.chat_update(channel=sent["channel"], ts=sent["ts"], text="after")
    assert (said.text, ann.reads(said).text) == ("before & after", "after")
    bot.client.chat_delete(channel=sent["channel"], ts=sent["ts"])
    with pytest.raises(LookupError, match="no longer sees"):
        ann.reads(said)


def test_what_the_bot_tells_one_person_is_told_apart(bot: SmallBot, ann: Actor, world: World) -> None:
    ann.says("mine")
    bot.client.chat_postMessage(channel="U0ANN", text="to Ann")
    bot.client.chat_postMessage(channel="U0BOB", text="to Bob")
    group = bot.client.conversations_open(users="U0ANN,U0BOB")["channel"]["id"]
    bot.client.chat_postMessage(channel=group, text="to both")
    assert [message.text for message in world.messages(to="Ann")] == ["to Ann"]
    assert [message.text for message in world.messages(to=world.person("Bob"))] == ["to Bob"]
    assert ann.sees == ["mine", "to Ann", "to both"]
