"""A real Chromium, pages in it on which nothing may go wrong, and what a person does there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 60_000
"""Milliseconds that a busy machine may take over what a person waits for."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this test process."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM} to show the page in (apt-get install chromium)")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def open_page(chromium: Browser, url: str, *, refusals: bool) -> Iterator[Page]:
    """The page at ``url``, closed again. A script error, a foreign address, or a failed request fails the test;
    with ``refusals`` an answer of the kind 4xx does not."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB")
    page, wrong = context.new_page(), list[str]()

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            wrong.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((url, "data:")):
            wrong.append(f"asked for {request.url}")

    def answered(response: Response) -> None:
        if response.status >= (500 if refusals else 400):
            wrong.append(f"{response.status} from {response.url}")

    page.on("console", said)
    page.on("request", asked)
    page.on("response", answered)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    page.get_by_label("Message to Mentor").wait_for()
    yield page
    context.close()
    assert wrong == []


def becomes(page: Page, name: str) -> None:
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.get_by_label("Who do you want to be?").last.fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"You are {name}")).to_be_visible()


def types(page: Page, text: str, into: str = "Message to Mentor") -> None:
    page.get_by_label(into).fill(text)
    page.keyboard.press("Enter")


def presses(page: Page, name: str, within: Locator | None = None) -> None:
    """Clicks the button of that name and waits until what it caused is done."""
    (within or page).get_by_role("button", name=name, exact=True).click()
    settled(page)


def settled(page: Page) -> None:
    expect(page.locator("body[aria-busy]")).to_have_count(0)


def form(page: Page, title: str) -> Locator:
    shown = page.get_by_role("dialog", name=title)
    expect(shown).to_be_visible()
    return shown


def message(page: Page, words: str) -> Locator:
    """The newest message of this conversation that says so."""
    return page.locator("#messages > .message").filter(has_text=words).last


def goes_to(page: Page, conversation: str) -> None:
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name=conversation).first.click()


def opens_home(page: Page) -> Locator:
    goes_to(page, "Mentor")
    page.get_by_role("tab", name="Home").click()
    settled(page)
    return page.get_by_role("region", name="Home")


def passes(page: Page, step: str, times: int = 1) -> None:
    for _ in range(times):
        page.get_by_role("button", name=step).click()
        settled(page)
