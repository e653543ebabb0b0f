"""What a pair does together on the page of the demo: agree, aim, plan, meet, look back, promise and keep it."""

from collections.abc import Iterator

import pytest
from browsing import becomes, form, message, open_page, opens_home, passes, presses, settled, types
from playwright.sync_api import Browser, Locator, Page, expect

from bot.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("pair")]

ANN, GINA = "Ann Okafor", "Gina Ferrari"
WEDNESDAY = "Wednesday 25 November, 12:30"


@pytest.fixture
def page(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """The demo in which Ann mentors Gina, as Ann sees it first."""
    with open_page(chromium, demo.url, refusals=False) as page:
        yield page


def test_a_pair_agrees_sets_a_goal_plans_meets_and_keeps_a_promise(page: Page) -> None:
    they_sign(page)
    they_set_a_goal(page)
    they_plan(page)
    they_meet(page)
    they_look_back(page)
    she_promises_and_keeps_it(page)


def closes(shown: Locator) -> None:
    shown.get_by_role("button", name="Close").last.click()


def they_sign(page: Page) -> None:
    types(page, "/mentor agreement")
    presses(page, "Sign", form(page, "Our agreement"))
    becomes(page, GINA)
    presses(page, "Read and sign the agreement", opens_home(page))
    agreement = form(page, "Our agreement")
    expect(agreement).to_contain_text(f"@{ANN} has signed. It holds once you have signed too.")
    presses(page, "Sign", agreement)
    presses(page, "Agreement", opens_home(page))
    expect(form(page, "Our agreement")).to_contain_text("Both of you have signed.")
    closes(form(page, "Our agreement"))


def they_set_a_goal(page: Page) -> None:
    becomes(page, ANN)
    types(page, "/mentor goals")
    presses(page, "Add a goal", form(page, "Our goals"))
    goal = form(page, "A goal")
    goal.get_by_label("What do you want to reach?").fill("Post one short video")
    goal.get_by_label("How will you know?").fill("It is on the intranet")
    presses(page, "Propose", goal)
    expect(form(page, "Our goals")).to_contain_text(f"Your words; waits for @{GINA} to agree.")
    closes(form(page, "Our goals"))
    becomes(page, GINA)
    page.get_by_role("tab", name="Messages").click()
    presses(page, "Agree", message(page, "Post one short video"))
    expect(opens_home(page)).to_contain_text("Post one short video")


def they_plan(page: Page) -> None:
    becomes(page, ANN)
    types(page, "/mentor plan")
    plan = form(page, "Plan a session")
    expect(plan.get_by_role("checkbox", checked=True)).to_have_count(3)
    presses(page, "Propose", plan)
    becomes(page, GINA)
    page.get_by_role("tab", name="Messages").click()
    card = message(page, "proposes a session of 1 h")
    presses(page, f"Accept {WEDNESDAY}", card)
    expect(message(page, f"Your session with @{ANN}")).to_contain_text(WEDNESDAY)
    becomes(page, ANN)
    expect(message(page, f"@{GINA} has accepted.")).to_contain_text(WEDNESDAY)


def they_meet(page: Page) -> None:
    passes(page, "+1 day", 3)
    question = message(page, f"Did you and @{GINA} meet")
    question.get_by_label("How far is it now?").select_option("30 %")
    settled(page)
    question.hover()
    presses(page, "Reply in thread", question)
    types(page, "met 50m on Wednesday: short video", into="Reply to this thread")
    thread = page.get_by_role("complementary", name="Thread").locator(".message")
    expect(thread.last).to_contain_text("50 min on Wednesday 25 November: short video")
    settled(page)


def they_look_back(page: Page) -> None:
    passes(page, "+1 hour", 2)
    becomes(page, GINA)
    question = message(page, "three private taps")
    presses(page, "Yes, it was useful", question)
    expect(message(page, "three private taps")).to_contain_text("Was it useful? Noted.")


def she_promises_and_keeps_it(page: Page) -> None:
    types(page, "/mentor promise")
    promise = form(page, "You said, we did")
    promise.get_by_label("What will you try?").fill("open each meeting with a short video")
    presses(page, "Promise", promise)
    becomes(page, ANN)
    expect(message(page, f"@{GINA} will try: open each meeting with a short video")).to_be_visible()
    passes(page, "+1 week", 3)
    becomes(page, GINA)
    presses(page, "Mark this promise as done", message(page, "something for you to try"))
    expect(message(page, "You said, and it is done")).to_be_visible()
    becomes(page, ANN)
    expect(message(page, "You said, we did: @Gina")).to_contain_text("has tried it")
    home = opens_home(page)
    expect(home).to_contain_text("1 promise kept")
    expect(home).to_contain_text("Post one short video · 30 %")
