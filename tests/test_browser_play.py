"""Six months played on the page of the demo: begun by a button, watched while it runs, and stopped."""

import re
from collections.abc import Iterator

import pytest
from browsing import PATIENCE, becomes, open_page, opens_home, settled
from playwright.sync_api import Browser, Page, expect

from bot.demo import Demo
from bot.sandbox.actors import World

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


@pytest.fixture
def three_months(demo: Demo, page: Page) -> Page:
    """A page that has watched three months."""
    World(demo.url).post("/play", {"days": 92})
    page.reload()
    expect(page.get_by_label("How far the play is")).to_be_visible()
    expect(page.get_by_role("button", name="Play six months")).to_be_visible(timeout=3 * PATIENCE)
    settled(page)
    return page


def test_after_three_months_everybody_reads_on_home_where_they_stand(demo: Demo, three_months: Page) -> None:
    page, world = three_months, World(demo.url)
    becomes(page, "Cora Lind")
    coordinating = opens_home(page)
    for told in (r"matched [1-9]", r"sessions held [1-9]", r"promises kept \d"):
        expect(coordinating).to_contain_text(re.compile(told))
    expect(coordinating.get_by_role("button", name="Surveys")).to_be_visible()
    homes = {person["real_name"]: world.person(person["name"]).opens_home().text for person in world.state()["people"]}
    mentor, said = next((name, text) for name, text in homes.items() if "You mentor" in text and "Goals" in text)
    becomes(page, mentor)
    own = opens_home(page)
    expect(own).to_contain_text("What is next for you")
    expect(own).to_contain_text(re.compile(r"You mentor @\w+ \w+"))
    expect(own).to_contain_text(re.compile(r"\d+ sessions? so far"))
    expect(own.get_by_role("button", name="Log session").first).to_be_visible()
    expect(own).not_to_contain_text("sessions held")
    assert "Coordinating" not in said
