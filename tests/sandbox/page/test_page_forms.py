"""Forms on the page: every input, errors at their fields, the stack of views, and the keyboard."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sandbox.small_bot import SmallBot, actions, button, modal, option, plain, section
from slack_bolt import BoltResponse

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("bot")]

TEXT = {"type": "plain_text_input"}
OPTIONS = [option("Short video", "video"), option("Analytics", "analytics"), option("AI tools", "ai")]


def field(name: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": name, "label": plain(name), "element": {"action_id": name, **element}, **more}


def opens(page: Page, bot: SmallBot, *blocks: dict[str, Any], **more: Any) -> None:
    bot.opens(modal(*blocks, **more))
    page.get_by_label("Message to Mentor").fill("/mentor join")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()


def submits(page: Page, label: str = "Save") -> None:
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator("body[aria-busy]")).to_have_count(0)


def answers(bot: SmallBot) -> dict[str, Any]:
    values = bot.last["view"]["state"]["values"]
    return {name: {k: v for k, v in values[name][name].items() if k != "type"} for name in values}


def pick(page: Page, label: str, *names: str) -> None:
    for name in names:
        page.get_by_label(label).fill(name)
        page.get_by_role("listbox").get_by_role("option", name=name).click()


def test_every_kind_of_input_reaches_the_bot(page: Page, bot: SmallBot) -> None:
    opens(
        page,
        bot,
        field("Purpose", {**TEXT, "multiline": True}),
        field("Level", {"type": "number_input", "is_decimal_allowed": False}),
        field("Mail", {"type": "email_text_input"}),
        field("Role", {"type": "radio_buttons", "options": OPTIONS}),
        field("Formats", {"type": "checkboxes", "options": OPTIONS}),
        field("Language", {"type": "static_select", "options": OPTIONS}),
        field("Topics", {"type": "multi_static_select", "options": OPTIONS}),
        field("Manager", {"type": "users_select"}),
        field("Never with", {"type": "multi_users_select"}),
        field("Day", {"type": "datepicker"}),
        field("Hour", {"type": "timepicker"}),
        field("Moment", {"type": "datetimepicker"}),
        field("List", {"type": "file_input", "filetypes": ["csv"], "max_files": 1}),
    )
    page.get_by_label("Purpose").fill("To learn\nand to teach")
    page.get_by_label("Level").fill("7")
    page.get_by_label("Mail").fill("ann@example.com")
    page.get_by_role("radiogroup", name="Role").get_by_label("Analytics").check()
    page.get_by_role("group", name="Formats").get_by_label("AI tools").check()
    page.get_by_label("Language").select_option("video")
    pick(page, "Topics", "Short video", "AI tools")
    pick(page, "Manager", "Bob Baker")
    pick(page, "Never with", "Bob Baker", "Ann Archer")
    page.get_by_role("button", name="Remove Ann Archer").click()
    page.get_by_label("Day").fill("2026-12-01")
    page.get_by_label("Hour").fill("14:30")
    page.get_by_label("Moment").fill("2026-12-01T14:30")
    page.get_by_label("List").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": "user,röle".encode()}
    )
    submits(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    got = answers(bot)
    assert got["Purpose"] == {"value": "To learn\nand to teach"}
    assert (got["Level"], got["Mail"]) == ({"value": "7"}, {"value": "ann@example.com"})
    assert got["Role"]["selected_option"]["value"] == "analytics"
    assert [one["value"] for one in got["Formats"]["selected_options"]] == ["ai"]
    assert got["Language"]["selected_option"]["value"] == "video"
    assert [one["value"] for one in got["Topics"]["selected_options"]] == ["video", "ai"]
    assert (got["Manager"], got["Never with"]) == ({"selected_user": "U0BOB"}, {"selected_users": ["U0BOB"]})
    assert (got["Day"], got["Hour"]) == ({"selected_date": "2026-12-01"}, {"selected_time": "14:30"})
    assert got["Moment"] == {"selected_date_time": 1796131800}
    assert got["List"]["files"][0]["name"] == "people.csv"


def test_what_a_field_starts_with_is_shown_and_kept(page: Page, bot: SmallBot) -> None:
    opens(
        page,
        bot,
        field("Purpose", {**TEXT, "initial_value": "As before"}),
        field("Topics", {"type": "multi_static_select", "options": OPTIONS, "initial_options": OPTIONS[1:]}),
        field("Manager", {"type": "users_select", "initial_user": "U0BOB"}),
    )
    expect(page.get_by_label("Purpose")).to_have_value("As before")
    expect(page.get_by_role("button", name="Remove")).to_have_count(2)
    expect(page.get_by_label("Manager")).to_have_value("Bob Baker")
    submits(page)
    assert answers(bot)["Purpose"] == {"value": "As before"}
    assert answers(bot)["Manager"] == {"selected_user": "U0BOB"}


def test_an_error_stands_at_its_field_and_takes_the_focus(page: Page, bot: SmallBot) -> None:
    bot.on("view_submission", lambda ack, **_: ack(response_action="errors", errors={"Goal": "Say a little more."}))
    opens(page, bot, field("Purpose", TEXT), field("Goal", TEXT))
    page.get_by_label("Purpose").fill("x")
    page.get_by_label("Goal").fill("y")
    submits(page)
    goal = page.get_by_label("Goal")
    expect(goal).to_have_attribute("aria-invalid", "true")
    expect(goal).to_have_accessible_description("Say a little more.")
    expect(goal).to_be_focused()
    expect(goal).to_have_value("y")
    expect(page.get_by_label("Purpose")).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text("One field needs another look.")


def test_back_returns_to_what_was_typed_below(page: Page, bot: SmallBot) -> None:
    def push(ack: Any, body: Any, client: Any, **_: Any) -> None:
        client.views_push(trigger_id=body["trigger_id"], view=modal(field("Topic", TEXT), title=plain("Your topic")))
        ack()

    bot.on("block_actions", push)
    opens(page, bot, field("Purpose", TEXT), actions(button("Add a topic", "topics.add")))
    page.get_by_label("Purpose").fill("To teach")
    page.get_by_role("button", name="Add a topic").click()
    expect(page.get_by_role("dialog", name="Your topic").get_by_label("Topic")).to_be_focused()
    assert bot.last["view"]["state"]["values"]["Purpose"]["Purpose"]["value"] == "To teach"
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("dialog", name="Form").get_by_label("Purpose")).to_have_value("To teach")


def test_an_updated_form_keeps_what_was_typed(page: Page, bot: SmallBot) -> None:
    def update(**_: Any) -> BoltResponse:
        shown = modal(field("Purpose", TEXT), field("Goal", TEXT), section("Second step"))
        return BoltResponse(status=200, body={"response_action": "update", "view": shown})

    bot.on("view_submission", update)
    opens(page, bot, field("Purpose", TEXT))
    page.get_by_label("Purpose").fill("To teach")
    submits(page)
    expect(page.get_by_role("dialog")).to_contain_text("Second step")
    expect(page.get_by_label("Purpose")).to_have_value("To teach")


def test_escape_closes_a_list_first_and_then_the_form(page: Page, bot: SmallBot) -> None:
    opens(page, bot, field("Topics", {"type": "multi_static_select", "options": OPTIONS}), notify_on_close=True)
    page.get_by_label("Topics").click()
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("body[aria-busy]")).to_have_count(0)
    assert bot.last["type"] == "view_closed"
    expect(page.get_by_label("Message to Mentor")).to_be_focused()


def test_a_form_can_be_filled_by_keyboard_alone_and_holds_the_focus(page: Page, bot: SmallBot) -> None:
    opens(page, bot, field("Topics", {"type": "multi_static_select", "options": OPTIONS}), field("Purpose", TEXT))
    page.keyboard.type("vid")
    expect(page.get_by_role("option")).to_have_text(["Short video"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove Short video")).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"
        )
    page.get_by_label("Purpose").focus()
    page.keyboard.type("To teach")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert answers(bot)["Purpose"] == {"value": "To teach"}
