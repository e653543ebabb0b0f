"""What a piece of work costs."""

from dataclasses import dataclass
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of the processor: of all threads together."""

    seconds: float
    processor: float

    @classmethod
    def now(cls) -> "Spent":
        """What both watches show; only differences mean something."""
        return cls(perf_counter(), process_time())

    def __sub__(self, earlier: "Spent") -> "Spent":
        return Spent(self.seconds - earlier.seconds, self.processor - earlier.processor)
