"""Who stands above whom, at any depth, from who manages whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chart:
    """The company as a forest. Somebody's people are numbered from `first` up to, not including, `last` of that person,
    so two people stand in one chain where one's number lies in the other's range.

    `unknown` says for everybody below it whose manager is not known; `cycles` are people who manage each other in a
    circle. Whoever stands below a circle is numbered as if its members had no manager.
    """

    first: Mapping[str, int]
    last: Mapping[str, int]
    unknown: Mapping[str, str]
    cycles: tuple[tuple[str, ...], ...]


def chart(managers: Mapping[str, str | None], people: Iterable[str]) -> Chart:
    """Number everybody in `managers` and `people`; whoever of them has no manager stated is the top of the unknown."""
    turned = cycles(managers)
    turning = {person for cycle in turned for person in cycle}
    reports: dict[str | None, list[str]] = defaultdict(list)
    for person, manager in managers.items():
        reports[None if person in turning else manager].append(person)
    strangers = dict.fromkeys([*(m for m in managers.values() if m is not None), *people])
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    unknown: dict[str, str] = {}
    for top in reports[None]:
        _number(top, reports, first, last)
    for stranger in strangers:
        if stranger not in managers:
            unknown |= dict.fromkeys(_number(stranger, reports, first, last), stranger)
    return Chart(first, last, unknown, turned)


def _number(
    top: str, reports: Mapping[str | None, list[str]], first: dict[str, int], last: dict[str, int]
) -> list[str]:
    """Number a top and everybody below, depth first and without recursion: a chain may be long. Returns them all."""
    found = []
    waiting = [(top, False)]
    while waiting:
        person, left = waiting.pop()
        if left:
            last[person] = len(first)
        else:
            first[person] = len(first)
            found.append(person)
            waiting.append((person, True))
            waiting += [(report, False) for report in reports.get(person, ())]
    return found


def cycles(managers: Mapping[str, str | None]) -> tuple[tuple[str, ...], ...]:
    """People who manage each other in a circle, each circle from its smallest id on."""
    found = []
    done: set[str] = set()
    for start in managers:
        path: dict[str, None] = {}
        person: str | None = start
        while person is not None and person not in done and person not in path:
            path[person] = None
            person = managers.get(person)
        if person in path:
            found.append(_from_smallest(list(path), person))
        done.update(path)
    return tuple(sorted(found))


def _from_smallest(path: list[str], entry: str) -> tuple[str, ...]:
    circle = path[path.index(entry) :]
    smallest = circle.index(min(circle))
    return tuple(circle[smallest:] + circle[:smallest])
