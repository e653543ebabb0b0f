"""A play on the workspace's stage: begun, looked at and ended by people; who plays in it is lent from outside."""

from typing import Any, Protocol

from .errors import Misunderstood, NotThere
from .slack import Slack

Json = dict[str, Any]
LONGEST = 732


class Stage(Protocol):
    """Where simulated people act, one play at a time."""

    def begin(self, days: int) -> bool:
        """Let them act for so many days. False where they do already."""

    def end(self) -> None:
        """Let them stop, and wait until they have."""

    def told(self) -> Json:
        """How far it is, and what came of it (API.md)."""


def play(slack: Slack, body: Any) -> Json:
    """Begins a play of so many `days`, or with `end` ends the one that is under way."""
    stage = _stage(slack)
    if body == {"end": True}:
        stage.end()
    elif not stage.begin(_days(body)):
        raise Misunderstood("a play is under way: end it first")
    return told(slack)


def told(slack: Slack) -> Json:
    """How far the play is."""
    return {"ok": True, **_stage(slack).told()}


def _stage(slack: Slack) -> Stage:
    if slack.outside.stage is None:
        raise NotThere("nobody plays in this workspace")
    return slack.outside.stage


def _days(body: Any) -> int:
    days = body.get("days") if isinstance(body, dict) else None
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= LONGEST:
        raise Misunderstood(f'say either {{"days": a whole number from 1 to {LONGEST}}} or {{"end": true}}')
    return days
