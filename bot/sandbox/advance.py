"""The time machine: moves the clock, and lets everything that becomes due on the way be done."""

from datetime import datetime, timedelta
from typing import Any

from .errors import Misunderstood
from .slack import Slack

Json = dict[str, Any]
FARTHEST = timedelta(days=400)
LONGEST_SEARCH = timedelta(days=70)
"""How far "the next thing that happens" is looked for: longer than the longest cadence."""


def advance(slack: Slack, body: Any) -> Json:
    """Moves on by `advance` seconds, or with `next` to the next thing that happens; tells what happened."""
    if not isinstance(body, dict) or ("advance" in body) == bool(body.get("next")):
        raise Misunderstood('say either {"advance": seconds} or {"next": true}')
    happened = _run_to_next(slack) if body.get("next") else _run(slack, _until(slack, body["advance"]))
    with slack.workspace.lock:
        slack.workspace.touch()
    return {"ok": True, "now": slack.clock.now().isoformat(), "happened": happened}


def next_due(slack: Slack) -> datetime | None:
    """When the next thing happens: the bot's own calendar, or an event that Slack repeats."""
    with slack.workspace.lock:
        repeat = slack.events.due()
    return min((due for due in (slack.outside.next_due(), repeat) if due), default=None)


def _until(slack: Slack, seconds: Any) -> datetime:
    if (
        isinstance(seconds, bool)
        or not isinstance(seconds, int | float)
        or not 0 <= seconds <= FARTHEST.total_seconds()
    ):
        raise Misunderstood(f"advance must be a number of seconds from 0 to {int(FARTHEST.total_seconds())}")
    return slack.clock.now() + timedelta(seconds=seconds)


def _run_to_next(slack: Slack) -> list[Json]:
    """Goes from one due moment to the next until one of them did something."""
    end, before = slack.clock.now() + LONGEST_SEARCH, None
    while (until := next_due(slack)) and until <= end and until != before:
        if happened := _run(slack, until):
            return happened
        before = until
    return []


def _run(slack: Slack, until: datetime) -> list[Json]:
    happened: list[Json] = []
    while True:
        with slack.workspace.lock:
            repeat = slack.events.due()
        stop = min(until, repeat) if repeat else until
        happened += _arrive(slack, stop)
        if stop == until:
            return happened


def _arrive(slack: Slack, moment: datetime) -> list[Json]:
    happened = [*slack.outside.step(moment)]
    slack.clock.advance_to(moment)
    happened += slack.finish(settle=lambda: happened.extend(slack.outside.step(moment)))
    return happened
