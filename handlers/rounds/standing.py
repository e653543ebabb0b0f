"""Whether a pair that was proposed can still be made: both are free now, and the rules allow it now."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.rules.matching import Candidate
from handlers.rounds.kinds import matched
from storage import joining
from storage.pool import Pool
from storage.tables import Programme, Proposal


@dataclass
class Standing:
    """A pool while pairs of it are made one after the other, each of which takes two people."""

    present: Pool
    now: datetime
    _taught: Counter[str] = field(default_factory=Counter)
    _learning: set[str] = field(default_factory=set)

    def missing(self, one: Proposal) -> str | None:
        """Who of the two is no longer free, or None."""
        if self._teaches(one.mentor_id) is None:
            return one.mentor_id
        return one.mentee_id if self._learns(one.mentee_id) is None else None

    def allows(self, one: Proposal) -> bool:
        """Whether a round of these two alone would pair them: what HR or either has said since counts."""
        mentor, mentee = self._both(one)
        alone = [replace(mentor, role="mentor"), replace(mentee, role="mentee")]
        rules: dict[str, Any] = {"policy": self.present.policy, "on": self.now.date(), "seed": 1, "explained": False}
        managers = _above((one.mentor_id, one.mentee_id), self.present.managers)
        return bool(matched(self.present.kind, alone, **rules, managers=managers).pairs)

    def take(self, one: Proposal) -> tuple[Candidate, Candidate] | None:
        """The mentor and the mentee, who from now on are taken; None where the pair can no longer be made."""
        if self.missing(one) is not None or not self.allows(one):
            return None
        self._taught[one.mentor_id] += 1
        self._learning.add(one.mentee_id)
        return self._both(one)

    def _both(self, one: Proposal) -> tuple[Candidate, Candidate]:
        return self.present.candidates[one.mentor_id], self.present.candidates[one.mentee_id]

    def _teaches(self, who: str) -> Candidate | None:
        found = self.present.candidates.get(who)
        free = found and found.teaches and self._taught[who] < found.capacity and who not in self._learning
        return found if free else None

    def _learns(self, who: str) -> Candidate | None:
        found = self.present.candidates.get(who)
        return found if found and found.learns and who not in self._learning and not self._taught[who] else None


def absence(db: Session, programme: Programme, who: str) -> str:
    """Why somebody is no longer free: left, paused or taken."""
    row = joining.participant(db, programme.id or 0, who)
    if row is None or row.status == "left":
        return "left"
    return "paused" if row.status == "paused" else "taken"


def _above(people: Iterable[str], managers: Mapping[str, str | None]) -> dict[str, str | None]:
    """The chains of management that end with these people: all of it that concerns them, and far less than all."""
    found: dict[str, str | None] = {}
    for one in people:
        person: str | None = one
        while person is not None and person in managers and person not in found:
            found[person] = managers[person]
            person = found[person]
    return found
