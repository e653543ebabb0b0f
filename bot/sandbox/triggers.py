"""Trigger ids: each opens one view, within three seconds of the workspace's time and of real time."""

import itertools
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .clock import Clock
from .errors import SlackError

LIFETIME = timedelta(seconds=3)
KEPT = 5_000


@dataclass
class Trigger:
    """What a click, command, shortcut or submission hands to the bot so that it can open a view for `user`."""

    id: str
    user: str
    at: datetime
    began: float
    exchanged: bool = False


class Triggers:
    """The trigger ids given out lately."""

    def __init__(self, clock: Clock, patience: float, seconds: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._patience, self._seconds = clock, patience, seconds
        self._given: OrderedDict[str, Trigger] = OrderedDict()
        self._numbers = itertools.count(100_001)

    def issue(self, user: str) -> str:
        """A fresh id for something that `user` did just now."""
        number = next(self._numbers)
        trigger = Trigger(
            f"{number}.{number * 7}.{number * 2654435761 % 2**64:016x}", user, self._clock.now(), self._seconds()
        )
        self._given[trigger.id] = trigger
        while len(self._given) > KEPT:
            self._given.popitem(last=False)
        return trigger.id

    def exchange(self, trigger_id: object) -> str:
        """The person for whom a view may be opened; refuses what is unknown, used or too old."""
        trigger = self._given.get(str(trigger_id))
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() - trigger.at > LIFETIME or self._seconds() - trigger.began > self._patience:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger.user
