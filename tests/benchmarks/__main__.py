"""All benchmarks: ``uv run python -m tests.benchmarks``, or one of them by its module's name."""

from tests.benchmarks import (
    announcing,
    answering,
    asking,
    coordinating,
    joining,
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
    joining,
    planning,
    coordinating,
    announcing,
    playing,
    matching,
    meanwhile,
    kinds,
):
    benchmark.main()
