"""How simulated employees are: the same for the same seed."""

import random
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Temperament:
    """One way of being an employee; every share is a chance from 0 to 1."""

    name: str
    waits: tuple[int, int]
    """Hours until a message is looked at: at least, at most."""
    answers: float
    meets: float
    """Whether a session took place, when asked."""
    puts_off: float
    cancels: float
    keeps: float
    """Whether what was promised is done, and a goal is worked on."""
    begins: float
    """Whether something is begun unasked, in a week."""
    breaks: float = 0.0
    """Whether there is a week in the half year in which they want to be left alone."""
    goes: bool = False


KEEN = Temperament("keen", (1, 6), answers=0.97, meets=0.9, puts_off=0.1, cancels=0.03, keeps=0.9, begins=0.6)
ANSWERING = Temperament("answering", (1, 30), answers=0.9, meets=0.75, puts_off=0.3, cancels=0.1, keeps=0.7, begins=0.3)
BUSY = Temperament(
    "busy", (5, 90), answers=0.75, meets=0.55, puts_off=0.7, cancels=0.2, keeps=0.5, begins=0.15, breaks=0.7
)
CANCELLING = Temperament(
    "cancelling", (2, 40), answers=0.9, meets=0.35, puts_off=0.4, cancels=0.75, keeps=0.3, begins=0.3
)
SILENT = Temperament("silent", (20, 200), answers=0.1, meets=0.5, puts_off=0.2, cancels=0.1, keeps=0.2, begins=0.02)
LEAVING = Temperament(
    "leaving", (2, 30), answers=0.8, meets=0.6, puts_off=0.3, cancels=0.2, keeps=0.5, begins=0.2, goes=True
)

A_DOZEN = (*[KEEN] * 4, *[ANSWERING] * 3, *[BUSY] * 2, CANCELLING, SILENT, LEAVING)


def temperaments(people: Iterable[str], seed: int) -> dict[str, Temperament]:
    """Who is how: every dozen of people holds the same mixture, dealt anew."""
    everybody, chance = list(people), random.Random(seed)
    dealt = [one for _ in range(0, len(everybody), len(A_DOZEN)) for one in chance.sample(A_DOZEN, len(A_DOZEN))]
    return dict(zip(everybody, dealt, strict=False))
