"""While somebody joins ten thousand others: about how many could teach them each topic, and the form that says it."""

import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.rules.joining import Answers
from storage import demand
from storage.database import Database
from storage.store import Store
from tests.benchmarks import servers, stub
from tests.benchmarks.answering import Measured
from tests.benchmarks.company import TOPICS
from tests.benchmarks.crowd import gather, let_wait
from tests.benchmarks.figures import against, percentile, show
from tests.benchmarks.payloads import Payload, submitted
from tests.benchmarks.processes import beside
from tests.benchmarks.stub import TEAM

PEOPLE, PROGRAMME = 10_000, 2
TOPICS_OF_ONE = (1, 5, 24)
WARM, REQUESTS, BLOCK = 40, 600, 40
AIM = 5
"""Milliseconds of the processor at p99, to count for all topics of a person."""


def main() -> None:
    """Ask for the numbers alone, then send the form to the bot and to a bare handler in turn; print both."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        file = Path(folder) / "mentor.db"
        gather(file, 1, datetime.now(UTC))
        let_wait(file, PEOPLE, datetime.now(UTC))
        rows = [[_named(topics), *_judged(*_counted(file, topics))] for topics in TOPICS_OF_ONE]
        columns = ["Milliseconds to count them", "p50 / p99", "of the processor p50 / p99", "its p99"]
        show(f"About how many could teach it, {PEOPLE} people, {REQUESTS} times", columns, rows)
        _, slack = stack.enter_context(beside(stub.run))
        bots = [
            Measured(stack.enter_context(beside(servers.bare, slack))[1], 1),
            Measured(stack.enter_context(beside(servers.mentor, slack, f"sqlite:///{file}"))[1], 1),
        ]
        rows = [[_named(topics), *_sent(bots, topics)] for topics in TOPICS_OF_ONE]
    columns = ["Milliseconds to the form that says it", "bare p50 / p99", "mentor p50 / p99", "p50"]
    show(f"From the first form to the second, {PEOPLE} people, {REQUESTS} requests", columns, rows)


def _counted(file: Path, topics: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each question, its snapshot included: by the clock, and of the processor."""
    database = Database(f"sqlite:///{file}")
    store = Store(database, TEAM)
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM + REQUESTS):
        answers: Answers = {"role": "mentee", "wants": _some(topics, number)}
        began, worked = time.perf_counter(), time.thread_time()
        with store.read() as db:
            told = demand.of(db, PROGRAMME, "U0NEW", answers)
        taken[0].append((time.perf_counter() - began) * 1000)
        taken[1].append((time.thread_time() - worked) * 1000)
        assert len(told) == topics
    database.close()
    return taken[0][WARM:], taken[1][WARM:]


def _sent(bots: list[Measured], topics: int) -> list[str]:
    taken: tuple[list[float], list[float]] = ([], [])
    for start in range(0, WARM + REQUESTS, BLOCK):
        for bot, found in zip(bots, taken, strict=True):
            found += bot.asks([_form(topics, number) for number in range(start, start + BLOCK)])
    bare, full = (found[WARM:] for found in taken)
    return [_percentiles(bare), _percentiles(full), f"{percentile(full, 50) / percentile(bare, 50):.2f} times"]


def _form(topics: int, number: int) -> Payload:
    """The first form of somebody new, sent."""
    told: dict[str, Any] = {
        "role": {"type": "radio_buttons", "selected_option": {"value": "mentee"}},
        "level": {"type": "static_select", "selected_option": {"value": "7"}},
        "department": {"type": "plain_text_input", "value": "Marketing"},
        "manager": {"type": "users_select", "selected_user": "U0HEAD"},
        "no_manager": {"type": "checkboxes", "selected_options": []},
        "offers": {"type": "multi_static_select", "selected_options": []},
        "offers_own": {"type": "plain_text_input", "value": None},
        "wants": {"type": "multi_static_select", "selected_options": []},
        "wants_own": {"type": "plain_text_input", "value": ", ".join(_some(topics, number))},
    }
    return submitted(f"UNEW{topics}{number}", "joining.about_you", PROGRAMME, told)


def _some(topics: int, number: int) -> list[str]:
    return [TOPICS[(number + place) % len(TOPICS)] for place in range(topics)]


def _named(topics: int) -> str:
    return f"{topics} topics" if topics > 1 else "one topic"


def _judged(taken: list[float], worked: list[float]) -> list[str]:
    return [_percentiles(taken), _percentiles(worked), against(percentile(worked, 99), AIM, " ms")]


def _percentiles(taken: list[float]) -> str:
    return f"{percentile(taken, 50):.2f} / {percentile(taken, 99):.2f}"


if __name__ == "__main__":
    main()
