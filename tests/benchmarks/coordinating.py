"""Home for a coordinator with 5,000 participants beside Home with 50: counts only, so it should hardly cost more."""

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import servers, stub
from tests.benchmarks.answering import Measured
from tests.benchmarks.crowd import COORDINATOR, gather
from tests.benchmarks.figures import percentile, show
from tests.benchmarks.payloads import home_opened
from tests.benchmarks.processes import beside

SIZES = (25, 2500)
"""Pairs: half as many as people."""
WARM, BLOCK, BLOCKS = 20, 20, 10


def main() -> None:
    """Open the Home tab of the coordinator of a small and of a large programme in turn, and print the ratio."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        _, slack = stack.enter_context(beside(stub.run))
        bots = {}
        for pairs in SIZES:
            file = Path(folder) / f"{pairs}.db"
            gather(file, pairs, datetime.now(UTC))
            _, url = stack.enter_context(beside(servers.mentor, slack, f"sqlite:///{file}"))
            bots[pairs] = Measured(url, 1)
        taken: dict[int, list[float]] = {pairs: [] for pairs in SIZES}
        for bot in bots.values():
            bot.asks([home_opened(COORDINATOR) for _ in range(WARM)])
        for _ in range(BLOCKS):
            for pairs, bot in bots.items():
                taken[pairs] += bot.asks([home_opened(COORDINATOR) for _ in range(BLOCK)])
    small, large = ([percentile(taken[pairs], share) for share in (50, 99)] for pairs in SIZES)
    both = ((SIZES[0], small), (SIZES[1], large))
    rows = [[f"{2 * pairs} participants", *(f"{figure:.1f}" for figure in found)] for pairs, found in both]
    ratio = ["ratio", *(f"{many / few:.2f} times" for few, many in zip(small, large, strict=True))]
    show("Home of a coordinator, milliseconds", ["", "p50", "p99"], [*rows, ratio])


if __name__ == "__main__":
    main()
