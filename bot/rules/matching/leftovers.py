"""Why somebody is left, by rule."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.candidate import Candidate
from bot.rules.matching.cohort import RULES, SELF, Cohort
from bot.rules.matching.outcome import Reason

_BROKEN = np.array([bits.bit_count() + 99 * (bits >= SELF) for bits in range(256)])
"""How many rules a pair breaks; one that is none comes after every other."""

Bits = NDArray[np.uint8]


class Leftovers:
    """Everybody who was judged, and the incomplete people who could not be."""

    def __init__(self, people: Cohort, incomplete: Sequence[Candidate]) -> None:
        self._broken, self._incomplete = people.broken, incomplete
        self._row = {one.user: row for row, one in enumerate(people.mentees)}
        self._column = {one.user: column for column, one in enumerate(people.mentors)}
        at = {user: place for place, user in enumerate(self._row | self._column)}
        self._mentees = np.array([at[user] for user in self._row], dtype=np.int64)
        self._mentors = np.array([at[user] for user in self._column], dtype=np.int64)
        self._everybody = len(at)

    def why(self, one: Candidate) -> tuple[Reason, ...]:
        """Why a complete person is in no pair. Each other person counts once: in the direction that breaks fewer rules
        where both are possible."""
        learning, teaching = self._judged(one)
        nearest = np.where(_BROKEN[learning] <= _BROKEN[teaching], learning, teaching)
        nearest = nearest[nearest < SELF]
        unjudged = sum(_could_meet(one, other) for other in self._incomplete)
        if not unjudged and not len(nearest):
            return (Reason({"mentor": "no_mentees", "mentee": "no_mentors"}.get(one.role, "nobody")),)
        told = [*_taken(learning, nearest), *_by_rule(nearest)]
        return (*told, Reason("incomplete", removed=unjudged)) if unjudged else tuple(told)

    def _judged(self, one: Candidate) -> tuple[Bits, Bits]:
        """The rules that each person would break as this one's mentor, and as this one's mentee."""
        learning, teaching = (np.full(self._everybody, SELF, dtype=np.uint8) for _ in range(2))
        if one.user in self._row:
            learning[self._mentors] = self._broken[self._row[one.user]]
        if one.user in self._column:
            teaching[self._mentees] = self._broken[:, self._column[one.user]]
        return learning, teaching


def _could_meet(one: Candidate, other: Candidate) -> bool:
    return (one.learns and other.teaches) or (one.teaches and other.learns)


def _taken(learning: Bits, nearest: Bits) -> list[Reason]:
    possible = int((nearest == 0).sum())
    if not possible:
        return []
    return [Reason("mentors_taken" if (learning == 0).any() else "mentees_taken", possible=possible)]


def _by_rule(nearest: Bits) -> list[Reason]:
    """Each rule that removed somebody, the one that most would be free of without it first, `apart` last."""
    found = []
    for bit, rule in enumerate(RULES):
        removed, alone = int((nearest >> bit & 1).sum()), int((nearest == 1 << bit).sum())
        if removed and rule == "apart":
            found.append((True, 0, 0, Reason(rule, removed=removed)))
        elif removed:
            found.append((False, -alone, -removed, Reason(rule, removed=removed, alone=alone)))
    return [reason for *_, reason in sorted(found, key=lambda rule: rule[:3])]
