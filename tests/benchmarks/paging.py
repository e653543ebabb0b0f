"""A page of a round of 5,000 pairs beside one of 50: what it costs is on the page, so it should hardly cost more."""

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import servers, stub
from tests.benchmarks.answering import Measured
from tests.benchmarks.crowd import COORDINATOR, gather, let_be_decided, mentee, mentor
from tests.benchmarks.figures import percentile, show
from tests.benchmarks.payloads import Payload, clicked_at_home
from tests.benchmarks.processes import beside

SIZES = (50, 5000)
WARM, BLOCK, BLOCKS = 10, 10, 10
PAGE = 15
LOOKS = {
    "the first page": "{round}:0:weak:all",
    "a page in the middle": "{round}:{middle}:weak:all",
    "the best first": "{round}:0:best:all",
    "one department": f"{{round}}:0:weak:in:{mentor(5)}",
    "one person": f"{{round}}:0:weak:of:{mentee(7)}",
    "the new pairs": "{round}:0:weak:new",
}


def main() -> None:
    """Turn pages of a small and of a large round in turn, and print the ratios."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        _, slack = stack.enter_context(beside(stub.run))
        bots, rounds = {}, {}
        for pairs in SIZES:
            file = Path(folder) / f"{pairs}.db"
            gather(file, pairs, datetime.now(UTC))
            rounds[pairs] = let_be_decided(file, pairs, datetime.now(UTC))
            _, url = stack.enter_context(beside(servers.mentor, slack, f"sqlite:///{file}"))
            bots[pairs] = Measured(url, 1)
        rows = []
        for name, look in LOOKS.items():
            values = {pairs: look.format(round=rounds[pairs], middle=pairs // PAGE // 2) for pairs in SIZES}
            rows.append([name, *_measured(bots, values)])
    few, many = (f"{pairs:,} pairs, p50 / p99" for pairs in SIZES)
    show("A page of a round, milliseconds", ["", few, many, "ratio of p50"], rows)


def _measured(bots: dict[int, Measured], values: dict[int, str]) -> list[str]:
    taken: dict[int, list[float]] = {pairs: [] for pairs in SIZES}
    for pairs, bot in bots.items():
        bot.asks([_turn(values[pairs]) for _ in range(WARM)])
    for _ in range(BLOCKS):
        for pairs, bot in bots.items():
            taken[pairs] += bot.asks([_turn(values[pairs]) for _ in range(BLOCK)])
    few, many = ([percentile(taken[pairs], share) for share in (50, 99)] for pairs in SIZES)
    return [f"{few[0]:.1f} / {few[1]:.1f}", f"{many[0]:.1f} / {many[1]:.1f}", f"{many[0] / few[0]:.2f} times"]


def _turn(value: str) -> Payload:
    return clicked_at_home(COORDINATOR, "rounds.turn", value)


if __name__ == "__main__":
    main()
