"""How fast a bot may post: https://docs.slack.dev/apis/web-api/rate-limits, judged on the sandbox's clock."""

import math
from datetime import datetime

from .clock import Clock
from .errors import SlackError

CHANNEL_BURST, CHANNEL_PER_SECOND = 20, 1.0
WORKSPACE_BURST, WORKSPACE_PER_SECOND = 300, 5.0


class Bucket:
    """A leaky bucket: `burst` at once, then `per_second`."""

    def __init__(self, burst: int, per_second: float, now: datetime) -> None:
        self._burst, self._per_second = burst, per_second
        self._level, self._at = 0.0, now

    def wait(self, now: datetime) -> float:
        """Seconds until there is room for one more (0: there is)."""
        elapsed = max(0.0, (now - self._at).total_seconds())
        self._level, self._at = max(0.0, self._level - elapsed * self._per_second), now
        return max(0.0, self._level + 1 - self._burst) / self._per_second

    def take(self) -> None:
        """Uses up room for one."""
        self._level += 1


class Rates:
    """About one message a second and channel and some hundreds a minute in all; short bursts are tolerated."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._workspace = Bucket(WORKSPACE_BURST, WORKSPACE_PER_SECOND, clock.now())
        self._channels: dict[str, Bucket] = {}

    def post(self, channel: str) -> None:
        """Counts one message into a channel; refuses it as `ratelimited` where that is too fast."""
        now = self._clock.now()
        bucket = self._channels.setdefault(channel, Bucket(CHANNEL_BURST, CHANNEL_PER_SECOND, now))
        wait = max(bucket.wait(now), self._workspace.wait(now))
        if wait > 0:
            raise SlackError("ratelimited", retry_after=math.ceil(wait))
        bucket.take()
        self._workspace.take()
