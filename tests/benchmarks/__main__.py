"""All benchmarks: ``uv run python -m tests.benchmarks``, or one of them by its module's name."""

from tests.benchmarks import (
    announcing,
    answering,
    asking,
    coordinating,
    kinds,
    matching,
    meanwhile,
    planning,
    playing,
    starting,
)

for benchmark in (
    starting,
    asking,
    answering,
    planning,
    coordinating,
    announcing,
    playing,
    matching,
    meanwhile,
    kinds,
):
    benchmark.main()
