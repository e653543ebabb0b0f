"""Somebody's own calendar, which reads the files that they were sent by another library than wrote them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import vobject

from bot.sandbox.actors import Actor


@dataclass
class OwnCalendar:
    """Entries by UID; a file with an older SEQUENCE than was seen changes nothing (RFC 5546, 2.1.5)."""

    entries: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def opens(self, content: bytes) -> None:
        """Do what the file asks for."""
        calendar = read(content)
        event, method = calendar.vevent, calendar.method.value
        uid, sequence = event.uid.value, int(event.sequence.value)
        if sequence < self.seen.get(uid, 0):
            return
        self.seen[uid] = sequence
        if method == "REQUEST":
            self.entries[uid] = (event.dtstart.value, event.dtend.value)
        elif method == "CANCEL":
            self.entries.pop(uid, None)

    @property
    def starts(self) -> list[datetime]:
        """When something begins."""
        return sorted(begin for begin, _end in self.entries.values())


def read(content: bytes) -> Any:
    """The calendar object of a file, as vobject understands it."""
    (calendar,) = vobject.readComponents(content.decode())
    return calendar


def files(person: Actor) -> list[bytes]:
    """What somebody was sent in their own conversation with the bot, the earliest first."""
    return [person.world.download(file) for said in person.hears for file in said.files]


def calendar_of(person: Actor) -> OwnCalendar:
    """The calendar of somebody who opens each file as it comes."""
    calendar = OwnCalendar()
    for content in files(person):
        calendar.opens(content)
    return calendar
