"""The page in a real Chromium, over a workspace with a tiny bot; any script error or foreign address fails the test."""

from collections.abc import Iterator

import pytest
from browsing import open_page
from playwright.sync_api import Browser, Page

from bot.sandbox import Sandbox


@pytest.fixture
def page(chromium: Browser, sandbox: Sandbox) -> Iterator[Page]:
    """The page as Ann sees it first."""
    with open_page(chromium, sandbox.slack.url, refusals=True) as page:
        yield page
