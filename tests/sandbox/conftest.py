"""A workspace of a few people, a tiny real Bolt app, and the actors."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox.small_bot import MANIFEST, NINE, PEOPLE, SmallBot
from slack_sdk import WebClient

from bot.sandbox import Clock, Sandbox
from bot.sandbox.actors import Actor, World


@pytest.fixture
def clock() -> Clock:
    return Clock(NINE, ticking=False)


@pytest.fixture
def manifest() -> Path:
    return MANIFEST


@pytest.fixture
def sandbox(clock: Clock, manifest: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    made = Sandbox(manifest, PEOPLE, clock)
    made.start(0)
    yield made
    made.stop()


@pytest.fixture
def bot(sandbox: Sandbox) -> Iterator[SmallBot]:
    small = SmallBot(sandbox)
    sandbox.connect(small.server.url)
    yield small
    small.server.stop()


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient(token=sandbox.identity.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
def world(sandbox: Sandbox) -> World:
    return World(sandbox.slack.url)


@pytest.fixture
def ann(world: World) -> Actor:
    return world.person("Ann")
