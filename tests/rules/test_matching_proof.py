"""What a round proves of itself, what a coordinator decided before it, and the worst pair before the total."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from drawn_rounds import UNHURRIED, rounds
from hypothesis import given, settings
from hypothesis import strategies as some
from round_cast import CHAIN, JUNIOR, ON, SENIOR, a_round
from round_definition import before_others, can_be_judged, fairest, optimum, violations, widest

from bot.rules.matching import UNMATCHED_CODES, Policy, Weights, allowed_pairs, judge, pair_up
from bot.rules.matching.certificate import certify
from bot.rules.matching.chart import chart
from bot.rules.matching.cohort import cohort
from bot.rules.matching.market import Market, open_market
from bot.rules.matching.optimum import best
from bot.rules.matching.seats import NOBODY, Seating

EVENED = [
    replace(JUNIOR, user="both", offers={"x": 5, "y": 5}),
    replace(JUNIOR, user="half", offers={"x": 3}),
    replace(SENIOR, user="much", wants={"x": 5}),
    replace(SENIOR, user="less", wants={"x": 1, "y": 5}),
]
TOPICS_ONLY = Policy(weights=Weights(1, 0, 0, 0, 0, 0))


@settings(max_examples=40, **UNHURRIED)
@given(rounds(), some.integers(0, 5))
def test_a_fair_round_has_the_best_worst_pair_before_the_total(drawn: Any, seed: int) -> None:
    pool, policy, managers, on = drawn
    fair = replace(policy, fair=True)
    found = pair_up(pool, policy=fair, on=on, seed=seed, managers=managers)
    assert violations(found, pool, fair, on, managers) == []
    assert found.proof.holds
    worst = min((pair.points for pair in found.pairs), default=0)
    assert (len(found.pairs), worst, before_others(found, pool), found.points) == fairest(pool, fair, on, managers)


@settings(max_examples=60, **UNHURRIED)
@given(rounds(), some.integers(0, 5))
def test_a_round_of_many_mentors_has_as_many_different_ones_as_possible_before_the_total(drawn: Any, seed: int) -> None:
    pool, policy, managers, on = drawn
    many = replace(policy, many_mentors=True)
    found = pair_up(pool, policy=many, on=on, seed=seed, managers=managers)
    assert violations(found, pool, many, on, managers) == []
    assert found.proof.holds
    mentors = {pair.mentor for pair in found.pairs}
    assert (len(found.pairs), before_others(found, pool), len(mentors), found.points) == widest(
        pool, many, on, managers
    )


@settings(max_examples=40, **UNHURRIED)
@given(rounds(), some.randoms(use_true_random=False))
def test_pins_stay_and_what_is_forbidden_goes(drawn: Any, chance: Any) -> None:
    pool, policy, managers, on = drawn
    asked: dict[str, Any] = {"policy": policy, "on": on, "seed": 1, "managers": managers}
    pairs = [(pair.mentor, pair.mentee) for pair in pair_up(pool, **asked).pairs]
    pins = chance.sample(pairs, chance.randint(0, len(pairs)))
    again = pair_up(pool, **asked, pins=pins)
    assert set(pins) <= {(pair.mentor, pair.mentee) for pair in again.pairs}
    assert len(again.pairs) == len(pairs)
    without = pair_up(pool, **asked, forbidden=pins)
    assert violations(without, pool, policy, on, managers) == []
    assert not set(pins) & {(pair.mentor, pair.mentee) for pair in without.pairs}
    expected = optimum(pool, policy, on, managers, frozenset(pins))
    assert (len(without.pairs), without.points) == (expected[0], expected[2])


@settings(max_examples=40, **UNHURRIED)
@given(rounds())
def test_a_single_pair_is_judged_and_scored_as_the_round_does(drawn: Any) -> None:
    pool, policy, managers, on = drawn
    asked: dict[str, Any] = {"policy": policy, "on": on, "managers": managers}
    pairs = [(one.user, other.user) for one in pool for other in pool]
    told = judge(pool, pairs, **asked)
    allowed = [(one.mentor, one.mentee, one.score) for one in told if not isinstance(one, str)]
    assert sorted(allowed) == sorted(allowed_pairs(pool, **asked))
    assert {one for one in told if isinstance(one, str)} <= {*UNMATCHED_CODES, "self", "absent"}
    others = [one for one in pool if one.role and can_be_judged(one, policy, managers)]
    for pair, verdict in zip(pairs, told, strict=True):
        assert judge([one for one in pool if one.user in pair], [pair], **asked, beside=others) == [verdict]


@pytest.mark.parametrize("pin", [("junior", "junior"), ("senior", "junior"), ("junior", "stranger")])
def test_a_pin_that_breaks_a_rule_is_refused(pin: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="breaks a rule"):
        pair_up([JUNIOR, SENIOR], policy=Policy(), on=ON, seed=1, managers=CHAIN, pins=[pin])


def test_a_pin_takes_a_seat_and_no_more_than_there_are() -> None:
    other = replace(SENIOR, user="other")
    pins = [("junior", "senior"), ("junior", "other")]
    with pytest.raises(ValueError, match="breaks a rule"):
        pair_up([JUNIOR, SENIOR, other], policy=Policy(), on=ON, seed=1, managers=CHAIN | {"other": None}, pins=pins)


def market() -> Market:
    people = cohort(EVENED, TOPICS_ONLY, chart({one.user: None for one in EVENED}, ()), ON)
    return open_market(people)


def test_a_worse_round_is_not_proven_by_the_prices_of_the_best() -> None:
    found, prices, *_ = best(market())
    assert certify(market(), found, prices).proven
    swapped = found.mentor_of[::-1].copy()
    points = market().cohort.points(slice(None))[np.arange(2), swapped].astype(np.int64)
    assert not certify(market(), Seating(swapped, points), prices).proven
    alone = Seating(np.array([found.mentor_of[0], NOBODY]), np.array([found.points_of[0], 0]))
    assert not certify(market(), alone, prices).proven


@pytest.mark.parametrize("wrong", [1, -1, 7])
def test_wrong_prices_prove_nothing(wrong: int) -> None:
    found, prices, *_ = best(market())
    assert not certify(market(), found, prices + np.array([0, market().person * wrong * wrong])).proven
    with pytest.raises(ValueError, match="price"):
        certify(market(), found, prices - prices - 1)


def test_a_round_with_invented_points_or_seats_is_refused() -> None:
    found, prices, *_ = best(market())
    with pytest.raises(ValueError, match="points are wrong"):
        certify(market(), Seating(found.mentor_of, found.points_of + 1), prices)
    with pytest.raises(ValueError, match="more mentees than seats"):
        certify(market(), Seating(np.zeros(2, dtype=np.int64), found.points_of), prices)


def test_fairness_costs_points_and_never_people() -> None:
    pool = [
        replace(JUNIOR, user="best", offers={"x": 5, "y": 2}),
        replace(JUNIOR, user="good", offers={"x": 2}),
        replace(SENIOR, user="one", wants={"x": 5}),
        replace(SENIOR, user="two", wants={"x": 3, "y": 5}),
    ]
    for fair in (False, True):
        found = a_round(*pool, weights=TOPICS_ONLY.weights, fair=fair)
        assert len(found.pairs) == 2
    usual, even = (a_round(*pool, weights=TOPICS_ONLY.weights, fair=fair) for fair in (False, True))
    assert min(pair.points for pair in even.pairs) >= min(pair.points for pair in usual.pairs)
    assert even.points <= usual.points
