"""The clock, and what the bot does while it moves."""

from datetime import datetime, timedelta, timezone

import pytest
from sandbox.small_bot import NINE, SmallBot

from bot.sandbox import Clock, Sandbox
from bot.sandbox.actors import World

HOUR = timedelta(hours=1)


def test_a_frozen_clock_moves_only_when_told_and_never_back() -> None:
    clock = Clock(NINE, ticking=False)
    assert clock.now() == clock.now() == NINE
    clock.advance_to(NINE + HOUR)
    clock.advance_to(NINE)
    assert clock.now() == NINE + HOUR


def test_a_ticking_clock_goes_on_from_where_it_was_put() -> None:
    clock = Clock(NINE, ticking=True)
    assert clock.now() < clock.now() < NINE + HOUR
    clock.advance_to(NINE + HOUR)
    assert clock.now() >= NINE + HOUR


def test_a_clock_speaks_utc_and_refuses_a_naive_start() -> None:
    there = timezone(timedelta(hours=5))
    assert Clock(NINE.astimezone(there), ticking=False).now().utcoffset() == timedelta(0)
    with pytest.raises(ValueError, match="aware"):
        Clock(NINE.replace(tzinfo=None), ticking=False)


def test_the_bots_own_work_is_stepped_up_to_the_moment_and_told(sandbox: Sandbox, bot: SmallBot, world: World) -> None:
    asked: list[datetime] = []

    def step(until: datetime) -> list[dict[str, str]]:
        asked.append(until)
        if len(asked) > 1:
            return []
        bot.client.chat_postMessage(channel="U0ANN", text="Good morning")
        return [{"what": "nudged"}]

    sandbox.connect(bot.server.url, step=step, next_due=lambda: NINE + HOUR)
    assert world.next() == [{"what": "nudged"}]
    assert set(asked) == {NINE + HOUR}
    assert world.now == NINE + HOUR
    assert world.state()["next_due"] == (NINE + HOUR).isoformat()
    assert [message.text for message in world.messages(to="Ann")] == ["Good morning"]


def test_where_nothing_is_due_the_next_thing_is_nothing(world: World) -> None:
    assert world.next() == []
    assert world.now == NINE


@pytest.mark.parametrize(
    "body", [{}, {"advance": -1}, {"advance": "1"}, {"advance": 401 * 86400}, {"advance": 1, "next": True}]
)
def test_an_unclear_wish_about_time_is_refused(world: World, body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="400"):
        world.post("/clock", body)
