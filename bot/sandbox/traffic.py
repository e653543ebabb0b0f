"""What went over the wire: the payloads sent to the bot, its answers, and the bot's own calls."""

import threading
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

KEPT = 2_000


@dataclass
class Exchange:
    """One request and its answer; `ms` is real time, `at` the sandbox's."""

    at: str
    kind: str
    name: str
    user: str | None
    payload: Any
    status: int | None
    answer: Any
    ms: float
    ok: bool
    error: str | None = None
    retry: int = 0


class Traffic:
    """The latest exchanges, numbered from 1, and how many there were of each direction."""

    def __init__(self) -> None:
        self.sent = self.calls = self.failed = self.last = 0
        self._kept: deque[tuple[int, Exchange]] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def note(self, exchange: Exchange) -> None:
        """Keeps an exchange and counts it."""
        with self._lock:
            self.last += 1
            self._kept.append((self.last, exchange))
            self.sent += exchange.kind == "request"
            self.calls += exchange.kind != "request"
            self.failed += not exchange.ok

    def after(self, number: int, limit: int) -> list[dict[str, Any]]:
        """The exchanges numbered above `number`, oldest first, the latest `limit` of them."""
        with self._lock:
            found = [(n, exchange) for n, exchange in self._kept if n > number]
        return [{"n": n, **asdict(exchange)} for n, exchange in found[-limit:]] if limit else []

    def counted(self) -> dict[str, int]:
        """The counters that /state shows."""
        return {"sent": self.sent, "calls": self.calls, "failed": self.failed, "last": self.last}
