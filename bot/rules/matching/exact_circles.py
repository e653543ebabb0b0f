"""The best circles of a small company, exactly: a whole-number programme, solved by HiGHS."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from bot.rules.matching.seats import NOBODY, Edges, Integers

if TYPE_CHECKING:
    from bot.rules.matching.circles import Company, Size

NODES = 2_000
"""How far the search branches before it gives up: a count, no time, so that every machine gives up at the same."""


def exactly_seated(company: Company, pairs: Edges, size: Size) -> Integers | None:
    """The mentor of each mentee: most mentees, then most points. None where the search would take too long, or where
    the pins cannot all be kept.

    One unknown for each pair, whether it sits together, and one for each mentor, whether there is a circle.
    """
    many, person = len(pairs), int(pairs.points.max(initial=0)) * company.mentees + 1
    wanted = np.concatenate([-(pairs.points + person), np.zeros(company.mentors)])
    found = milp(
        wanted,
        integrality=np.ones_like(wanted),
        bounds=Bounds(_decided(company, pairs), 1),
        constraints=_rules(company, pairs, size),
        options={"mip_rel_gap": 0, "node_limit": NODES},
    )
    if found.status != 0:
        return None
    mentor_of = np.full(company.mentees, NOBODY)
    taken = found.x[:many] > 0.5
    mentor_of[pairs.mentee[taken]] = pairs.mentor[taken]
    return mentor_of


def _decided(company: Company, pairs: Edges) -> Integers:
    """1 for whatever is decided: whoever is pinned has one pair."""
    found = np.zeros(len(pairs) + company.mentors, dtype=np.int64)
    found[np.flatnonzero(np.isin(pairs.mentee, [mentee for mentee, _ in company.pins]))] = 1
    return found


def _rules(company: Company, pairs: Edges, size: Size) -> list[LinearConstraint]:
    """One circle for each mentee; no circle too small or too large; of two who clash, one at most."""
    pair, many = np.arange(len(pairs)), len(pairs) + company.mentors
    mentors = np.arange(company.mentors)
    sat = (pairs.mentor, pair)
    one = csr_array((np.ones(len(pairs)), (pairs.mentee, pair)), shape=(company.mentees, many))
    sitting = csr_array((np.ones(len(pairs)), sat), shape=(company.mentors, many))
    held = csr_array((np.ones(company.mentors), (mentors, len(pairs) + mentors)), shape=(company.mentors, many))
    rules = [
        LinearConstraint(one, ub=1),
        LinearConstraint(sitting - held * size.least, lb=0),
        LinearConstraint(sitting - held.multiply(company.seats(size)[:, None]).tocsr(), ub=0),
    ]
    clashing = _clashing(company, pairs)
    if len(clashing):
        rows = np.repeat(np.arange(len(clashing)), 2)
        both = csr_array((np.ones(len(rows)), (rows, clashing.ravel())), shape=(len(clashing), many))
        rules.append(LinearConstraint(both, ub=1))
    return rules


def _clashing(company: Company, pairs: Edges) -> Integers:
    """Two pairs with the same mentor whose mentees clash."""
    found = [
        two
        for mentor in np.unique(pairs.mentor)
        for two in combinations(np.flatnonzero(pairs.mentor == mentor).tolist(), 2)
        if company.clash(int(pairs.mentee[two[0]]), int(pairs.mentee[two[1]]))
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)
