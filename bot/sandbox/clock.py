"""The time of the sandbox: frozen for tests, ticking for the demo, and never going backwards."""

import threading
import time
from datetime import UTC, datetime, timedelta


class Clock:
    """A clock in UTC that starts at `start` and can be moved forward; with `ticking` it also moves with real time."""

    def __init__(self, start: datetime, ticking: bool) -> None:
        if start.tzinfo is None:
            raise ValueError("the clock starts at an aware datetime")
        self.ticking = ticking
        self._at = start.astimezone(UTC)
        self._since = time.monotonic()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        with self._lock:
            return self._present()

    def advance_to(self, moment: datetime) -> None:
        """Moves on to `moment`; a moment that has passed already changes nothing."""
        with self._lock:
            self._at = max(self._present(), moment.astimezone(UTC))
            self._since = time.monotonic()

    def tick(self, ticking: bool) -> None:
        """From now on it moves with real time, or stands still."""
        with self._lock:
            self._at, self._since = self._present(), time.monotonic()
            self.ticking = ticking

    def _present(self) -> datetime:
        if not self.ticking:
            return self._at
        return self._at + timedelta(seconds=time.monotonic() - self._since)
