"""A session in people's own calendars: an address that fills in an entry, a file that enters, moves or removes it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from string import punctuation
from typing import Any
from urllib.parse import quote, urlencode

from messages.mrkdwn import plain
from messages.page import Enclosure

MOST = 3000
"""Characters of an address that a button may open."""
PRODUCT = "-//Mentor//Reverse mentoring in Slack//EN"
NOWHERE = "mentoring.invalid"
"""Mail to this place reaches nobody (RFC 2606): answers are given in Slack."""


def google_calendar(title: str, starts_at: str, minutes: int, place: str) -> str:
    """The address of a new entry in Google Calendar; a place that makes it too long for a button is left out.

    ``starts_at`` is in ISO and UTC. Nobody is invited by it: the bot knows no addresses.
    """
    start = datetime.fromisoformat(starts_at)
    dates = "/".join(f"{moment:%Y%m%dT%H%M%SZ}" for moment in (start, start + timedelta(minutes=minutes)))
    entry = {"action": "TEMPLATE", "text": str(title), "dates": dates}
    address = _address(entry | {"location": place}) if place else _address(entry)
    return address if len(address) <= MOST else _address(entry)


def calendar_file(name: str, title: str, *, cancelled: bool, **entry: Any) -> Enclosure:
    """An invitation (RFC 5545, 5546); a higher ``sequence`` of the same ``uid`` moves or removes its entry.

    Moments are in ISO and UTC, so that no calendar needs rules about daylight saving. Calendars take an update or the
    end of an entry only from its organizer, and only of a request with attendees. The bot knows no addresses, and
    nobody's id leaves Slack: ``attendees`` are words by role, who have accepted and owe no reply. The entry is private,
    since colleagues and managers see each other's calendars.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    calendar.add_component(_event(cancelled, **entry))
    return Enclosure(name, plain(title), calendar.to_ical())


def _event(
    cancelled: bool,
    *,
    uid: str,
    sequence: int,
    written_at: str,
    starts_at: str,
    minutes: int,
    summary: str,
    description: str,
    place: str,
    organizer: str,
    attendees: Mapping[str, str],
) -> Any:
    from icalendar import CLASS, STATUS, Event

    start = datetime.fromisoformat(starts_at)
    return Event.new(
        uid=uid,
        sequence=sequence,
        stamp=datetime.fromisoformat(written_at),
        start=start,
        end=start + timedelta(minutes=minutes),
        status=STATUS.CANCELLED if cancelled else STATUS.CONFIRMED,
        classification=CLASS.PRIVATE,
        summary=plain(summary),
        description=plain(description),
        location=_uri(place),
        url=_uri(place),
        organizer=_somebody("organizer", organizer),
        attendees=[_somebody(role, words, partstat="ACCEPTED", rsvp=False) for role, words in attendees.items()],
    )


def _somebody(role: str, words: str, **answer: Any) -> Any:
    from icalendar import vCalAddress

    return vCalAddress.new(f"{role}@{NOWHERE}", cn=plain(words), **answer)


def _uri(place: str) -> str | None:
    """An address on one line and in ASCII, as an entry may hold it."""
    return quote(place, safe=punctuation) or None


def _address(entry: dict[str, str]) -> str:
    return "https://calendar.google.com/calendar/render?" + urlencode(entry)
