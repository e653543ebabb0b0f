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
    paging,
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
    paging,
    announcing,
    playing,
    matching,
    meanwhile,
    kinds,
):
    benchmark.main()
