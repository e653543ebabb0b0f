"""The first journey on the page of the demo: only what a person sees there, and does there."""

from collections.abc import Iterator

import pytest
from browsing import becomes, form, goes_to, message, open_page, opens_home, passes, presses, settled, types
from playwright.sync_api import Browser, Page, expect

from bot.demo import Demo

pytestmark = pytest.mark.browser

ENOUGH = 60
"""Presses of the Tab key after which a keyboard is given up."""


@pytest.fixture
def page(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """The demo as Ann sees it first."""
    with open_page(chromium, demo.url, refusals=False) as page:
        yield page


def tabs_to(page: Page, words: str) -> None:
    """Presses Tab until the focus is on what is labelled so."""
    label = "[document.activeElement].map(it => it.ariaLabel ?? (it.labels?.[0] ?? it).textContent)[0]"
    for _ in range(ENOUGH):
        if words in page.evaluate(label):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no Tab leads to {words}")


def joins_by_keyboard(page: Page) -> None:
    tabs_to(page, "Message to Mentor")
    page.keyboard.type("/mentor join")
    page.keyboard.press("Enter")
    expect(form(page, "Join the mentoring").get_by_label("Mentor: I share")).to_be_checked()
    tabs_to(page, "Continue")
    page.keyboard.press("Enter")
    form(page, "Where you stand today")
    for topic in ("Short video", "AI tools"):
        tabs_to(page, topic)
        page.keyboard.type("4")
    tabs_to(page, "Continue")
    page.keyboard.press("Enter")
    form(page, "How you like to work")
    for answer in ("agenda to prepare", "I try it out", "Straight away", "Shorter meetings", "Video call", "I agree"):
        tabs_to(page, answer)
        page.keyboard.press("Space")
    tabs_to(page, "Join")
    page.keyboard.press("Enter")
    expect(form(page, "You are in")).to_contain_text("You take part in Reverse mentoring.")
    page.keyboard.press("Escape")


def joins_by_mouse(page: Page) -> None:
    types(page, "/mentor join")
    expect(form(page, "Join the mentoring").get_by_label("Mentee: I learn")).to_be_checked()
    presses(page, "Continue")
    for topic in ("Generations at work", "AI tools"):
        form(page, "Where you stand today").get_by_label(topic).select_option("2")
    presses(page, "Continue")
    third = form(page, "How you like to work")
    for answer in ("see where the talk goes", "I talk it through", "Straight away", "Shorter meetings", "Video call"):
        third.get_by_label(answer).check()
    third.get_by_label("I agree").check()
    presses(page, "Join")
    form(page, "You are in").get_by_role("button", name="Close").last.click()


def test_the_whole_journey_is_made_on_the_page(page: Page) -> None:
    joins_by_keyboard(page)
    becomes(page, "Ines Duarte")
    joins_by_mouse(page)

    becomes(page, "Cora Lind")
    types(page, "/mentor admin round")
    preview = message(page, "Round for Reverse mentoring")
    expect(preview).to_contain_text("@Ann Okafor mentors @Ines Duarte")
    expect(preview).to_contain_text("offers what the other wants to learn: AI tools")
    presses(page, "Approve 1 pair", preview)
    presses(page, "Ask them", page.get_by_role("alertdialog", name="Approve the round?"))
    expect(preview).to_contain_text("1 pair. The senior is asked first, without a name")

    becomes(page, "Ines Duarte")
    suggestion = message(page, "Somebody could mentor you")
    expect(suggestion).to_contain_text("They offer what you want to learn: AI tools")
    presses(page, "Why was this suggested?", suggestion)
    form(page, "Why this suggestion?").get_by_role("button", name="Close").last.click()
    presses(page, "Yes, introduce us", suggestion)
    expect(message(page, "You said yes")).to_contain_text("I write to you either way")
    becomes(page, "Ann Okafor")
    presses(page, "Yes, introduce us", message(page, "You could mentor @Ines Duarte"))
    passes(page, "+1 hour")
    becomes(page, "Cora Lind")
    expect(preview).to_contain_text("1 pair is introduced")

    becomes(page, "Ines Duarte")
    expect(message(page, "@Ann Okafor mentors you")).to_contain_text("The first meeting, 45 minutes")
    becomes(page, "Ann Okafor")
    expect(message(page, "You mentor @Ines Duarte")).to_contain_text("Ground rules")
    goes_to(page, "Ines Duarte")
    expect(message(page, "you are a pair")).to_contain_text("I opened this conversation for you and cannot read it.")

    passes(page, "+1 day", 4)
    goes_to(page, "Mentor")
    presses(page, "Read and sign", message(page, "Your agreement with @Ines Duarte waits"))
    presses(page, "Sign", form(page, "Our agreement"))
    settled(page)

    passes(page, "+1 week", 3)
    presses(page, "Next thing that happens")
    question = message(page, "Did you and @Ines Duarte meet in the last month?")
    question.hover()
    presses(page, "Reply in thread", question)
    types(page, "met 45m: short video, analytics", into="Reply to this thread")
    thread = page.get_by_role("complementary", name="Thread").locator(".message")
    expect(thread.nth(2)).to_contain_text("45 min on Wednesday 23 December: short video, analytics")
    expect(thread.nth(2).locator(".actions").get_by_role("button")).to_have_text(["Edit", "Delete"])
    settled(page)
    thread.nth(1).hover()
    presses(page, "Edit", thread.nth(1))
    types(page, "met 50m: short video, analytics", into="Your message")
    expect(thread.nth(2)).to_contain_text("50 min on Wednesday 23 December: short video, analytics")
    expect(thread).to_have_count(3)
    settled(page)

    becomes(page, "Ines Duarte")
    expect(message(page, "@Ann Okafor logged")).to_contain_text("50 min on Wednesday 23 December")
    becomes(page, "Cora Lind")
    expect(opens_home(page)).to_contain_text("Enrolled 2 · matched 2 · unmatched 0 · sessions held 1")

    becomes(page, "Ines Duarte")
    presses(page, "End this pair", opens_home(page))
    presses(page, "End this pair", form(page, "End this pair"))
    expect(page.get_by_role("region", name="Home")).to_contain_text("not matched yet")
    page.get_by_role("tab", name="Messages").click()
    presses(page, "Take it back", message(page, "has ended"))
    expect(message(page, "are paired, as before")).to_be_visible()
    expect(opens_home(page)).to_contain_text("@Ann Okafor mentors you")
