"""Six months played on the page of the demo: begun by a button, watched while it runs, and stopped."""

import re
from collections.abc import Iterator

import pytest
from browsing import becomes, open_page, opens_home, settled
from playwright.sync_api import Browser, Page, expect

from bot.demo import Demo

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, demo: Demo) -> Iterator[Page]:
    with open_page(chromium, demo.url, refusals=False) as page:
        yield page


def test_six_months_are_begun_watched_and_stopped_and_the_programme_stands_there(page: Page) -> None:
    page.get_by_role("button", name="Play six months").click()
    expect(page.get_by_label("How far the play is")).to_be_visible()
    expect(page.get_by_role("button", name="Next thing that happens")).to_be_hidden()
    expect(page.get_by_text(re.compile(r"Playing, [1-9]\d %"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("complementary")).to_contain_text("sessions held: ")
    expect(page.get_by_role("button", name="Play six months")).to_be_visible()
    settled(page)
    becomes(page, "Cora Lind")
    expect(opens_home(page)).to_contain_text(re.compile(r"matched [1-9]"))
