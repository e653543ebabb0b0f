"""Whether a pair that was proposed can still be made: both are free now, and the rules allow it now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from bot.rules.matching import Candidate, Outcome
from bot.rules.programmes import CIRCLES, PAIRS, PEERS
from handlers.rounds.kinds import matched
from storage import joining
from storage.pool import Pool
from storage.tables import Programme, Proposal

if TYPE_CHECKING:
    from bot.rules.matching.kinds import Gathered


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
        mentor, mentee = self.both(one)
        alone = [replace(mentor, role="mentor"), replace(mentee, role="mentee")]
        kind = PAIRS if self.present.kind == CIRCLES else self.present.kind
        return bool(_matched(self.present, kind, alone, self.now.date()).pairs)

    def together(self, these: Sequence[Proposal]) -> list[Proposal]:
        """Those of a circle with whom a round of its people alone would fill it: none where they would be too few."""
        free = [one for one in these if self.missing(one) is None]
        if not free:
            return []
        least = self.present.sizes[0]
        if len(free) < least:
            return []
        learning = gathered(self.present, free[0].mentor_id, [one.mentee_id for one in free], least, self.now.date())
        return [one for one in free if one.mentee_id in learning]

    def both(self, one: Proposal) -> tuple[Candidate, Candidate]:
        """The mentor and the mentee of a proposal, who are free."""
        return self.present.candidates[one.mentor_id], self.present.candidates[one.mentee_id]

    def take(self, one: Proposal) -> tuple[Candidate, Candidate] | None:
        """The mentor and the mentee, who from now on are taken; None where the pair can no longer be made."""
        if self.missing(one) is not None or not self.allows(one):
            return None
        self._taught[one.mentor_id] += 1
        self._learning.add(one.mentee_id)
        return self.both(one)

    def _teaches(self, who: str) -> Candidate | None:
        found = self.present.candidates.get(who)
        free = found and found.teaches and self._taught[who] < found.capacity
        return found if free and not self._is_taken(who in self._learning) else None

    def _learns(self, who: str) -> Candidate | None:
        found = self.present.candidates.get(who)
        free = found and found.learns and who not in self._learning
        return found if free and not self._is_taken(bool(self._taught[who])) else None

    def _is_taken(self, on_the_other_side: bool) -> bool:
        """Whoever teaches one may learn from another, in pairs and in circles; two peers do both already."""
        return on_the_other_side and self.present.kind == PEERS


def absence(db: Session, programme: Programme, who: str) -> str:
    """Why somebody is no longer free: left, paused or taken."""
    row = joining.participant(db, programme.id or 0, who)
    if row is None or row.status == "left":
        return "left"
    return "paused" if row.status == "paused" else "taken"


def gathered(present: Pool, mentor: str, mentees: Sequence[str], least: int, on: date) -> set[str]:
    """Those with whom a round of these people alone would fill a circle of at least so many."""
    leads = replace(present.candidates[mentor], role="mentor", capacity=len(mentees))
    learn = [replace(present.candidates[who], role="mentee") for who in mentees]
    found = _matched(present, CIRCLES, [leads, *learn], on, sizes=(least, len(mentees)))
    return {pair.mentee for pair in found.pairs}


def fit_together(present: Pool, mentor: str, mentees: Sequence[str], on: date) -> bool:
    """Whether the rules allow a circle of exactly these."""
    return gathered(present, mentor, mentees, len(mentees), on) == {*mentees}


def _matched(present: Pool, kind: str, people: Sequence[Candidate], on: date, **more: Any) -> "Outcome | Gathered":
    managers = _above((one.user for one in people), present.managers)
    rules: dict[str, Any] = {"policy": present.policy, "on": on, "seed": 1, "explained": False}
    return matched(kind, people, managers=managers, **rules, **more)


def _above(people: Iterable[str], managers: Mapping[str, str | None]) -> dict[str, str | None]:
    """The chains of management that end with these people: all of it that concerns them, and far less than all."""
    found: dict[str, str | None] = {}
    for one in people:
        person: str | None = one
        while person is not None and person in managers and person not in found:
            found[person] = managers[person]
            person = found[person]
    return found
