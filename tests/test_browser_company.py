"""A round of a whole company on the page of the demo, from the invitation to the introductions.

How large the company is may be said: ``COMPANY=2000 uv run pytest tests/test_browser_company.py`` takes some minutes.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from answering import join
from browsing import becomes, form, goes_to, message, open_page, passes, presses, settled, types
from conftest import A_MONDAY, running
from playwright.sync_api import Browser, Page, expect

from bot.demo import Demo
from bot.demo.cast import COORDINATOR
from bot.sandbox import Clock
from bot.sandbox.actors import World

pytestmark = pytest.mark.browser

PEOPLE = int(os.environ.get("COMPANY", "60"))
WORDS = "Reverse mentoring begins: type `/mentor join` in my conversation."
YES = "Yes, introduce us"


@pytest.fixture
def company(empty_file: Path, tmp_path: Path) -> Iterator[Demo]:
    """A company of which nobody takes part yet, with a clock that ticks; every round is computed beside."""
    file = shutil.copy(empty_file, tmp_path / "company.db")
    with running(f"sqlite:///{file}", people=PEOPLE, clock=Clock(A_MONDAY, ticking=True), at_once=0) as demo:
        yield demo


@pytest.fixture
def page(chromium: Browser, company: Demo) -> Iterator[Page]:
    """The company's page."""
    with open_page(chromium, company.url, refusals=False) as page:
        yield page


def test_a_company_is_invited_joins_is_matched_and_introduced(page: Page, company: Demo) -> None:
    becomes(page, COORDINATOR.name)
    invites(page)
    becomes(page, "Ann Okafor")
    goes_to(page, "mentoring")
    expect(message(page, "Reverse mentoring begins")).to_be_visible()
    goes_to(page, "Mentor")
    joins(page)
    others_join(company)

    becomes(page, COORDINATOR.name)
    types(page, "/mentor admin round")
    preview = message(page, "Round for Reverse mentoring")
    expect(preview).to_contain_text("pairs, the best that the rules allow.")
    expect(preview).to_contain_text("(edited)")  # It said first how far the computing was.
    looks_around(page)
    pairs = approves(page)
    passes(page, "+1 day", 2)
    assert say_yes(company) == pairs
    passes(page, "+1 day")
    assert say_yes(company) == pairs
    passes(page, "+1 day")
    expect(preview).to_contain_text(f"Everybody has been asked, and {pairs} pairs are introduced.")

    becomes(page, "Ann Okafor")
    expect(message(page, "You mentor @")).to_contain_text("Ground rules")
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name=", Mentor").click()
    expect(message(page, "you are a pair")).to_be_visible()


def invites(page: Page) -> None:
    """The bot is taken into a channel, and tells everybody there how to take part."""
    goes_to(page, "mentoring")
    presses(page, "Invite Mentor")
    goes_to(page, "Mentor")
    types(page, "/mentor admin announce")
    writing = form(page, "Announcement")
    writing.get_by_label("What you want to tell").fill(WORDS)
    writing.get_by_label("A channel").check()
    writing.get_by_label("Which channel").fill("mentoring")
    page.get_by_role("option", name="mentoring").click()
    presses(page, "Preview")
    presses(page, "Send it now", form(page, "Preview"))
    form(page, "Announcement").get_by_role("button", name="Close").last.click()


def joins(page: Page) -> None:
    types(page, "/mentor join")
    form(page, "Join the mentoring")
    presses(page, "Continue")
    for topic in ("Short video", "AI tools"):
        form(page, "Where you stand today").get_by_label(topic).select_option("4")
    presses(page, "Continue")
    last = form(page, "How you like to work")
    for answer in ("agenda to prepare", "I try it out", "Straight away", "Shorter meetings", "Video call", "I agree"):
        last.get_by_label(answer).check()
    presses(page, "Join")
    form(page, "You are in").get_by_role("button", name="Close").last.click()


def others_join(company: Demo) -> None:
    """Everybody but Ann goes through the forms by the page's own doors."""
    world = World(company.url)
    with world.connected():
        for one in company.employees[1:]:
            join(world.person(one.id), role=one.role)


def looks_around(page: Page) -> None:
    """Pages, the best first, one department, one person."""
    preview = message(page, "Round for Reverse mentoring")
    presses(page, "Next page", preview)
    expect(preview).to_contain_text("Page 2 of")
    presses(page, "Best first", preview)
    expect(preview).to_contain_text("Page 1 of")
    preview.get_by_label("Show only").select_option("Sales")
    settled(page)
    expect(preview.get_by_label("Show only").locator("option:checked")).to_have_text("Sales")
    preview.get_by_label("Look for a person").fill("Ann Okafor")
    page.get_by_role("option", name="Ann Okafor").click()
    settled(page)
    expect(preview).to_contain_text("Ann Okafor mentors")


def approves(page: Page) -> int:
    """The coordinator approves all pairs; how many they are."""
    everything = page.get_by_role("button", name=re.compile(r"Approve all \d+ pairs"))
    pairs = int(everything.inner_text().split()[2])
    everything.click()
    presses(page, "Ask them", page.get_by_role("alertdialog", name="Approve the round?"))
    return pairs


def say_yes(company: Demo) -> int:
    """Everybody who is asked about a pair says yes; how many."""
    world, said = World(company.url), 0
    state = world.state()
    readers = {channel["id"]: channel["members"][0] for channel in state["channels"]}
    for one in state["messages"]:
        elements = [each for block in one["blocks"] for each in block.get("elements", ())]
        yes = [each for each in elements if each["type"] == "button" and each["text"]["text"] == YES]
        if yes:
            where = {"channel": one["channel"], "ts": one["ts"]}
            act = {"user": readers[one["channel"]], "message": where, "action_id": yes[0]["action_id"]}
            said += world.post("/act/click", act)["ok"]
    return said
