"""Somebody who wants to be matched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Literal

Why = Literal["", "left_over", "ended"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person in the pool of a round. None, or an empty set of languages, is "not known" and forbids a match.

    `role` is mentor, mentee or either, `hours` are local, `zone` is an IANA name, `offers` and `wants` rate topics
    1 to 5, `style` is four letters a or b, `capacity` is how many mentees a mentor takes. `first` is why
    somebody is matched before others: the last round left them over, or their pair was ended by one of the two. Topics,
    languages and formats are the same whatever their case.
    """

    user: str
    role: str
    level: int | None = None
    department: str | None = None
    reviewers: frozenset[str] = frozenset()
    former_managers: frozenset[str] = frozenset()
    zone: str | None = None
    hours: tuple[time, time] = (time(9), time(17, 30))
    languages: frozenset[str] = frozenset()
    offers: Mapping[str, int] = field(default_factory=dict)
    wants: Mapping[str, int] = field(default_factory=dict)
    style: str = ""
    formats: frozenset[str] = frozenset({"video"})
    capacity: int = 1
    never: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()
    purpose: str = ""
    first: Why = ""

    @property
    def teaches(self) -> bool:
        return self.role in {"mentor", "either"}

    @property
    def learns(self) -> bool:
        return self.role in {"mentee", "either"}
