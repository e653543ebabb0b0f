"""What people see and do on the page, in a real browser."""

import re
from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sandbox.small_bot import HOSTILE, NINE, SmallBot, actions, button, modal, plain, section

from bot.sandbox import Sandbox

PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")
"""A red dot, as PNG."""

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("bot")]


def types(page: Page, text: str, into: str = "Message to Mentor") -> None:
    field = page.get_by_label(into)
    field.fill(text)
    field.press("Enter")


def settled(page: Page) -> None:
    """Waits until what was begun is done."""
    expect(page.locator("body[aria-busy]")).to_have_count(0)


def messages(page: Page) -> Locator:
    return page.locator("#messages > .message")


def becomes(page: Page, name: str) -> None:
    page.keyboard.press("Control+k")
    page.get_by_label("Who do you want to be?").last.fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"You are {name}")).to_be_visible()


def says(bot: SmallBot, *blocks: dict[str, Any], text: str = "Hello", to: str = "U0ANN") -> str:
    return str(bot.client.chat_postMessage(channel=to, text=text, blocks=list(blocks))["ts"])


def test_an_empty_conversation_says_what_to_try_first(page: Page) -> None:
    page.get_by_role("button", name="/mentor join").click()
    expect(page.get_by_label("Message to Mentor")).to_have_value("/mentor join")
    expect(page.get_by_label("Message to Mentor")).to_be_focused()


def test_a_slash_offers_the_commands_and_arrow_keys_choose_one(page: Page, bot: SmallBot) -> None:
    field = page.get_by_label("Message to Mentor")
    field.press_sequentially("/men")
    expect(page.get_by_role("option")).to_have_text(["/mentor join", "/mentor help"])
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("/mentor help")
    field.press("Enter")
    expect(field).to_have_value("")
    settled(page)
    assert (bot.last["command"], bot.last["text"]) == ("/mentor", "help")


def test_an_answer_for_one_person_says_that_nobody_else_sees_it(page: Page, bot: SmallBot) -> None:
    bot.on("command", lambda ack, **_: ack(text="Only for *you*", response_type="ephemeral"))
    types(page, "/mentor help")
    expect(messages(page)).to_contain_text("Only visible to you")
    expect(messages(page).locator("strong")).to_have_text("you")
    becomes(page, "Bob Baker")
    expect(messages(page)).to_have_count(0)


def test_a_refused_act_is_said_and_stays_on_screen(page: Page) -> None:
    types(page, "/nonsense")
    expect(page.get_by_role("alert")).to_contain_text("There is no such command")


def test_a_click_changes_the_message_in_its_place(page: Page, bot: SmallBot) -> None:
    def thanks(ack: Any, body: Any, client: Any, **_: Any) -> None:
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Logged", blocks=[])
        ack()

    bot.on("block_actions", thanks)
    says(bot, section("Did you meet?"), actions(button("Log session", "sessions.log")))
    says(bot, section("Later"))
    page.get_by_role("button", name="Log session").click()
    expect(messages(page).first).to_contain_text("Logged")
    expect(messages(page).nth(1)).to_contain_text("Later")
    assert bot.last["actions"][0]["action_id"] == "sessions.log"


def test_a_dangerous_button_asks_again_and_a_no_does_nothing(page: Page, bot: SmallBot) -> None:
    ask = {
        "title": plain("End it?"),
        "text": plain("No reason asked."),
        "confirm": plain("End it"),
        "deny": plain("Keep"),
    }
    says(bot, actions({**button("End this pair", "leaving.end"), "confirm": ask}))
    page.get_by_role("button", name="End this pair").click()
    expect(page.get_by_role("alertdialog", name="End it?")).to_contain_text("No reason asked.")
    page.get_by_role("button", name="Keep").click()
    assert bot.heard == []
    page.get_by_role("button", name="End this pair").click()
    page.get_by_role("button", name="End it", exact=True).click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    settled(page)
    assert bot.last["actions"][0]["action_id"] == "leaving.end"


def test_a_reply_goes_into_the_thread_and_is_counted(page: Page, bot: SmallBot) -> None:
    first = says(bot, text="Did you meet?")
    messages(page).first.hover()
    page.get_by_role("button", name="Reply in thread").click()
    types(page, "met 45m", into="Reply to this thread")
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.locator(".message")).to_have_count(2)
    expect(page.get_by_role("button", name="1 reply")).to_be_visible()
    settled(page)
    assert (bot.last["event"]["text"], bot.last["event"]["thread_ts"]) == ("met 45m", first)


def test_one_s_own_message_can_be_edited_and_deleted(page: Page, bot: SmallBot) -> None:
    types(page, "met 45m")
    expect(messages(page)).to_contain_text("met 45m")
    page.get_by_label("Message to Mentor").press("ArrowUp")
    types(page, "met 1h", into="Your message")
    expect(messages(page)).to_contain_text("met 1h")
    expect(messages(page)).to_contain_text("(edited)")
    messages(page).hover()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(messages(page)).to_have_count(0)
    settled(page)
    assert bot.last["event"]["subtype"] == "message_deleted"


def test_shortcuts_are_offered_at_a_message_and_for_all(page: Page, bot: SmallBot) -> None:
    types(page, "something")
    messages(page).hover()
    page.get_by_role("button", name="Message shortcuts").click()
    page.get_by_role("menuitem", name="Keep").click()
    settled(page)
    assert (bot.last["type"], bot.last["callback_id"]) == ("message_action", "test.keep")
    page.get_by_role("button", name="Shortcuts", exact=True).click()
    page.get_by_role("menuitem", name="Join").press("Enter")
    settled(page)
    assert (bot.last["type"], bot.last["callback_id"]) == ("shortcut", "test.join")


def test_the_home_tab_shows_what_the_bot_published(page: Page, bot: SmallBot) -> None:
    def publish(ack: Any, body: Any, client: Any, **_: Any) -> None:
        blocks = [section("*What is next*"), actions(button("Log session", "sessions.log"))]
        client.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": blocks})
        ack()

    bot.on("event", publish)
    page.get_by_role("tab", name="Home").click()
    expect(page.get_by_role("region", name="Home")).to_contain_text("What is next")
    page.get_by_role("button", name="Log session").click()
    settled(page)
    assert (bot.last["view"]["type"], bot.last["actions"][0]["action_id"]) == ("home", "sessions.log")


def test_becoming_somebody_shows_their_zone_role_and_only_their_messages(page: Page, bot: SmallBot) -> None:
    says(bot, text="For Ann alone")
    expect(messages(page)).to_have_count(1)
    becomes(page, "Bob Baker")
    expect(page.get_by_role("button", name="You are Bob Baker")).to_contain_text("coordinator")
    expect(page.get_by_role("button", name="You are Bob Baker")).to_contain_text("New York · 04:00")
    expect(messages(page)).to_have_count(0)


def test_what_arrives_elsewhere_is_marked_unread_until_it_is_seen(page: Page, bot: SmallBot) -> None:
    group = bot.client.conversations_open(users="U0ANN,U0BOB")["channel"]["id"]
    bot.client.chat_postMessage(channel=group, text="Meet each other")
    entry = page.get_by_role("navigation", name="Conversations").get_by_role("button", name="1 new")
    entry.click()
    expect(messages(page)).to_contain_text("Meet each other")
    expect(page.locator("#places .count")).to_have_count(0)


def test_time_passes_and_what_happened_is_listed(page: Page, bot: SmallBot, sandbox: Sandbox) -> None:
    asked_until: list[datetime] = []

    def step(until: datetime) -> Sequence[dict[str, Any]]:
        asked_until.append(until)
        if len(asked_until) > 1:
            return []
        says(bot, text="Did you meet?", to="U0BOB")
        return [{"at": until.isoformat(), "what": "asked whether they met", "user": "U0BOB"}]

    sandbox.connect(bot.server.url, step=step, next_due=lambda: None)
    page.get_by_role("button", name="+1 day").click()
    happened = page.get_by_role("complementary", name="What happened")
    expect(happened).to_contain_text("asked whether they met")
    expect(page.get_by_role("region", name="Time machine")).to_contain_text("Tue, 24 Nov 2026, 10:00")
    expect(page.get_by_role("region", name="Time machine")).to_contain_text("09:00 UTC")
    assert asked_until[-1] == NINE + timedelta(days=1)
    happened.get_by_role("button", name="Bob Baker", exact=True).click()
    expect(messages(page)).to_contain_text("Did you meet?")


def test_what_happens_again_and_again_is_said_once_with_how_often(page: Page, bot: SmallBot, sandbox: Sandbox) -> None:
    def step(until: datetime) -> Sequence[dict[str, Any]]:
        moments = (until - timedelta(hours=3, minutes=minutes) for minutes in (90, 20, 10, 0))
        return [{"at": at.isoformat(), "what": "messages are delivered", "count": 20} for at in moments]

    sandbox.connect(bot.server.url, step=step, next_due=lambda: None)
    page.get_by_role("button", name="+1 day").click()
    told = page.get_by_role("complementary", name="What happened").locator("ol li").filter(has_text="delivered")
    expect(told).to_have_text([re.compile(r"delivered \(20\)$"), re.compile(r"delivered \(140\)$")])


def test_among_many_those_with_something_new_to_read_are_marked(page: Page, bot: SmallBot) -> None:
    says(bot, text="For Bob alone", to="U0BOB")
    page.get_by_role("button", name="You are Ann").click()
    people = page.get_by_role("listbox", name="People").get_by_role("option")
    expect(people.filter(has_text="Bob Baker")).to_contain_text("1 new")
    page.keyboard.press("Escape")
    becomes(page, "Bob Baker")
    expect(messages(page)).to_contain_text("For Bob alone")
    becomes(page, "Ann Archer")
    page.get_by_role("button", name="You are Ann").click()
    expect(people.filter(has_text="Bob Baker")).not_to_contain_text("new")


def test_the_traffic_shows_payload_answer_and_milliseconds(page: Page) -> None:
    types(page, "/mentor help")
    page.get_by_role("button", name="Traffic").click()
    call = page.locator(".call", has_text="/mentor help")
    expect(call).to_contain_text("ms")
    call.locator("summary").first.click()
    expect(call).to_contain_text('command: "/mentor"')


def test_the_gallery_shows_each_sample_light_and_dark(page: Page, sandbox: Sandbox, bot: SmallBot) -> None:
    samples = [
        {"name": "checkins/reminder", "label": "first", "surface": "message", "payload": {"text": "Did you meet?"}},
        {"name": "joining/form", "label": "", "surface": "modal", "payload": modal(section("x" * 3001))},
    ]
    sandbox.connect(bot.server.url, gallery=lambda: samples)
    page.get_by_role("link", name="Gallery").click()
    expect(page.locator(".sample")).to_have_count(2)
    expect(page.locator(".stage")).to_have_count(4)
    colours = page.locator(".stage").evaluate_all(
        "all => new Set(all.map(one => getComputedStyle(one).backgroundColor)).size"
    )
    assert colours == 2
    expect(page.locator(".sample").last).to_contain_text("3001 characters")


def test_a_file_is_downloaded_under_its_name(page: Page, bot: SmallBot) -> None:
    channel = bot.client.conversations_open(users="U0ANN")["channel"]["id"]
    bot.client.files_upload_v2(channel=channel, filename="one.ics", content="BEGIN", title="One", initial_comment="Hi")
    expect(messages(page)).to_contain_text(["Hi"])
    with page.expect_download() as downloading:
        page.get_by_role("link", name="One").click()
    assert downloading.value.suggested_filename == "one.ics"
    assert downloading.value.path().read_bytes() == b"BEGIN"


def test_a_picture_is_shown_and_a_pdf_opens_in_a_tab_of_its_own(page: Page, bot: SmallBot) -> None:
    channel = bot.client.conversations_open(users="U0ANN")["channel"]["id"]
    picture = {"filename": "one.png", "file": PIXEL, "title": "One", "alt_txt": "A red dot"}
    document = {"filename": "one.pdf", "content": "%PDF", "title": "One, to print"}
    bot.client.files_upload_v2(channel=channel, file_uploads=[picture, document], initial_comment="Hi")
    shown = page.get_by_role("img", name="A red dot")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") == 1
    link = page.get_by_role("link", name="One, to print")
    expect(link).to_have_attribute("target", "_blank")
    assert link.get_attribute("download") is None


def test_hostile_text_stays_text(page: Page, bot: SmallBot) -> None:
    bad = '<img src=x onerror="window.broken=1">'
    says(bot, section(f"{bad} <javascript:alert(1)|press> *{HOSTILE}*"), section("<@U0CLEO>"), text=bad)
    types(page, f"{bad} & </script><b>bold</b>")
    expect(messages(page)).to_have_count(2)
    expect(messages(page).first).to_contain_text("press")
    expect(messages(page).first).to_contain_text(f"@{HOSTILE}")
    expect(messages(page).last).to_contain_text(f"{bad} & </script><b>bold</b>")
    assert page.locator("#messages :is(img, a, script, b:not(.by b))").count() == 0
    assert page.evaluate("window.broken") is None


def test_a_word_without_end_stays_within_the_conversation(page: Page) -> None:
    types(page, "x" * 2000)
    expect(messages(page)).to_have_count(1)
    assert page.locator("#scroll").evaluate("it => it.scrollWidth <= it.clientWidth")


def test_two_quick_calls_for_somebody_else_open_one_choice(page: Page) -> None:
    page.evaluate("for (const _ of [1, 2]) document.getElementById('who').click()")
    expect(page.locator("dialog.palette")).to_be_visible()
    settled(page)
    expect(page.locator("dialog.palette")).to_have_count(1)
