"""Everybody who can be matched: mentees down, mentors across; judged some rows at a time, never all at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.rules.matching.alike import BIT, SELF, Alike, Bits, Which
from bot.rules.matching.candidate import Candidate
from bot.rules.matching.chart import Chart
from bot.rules.matching.features import FULL, Features, Table, has, taps
from bot.rules.matching.policy import Policy
from bot.rules.matching.purposes import words
from bot.rules.matching.wishes import Pairs

FORBIDDEN = -1

Points = NDArray[np.int16]


@dataclass(frozen=True)
class Cohort:
    """Mentees and mentors, each side by level and then in the order given; whoever is either stands in both.

    `forbidden` are pairs (mentor, mentee) that a coordinator does not want, judged as `apart`. Nobody here lacks what
    the rules need. `beside` are people who are not judged, and whose purposes make a word common or rare.
    """

    mentees: tuple[Candidate, ...]
    mentors: tuple[Candidate, ...]
    policy: Policy
    company: Chart
    on: date
    forbidden: Pairs = ()
    beside: tuple[Candidate, ...] = ()

    @cached_property
    def capacity(self) -> NDArray[np.int64]:
        """How many mentees each mentor takes."""
        return _numbers(self.mentors, lambda one: max(one.capacity, 0))

    @cached_property
    def reach(self) -> NDArray[np.int64]:
        """For each mentee how many mentors, from the first, stand low enough."""
        levels = _numbers(self.mentors, _level)
        return np.searchsorted(levels, _numbers(self.mentees, _level) - self.policy.level_gap, side="right")

    @cached_property
    def mentor_at(self) -> dict[str, int]:
        return {one.user: at for at, one in enumerate(self.mentors)}

    @cached_property
    def mentee_at(self) -> dict[str, int]:
        return {one.user: at for at, one in enumerate(self.mentees)}

    @cached_property
    def features(self) -> Features:
        return Features(self.mentees, self.mentors, self.policy.weights, self.beside)

    def minutes(self, mentee: int, mentor: int) -> int:
        """The minutes a day in which both are at work."""
        return self.alike.minutes(mentee, mentor)

    @cached_property
    def alike(self) -> Alike:
        return Alike(self.mentees, self.mentors, self.policy, self.on)

    def broken(self, rows: Which, across: Which = slice(None)) -> Bits:
        """One bit for every rule that a pair breaks, for some mentees and mentors: 0 means that they may be matched."""
        found = self.alike.broken(rows, across)
        found |= (self._order[across] >= self.reach[rows][:, None]) * np.uint8(BIT["level"])
        found |= (self.capacity[across] < 1) * np.uint8(BIT["capacity"])
        found |= self._chain_breaks(rows, across)
        found |= self._named[rows][:, across].toarray()
        return found

    def points(self, rows: slice, across: slice = slice(None)) -> Points:
        """Compatibility from 0 to 1000, rounded half up, or FORBIDDEN: the weighted mean of the parts that count."""
        earned = self.alike.earned(rows, across)
        earned += self.features.product(rows, across)
        possible = self._possible(rows, across)
        earned += possible * np.float32(FULL / 2000) + np.float32(0.25)
        earned /= possible * np.float32(FULL / 1000)
        found: Points = earned.astype(np.int16)
        found[self.broken(rows, across) != 0] = FORBIDDEN
        return found

    def _possible(self, rows: Which, across: Which) -> Table:
        """The weights of the parts that count: a style or a purpose that either lacks neither helps nor harms."""
        weights = self.policy.weights
        always = weights.topics + weights.hours + weights.formats
        always += weights.departments * (self.policy.across_departments == "preferred")
        (style, other_style), (purpose, other_purpose) = self._styled, self._purposeful
        possible = np.multiply.outer(style[rows] * np.float32(weights.style), other_style[across])
        possible += np.multiply.outer(purpose[rows] * np.float32(weights.purpose), other_purpose[across])
        possible += np.float32(always)
        return np.asarray(np.maximum(possible, 1))

    def _chain_breaks(self, rows: Which, across: Which) -> Bits:
        """Whoever stands above is numbered first, and everybody below in a row: so one difference tells."""
        (first, size), (other, other_size) = self._chains
        apart = other[across] - first[rows][:, None]
        found = apart.view(np.uint32) < size[rows][:, None]
        found |= (-apart).view(np.uint32) < other_size[across]
        return found * np.uint8(BIT["apart"])

    @cached_property
    def _styled(self) -> tuple[Table, Table]:
        return has(self.mentees, taps), has(self.mentors, taps)

    @cached_property
    def _purposeful(self) -> tuple[Table, Table]:
        return has(self.mentees, words), has(self.mentors, words)

    @cached_property
    def _chains(self) -> tuple[tuple[NDArray[np.int32], NDArray[np.uint32]], ...]:
        def numbered(side: Sequence[Candidate]) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
            first, last = (
                np.array([where[one.user] for one in side], dtype=np.int32)
                for where in (self.company.first, self.company.last)
            )
            return first, (last - first).astype(np.uint32)

        return numbered(self.mentees), numbered(self.mentors)

    @cached_property
    def _named(self) -> Any:
        """The bits of every pair that somebody's list speaks of."""
        from scipy.sparse import csr_array  # type: ignore[import-untyped]

        down, over, bits = np.array(sorted(set(self._lists())), dtype=np.int64).reshape(-1, 3).T
        shape = (len(self.mentees), len(self.mentors))
        return csr_array((bits.astype(np.uint8), (down, over)), shape=shape)

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        return np.arange(len(self.mentors))

    def _lists(self) -> Iterator[tuple[int, int, int]]:
        """Reviewers, former managers and never-lists are one rule with the management chain to whoever asks why,
        because a count of never-lists would tell somebody that they stand on one."""
        mentors, mentees = self.mentor_at, self.mentee_at
        repeat = self.policy.rotation == "keep"
        for at, mentor in enumerate(self.mentors):
            judges = mentor.reviewers | mentor.former_managers | mentor.never
            yield from ((mentees[who], at, BIT["apart"]) for who in judges if who in mentees)
            yield from ((mentees[who], at, BIT["met"]) for who in mentor.met if who in mentees and not repeat)
        for at, mentee in enumerate(self.mentees):
            yield from ((at, mentors[who], BIT["apart"]) for who in mentee.never if who in mentors)
            yield from ((at, mentors[who], BIT["met"]) for who in mentee.met if who in mentors and not repeat)
            if mentee.user in mentors:
                yield at, mentors[mentee.user], SELF
        yield from (
            (mentees[two], mentors[one], BIT["apart"])
            for one, two in self.forbidden
            if one in mentors and two in mentees
        )


def cohort(people: Iterable[Candidate], policy: Policy, company: Chart, on: date, forbidden: Pairs = ()) -> Cohort:
    """Both sides of `people`, by level."""
    ordered = sorted(people, key=_level)
    mentees, mentors = (tuple(filter(side, ordered)) for side in (Candidate.learns.fget, Candidate.teaches.fget))  # type: ignore[attr-defined]
    return Cohort(mentees, mentors, policy, company, on, forbidden)


def _numbers(people: Sequence[Candidate], value: Callable[[Candidate], int]) -> NDArray[np.int64]:
    return np.array([value(one) for one in people], dtype=np.int64)


def _level(one: Candidate) -> int:
    return one.level or 0
