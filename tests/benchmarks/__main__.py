"""All benchmarks: ``uv run python -m tests.benchmarks``, or one of them by its module's name."""

from tests.benchmarks import answering, asking, coordinating, starting

for benchmark in (starting, asking, answering, coordinating):
    benchmark.main()
