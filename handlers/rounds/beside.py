"""A round that is computed in a process of its own, so that everybody else is answered meanwhile as always."""

import os
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import monotonic

from handlers.rounds.computed import Handful, Record, computed
from handlers.rounds.inputs import Inputs, inputs
from storage import rounds
from storage.store import Store

AT_ONCE = 1_000
"""People whose round takes less than half a second, for which nobody has to wait noticeably."""
BEHIND = 10
"""Steps of niceness that the bot's own process comes before: where both want the same core, people do not wait."""
BREATH = 1.0
"""Seconds between two words about how far it is."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What is being done, and how much of it is over, in hundredths."""

    step: str
    share: int


class Computation:
    """One round in its process, which reads by itself what it needs; what it has said, and what came of it."""

    def __init__(self, store: Store, round_id: int, now: datetime) -> None:
        """Start to compute a round as the database is now."""
        context = get_context("spawn")
        self.round_id = round_id
        self.said: Reached | None = None
        self.found: list[Handful] = []
        self.record: Record | None = None
        self.ended_with: int | None = None
        self._pipe, theirs = context.Pipe(duplex=False)
        arguments, name = (theirs, store, round_id, now), reference(round_id)
        self.process = context.Process(target=_compute, args=arguments, name=name, daemon=True)
        self.process.start()
        _step_back(self.process.pid or 0)
        theirs.close()

    def listen(self, patience: float = 0.0) -> bool:
        """Take in what it says within so many seconds. False where it has ended, by itself with a round."""
        try:
            while self.record is None and self._pipe.poll(patience):
                heard = self._pipe.recv()
                if isinstance(heard, Reached):
                    self.said = heard
                elif isinstance(heard, list):
                    self.found.append(heard)
                else:
                    self.record = heard
        except (EOFError, OSError):
            return False  # It ended between two words, or in the middle of one.
        return self.record is None

    def end(self) -> None:
        """End its process, whether it is done or not."""
        self.process.kill()
        self.process.join()
        self.ended_with = self.process.exitcode
        self.process.close()
        self._pipe.close()


@dataclass(slots=True)
class Beside:
    """Where rounds of more than ``at_once`` people are computed, one at a time."""

    at_once: int = AT_ONCE
    at: Computation | None = None

    def begin(self, store: Store, round_id: int, now: datetime) -> None:
        self.at = Computation(store, round_id, now)

    def end(self) -> None:
        """End what is being computed, if anything is: its round is taken up again after its lease."""
        if self.at is not None:
            self.at.end()
            self.at = None


def reference(round_id: int | None) -> str:
    """Under which the log tells of the computing of a round: also the name of its process."""
    return f"round-{round_id}"


def _step_back(process: int) -> None:
    """Let a process, and all threads that it will have, give way to this one, where the system knows of that."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process, os.getpriority(os.PRIO_PROCESS, 0) + BEHIND)


def _compute(pipe: Connection, store: Store, round_id: int, now: datetime) -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # Rows are judged in threads of our own; numpy comes later.
    spoke = monotonic()

    def tell(step: str, done: int, of: int) -> None:
        nonlocal spoke
        if monotonic() - spoke >= BREATH:
            spoke = monotonic()
            pipe.send(Reached(step, 100 * done // max(of, 1)))

    found = computed(_read(store, round_id, now), progress=tell)
    for some in found.by_handfuls():
        pipe.send(some)
    pipe.send(found.record)
    pipe.close()


def _read(store: Store, round_id: int, now: datetime) -> Inputs:
    """What the round is computed from; the database is left in peace as soon as that is known."""
    with store.read() as db:
        row = rounds.round_of(db, round_id)
        assert row is not None
        read = inputs(db, row, now)
    store.database.close()
    return read
