"""The courier: everything that was decided is said once, in time, and at Slack's pace."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo import Demo
from bot.sandbox.actors import World
from storage import outbox
from storage.tables import Outbox

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WORDS = {"explanation": "There is a session to look forward to."}
"""Any template serves: this one shows its values."""


def decide(demo: Demo, key: str, to: str = "U0ANN", *, due: datetime = NOW, **how: object) -> None:
    with demo.store.begin() as db:
        outbox.notice(db, key, "tests/words", to, due, **how, words=key)


def row(demo: Demo, key: str) -> Outbox:
    with demo.store.read() as db:
        found = outbox.by_key(db, key)
    assert found is not None
    return found


def said_to(world: World, name: str) -> list[str]:
    return [text for text in world.person(name).sees if text]
