"""Events on their way to the bot, and those that it missed: repeated at once, after a minute and after five."""

import itertools
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .delivery import Answer, Delivery
from .manifest import Manifest
from .payloads import Payloads
from .workspace import Workspace

Json = dict[str, Any]
WAITS = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))


@dataclass(frozen=True)
class Missed:
    """An event that the bot did not answer with 200; `retry` counts from 1."""

    due: datetime
    envelope: Json
    retry: int
    reason: str


class Events:
    """What the app subscribed to: https://docs.slack.dev/apis/events-api/#retries."""

    def __init__(self, workspace: Workspace, manifest: Manifest, payloads: Payloads, delivery: Delivery) -> None:
        self._workspace, self._manifest, self._payloads, self._delivery = workspace, manifest, payloads, delivery
        self._waiting: deque[Json] = deque()
        self._missed: list[Missed] = []
        self._numbers = itertools.count(1)

    def emit(self, name: str, event: Json) -> None:
        """Queues an event about something that the bot did itself, if the manifest asks for events of this name."""
        if self._wanted(name):
            self._waiting.append(self._envelope(event))

    def send(self, name: str, event: Json) -> Answer | None:
        """Sends an event about something that a person did; None where the manifest does not ask for it."""
        if not self._wanted(name):
            return None
        with self._workspace.lock:
            envelope = self._envelope(event)
        return self._send(envelope, 0, "")

    def due(self) -> datetime | None:
        """When the next repeat is due."""
        return min((missed.due for missed in self._missed), default=None)

    def deliver(self) -> list[Json]:
        """Sends all that is queued or due again; tells of the repeats that were made."""
        repeated: list[Json] = []
        while True:
            with self._workspace.lock:
                envelope = self._waiting.popleft() if self._waiting else None
                missed = None if envelope else self._next_missed()
            if envelope:
                self._send(envelope, 0, "")
            elif missed:
                repeated.append(self._told(missed, self._send(missed.envelope, missed.retry, missed.reason)))
            else:
                return repeated

    def _wanted(self, name: str) -> bool:
        return name in self._manifest.events and (name != "message.im" or "im:history" in self._manifest.scopes)

    def _envelope(self, event: Json) -> Json:
        return self._payloads.envelope(event, f"Ev{next(self._numbers):09X}")

    def _send(self, envelope: Json, retry: int, reason: str) -> Answer:
        answer = self._delivery.event(envelope, retry, reason)
        if answer.error and retry < len(WAITS) and answer.headers.get("x-slack-no-retry") != "1":
            why = "http_timeout" if answer.error == "operation_timeout" else "http_error"
            with self._workspace.lock:
                due = self._workspace.clock.now() + WAITS[retry]
                self._missed.append(Missed(due, envelope, retry + 1, why))
        return answer

    def _next_missed(self) -> Missed | None:
        now = self._workspace.clock.now()
        due = sorted((missed for missed in self._missed if missed.due <= now), key=lambda missed: missed.due)
        if due:
            self._missed.remove(due[0])
            return due[0]
        return None

    def _told(self, missed: Missed, answer: Answer) -> Json:
        return {
            "at": self._workspace.clock.now().isoformat(),
            "what": "event repeated",
            "event_id": missed.envelope["event_id"],
            "event": missed.envelope["event"]["type"],
            "retry": missed.retry,
            "ok": answer.error is None,
        }
