"""Addresses that open a calendar with an entry filled in, for people who take it over by hand."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

MOST = 3000
"""Characters of an address that a button may open."""


def google_calendar(title: str, starts_at: str, minutes: int, place: str) -> str:
    """The address of a new entry in Google Calendar; a place that makes it too long for a button is left out.

    ``starts_at`` is in ISO and UTC. Nobody is invited by it: the bot knows no addresses.
    """
    start = datetime.fromisoformat(starts_at)
    dates = "/".join(f"{moment:%Y%m%dT%H%M%SZ}" for moment in (start, start + timedelta(minutes=minutes)))
    entry = {"action": "TEMPLATE", "text": str(title), "dates": dates}
    address = _address(entry | {"location": place}) if place else _address(entry)
    return address if len(address) <= MOST else _address(entry)


def _address(entry: dict[str, str]) -> str:
    return "https://calendar.google.com/calendar/render?" + urlencode(entry)
