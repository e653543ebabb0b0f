"""Failures made on purpose: the next calls of a method answer with an error, a status, or not at all."""

from dataclasses import dataclass


@dataclass
class Fault:
    """What goes wrong, and how many times yet."""

    error: str | None
    status: int | None
    drop: bool
    times: int
    retry_after: int


class Faults:
    """The faults that are waiting for their method; `*` waits for any."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Fault]] = {}

    def add(self, method: str, fault: Fault) -> None:
        """Queues a fault behind those already there; one with 0 `times` takes the method's faults back."""
        if fault.times == 0:
            self._waiting.pop(method, None)
        else:
            self._waiting.setdefault(method, []).append(fault)

    def next(self, method: str) -> Fault | None:
        """The fault that this call runs into, counted off, if there is one."""
        for name in (method, "*"):
            queue = self._waiting.get(name)
            if queue:
                queue[0].times -= 1
                return queue.pop(0) if queue[0].times <= 0 else queue[0]
        return None
