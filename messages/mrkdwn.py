"""Text that is already Slack markup, and everything that may become it.

Slack decodes only ``&amp;``, ``&lt;`` and ``&gt;``, so HTML escaping would be wrong here.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

MENTION = re.compile("<@([A-Za-z0-9]+)>")
PING = re.compile("<[@#!]")


class Mrkdwn(str):
    """Markup of our own. Formatting it with ``%`` escapes every argument that is not Mrkdwn itself."""

    __slots__ = ()

    def __mod__(self, arguments: Any) -> "Mrkdwn":
        if isinstance(arguments, dict):
            return Mrkdwn(str.__mod__(self, {name: escape(value) for name, value in arguments.items()}))
        if isinstance(arguments, tuple):
            return Mrkdwn(str.__mod__(self, tuple(escape(value) for value in arguments)))
        return Mrkdwn(str.__mod__(self, escape(arguments)))


def escape(value: Any) -> Any:
    """Text as markup that shows it literally; numbers and markup stay as they are."""
    if isinstance(value, Mrkdwn) or not isinstance(value, str):
        return value
    return Mrkdwn(value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def plain(value: Any) -> str:
    """Text for a plain_text object. Raises ValueError for a mention, which would show as code there."""
    if not isinstance(value, Mrkdwn):
        return str(value)
    if PING.search(value):
        raise ValueError(f"a mention cannot stand in plain text: {value!r}")
    return value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def with_ids(value: Mrkdwn) -> Mrkdwn:
    """Markup in which people stand by their ids, as text can say them."""
    return Mrkdwn(MENTION.sub(r"\1", value))


def mention(user_id: str | Sequence[str], last: str = " and ") -> Mrkdwn:
    """Somebody, or several people: where one has a partner, another has a circle."""
    if isinstance(user_id, str):
        return Mrkdwn(f"<@{_identifier(user_id)}>")
    return listed([mention(one) for one in user_id], last)


def channel(channel_id: str) -> Mrkdwn:
    return Mrkdwn(f"<#{_identifier(channel_id)}>")


def link(url: str, label: str) -> Mrkdwn:
    return Mrkdwn("<%s|%s>") % (url.replace("|", "%7C"), label)


def day(value: date | str) -> Mrkdwn:
    """A local day, or its ISO text, in words: "Monday 23 November"."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return Mrkdwn(f"{value:%A} {value.day} {value:%B}")


def dated(value: str) -> Mrkdwn:
    """A local day as ISO text, with its year: "23 November 2026"."""
    found = date.fromisoformat(value)
    return Mrkdwn(f"{found.day} {found:%B %Y}")


def month(value: str) -> Mrkdwn:
    """A month, ``2026-11``, in words: "November 2026"."""
    return Mrkdwn(f"{date.fromisoformat(f'{value}-01'):%B %Y}")


def weekday(value: date) -> Mrkdwn:
    return Mrkdwn(f"{value:%A}")


def day_in(moment: datetime, zone: str | None) -> Mrkdwn:
    """The local day on which a moment falls."""
    return day(moment.astimezone(ZoneInfo(zone or "UTC")).date())


def moment(value: datetime | str, zone: str | None) -> Mrkdwn:
    """An instant, or its ISO text, as each reader's own clock shows it; where none can, by the clock of ``zone``."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    local = value.astimezone(ZoneInfo(zone or "UTC"))
    fallback = f"{day(local.date())}, {local:%H:%M} {zone or 'UTC'}"
    return Mrkdwn(f"<!date^{int(value.timestamp())}^{{date_long}}, {{time}}|{fallback}>")


def time_in(value: datetime | str, zone: str) -> Mrkdwn:
    """An instant, or its ISO text, on the clock of a zone that is named beside it: "Monday 23 November, 10:00"."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    local = value.astimezone(ZoneInfo(zone))
    return Mrkdwn(f"{day(local.date())}, {local:%H:%M}")


def listed(values: Any, last: str = ", ") -> Mrkdwn:
    """Values in one line, each escaped; ``last`` stands before the last one."""
    words = [str(escape(value)) for value in values]
    if len(words) < 2:
        return Mrkdwn("".join(words))
    return Mrkdwn(", ".join(words[:-1]) + escape(last) + words[-1])


def clip(value: str, length: int = 300) -> str:
    """At most ``length`` characters of somebody's text; a cut shows as an ellipsis."""
    return value if len(value) <= length else value[: length - 1].rstrip() + "…"


def brief(value: str, most: int | None = 75) -> Mrkdwn:
    """At most so many characters of somebody's text as Slack counts them, ``&`` as five; without a limit all of it."""
    whole = Mrkdwn(escape(value))
    if most is None or len(whole) <= most:
        return whole
    lengths = accumulate(len(escape(letter)) for letter in value)
    kept = sum(length < most for length in lengths)
    return Mrkdwn(escape(value[:kept].rstrip()) + "…")


def duration(minutes: int) -> Mrkdwn:
    """Minutes in words, like "1 h 15 min"."""
    whole, rest = divmod(minutes, 60)
    return Mrkdwn(" ".join(part for part in (f"{whole} h" if whole else "", f"{rest} min" if rest else "") if part))


def _identifier(value: str) -> str:
    if not value.isalnum() or not value.isascii():
        raise ValueError(f"not a Slack id: {value!r}")
    return value


def points(value: float) -> str:
    """How well people fit, alone or summed up, like "84,870.3"."""
    return f"{value:,.1f}"


FILTERS = {
    "mention": mention,
    "channel": channel,
    "link": link,
    "day": day,
    "dated": dated,
    "month": month,
    "weekday": weekday,
    "day_in": day_in,
    "moment": moment,
    "time_in": time_in,
    "listed": listed,
    "clip": clip,
    "brief": brief,
    "duration": duration,
    "points": points,
}
