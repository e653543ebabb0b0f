"""What simulated employees mean to do by themselves, and when: joining, looking around, a break, going."""

import heapq
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from bot.rules.cadence import local_day, waking

from .colleague import Colleague

Deed = Callable[[], object]
Meant = Iterator[tuple[datetime, Deed]]
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
MOST_JOIN_WITHIN, FIRST_ROUND = 9 * DAY, 10 * DAY
BETWEEN_ROUNDS, BETWEEN_ANNOUNCEMENTS = 4 * WEEK, timedelta(days=24)
LATECOMERS = 0.15
A_BREAK = 2 * WEEK
MONTHS = 4
"""So long is a pair's time together, so that half a year sees its end, the round after it and the next partners."""


class Intentions:
    """Deeds by the moment at which they are to be done."""

    def __init__(self) -> None:
        self._meant: list[tuple[datetime, int, Deed]] = []
        self._numbers = itertools.count()

    def add(self, moment: datetime, deed: Deed) -> None:
        """Mean to do something then."""
        heapq.heappush(self._meant, (moment, next(self._numbers), deed))

    def next(self, otherwise: datetime) -> datetime:
        """When there is something to do, or that moment."""
        return self._meant[0][0] if self._meant else otherwise

    def due(self, now: datetime) -> Iterator[Deed]:
        """What is to be done by now, each once."""
        while self._meant and self._meant[0][0] <= now:
            yield heapq.heappop(self._meant)[2]


def of_an_employee(one: Colleague, begins: datetime, ends: datetime) -> Meant:
    """Join; from then on look around now and then; take a break, or go, if that is how they are."""
    chance = one.chance
    is_late = chance.random() < LATECOMERS
    joins = begins + (chance.uniform(3, 12) * WEEK if is_late else chance.random() * MOST_JOIN_WITHIN)
    goes = joins + chance.uniform(8, 20) * WEEK if one.temperament.goes else ends
    yield waking(joins, one.zone), lambda: one.types("/mentor join")
    for moment in _weekly(joins + WEEK, goes, chance):
        if chance.random() < one.temperament.begins:
            yield waking(moment, one.zone), one.looks_around
    if chance.random() < one.temperament.breaks:
        pauses = joins + chance.uniform(4, 18) * WEEK
        back = local_day(pauses + A_BREAK, one.zone)
        yield waking(pauses, one.zone), lambda: one.types(f"/mentor pause until {back:%-d %B}")
    if one.temperament.goes:
        leaves = chance.random() < 0.5
        yield waking(goes, one.zone), lambda: one.types("/mentor leave") if leaves else one.ends_the_pair()


def of_a_coordinator(one: Colleague, begins: datetime, ends: datetime) -> Meant:
    """Set the programme up; run a round when most have joined and every month, write to everybody, look at numbers."""
    yield begins, lambda: one.sets_the_length(MONTHS)
    for moment in _every(BETWEEN_ROUNDS, begins + FIRST_ROUND, ends):
        yield waking(moment, one.zone), lambda: one.types("/mentor admin round")
    for moment in _every(BETWEEN_ANNOUNCEMENTS, begins + FIRST_ROUND + WEEK, ends):
        yield waking(moment, one.zone), lambda: one.types("/mentor admin announce")
    for moment in _weekly(begins + FIRST_ROUND, ends, one.chance):
        yield waking(moment, one.zone), one.looks_around


def _weekly(first: datetime, last: datetime, chance: Random) -> Iterator[datetime]:
    return (monday + chance.random() * WEEK for monday in _every(WEEK, first, last))


def _every(step: timedelta, first: datetime, last: datetime) -> Iterator[datetime]:
    return itertools.takewhile(lambda moment: moment < last, (first + step * number for number in itertools.count()))
