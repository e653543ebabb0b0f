"""Months in the life of a programme: simulated employees use the bot through the sandbox's JSON API alone.

The bot is not told: the same handlers, the same payloads, the same courier, and another clock.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from bot.rules.cadence import waking
from bot.sandbox.actors import Actor, Said, World

from .colleague import Colleague
from .habits import as_coordinator, in_messages
from .inbox import Inbox
from .intentions import Intentions, of_a_coordinator, of_an_employee
from .summary import Summary, summary
from .temperaments import KEEN, Temperament, temperaments

Json = dict[str, Any]
A_LOOK = timedelta(hours=6)
"""How long nobody looks at anything."""
TOGETHER = timedelta(minutes=30)
"""What is to be done within this time is done at its end."""


class Play:
    """A cast in a workspace; all chance comes from one seed."""

    def __init__(self, url: str, seed: int) -> None:
        self.world, self.seed = World(url), seed
        state = self.world.state()
        self.now = datetime.fromisoformat(state["now"])
        self.inbox, self.intentions = Inbox(self.world), Intentions()
        people = [one for one in state["people"] if not one["is_bot"]]
        staff = [one["id"] for one in people if not one["coordinator"]]
        how = temperaments(staff, seed)
        self.people = {one["id"]: self._colleague(one, how.get(one["id"]), staff) for one in people}

    def run(self, span: timedelta, told: Callable[[float], object], stopped: Callable[[], bool]) -> Summary:
        """Let that time pass; ``told`` hears which share of it is over, and it ends early once ``stopped``."""
        with self.world.connected():
            return self._run(self.now + span, span, told, stopped)

    def _run(
        self, end: datetime, span: timedelta, told: Callable[[float], object], stopped: Callable[[], bool]
    ) -> Summary:
        self._mean(end)
        while self.now < end and not stopped():
            self._let_pass(min(end, self.now + A_LOOK, self.intentions.next(end) + TOGETHER))
            self._do_what_is_meant(stopped)
            told(1 - max(end - self.now, timedelta(0)) / span)
        return self._summary()

    def _colleague(self, one: Json, temperament: Temperament | None, staff: list[str]) -> Colleague:
        return Colleague(
            actor=Actor(self.world, one["id"], one["real_name"]),
            temperament=temperament or KEEN,
            habits=in_messages(temperament) if temperament else as_coordinator(),
            chance=Random(f"{self.seed} {one['id']}"),
            inbox=self.inbox,
            clock=lambda: self.now,
            zone=one["tz"],
            others=[other for other in staff if other != one["id"]],
            leads=temperament is None,
        )

    def _mean(self, end: datetime) -> None:
        for one in self.people.values():
            meant = of_a_coordinator if one.leads else of_an_employee
            for moment, deed in meant(one, self.now, end):
                self.intentions.add(moment, deed)

    def _let_pass(self, until: datetime) -> None:
        """Move the clock, unless it has moved by itself."""
        span = max(until - self.now, timedelta(0))
        self.now = datetime.fromisoformat(self.world.post("/clock", {"advance": span.total_seconds()})["now"])
        self.inbox.fetch()

    def _do_what_is_meant(self, stopped: Callable[[], bool]) -> None:
        self._notice()
        for deed in self.intentions.due(self.now):
            if stopped():
                return
            deed()
            self._notice()

    def _notice(self) -> None:
        """Everybody means to look at what is new, each in their own time."""
        for reader, message in self.inbox.unread():
            one = self.people[reader]
            wait = timedelta(hours=one.chance.uniform(*one.temperament.waits))
            self.intentions.add(waking(self.now + wait, one.zone), partial(one.looks_at, message))

    def _summary(self) -> Summary:
        lead = next(one for one in self.people.values() if one.leads)
        state = self.world.state()
        groups = [channel for channel in state["channels"] if channel["kind"] == "group"]
        said = [Said(message).metadata.get("key", "") for message in state["messages"]]
        did = sum((one.did for one in self.people.values()), Counter[str]())
        refused = [sentence for one in self.people.values() for sentence in one.refused]
        return summary(lead.actor.opens_home().text, len(groups), said, did, refused)
