"""Why people are left, by rule."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.alike import RULES, SELF, Bits
from bot.rules.matching.candidate import Candidate
from bot.rules.matching.judged import Judged, Lacking
from bot.rules.matching.outcome import Reason
from bot.rules.matching.outlook import Relaxed

TOGETHER = 512
"""So many people are looked at at once."""

_BROKEN = np.array([bits.bit_count() + 99 * (bits >= SELF) for bits in range(256)], dtype=np.uint8)
"""How many rules a pair breaks; one that is none comes after every other."""
_BREAKS = np.array([[bits >> bit & 1 for bits in range(SELF)] for bit in range(len(RULES))])

Integers = NDArray[np.int64]


class Leftovers:
    """Everybody who was judged, those who are left, and what a less strict setting would bring; `about` is told to
    whom somebody was allowed."""

    rules: ClassVar[Sequence[str]] = RULES
    taken: ClassVar[tuple[str, str]] = ("mentees_taken", "mentors_taken")
    """What is said to whom somebody was allowed: nobody of these could teach them, or somebody could."""

    def __init__(self, found: Judged, left: Sequence[Candidate], outlook: Sequence[Relaxed] = (), **about: int) -> None:
        people, self._cohort, self._lacking = found.cohort, found.cohort, found.lacking
        self._left = [one for one in left if one.user not in found.lacking]
        self._incomplete = Counter(one.role for one in left if one.user in found.lacking)
        self._about = about
        self._more = {one.rule: one for one in outlook if one.more}
        at = {user: place for place, user in enumerate(people.mentee_at | people.mentor_at)}
        self._mentees = np.array([at[user] for user in people.mentee_at], dtype=np.int64)
        self._mentors = np.array([at[user] for user in people.mentor_at], dtype=np.int64)
        self._everybody = len(at)

    def why(self) -> Lacking:
        """Why each of them is in no pair: what they lack, or else how many others each rule removed. Each other person
        counts once."""
        return dict(self._counted()) | self._lacking

    def _counted(self) -> Iterator[tuple[str, tuple[Reason, ...]]]:
        for start in range(0, len(self._left), TOGETHER):
            some = self._left[start : start + TOGETHER]
            broken, taught = self._broken(some)
            for one, bits, may_learn in zip(some, broken, taught, strict=True):
                yield one.user, self._told(one, np.bincount(bits, minlength=256)[:SELF], may_learn)

    def _broken(self, some: Sequence[Candidate]) -> tuple[Bits, list[bool]]:
        """What each of some people breaks with everybody, in the direction that breaks fewer rules; and whether anybody
        could teach them."""
        learning, teaching = self._learning(some), self._teaching(some)
        nearest = np.where(_BROKEN[learning] <= _BROKEN[teaching], learning, teaching)
        return nearest, (learning == 0).any(axis=1).tolist()

    def _learning(self, some: Sequence[Candidate]) -> Bits:
        """The rules that everybody would break as the mentor of each."""
        at = [(place, self._cohort.mentee_at[one.user]) for place, one in enumerate(some) if one.learns]
        return self._spread(some, at, self._mentors, lambda rows: self._cohort.broken(rows))

    def _teaching(self, some: Sequence[Candidate]) -> Bits:
        """The rules that everybody would break as the mentee of each."""
        at = [(place, self._cohort.mentor_at[one.user]) for place, one in enumerate(some) if one.teaches]
        return self._spread(some, at, self._mentees, lambda columns: self._cohort.broken(slice(None), columns).T)

    def _spread(self, some: Sequence[Candidate], at: Sequence[tuple[int, int]], others: Integers, judge: Any) -> Bits:
        found = np.full((len(some), self._everybody), SELF, dtype=np.uint8)
        if at:
            places, whom = np.array(at).T
            found[places[:, None], others] = judge(whom)
        return found

    def _told(self, one: Candidate, counts: Integers, taught: bool) -> tuple[Reason, ...]:
        unjudged = sum(many for role, many in self._incomplete.items() if _could_meet(one.role, role))
        if not unjudged and not counts.any():
            return (Reason({"mentor": "no_mentees", "mentee": "no_mentors"}.get(one.role, "nobody")),)
        possible = int(counts[0])
        taken = [Reason(self.taken[taught], possible=possible, **self._about)] if possible else []
        told = [*taken, *_by_rule(self.rules, counts)]
        told[1:1] = self._cheapest(told)
        return (*told, Reason("incomplete", removed=unjudged)) if unjudged else tuple(told)

    def _cheapest(self, told: Sequence[Reason]) -> list[Reason]:
        """Of the settings that stand in somebody's way, the one that would bring the round most if it were less strict;
        of equal ones the first."""
        own = [self._more[one.code] for one in told if one.code in self._more and one.values.get("alone", 1)]
        best = max(own, key=lambda one: one.more, default=None)
        return [Reason("cheapest", rule=best.rule, to=best.to, more=best.more)] if best else []


def _could_meet(role: str, other: str) -> bool:
    return role != other or role == "either"


def _by_rule(rules: Sequence[str], counts: Integers) -> list[Reason]:
    """Each rule that removed somebody, the one that most would be free of without it first, `apart` last."""
    found = []
    for bit, (rule, removed) in enumerate(zip(rules, (_BREAKS @ counts).tolist(), strict=True)):
        alone = int(counts[1 << bit])
        if removed and rule == "apart":
            found.append((True, 0, 0, Reason(rule, removed=removed)))
        elif removed:
            found.append((False, -alone, -removed, Reason(rule, removed=removed, alone=alone)))
    return [reason for *_, reason in sorted(found, key=lambda rule: rule[:3])]
