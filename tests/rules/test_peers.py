"""Peers: two people with no direction, as many as possible, then as well as possible."""

from itertools import combinations

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.matching.peers import Allowed, Peers, best_peers

Points = dict[tuple[int, int], int]


def allowed(people: int, points: Points) -> Allowed:
    """The table of these pairs."""
    pairs = np.array(list(points), dtype=np.int64).reshape(-1, 2)
    return Allowed(people, pairs[:, 0], pairs[:, 1], np.array(list(points.values()), dtype=np.int64))


@st.composite
def companies(draw: st.DrawFn) -> tuple[int, Points]:
    """Up to nine people, any pairs of whom may meet, some for nothing and many for the same points."""
    people = draw(st.integers(0, 9))
    every = list(combinations(range(people), 2))
    met = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    return people, {pair: draw(st.sampled_from([0, 1, 2, 500, 1000])) for pair in met}


def in_a_book(people: int, points: Points) -> tuple[int, int]:
    """How many pairs and points networkx finds."""
    graph = networkx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in points.items())
    pairs = networkx.max_weight_matching(graph, maxcardinality=True)
    return len(pairs), sum(points[min(pair), max(pair)] for pair in pairs)


def reached(found: Peers) -> tuple[int, int]:
    """How many pairs, and their points."""
    return len(found.pairs), found.points


@settings(deadline=None)
@given(companies())
def test_nobody_is_in_two_pairs_and_no_pair_is_one_that_may_not_meet(company: tuple[int, Points]) -> None:
    people, points = company
    found = best_peers(allowed(people, points))
    paired = [person for pair in found.pairs for person in pair]
    assert len(paired) == len(set(paired))
    assert found.points == sum(points[pair] for pair in found.pairs)


@settings(deadline=None)
@given(companies())
def test_as_many_pairs_and_points_as_networkx_finds(company: tuple[int, Points]) -> None:
    assert reached(best_peers(allowed(*company))) == in_a_book(*company)


@settings(deadline=None)
@given(companies())
def test_the_bounds_are_never_below_what_is_reached(company: tuple[int, Points]) -> None:
    found = best_peers(allowed(*company))
    assert len(found.pairs) <= found.pairs_bound
    assert found.points <= found.points_bound


@settings(deadline=None)
@given(companies(), st.randoms())
def test_the_order_of_the_pairs_and_of_the_two_in_them_changes_nothing(company: tuple[int, Points], chance) -> None:
    people, points = company
    shuffled = [(pair if chance.random() < 0.5 else pair[::-1], weight) for pair, weight in points.items()]
    chance.shuffle(shuffled)
    assert best_peers(allowed(people, dict(shuffled))) == best_peers(allowed(people, points))


@settings(deadline=None)
@given(companies(), st.randoms())
def test_the_places_of_people_change_neither_how_many_nor_how_well(company: tuple[int, Points], chance) -> None:
    people, points = company
    place = chance.sample(range(people), people)
    moved = {(place[one], place[other]): weight for (one, other), weight in points.items()}
    assert reached(best_peers(allowed(people, moved))) == reached(best_peers(allowed(people, points)))


@settings(deadline=None)
@given(companies(), st.integers(1, 3))
def test_choosing_among_the_best_few_keeps_the_bounds_of_all(company: tuple[int, Points], few: int) -> None:
    whole, some = best_peers(allowed(*company)), best_peers(allowed(*company), few)
    assert (some.pairs_bound, some.points_bound) == (whole.pairs_bound, whole.points_bound)
    assert reached(some) <= reached(whole)


def test_people_come_before_points() -> None:
    path = {(0, 1): 1, (1, 2): 1000, (2, 3): 1}
    assert best_peers(allowed(4, path)).pairs == ((0, 1), (2, 3))


def test_of_three_who_may_all_meet_one_pair_is_all_that_is_possible() -> None:
    assert best_peers(allowed(3, {(0, 1): 5, (1, 2): 7, (0, 2): 6})) == Peers(((1, 2),), 7, 1, 9)


def test_a_pair_among_the_best_of_only_one_of_the_two_stays() -> None:
    kept = allowed(4, {(0, 1): 9, (0, 2): 8, (0, 3): 7}).best(1)
    assert kept.other.tolist() == [1, 2, 3]


@pytest.mark.parametrize("people", [0, 1, 2, 5])
def test_where_nobody_may_meet_nobody_is_paired(people: int) -> None:
    assert best_peers(allowed(people, {}), few=3) == Peers((), 0, 0, 0)


@pytest.mark.parametrize("points", [{(1, 1): 3}, {(0, 2): 3}, {(-1, 0): 3}, {(0, 1): -1}, {(0, 1): 3, (1, 0): 3}])
def test_what_is_no_pair_of_this_company_is_refused(points: Points) -> None:
    with pytest.raises(ValueError, match="a pair"):
        allowed(2, points)
