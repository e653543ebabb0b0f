"""The calendar on one page: when, which job, and a sentence why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from apscheduler.triggers.cron import CronTrigger
from sqlmodel import Session

from bot.courier import Courier
from handlers import (
    announcements,
    checkins,
    closing,
    consent,
    housekeeping,
    joining,
    nudges,
    people,
    planning,
    rounds,
    surveys,
)
from handlers.rounds import Beside
from storage import horizon
from storage.store import Store

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


def never(_db: Session, _now: datetime) -> None:
    """Nobody notices this line, and no clock stops for it: it is made up for when the clock stops for another one."""


def calendar(courier: Courier, beside: Beside | None = None) -> tuple[Line, ...]:
    """What the bot does by itself, in the order in which it does it."""
    return (*_hourly(), *_otherwise(), *_nightly(), *_promptly(courier, beside))


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
            CronTrigger(minute="*", timezone="UTC"),
            closing.complete,
            "Pairs whose months are over end, with what they reached and a choice",
            horizon.end_of_pair,
        ),
        Line(
            CronTrigger(minute="*/5", timezone="UTC"),
            joining.forget_those_who_left,
            "What a person who left had told us is deleted after the undo hour",
            horizon.end_of_undo,
        ),
        Line(
            CronTrigger(minute="*/5", timezone="UTC"),
            consent.let_time_pass,
            "Whoever has not answered a suggestion by the end of their last day has said no",
            horizon.end_of_answering,
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
    )


def _nightly() -> tuple[Line, ...]:
    return (
        Line(
            CronTrigger(hour=3, minute=15, timezone="UTC"),
            surveys.close_months,
            "Answers of closed months are shown together, as soon as enough people have answered",
            never,
        ),
        Line(
            CronTrigger(hour=3, minute=30, timezone="UTC"),
            housekeeping.tidy,
            "Keys of payloads that Slack can no longer repeat, and old drafts, are deleted",
            never,
        ),
        Line(
            CronTrigger(hour=3, minute=45, timezone="UTC"),
            housekeeping.seal_anew,
            "What people tell each other is sealed under the newest key",
            never,
        ),
    )


def _promptly(courier: Courier, beside: Beside | None) -> tuple[Line, ...]:
    return (
        Line(
            None,
            partial(people.read_waiting, client=courier.client),
            "A sheet from HR that was left to be read is read",
        ),
        Line(None, partial(rounds.compute, beside=beside), "Rounds that a coordinator asked for are computed"),
        Line(None, rounds.carry_out, "The people of a round that was approved are introduced, and the others are told"),
        Line(
            None, consent.carry_on, "The two of a pair are asked one after the other, and introduced once both said yes"
        ),
        Line(None, surveys.follow_ends, "What pairs are asked until their end moves with it"),
        Line(None, announcements.finish, "Whoever sent an announcement reads what became of it"),
        Line(None, courier.deliver, "What is due in the outbox is delivered"),
    )
