"""Peers: two people with no direction, as many as possible, then as well as possible, and proven so."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import networkx
import numpy as np
import pytest
from drawn_rounds import UNHURRIED
from drawn_rounds import rounds as drawn_rounds
from hypothesis import given, settings
from hypothesis import strategies as st
from round_cast import JUNIOR, ON
from round_definition import broken, can_be_judged, judged, points

from bot.rules.matching import UNMATCHED_CODES, Candidate, Policy, kinds
from bot.rules.matching.chart import chart
from bot.rules.matching.cohort import cohort
from bot.rules.matching.equals import best_equals, equals
from bot.rules.matching.peers import paired
from bot.rules.matching.seats import edges
from tests.benchmarks.company import candidates

Points = dict[tuple[int, int], int]


@st.composite
def companies(draw: st.DrawFn) -> tuple[int, Points]:
    """Up to nine people, any pairs of whom may meet, some for nothing and many for the same points."""
    people = draw(st.integers(0, 9))
    every = list(combinations(range(people), 2))
    met = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    return people, {pair: draw(st.sampled_from([0, 1, 2, 500, 1000])) for pair in met}


def chosen(people: int, given: Points) -> Points:
    """The pairs that are made of these."""
    pairs = np.array(list(given), dtype=np.int64).reshape(-1, 2)
    found = paired(people, edges(pairs[:, 0], pairs[:, 1], np.array(list(given.values()), dtype=np.int64)))
    return dict(zip(zip(found.mentee.tolist(), found.mentor.tolist(), strict=True), found.points.tolist(), strict=True))


def in_a_book(given: Mapping[tuple[Any, Any], int], first: Collection[Any] = ()) -> tuple[int, int, int]:
    """How many pairs, people who come first and points networkx finds."""
    graph = networkx.Graph()
    graph.add_weighted_edges_from(
        (*pair, weight + 1_000_000 * sum(one in first for one in pair)) for pair, weight in given.items()
    )
    pairs = networkx.max_weight_matching(graph, maxcardinality=True)
    return reached({pair: given.get(pair, given.get(pair[::-1], 0)) for pair in pairs}, first)


def reached(found: Mapping[Any, int], first: Collection[Any] = ()) -> tuple[int, int, int]:
    """Pairs, people in them who come first, and points."""
    return len(found), sum(one in first for pair in found for one in pair), sum(found.values())


def coming_first(pool: Sequence[Candidate]) -> set[str]:
    return {one.user for one in pool if one.first}


def allowed(
    pool: Sequence[Candidate], policy: Policy, on: date, managers: Mapping[str, str | None]
) -> dict[tuple[str, str], int]:
    """By the definition: the rules hold both ways but for the level, and the two differ in department or in level."""
    anybody = [replace(one, role="either") for one in pool if one.role]
    flat, of = replace(policy, level_gap=-1_000), judged(anybody, policy, managers)
    return {
        (one.user, other.user): sum(points(*way, policy, on, of) for way in ((one, other), (other, one))) // 2
        for one, other in combinations(anybody, 2)
        if not any(broken(one, other, flat, on, managers)) and not any(broken(other, one, flat, on, managers))
        if _unlike(one, other, policy.level_gap)
    }


def _unlike(one: Candidate, other: Candidate, gap: int) -> bool:
    elsewhere = one.department and other.department and one.department != other.department
    return bool(elsewhere) or abs((one.level or 0) - (other.level or 0)) >= gap


@settings(deadline=None)
@given(companies())
def test_as_many_pairs_and_points_as_networkx_finds_and_nobody_is_in_two(company: tuple[int, Points]) -> None:
    people, given = company
    found = chosen(people, given)
    assert reached(found) == in_a_book(given)
    assert found.items() <= given.items()
    assert len({person for pair in found for person in pair}) == 2 * len(found)


def test_of_an_odd_number_whoever_comes_first_has_a_partner() -> None:
    pool = [replace(JUNIOR, user=f"f{at}", department=f"D{at}", wants={"video": 5}) for at in range(3)]
    managers = {one.user: None for one in pool}
    for left in range(3):
        drawn = [
            replace(one, first="left_over" if at == left else "", offers={} if at == left else one.offers)
            for at, one in enumerate(pool)
        ]
        (pair,) = kinds.peers(drawn, Policy(), ON, managers).pairs
        assert f"f{left}" in (pair.mentor, pair.mentee)


def test_people_come_before_points() -> None:
    assert chosen(4, {(0, 1): 1, (1, 2): 1000, (2, 3): 1}).keys() == {(0, 1), (2, 3)}


@settings(max_examples=60, **UNHURRIED)
@given(drawn_rounds())
def test_no_choice_that_the_rules_allow_has_more_pairs_or_as_many_and_more_points(drawn: Any) -> None:
    pool, policy, managers, on = drawn
    may = allowed(pool, policy, on, managers)
    found = kinds.peers(pool, policy, on, managers)
    made = {tuple(sorted((pair.mentor, pair.mentee))): pair.points for pair in found.pairs}
    assert made.items() <= {tuple(sorted(pair)): worth for pair, worth in may.items()}.items()
    first = coming_first(pool)
    assert reached(made, first) == in_a_book(may, first)
    assert found.bound == len(made)
    assert found.proof is not None
    assert found.proof.bound >= found.proof.worth >= sum(made.values())
    assert found.proof.allowed == len(may)


@settings(max_examples=40, **UNHURRIED)
@given(drawn_rounds(), st.randoms(use_true_random=False))
def test_pinned_peers_stay_and_the_others_are_matched_as_well_as_can_be(drawn: Any, chance: Any) -> None:
    pool, policy, managers, on = drawn
    may = {tuple(sorted(pair)): worth for pair, worth in allowed(pool, policy, on, managers).items()}
    pins = some_of(may, chance)
    found = kinds.peers(pool, policy, on, managers, pins=[pair[:: chance.choice((1, -1))] for pair in pins])
    made = {tuple(sorted((pair.mentor, pair.mentee))): pair.points for pair in found.pairs}
    assert made.items() <= may.items()
    assert {*pins} <= made.keys()
    others = {pair: worth for pair, worth in may.items() if not {*pair} & {who for pin in pins for who in pin}}
    first, free = coming_first(pool), {pair: worth for pair, worth in made.items() if pair not in pins}
    assert reached(free, first) == in_a_book(others, first)
    assert found.proof is not None
    assert found.proof.allowed == len(others)
    assert sum(free.values()) <= found.proof.worth <= found.proof.bound


def some_of(may: Mapping[tuple[str, ...], int], chance: Any) -> list[tuple[str, ...]]:
    """Some of these pairs, none of which has somebody of another."""
    found: list[tuple[str, ...]] = []
    for pair in chance.sample([*may], min(len(may), 3)):
        if not any({*pair} & {*pin} for pin in found):
            found.append(pair)
    return found


@settings(max_examples=40, **UNHURRIED)
@given(drawn_rounds())
def test_two_peers_are_judged_and_scored_as_the_round_does(drawn: Any) -> None:
    pool, policy, managers, on = drawn
    pairs = [(one.user, other.user) for one in pool for other in pool]
    told = kinds.judge_peers(pool, pairs, policy, on, managers)
    found = {tuple(sorted(pair)): one.points for pair, one in zip(pairs, told, strict=True) if not isinstance(one, str)}
    assert found == {tuple(sorted(pair)): worth for pair, worth in allowed(pool, policy, on, managers).items()}
    assert {one for one in told if isinstance(one, str)} <= {*UNMATCHED_CODES, "self", "absent", "alike"}
    others = [one for one in pool if one.role and can_be_judged(one, policy, managers)]
    for pair, verdict in zip(pairs, told, strict=True):
        alone = [one for one in pool if one.user in pair]
        assert kinds.judge_peers(alone, [pair], policy, on, managers, others) == [verdict]


def test_what_peers_were_computed_from_has_one_name_whoever_is_named_first() -> None:
    pool = [replace(JUNIOR, user=f"f{at}", department=f"D{at}") for at in range(4)]
    managers = {one.user: None for one in pool}
    ways: list[list[tuple[str, str]]] = [[("f0", "f1")], [("f1", "f0")], [("f0", "f2")], []]
    names = [kinds.peers(pool, Policy(), ON, managers, pins=pins).digest for pins in ways]
    assert names[0] == names[1] == kinds.peers(pool[::-1], Policy(), ON, managers, pins=ways[0]).digest
    assert len({*names}) == 3


@pytest.mark.parametrize(
    "pins", [[("f0", "f0")], [("f0", "stranger")], [("f0", "f1"), ("f1", "f2")]], ids=["self", "stranger", "twice"]
)
def test_a_pin_of_peers_that_breaks_a_rule_is_refused(pins: list[tuple[str, str]]) -> None:
    pool = [replace(JUNIOR, user=f"f{at}", department=f"D{at}") for at in range(3)]
    with pytest.raises(ValueError, match="breaks a rule"):
        kinds.peers(pool, Policy(), ON, {one.user: None for one in pool}, pins=pins)


@pytest.mark.parametrize("seed", [1, 2])
def test_of_many_pairs_few_are_chosen_among_and_none_of_the_others_would_be_better(seed: int) -> None:
    pool, managers = candidates(120, seed)
    pool = [replace(one, purpose="", first="" if at % 5 else "left_over") for at, one in enumerate(pool)]
    found = kinds.peers(pool, Policy(), ON, managers)
    may, first = allowed(pool, Policy(), ON, managers), coming_first(pool)
    made = {(pair.mentor, pair.mentee): pair.points for pair in found.pairs}
    assert reached(made, first) == in_a_book(may, first)
    assert found.proof is not None
    assert found.proof.near < found.proof.allowed == len(may)


def test_it_is_told_how_far_a_large_company_is() -> None:
    pool, managers = candidates(120, 1)
    told: list[tuple[str, int, int]] = []
    kinds.peers(pool, Policy(), ON, managers, lambda *reached: told.append(reached))
    assert list(dict.fromkeys(step for step, _, _ in told)) == ["shortlist", "improve", "prove"]
    assert told[-1] == ("prove", len(pool), len(pool))


def test_a_few_who_can_only_meet_each_other_do_not_hide_that_nothing_is_better() -> None:
    pool, managers = candidates(120, 1)
    among = [replace(JUNIOR, user=f"f{at}", department=f"D{at}", languages=frozenset({"fi"})) for at in range(3)]
    found = kinds.peers([*pool, *among], Policy(), ON, {**managers, **dict.fromkeys(one.user for one in among)})
    assert found.proof is not None
    assert found.proof.near < found.proof.allowed
    assert sum(pair.mentor.startswith("f") for pair in found.pairs) == 1


def test_where_it_cannot_be_shown_that_nothing_is_better_nobody_sees_the_pairs() -> None:
    pool, managers = candidates(200, 1)
    anybody, flat = [replace(one, role="either", capacity=1) for one in pool], Policy(level_gap=kinds.ANY_LEVEL)
    people = cohort(anybody, flat, chart(managers, ()), ON)
    with pytest.raises(ArithmeticError, match="not proven"):
        best_equals(equals(people, 2), most=0)


@settings(max_examples=40, **UNHURRIED)
@given(drawn_rounds(), st.randoms())
def test_the_order_of_the_people_changes_nothing(drawn: Any, chance: Any) -> None:
    pool, policy, managers, on = drawn
    shuffled = chance.sample(pool, len(pool))
    assert kinds.peers(shuffled, policy, on, managers) == kinds.peers(pool, policy, on, managers)
