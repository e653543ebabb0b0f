"""What a coordinator wants to tell many people, and what may be wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from bot.rules.joining import visible
from bot.rules.refusal import Refusal

AUDIENCES = ("everyone", "mentors", "mentees", "unmatched", "quiet", "channel")
MOST_WORDS, MOST_QUOTE, MOST_NAME, MOST_ADDRESS = 2500, 500, 80, 1000
"""Characters, as Slack counts them: it spells ``&``, ``<`` and ``>`` with four or five."""
FURTHEST = timedelta(days=365)
_PING = re.compile(r"(?<![\w.])@(channel|here|everyone)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Wanted:
    """An announcement as it stands in the form; ``send_at`` None means at once."""

    words: str
    quote: str
    quoted: str
    picture: str
    audience: str
    channel: str | None
    send_at: datetime | None


def wanted(given: Mapping[str, Any]) -> Wanted:
    """What somebody has typed so far, whether or not it can be sent."""
    moment = given["send_at"]
    return Wanted(
        words=_lines(given["words"]),
        quote=_lines(given["quote"]),
        quoted=visible(given["quoted"] or ""),
        picture=(given["picture"] or "").strip(),
        audience=given["audience"] if given["audience"] in AUDIENCES else "everyone",
        channel=given["channel"],
        send_at=datetime.fromtimestamp(moment, UTC) if moment else None,
    )


def check(one: Wanted, now: datetime) -> None:
    """Refuse at its field whatever cannot be sent."""
    if not one.words:
        raise Refusal("announcements/words", field="words")
    for field, most in (("words", MOST_WORDS), ("quote", MOST_QUOTE), ("quoted", MOST_NAME)):
        _check_text(field, getattr(one, field), most)
    if one.quote and not one.quoted:
        raise Refusal("announcements/quoted", field="quoted")
    if (one.quoted or one.picture) and not one.quote:
        raise Refusal("announcements/quote", field="quote")
    if one.picture and not is_picture(one.picture):
        raise Refusal("announcements/picture", field="picture", most=MOST_ADDRESS)
    if one.audience == "channel" and not one.channel:
        raise Refusal("announcements/channel", field="channel")
    if one.send_at is not None and not now < one.send_at <= now + FURTHEST:
        raise Refusal("announcements/moment", field="send_at")


def is_picture(address: str) -> bool:
    """Whether Slack may be asked to show a picture from there."""
    return len(address) <= MOST_ADDRESS and re.fullmatch(r'https://[^\s<>|"]+', address) is not None


def _check_text(field: str, written: str, most: int) -> None:
    over = len(escape(written, quote=False)) - most
    if over > 0:
        raise Refusal("announcements/long", field=field, over=over, most=most)
    if ping := _PING.search(written):
        raise Refusal("announcements/ping", field=field, ping=ping[0])


def _lines(written: str | None) -> str:
    """The text without letters that cannot be seen; its lines stay."""
    shown = (letter if letter.isprintable() or letter == "\n" else " " for letter in written or "")
    return "".join(shown).strip()
