"""What may stand in a cell of each column, and the value that it means."""

import re
from collections.abc import Callable
from datetime import time
from functools import lru_cache, partial
from zoneinfo import available_timezones

SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
ANY_TEXT = re.compile(r".+", re.DOTALL)

_EMAIL = re.compile(r"[^\s@<>;,]+@[^\s@<>;,]+\.[^\s@<>;,]+")
_HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?[-\u2013\u2014] ?(\d{1,2})(?:[:.](\d{2}))?")
_LONGEST = {"user": 254, "manager": 254, "department": 75, "purpose": 300}
_LONGEST_CELL = 10_000
_LONGEST_TOPIC = 75
_SHOWN = 75

Reader = Callable[[str], object]


class Wrong(Exception):
    """A cell that cannot be read: a code, and the values that a sentence about it needs."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


def is_email(person: str) -> bool:
    """Whether somebody is named by an e-mail address, which only Slack can turn into an id."""
    return _EMAIL.fullmatch(person) is not None


def readers(who: re.Pattern[str]) -> dict[str, Reader]:
    """How to read each column's cells, which arrive stripped and never empty; an id is what matches `who`."""

    def person(cell: str) -> str:
        if who.fullmatch(cell):
            return cell
        if not is_email(cell):
            raise Wrong("person", text=cell[:_SHOWN])
        return cell.lower()

    def people(cell: str) -> frozenset[str]:
        named = _listed(cell)
        return frozenset(named) if all(map(who.fullmatch, named)) else frozenset(map(person, named))

    each: dict[str, Reader] = {
        "user": person,
        "role": _role,
        "level": partial(_number, least=1, greatest=10),
        "department": str,
        "manager": person,
        "reviewers": people,
        "former_managers": people,
        "timezone": zone,
        "hours": _hours,
        "languages": _words,
        "offers": _ratings,
        "wants": _ratings,
        "style": _style,
        "formats": _words,
        "capacity": partial(_number, least=1, greatest=6),
        "never": people,
        "met": people,
        "purpose": str,
    }
    return {column: lru_cache(2_000)(_tidied(column, reader)) for column, reader in each.items()}


def _tidied(column: str, reader: Reader) -> Reader:
    limit = _LONGEST.get(column, _LONGEST_CELL)

    def read(cell: str) -> object:
        if len(cell) > limit:
            raise Wrong("long", length=len(cell), limit=limit)
        return reader(" ".join(cell.split()))

    return read


def zone(cell: str) -> str:
    """The IANA name of a zone, whatever its case. Refuses others and offers the zone of a city of that name."""
    bare = cell.replace(" ", "_").casefold()
    known = _zones().get(bare)
    if known is None:
        raise Wrong("zone", text=cell[:_SHOWN], right=_cities().get(bare.rpartition("/")[2], "Europe/Berlin"))
    return known


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    return {name.rpartition("/")[2].casefold(): name for name in sorted(available_timezones()) if "/" in name}


def _role(cell: str) -> str:
    role = cell.lower()
    if role not in {"mentor", "mentee", "either"}:
        raise Wrong("role", text=cell[:_SHOWN])
    return role


def _number(cell: str, least: int, greatest: int) -> int:
    written = re.fullmatch(r"([0-9]{1,4})(\.0+)?", cell)
    if not written or not least <= int(written[1]) <= greatest:
        raise Wrong("number", text=cell[:_SHOWN], least=least, greatest=greatest)
    return int(written[1])


def _hours(cell: str) -> tuple[time, time]:
    written = _HOURS.fullmatch(cell)
    if not written:
        raise Wrong("hours", text=cell[:_SHOWN])
    hour, minute, end_hour, end_minute = (int(digits or 0) for digits in written.groups())
    if (end_hour, end_minute) == (24, 0):
        end_hour = 0
    if max(hour, end_hour) > 23 or max(minute, end_minute) > 59 or (hour, minute) == (end_hour, end_minute):
        raise Wrong("hours", text=cell[:_SHOWN])
    return time(hour, minute), time(end_hour, end_minute)


def _words(cell: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _listed(cell))


def _ratings(cell: str) -> dict[str, int]:
    ratings = [_rating(item) for item in _listed(cell)]
    if len({topic.casefold() for topic, _ in ratings}) < len(ratings):
        raise Wrong("rating", text=cell[:_SHOWN])
    return dict(ratings)


@lru_cache(maxsize=16_384)
def _rating(item: str) -> tuple[str, int]:
    topic, _, rating = item.rpartition(":")
    topic, rating = topic.strip(), rating.strip()
    if not topic or rating not in {"1", "2", "3", "4", "5"}:
        raise Wrong("rating", text=item[:_SHOWN])
    if len(topic) > _LONGEST_TOPIC:
        raise Wrong("long", length=len(topic), limit=_LONGEST_TOPIC)
    return topic, int(rating)


def _style(cell: str) -> str:
    style = cell.lower()
    if not re.fullmatch("[ab]{4}", style):
        raise Wrong("style", text=cell[:_SHOWN])
    return style


def _listed(cell: str) -> list[str]:
    return [item for item in map(str.strip, cell.split(";")) if item]
