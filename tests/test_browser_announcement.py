"""An announcement to five hundred people on the page of the demo, cancelled when some have it and others not."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from announcing import readers
from browsing import becomes, form, message, open_page, passes, presses, types
from conftest import running
from playwright.sync_api import Browser, Page, expect
from taking_part import enrol

from bot.demo import Demo
from bot.demo.cast import COORDINATOR
from bot.sandbox.actors import World

pytestmark = pytest.mark.browser

PEOPLE = 500
WORDS = "We meet on *Thursday* at noon"


@pytest.fixture
def company(empty_file: Path, tmp_path: Path) -> Iterator[Demo]:
    """Five hundred people who take part."""
    file = shutil.copy(empty_file, tmp_path / "company.db")
    with running(f"sqlite:///{file}", people=PEOPLE) as demo:
        enrol(demo, *{one.first for one in demo.employees})
        yield demo


@pytest.fixture
def page(chromium: Browser, company: Demo) -> Iterator[Page]:
    """The company's page."""
    with open_page(chromium, company.url, refusals=False) as page:
        yield page


def test_a_coordinator_cancels_an_announcement_while_it_is_being_sent(page: Page, company: Demo) -> None:
    world = World(company.url)
    becomes(page, COORDINATOR.name)
    types(page, "/mentor admin announce")
    form(page, "Announcement").get_by_label("What you want to tell").fill(WORDS)
    presses(page, "Preview")

    preview = form(page, "Preview")
    expect(preview).to_contain_text("It goes to 500 people")
    expect(preview).to_contain_text("this takes about 9 minutes")
    presses(page, "Send it now")

    world.wait(minutes=2)
    standing = form(page, "Announcement")
    presses(page, "Refresh", standing)
    expect(standing).to_contain_text(re.compile(r"on its way: [1-4]\d\d of 500 messages still to send"))
    presses(page, "Cancel what is not sent", standing)
    presses(page, "Cancel it", page.get_by_role("alertdialog", name="Cancel this announcement?"))
    expect(standing).to_contain_text(f"Cancelled by @{COORDINATOR.name}")
    reached = len(readers(world, "We meet on"))
    assert 0 < reached < PEOPLE
    expect(standing).to_contain_text(f"sent {reached} · not sent any more {PEOPLE - reached}")

    standing.get_by_role("button", name="Close").last.click()
    passes(page, "+1 day")
    assert len(readers(world, "We meet on")) == reached
    becomes(page, "Ann Okafor")
    expect(message(page, WORDS.replace("*", ""))).to_contain_text(f"Sent by @{COORDINATOR.name}")
