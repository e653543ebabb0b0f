"""The proof of a large round, looked at once more by the definition, pair by pair."""

import random
from dataclasses import replace

import numpy as np
from round_cast import ON
from round_definition import broken, points
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

from bot.rules.matching import Policy, pair_up
from bot.rules.matching.certificate import certify
from bot.rules.matching.chart import chart
from bot.rules.matching.cohort import FORBIDDEN, cohort
from bot.rules.matching.market import Market, open_market
from bot.rules.matching.optimum import best, shortlists
from bot.rules.matching.seats import best_seating
from tests.benchmarks.company import candidates

PEOPLE, SAMPLED, FEW = 2_100, 4, 240


def test_by_the_prices_of_the_proof_no_pair_of_a_large_company_would_leave_anybody_more() -> None:
    drawn, managers = candidates(PEOPLE, 3)
    pool = [replace(one, purpose=one.purpose if at % 60 == 0 else "") for at, one in enumerate(drawn)]
    found = pair_up(pool, policy=Policy(), on=ON, seed=1, managers=managers)
    proof, own = found.proof.best, {pair.mentee: pair for pair in found.pairs}
    mentees, mentors = ([one for one in pool if one.role == role] for role in ("mentee", "mentor"))
    assert proof.worth == len(own) * proof.person + found.points == proof.bound
    for mentee in random.Random(1).sample(mentees, SAMPLED):
        left = {
            mentor.user: points(mentor, mentee, Policy(), ON, pool) + proof.person - proof.prices.get(mentor.user, 0)
            for mentor in mentors
            if not any(broken(mentor, mentee, Policy(), ON, managers))
        }
        pair = own.get(mentee.user)
        gained = pair.points + proof.person - proof.prices.get(pair.mentor, 0) if pair else 0
        assert max(left.values(), default=0) == gained
        assert pair is None or left[pair.mentor] == gained


def test_from_one_mentor_each_the_best_round_is_found_by_adding_whom_somebody_misses() -> None:
    market = drawn_market(FEW)
    one_each = shortlists(market, most=1, others=0)
    at_first = best_seating(one_each, market.free, market.person + market.favour, market.bonus)
    found, prices, considered, _ = best(market, one_each)
    assert market.worth(at_first) < market.worth(found) == in_a_book(market)
    assert certify(market, found, prices).proven
    assert len(one_each) < len(considered) < certify(market, found, prices).pairs


def drawn_market(people: int) -> Market:
    """A company in which every seventh person comes first."""
    drawn, managers = candidates(people, 5)
    pool = [replace(one, first="" if at % 7 else "left_over") for at, one in enumerate(drawn)]
    return open_market(cohort(pool, Policy(), chart(managers, ()), ON))


def in_a_book(market: Market) -> int:
    """What the best choice among all pairs is worth, in a table of mentees and of every single seat."""
    table = market.cohort.points(slice(None)).astype(np.int64)
    owner = np.repeat(np.arange(len(market.free)), market.free)
    opening = np.append(True, np.diff(owner) > 0) * market.bonus[owner]
    worth = table[:, owner] + (market.person + market.favour)[:, None] + opening
    worth[table[:, owner] == FORBIDDEN] = 0
    return int(worth[linear_sum_assignment(worth, maximize=True)].sum())
