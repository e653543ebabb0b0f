"""Forms: what Slack's own client checks, what reaches the bot, and how its answer is obeyed."""

from typing import Any

import pytest
from sandbox.small_bot import SmallBot, actions, button, field, modal, option, plain, section
from slack_bolt import BoltResponse

from bot.sandbox.actors import Actor, Refused

TEXT = {"type": "plain_text_input"}
NUMBER = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "10"}
COLOURS = [option("Red", "r"), option("Green", "g"), option("Blue", "b")]
RED = COLOURS[0]
GROUPS = [{"label": plain("Warm"), "options": COLOURS[:1]}, {"label": plain("Cold"), "options": COLOURS[1:]}]


def opened(bot: SmallBot, ann: Actor, *blocks: dict[str, Any], **more: Any) -> str:
    bot.opens(modal(*blocks, **more))
    form = ann.types("/mentor join").form
    assert form
    return form.id


@pytest.mark.parametrize(
    ("element", "good", "bad"),
    [
        (TEXT, "x", ""),
        (TEXT, "x", "   "),
        (TEXT, "x", None),
        ({**TEXT, "min_length": 3}, "abc", "ab"),
        ({**TEXT, "max_length": 3}, "abc", "abcd"),
        (NUMBER, "1", "0"),
        (NUMBER, 10, "11"),
        (NUMBER, "5", "5.5"),
        (NUMBER, "5", "five"),
        (NUMBER, "5", "NaN"),
        ({**NUMBER, "is_decimal_allowed": True}, "5.5", "10.5"),
        ({"type": "email_text_input"}, "ann@example.com", "ann"),
        ({"type": "url_text_input"}, "https://example.com", "example"),
        ({"type": "static_select", "options": COLOURS}, "r", "yellow"),
        ({"type": "radio_buttons", "options": COLOURS}, "Green", None),
        ({"type": "checkboxes", "options": COLOURS}, ["r", "g"], []),
        ({"type": "multi_static_select", "options": COLOURS, "max_selected_items": 2}, ["r", "g"], ["r", "g", "b"]),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U0BOB"], ["U0BOB", "U0ANN"]),
        ({"type": "datepicker"}, "2026-12-01", "tomorrow"),
        ({"type": "timepicker"}, "14:30", "2 pm"),
        ({"type": "datetimepicker"}, 1795424400, "noon"),
        ({"type": "file_input", "max_files": 1}, [{"name": "a.csv", "content": "x"}], [{"name": "a.csv"}] * 2),
    ],
)
def test_slack_asks_the_bot_only_when_the_field_is_filled_as_it_must_be(
    bot: SmallBot, ann: Actor, element: dict[str, Any], good: Any, bad: Any
) -> None:
    opened(bot, ann, field("thing", element))
    refused = ann.tries_to_fill(thing=bad)
    assert (refused.ok, refused.status, set(refused.errors)) == (False, None, {"thing"})
    assert [body.get("type") for body in bot.heard] == [None]
    ann.fills(thing=good)
    assert bot.last["type"] == "view_submission"


def test_an_optional_field_may_stay_empty_and_arrives_as_null(bot: SmallBot, ann: Actor) -> None:
    opened(
        bot,
        ann,
        field("note", TEXT, optional=True),
        field("day", {"type": "datepicker", "action_id": "that"}, optional=True),
    )
    ann.fills()
    values = bot.last["view"]["state"]["values"]
    assert values["note"]["it"] == {"type": "plain_text_input", "value": None}
    assert values["day"]["that"] == {"type": "datepicker", "selected_date": None}


@pytest.mark.parametrize(
    ("element", "value", "state"),
    [
        (TEXT, "x", {"value": "x"}),
        (TEXT, {"type": "plain_text_input", "value": "x"}, {"value": "x"}),
        (NUMBER, 7, {"value": "7"}),
        ({"type": "static_select", "options": COLOURS}, "Blue", {"selected_option": COLOURS[2]}),
        ({"type": "static_select", "option_groups": GROUPS}, "b", {"selected_option": COLOURS[2]}),
        ({"type": "static_select", "options": COLOURS}, {"selected_option": RED}, {"selected_option": RED}),
        ({"type": "checkboxes", "options": COLOURS}, ["Red"], {"selected_options": COLOURS[:1]}),
        ({"type": "users_select"}, "U0BOB", {"selected_user": "U0BOB"}),
        ({"type": "users_select"}, "Bob", {"selected_user": "U0BOB"}),
        ({"type": "multi_users_select"}, ["U0BOB", "Ann"], {"selected_users": ["U0BOB", "U0ANN"]}),
        ({"type": "conversations_select"}, "C0GENERAL1", {"selected_conversation": "C0GENERAL1"}),
        ({"type": "channels_select"}, "C0GENERAL1", {"selected_channel": "C0GENERAL1"}),
        ({"type": "datepicker"}, "2026-12-01", {"selected_date": "2026-12-01"}),
        ({"type": "timepicker"}, "14:30", {"selected_time": "14:30"}),
        ({"type": "datetimepicker"}, 1795424400, {"selected_date_time": 1795424400}),
    ],
)  # fmt: skip
def test_a_plain_value_becomes_slacks_state_value(
    bot: SmallBot, ann: Actor, element: dict[str, Any], value: Any, state: dict[str, Any]
) -> None:
    opened(bot, ann, field("thing", element))
    ann.fills(thing=value)
    assert bot.last["view"]["state"]["values"]["thing"]["it"] == {"type": element["type"], **state}


@pytest.mark.parametrize(
    ("element", "state"),
    [
        ({**TEXT, "initial_value": "before"}, {"value": "before"}),
        ({"type": "static_select", "options": COLOURS, "initial_option": COLOURS[1]}, {"selected_option": COLOURS[1]}),
        ({"type": "checkboxes", "options": COLOURS, "initial_options": COLOURS[:1]}, {"selected_options": COLOURS[:1]}),
        ({"type": "users_select", "initial_user": "U0BOB"}, {"selected_user": "U0BOB"}),
        ({"type": "datepicker", "initial_date": "2026-12-24"}, {"selected_date": "2026-12-24"}),
    ],
)
def test_a_field_that_is_left_alone_keeps_its_initial_value(
    bot: SmallBot, ann: Actor, element: dict[str, Any], state: dict[str, Any]
) -> None:
    opened(bot, ann, field("thing", element))
    ann.fills()
    assert bot.last["view"]["state"]["values"]["thing"]["it"] == {"type": element["type"], **state}


def test_a_field_can_be_emptied_again(bot: SmallBot, ann: Actor) -> None:
    opened(bot, ann, field("thing", {**TEXT, "initial_value": "before"}, optional=True))
    ann.fills(thing=None)
    assert bot.last["view"]["state"]["values"]["thing"]["it"]["value"] is None


def test_a_field_that_is_not_on_the_form_is_not_there(bot: SmallBot, ann: Actor) -> None:
    view = opened(bot, ann, field("name", TEXT))
    with pytest.raises(LookupError, match=r"no input other\.it"):
        ann.act("submit", view=view, values={"other": {"it": "x"}})


def test_an_uploaded_file_comes_with_an_address_that_asks_for_the_scope(bot: SmallBot, ann: Actor) -> None:
    opened(bot, ann, field("people", {"type": "file_input", "filetypes": ["csv"]}))
    ann.fills(people=[{"name": "people.csv", "content": "user,level"}])
    (file,) = bot.last["view"]["state"]["values"]["people"]["it"]["files"]
    assert (file["name"], file["mimetype"], file["size"]) == ("people.csv", "text/csv", 10)


def test_an_empty_answer_closes_the_form(bot: SmallBot, ann: Actor) -> None:
    opened(bot, ann, private_metadata="kept")
    result = ann.fills()
    assert bot.last["view"]["private_metadata"] == "kept"
    assert (result.status, result.form, ann.form) == (200, None, None)


def test_errors_appear_at_their_fields_and_leave_the_form_open(bot: SmallBot, ann: Actor) -> None:
    opened(bot, ann, field("name", TEXT))
    bot.on("view_submission", lambda ack, **_: ack(response_action="errors", errors={"name": "Too short."}))
    with pytest.raises(Refused, match="Too short"):
        ann.fills(name="A")
    refused = ann.tries_to_fill(name="A")
    assert (refused.status, refused.errors) == (200, {"name": "Too short."})
    assert ann.form


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {"row": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors"},
        {"response_action": "update", "view": modal(title=plain("x" * 25))},
        {"response_action": "update"},
        {"response_action": "vanish"},
        {"text": "thanks"},
    ],
    ids=["unknown block", "no input", "no errors", "errors missing", "bad view", "no view", "unknown action", "a text"],
)  # fmt: skip
def test_an_answer_that_slack_does_not_understand_is_reported_loudly(
    bot: SmallBot, ann: Actor, answer: dict[str, Any]
) -> None:
    view = opened(bot, ann, field("name", TEXT), actions(button("Press", "test.press")) | {"block_id": "row"})
    as_given = BoltResponse(status=200, body=answer, headers={"Content-Type": "application/json"})
    bot.on("view_submission", lambda **_: as_given)
    result = ann.act("submit", view=view, values={"name": {"it": "Ann"}})
    assert (result.ok, result.error, result.status) == (False, "invalid_response", 200)
    assert result.answer["problems"]
    assert ann.form


def test_an_update_shows_the_next_step_in_place(bot: SmallBot, ann: Actor) -> None:
    first = opened(bot, ann)
    bot.on("view_submission", lambda ack, **_: ack(response_action="update", view=modal(section("Step two"))))
    shown = ann.fills().form
    assert shown
    assert (shown.id, shown.text) == (first, "Step two")


def test_a_push_lays_a_view_on_top_and_clear_closes_all(bot: SmallBot, ann: Actor) -> None:
    opened(bot, ann)
    bot.on("view_submission", lambda ack, **_: ack(response_action="push", view=modal(section("On top"))))
    shown = ann.fills().form
    assert shown
    assert shown.view["previous_view_id"] == shown.view["root_view_id"]
    bot.on("view_submission", lambda ack, **_: ack(response_action="clear"))
    ann.fills()
    assert ann.form is None


def test_only_the_view_on_top_can_be_submitted(bot: SmallBot, ann: Actor) -> None:
    below = opened(bot, ann)
    bot.on("view_submission", lambda ack, **_: ack(response_action="push", view=modal(section("On top"))))
    ann.fills()
    with pytest.raises(LookupError, match="another view lies on top"):
        ann.act("submit", view=below, values={})


def test_a_view_without_a_button_to_submit_it_cannot_be_submitted(bot: SmallBot, ann: Actor) -> None:
    view = opened(bot, ann)
    done = {name: value for name, value in modal(section("Done")).items() if name != "submit"}
    bot.on("view_submission", lambda ack, **_: ack(response_action="update", view=done))
    ann.fills()
    with pytest.raises(LookupError, match="nothing to submit"):
        ann.act("submit", view=view, values={})


def test_the_bot_hears_of_a_closed_form_only_where_it_asked(bot: SmallBot, ann: Actor) -> None:
    opened(bot, ann)
    assert ann.closes().status is None
    opened(bot, ann, notify_on_close=True)
    ann.closes()
    assert (bot.last["type"], bot.last["is_cleared"], ann.form) == ("view_closed", False, None)
    opened(bot, ann, notify_on_close=True)
    ann.closes(everything=True)
    assert bot.last["is_cleared"] is True


def test_a_failing_bot_leaves_the_form_open(bot: SmallBot, ann: Actor) -> None:
    view = opened(bot, ann)
    bot.on("view_submission", lambda **_: BoltResponse(status=500))
    result = ann.act("submit", view=view, values={})
    assert (result.ok, result.status, result.error) == (False, 500, "dispatch_failed")
    assert result.notice
    assert ann.form
