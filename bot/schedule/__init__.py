"""The clock: runs the lines of the calendar at their times. The database is the schedule; this is only a clock."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import Session

from bot.courier import Courier
from bot.schedule.lines import Line, calendar, never
from handlers.rounds import Beside
from storage.sending import PER_CHANNEL
from storage.store import Store

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
BLINK = timedelta(microseconds=1)
SOON = timedelta(seconds=5)
"""A few messages to one channel belong to the act that caused them, though Slack takes one a second."""


@dataclass(frozen=True)
class Foreseen:
    """What is due next, as seen from a moment: true until then, as long as nothing more is written."""

    written: int
    seen_from: datetime
    due: datetime | None

    def holds(self, written: int, after: datetime) -> bool:
        return written == self.written and self.seen_from <= after and (self.due is None or after < self.due)


@dataclass
class Calendar:
    """The calendar of one workspace, run by the wall clock or stepped along any other."""

    store: Store
    courier: Courier
    beside: Beside | None = None
    """Where large rounds are computed, where nobody is to wait for them."""
    lines: tuple[Line, ...] = field(init=False)
    running: threading.RLock = field(default_factory=threading.RLock)
    stood_at: datetime | None = None
    _settled: int | None = None
    """What had been written when there was nothing to do promptly; None after a job that failed."""
    _foreseen: Foreseen | None = None

    def __post_init__(self) -> None:
        self.lines = calendar(self.courier, self.beside)

    def start(self, clock: Clock) -> BackgroundScheduler:
        """Run every line at its time by ``clock``; late runs are made up for once."""
        scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        for line in self.lines:
            trigger = line.when or IntervalTrigger(seconds=1, timezone="UTC")
            scheduler.add_job(self.run, trigger, args=[line, clock], name=line.why)
        scheduler.start()
        return scheduler

    def run(self, line: Line, clock: Clock) -> int:
        """Do one line now. A job that fails is logged and tried again at its next time."""
        with self.running:
            try:
                return line.job(self.store, clock())
            except Exception:
                self._settled = None
                log.exception("this job failed and will be tried again: %s", line.why)
                return 0

    def settle(self, clock: Clock, move: Callable[[datetime], None]) -> list[dict[str, Any]]:
        """Do promptly what was caused just now, and wait out on that clock, up to ``SOON``, what is only paced."""
        with self.running:
            started = clock()
            if self._is_quiet(started, started):
                return []
            happened = self._promptly(clock)
            while self.courier.is_behind(self.store, started) and clock() < started + SOON:
                move(clock() + PER_CHANNEL)
                happened += self._promptly(clock)
        return happened

    def step(self, until: datetime, clock: Clock, move: Callable[[datetime], None]) -> list[dict[str, Any]]:
        """Move a clock to ``until`` from event to event, doing all that is due on the way. Returns what was done."""
        with self.running:
            stood = self.stood_at or clock()
            if self._is_quiet(stood, until):
                move(until)
                self.stood_at = until
                return self._make_up(stood, until, clock)
            happened = self._promptly(clock)
            while (moment := self.next_due(stood)) is not None and moment <= until:
                move(moment)
                happened += self._run_all(self._on_time(stood, moment), clock) + self._promptly(clock)
                stood = moment
            move(until)
            self.stood_at = until
            return happened + self._make_up(stood, until, clock) + self._promptly(clock)

    def next_due(self, after: datetime) -> datetime | None:
        """The next moment at which something is to be done, or None where nothing will ever be."""
        written = self.store.database.written
        if self._foreseen is None or not self._foreseen.holds(written, after):
            self._foreseen = Foreseen(written, after, self._foresee(after))
        return self._foreseen.due

    def _foresee(self, after: datetime) -> datetime | None:
        waiting = self.courier.next_moment(self.store, after)
        with self.store.read() as db:
            runs = [self._next_run(line, db, after) for line in self.lines if line.when is not None]
        return min((moment for moment in (waiting, *runs) if moment is not None), default=None)

    def _is_quiet(self, stood: datetime, until: datetime) -> bool:
        """Whether there is nothing to do up to a moment: nothing was written, is being computed, or becomes due."""
        if self.beside is not None and self.beside.at is not None:
            return False
        if self._settled != self.store.database.written:
            return False
        due = self.next_due(stood)
        return due is None or due > until

    def _next_run(self, line: Line, db: Session, after: datetime) -> datetime | None:
        moment = line.due(db, after) if line.due else after
        return None if moment is None else self._fires(line, max(after, moment - 2 * BLINK))

    def _on_time(self, after: datetime, until: datetime) -> list[Line]:
        return [line for line in self.lines if line.when is not None and self._fires(line, after) <= until]

    def _make_up(self, after: datetime, until: datetime, clock: Clock) -> list[dict[str, Any]]:
        """Run the lines for which no clock stops."""
        return self._run_all([line for line in self._on_time(after, until) if line.due is never], clock)

    def _promptly(self, clock: Clock) -> list[dict[str, Any]]:
        """Run the prompt lines until none of them finds anything more to do."""
        prompt = [line for line in self.lines if line.when is None]
        happened: list[dict[str, Any]] = []
        while True:
            self._settled = self.store.database.written
            if not (done := self._run_all(prompt, clock)):
                return happened
            happened += done

    def _run_all(self, lines: Iterable[Line], clock: Clock) -> list[dict[str, Any]]:
        done = [(line, self.run(line, clock)) for line in lines]
        noticed = ((line, count) for line, count in done if count and line.due is not never)
        return [{"at": clock().isoformat(), "what": line.why, "count": count} for line, count in noticed]

    @staticmethod
    def _fires(line: Line, after: datetime) -> datetime:
        assert line.when is not None
        moment: datetime = line.when.get_next_fire_time(None, after + BLINK)
        return moment
