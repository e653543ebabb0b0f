"""The page for everybody: names, contrast, narrow windows, and what a screen reader is told."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sandbox.small_bot import SmallBot, actions, button, field, modal, option, section

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("bot")]

NAMELESS = """() => [
    ...document.querySelectorAll('button, a, input, select, textarea, [role=option], img, dialog, aside')]
    .filter(one => one.checkVisibility())
    .filter(one => !(one.textContent.trim() || one.ariaLabel || one.getAttribute('aria-labelledby') || one.alt
                     || [...(one.labels ?? [])].some(label => label.textContent.trim())))
    .map(one => one.outerHTML.slice(0, 120))"""

PALE = """() => {
  const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = colours => {
    pen.clearRect(0, 0, 1, 1);
    for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = colour => colour.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = node => {
    const layers = [];
    for (let one = node; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      layers.unshift(colour);
      if (one.matches('dialog') || !/(rgba|\\/).*\\b0?\\.?\\d*\\)$/.test(colour)) break;
    }
    return layers;
  };
  const pale = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const seen = node.checkVisibility({opacityProperty: true}) && !node.closest('.unseen');
    if (!seen || !walker.currentNode.data.trim()) continue;
    const [back, front] = [behind(node), getComputedStyle(node).color];
    const [a, b] = [luminance(rgb(back)), luminance(rgb([...back, front]))].sort();
    const ratio = (b + 0.05) / (a + 0.05);
    if (ratio < 4.5) pale.push(`${ratio.toFixed(2)} ${walker.currentNode.data.trim().slice(0, 40)}`);
  }
  return [pale, document.body.innerText.length];
}"""


def furnished(page: Page, bot: SmallBot) -> None:
    """Messages of every colour, a refusal, and an open side panel."""
    bot.on("command", lambda ack, **_: ack(text="Only for you: `code` and <@U0BOB> and <@U0ANN>"))
    blocks: list[dict[str, Any]] = [
        section("See <https://example.com|the guide>\n&gt; quoted"),
        actions(
            {**button("Yes", "a"), "style": "primary"}, {**button("End", "b"), "style": "danger"}, button("No", "c")
        ),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "small print"}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "Pair"}], [{"type": "raw_text", "text": "Ann"}]]},
    ]
    bot.client.chat_postMessage(channel="U0ANN", text="Hello", blocks=blocks)
    page.get_by_label("Message to Mentor").fill("/mentor help")
    page.keyboard.press("Enter")
    expect(page.locator("#messages > .message")).to_have_count(2)
    page.get_by_label("Message to Mentor").fill("/nonsense")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("no such command")
    page.get_by_role("button", name="Traffic").click()
    page.locator(".call summary").first.click()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(page: Page, bot: SmallBot, colours: Any) -> None:
    page.emulate_media(color_scheme=colours, reduced_motion="reduce")
    furnished(page, bot)
    pale, length = page.evaluate(PALE)
    assert length > 500
    assert pale == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_form_with_errors_stands_out_too(page: Page, bot: SmallBot, colours: Any) -> None:
    page.emulate_media(color_scheme=colours, reduced_motion="reduce")
    bot.opens(
        modal(field("purpose", {"type": "plain_text_input"}, hint={"type": "plain_text", "text": "One sentence"}))
    )
    page.get_by_label("Message to Mentor").fill("/mentor join")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Purpose")).to_have_attribute("aria-invalid", "true")
    assert [
        words for words in page.evaluate(PALE)[0] if page.get_by_role("dialog").get_by_text(words[5:]).count()
    ] == []


def test_everything_that_can_be_used_has_a_name(page: Page, bot: SmallBot) -> None:
    furnished(page, bot)
    assert page.evaluate(NAMELESS) == []
    select = {"type": "static_select", "action_id": "pick", "options": [option("One", "1")]}
    people = {"type": "multi_users_select", "action_id": "who"}
    bot.opens(modal(section("Choose", accessory=select), section("Whom", accessory=people)))
    page.get_by_label("Message to Mentor").fill("/mentor join")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    assert page.evaluate(NAMELESS) == []


def test_a_new_message_is_said_to_a_screen_reader(page: Page, bot: SmallBot) -> None:
    bot.client.chat_postMessage(channel="U0ANN", text="Did you *meet*?")
    expect(page.locator("[aria-live=polite]")).to_have_text("Mentor wrote: Did you meet?")


def test_the_page_has_its_landmarks(page: Page) -> None:
    for role, name in [("banner", ""), ("navigation", "Conversations"), ("navigation", "Views"), ("main", "")]:
        expect(page.get_by_role(role, name=name)).to_have_count(1)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [1280, 900, 600])
def test_nothing_is_cut_off_in_a_narrow_window(page: Page, bot: SmallBot, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    furnished(page, bot)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.scrollHeight") <= 800
    expect(page.get_by_role("button", name="Next thing that happens")).to_be_in_viewport()


def test_colours_can_be_chosen_and_are_remembered(page: Page) -> None:
    page.get_by_role("button", name="Colours: Automatic").click()
    page.get_by_role("button", name="Colours: Light").click()
    expect(page.get_by_role("button", name="Colours: Dark")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Colours: Dark")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
