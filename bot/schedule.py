"""The calendar on one page: when, which job, and a sentence why. The database is the schedule; this is only a clock."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import Session

from bot.courier import Courier
from handlers import announcements, checkins, housekeeping, joining, nudges, people, planning, rounds, surveys
from storage import horizon
from storage.outbox import PER_CHANNEL
from storage.store import Store

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
BLINK = timedelta(microseconds=1)
SOON = timedelta(seconds=5)
"""A few messages to one channel belong to the act that caused them, though Slack takes one a second."""
Job = Callable[[Store, datetime], int]
"""A job does what is due as of ``now`` and says how much it did; late, twice or on three machines, it ends the same."""


Due = Callable[[Session, datetime], datetime | None]
"""When a job will have something to do next; a moment that has passed means at its next run."""


@dataclass(frozen=True)
class Line:
    """One line of the calendar; ``when`` None means promptly: every second, and after everything that happens.

    ``due`` tells a clock that is stepped along which runs of the line it may pass over: those with nothing to do.
    """

    when: CronTrigger | None
    job: Job
    why: str
    due: Due | None = None


@dataclass(frozen=True)
class Foreseen:
    """What is due next, as seen from a moment: true until then, as long as nothing more is written."""

    written: int
    seen_from: datetime
    due: datetime | None

    def holds(self, written: int, after: datetime) -> bool:
        return written == self.written and self.seen_from <= after and (self.due is None or after < self.due)


def never(_db: Session, _now: datetime) -> None:
    """Nobody notices this line, and no clock stops for it: it is made up for when the clock stops for another one."""


def calendar(courier: Courier) -> tuple[Line, ...]:
    """What the bot does by itself, in the order in which it does it."""
    return (*_hourly(), *_otherwise(), *_promptly(courier))


def _hourly() -> tuple[Line, ...]:
    hourly = CronTrigger(minute=0, timezone="UTC")
    return (
        Line(
            hourly,
            joining.end_pauses,
            "Pauses end by themselves on the day that people chose",
            horizon.end_of_pause,
        ),
        Line(
            hourly,
            checkins.ask,
            "Each pair whose cadence is due is to be asked in the person's own morning",
            horizon.question,
        ),
        Line(
            hourly,
            nudges.say,
            "What the programme asks somebody in one morning is said in one message",
            horizon.nudge,
        ),
    )


def _otherwise() -> tuple[Line, ...]:
    return (
        Line(
            CronTrigger(minute="*", timezone="UTC"),
            announcements.begin,
            "An announcement whose time has come is addressed to everybody whom it reaches",
            horizon.announcement,
        ),
        Line(
            CronTrigger(minute="*/5", timezone="UTC"),
            joining.forget_those_who_left,
            "What a person who left had told us is deleted after the undo hour",
            horizon.end_of_undo,
        ),
        Line(
            CronTrigger(minute="*/5", timezone="UTC"),
            planning.call_off,
            "What was planned in a pair that has ended is off after the undo hour",
            horizon.end_of_plan,
        ),
        Line(
            CronTrigger(minute="*/5", timezone="UTC"),
            surveys.leave_no_trace,
            "The database's log shows nothing of an anonymous answer, also where somebody was reading then",
            never,
        ),
        Line(
            CronTrigger(hour=3, minute=30, timezone="UTC"),
            housekeeping.tidy,
            "Keys of payloads that Slack can no longer repeat, and old drafts, are deleted",
            never,
        ),
    )


def _promptly(courier: Courier) -> tuple[Line, ...]:
    return (
        Line(
            None,
            partial(people.read_waiting, client=courier.client),
            "A sheet from HR that was left to be read is read",
        ),
        Line(None, rounds.compute, "Rounds that a coordinator asked for are computed"),
        Line(None, rounds.carry_out, "The people of a round that was approved are introduced, and the others are told"),
        Line(None, announcements.finish, "Whoever sent an announcement reads what became of it"),
        Line(None, courier.deliver, "What is due in the outbox is delivered"),
    )


@dataclass
class Calendar:
    """The calendar of one workspace, run by the wall clock or stepped along any other."""

    store: Store
    courier: Courier
    lines: tuple[Line, ...] = field(init=False)
    running: threading.RLock = field(default_factory=threading.RLock)
    stood_at: datetime | None = None
    _settled: int | None = None
    """What had been written when there was nothing to do promptly; None after a job that failed."""
    _foreseen: Foreseen | None = None

    def __post_init__(self) -> None:
        self.lines = calendar(self.courier)

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
                return []
            happened = self._promptly(clock)
            while (moment := self.next_due(stood)) is not None and moment <= until:
                move(moment)
                happened += self._run_all(self._on_time(stood, moment), clock) + self._promptly(clock)
                stood = moment
            move(until)
            self.stood_at = until
            return happened + self._run_all(self._on_time(stood, until), clock) + self._promptly(clock)

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
        """Whether there is nothing to do up to a moment, since nothing was written and nothing becomes due."""
        if self._settled != self.store.database.written:
            return False
        due = self.next_due(stood)
        return due is None or due > until

    def _next_run(self, line: Line, db: Session, after: datetime) -> datetime | None:
        moment = line.due(db, after) if line.due else after
        return None if moment is None else self._fires(line, max(after, moment - 2 * BLINK))

    def _on_time(self, after: datetime, until: datetime) -> list[Line]:
        return [line for line in self.lines if line.when is not None and self._fires(line, after) <= until]

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
        return line.when.get_next_fire_time(None, after + BLINK)
