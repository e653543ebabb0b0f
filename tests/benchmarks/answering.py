"""Milliseconds from a signed payload to its acknowledgement, beside a bare Bolt handler that only acknowledges."""

import http.client
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.web import EVENTS_PATH
from tests.benchmarks import servers, stub
from tests.benchmarks.crowd import gather, mentee, mentor
from tests.benchmarks.figures import against, percentile, show, times
from tests.benchmarks.payloads import Payload, command, home_opened
from tests.benchmarks.processes import beside

PAIRS = 1000
"""Two thousand participants."""
WARM, REQUESTS, BLOCK = 40, 600, 40
"""Unmeasured ones of each kind; measured ones of each kind and server; as many of them in a row."""

Make = Callable[[int], Payload]
Figures = dict[str, tuple[list[float], list[float]]]
"""Milliseconds of the bare handler and of the bot, by story."""
STORIES: dict[str, Make] = {
    "join": lambda number: command(f"UN{number:06d}", "join"),
    "log": lambda number: command(mentor(number), "log 45m: AI tools"),
    "Home": lambda number: home_opened(mentee(number)),
}


class Connected:
    """One kept-alive connection to a bot."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)

    def asks(self, payload: Payload) -> float:
        """Send a payload and wait for the answer: milliseconds."""
        headers = payload.headers()
        began = time.perf_counter()
        self._connection.request("POST", EVENTS_PATH, payload.body, headers)
        answer = self._connection.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        assert answer.status == 200, answer.status
        return took


class Measured:
    """A bot under measurement, asked over one connection or over several at once."""

    def __init__(self, url: str, connections: int) -> None:
        self._connected = [Connected(url) for _ in range(connections)]
        self._threads = ThreadPoolExecutor(connections)

    def asks(self, payloads: Sequence[Payload]) -> list[float]:
        """The milliseconds of each."""
        many = len(self._connected)
        shares = [payloads[place::many] for place in range(many)]
        taken = self._threads.map(
            lambda pair: [pair[0].asks(one) for one in pair[1]], zip(self._connected, shares, strict=True)
        )
        return [each for share in taken for each in share]


def main() -> None:
    """Ask both bots in turn, in blocks, over one connection and over eight, and print the figures."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        file = Path(folder) / "mentor.db"
        gather(file, PAIRS, datetime.now(UTC))
        _, slack = stack.enter_context(beside(stub.run))
        _, bare = stack.enter_context(beside(servers.bare, slack))
        _, calling = stack.enter_context(beside(servers.calling, slack))
        _, full = stack.enter_context(beside(servers.mentor, slack, f"sqlite:///{file}"))
        _report_floor(bare, calling)
        _report("1 connection", _measure(bare, full, connections=1, first=1), _beside_bare)
        _report("8 connections", _measure(bare, full, connections=8, first=PAIRS // 2 + 1), _in_time)


def _report_floor(bare: str, calling: str) -> None:
    """How far one call of Slack's alone is from the bare handler: opening a form or showing Home is never nearer."""
    acknowledged, called = Measured(bare, 1), Measured(calling, 1)
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(REQUESTS // BLOCK):
        for bot, found in zip((acknowledged, called), taken, strict=True):
            found += bot.asks([STORIES["Home"](1) for _ in range(BLOCK)])
    p50 = [percentile(found, 50) for found in taken]
    row = [f"{p50[0]:.1f}", f"{p50[1]:.1f}", f"{p50[1] / p50[0]:.2f} times"]
    show("One call of Slack's, milliseconds", ["bare p50", "with one call p50", "ratio"], [row])


def _measure(bare: str, full: str, *, connections: int, first: int) -> Figures:
    bots = (Measured(bare, connections), Measured(full, connections))
    found: Figures = {}
    for story, make in STORIES.items():
        found[story] = ([], [])
        for bot in bots:
            bot.asks([make(PAIRS - place) for place in range(WARM)])
        for start in range(0, REQUESTS, BLOCK):
            for bot, taken in zip(bots, found[story], strict=True):
                taken += bot.asks([make(first + (start + place) % (PAIRS // 2 - WARM)) for place in range(BLOCK)])
    return found


def _beside_bare(bare: list[float], full: list[float]) -> list[str]:
    p50, p99 = (times(percentile(full, share), percentile(bare, share), aim) for share, aim in ((50, 3), (99, 4)))
    return [f"p50 {p50}", f"p99 {p99}"]


def _in_time(_bare: list[float], full: list[float]) -> list[str]:
    return [f"p99 {against(percentile(full, 99), 100, ' ms')}", f"worst {against(max(full), 1000, ' ms')}"]


def _report(title: str, found: Figures, judge: Callable[[list[float], list[float]], list[str]]) -> None:
    rows = [
        [story, _percentiles(bare), f"{_percentiles(full)} / {max(full):.1f}", *judge(bare, full)]
        for story, (bare, full) in found.items()
    ]
    columns = [title, "bare p50 / p99", "mentor p50 / p99 / worst", "", ""]
    show(f"Milliseconds to the acknowledgement, {2 * PAIRS} participants, {REQUESTS} requests each", columns, rows)


def _percentiles(taken: list[float]) -> str:
    return f"{percentile(taken, 50):.1f} / {percentile(taken, 99):.1f}"


if __name__ == "__main__":
    main()
