"""An announcement to 5,000 people beside one to 50: the answer to the confirmation, memory, and the courier's pace."""

import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from bot.app import client_for
from bot.courier import Courier
from storage import announcements
from storage.database import Database
from storage.sending import A_MINUTE_AT_MOST
from storage.store import Store
from storage.tables import Announcement
from tests.benchmarks import servers, stub
from tests.benchmarks.answering import Measured
from tests.benchmarks.crowd import COORDINATOR, gather
from tests.benchmarks.figures import median, show
from tests.benchmarks.payloads import Payload, submitted
from tests.benchmarks.processes import beside

SIZES = (25, 2500)
"""Pairs: half as many as people."""
ANNOUNCED = 5
MINUTES = 3
"""How long the courier is watched, on a clock of its own."""


@dataclass(frozen=True)
class Announced:
    """What confirmations took: milliseconds of each, and at most so many megabytes before and after."""

    messages: int
    answers: list[float]
    before: float
    after: float


def main() -> None:
    """Confirm announcements to few and to many, let the courier deliver those to many, and print the figures."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        _, slack = stack.enter_context(beside(stub.run))
        files = {pairs: _written(Path(folder) / f"{pairs}.db", pairs) for pairs in SIZES}
        found = {pairs: _announced(slack, file) for pairs, file in files.items()}
        pace = _pace(slack, files[SIZES[-1]])
    rows = [[f"{2 * pairs} participants", *_row(found[pairs])] for pairs in SIZES]
    columns = ["", "messages in one transaction", "ms to the answer", "MB before", "MB after"]
    show(f"An announcement is confirmed, medians of {ANNOUNCED}", columns, rows)
    able = ["messages a minute", f"{60 / pace:.0f}", f"{A_MINUTE_AT_MOST}"]
    show(f"The courier, {2 * SIZES[-1]} waiting", ["", "it could send", "Slack allows"], [able])


def _written(file: Path, pairs: int) -> Path:
    """A programme with a few drafts."""
    gather(file, pairs, datetime.now(UTC))
    database = Database(f"sqlite:///{file}")
    about = {"programme_id": 1, "words": "We start.", "written_by": COORDINATOR, "written_at": datetime.now(UTC)}
    with Store(database, stub.TEAM).begin() as db:
        db.add_all(Announcement(**about) for _ in range(ANNOUNCED))
    database.close()
    return file


def _announced(slack: str, file: Path) -> Announced:
    with beside(servers.mentor, slack, f"sqlite:///{file}") as (pipe, url):
        bot = Measured(url, 1)
        bot.asks([_confirmed(1, revision=0)])  # refused, and everything is loaded
        before = _peak(pipe)
        answers = bot.asks([_confirmed(row) for row in range(1, ANNOUNCED + 1)])
        after = _peak(pipe)
    return Announced(_messages(file), answers, before, after)


def _confirmed(row: int, revision: int = 1) -> Payload:
    return submitted(COORDINATOR, "announcements.confirm", [row, revision], {})


def _peak(pipe: Connection) -> float:
    pipe.send(servers.PEAK)
    return float(pipe.recv())


def _messages(file: Path) -> int:
    """How many messages each announcement has."""
    database = Database(f"sqlite:///{file}")
    with Store(database, stub.TEAM).read() as db:
        written = len(announcements.messages(db, db.get_one(Announcement, 1)))
    database.close()
    return written


def _row(announced: Announced) -> list[str]:
    figures = (median(announced.answers), announced.before, announced.after)
    return [str(announced.messages), *(f"{figure:.1f}" for figure in figures)]


def _pace(slack: str, file: Path) -> float:
    """Seconds of work for each message, while a clock of its own moves by seconds."""
    database = Database(f"sqlite:///{file}")
    store, courier = Store(database, stub.TEAM), Courier(client_for("xoxb-works", f"http://{slack}/api/"))
    with store.read() as db:
        awake = announcements.last_due(db, db.get_one(Announcement, 1))
    assert awake is not None
    began = time.perf_counter()
    sent = sum(courier.deliver(store, awake + timedelta(seconds=second)) for second in range(60 * MINUTES))
    took = time.perf_counter() - began
    database.close()
    return took / sent


if __name__ == "__main__":
    main()
