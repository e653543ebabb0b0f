"""Circles: as many mentees as possible, none too small, nobody beside whoever stands above or below them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.matching.chart import chart
from bot.rules.matching.circles import Circles, Company, Size, best_circles
from tests.benchmarks.kinds import gathering

Points = dict[tuple[int, int], int]
PAIR_OR_MORE = Size()


@dataclass(frozen=True)
class Drawn:
    """A small company: what each mentee and mentor are worth, and who manages whom among the mentees."""

    mentees: int
    mentors: int
    points: Points
    managers: tuple[int | None, ...]
    apart: frozenset[tuple[int, int]] = frozenset()
    size: Size = PAIR_OR_MORE
    room: tuple[int, ...] | None = None
    pins: tuple[tuple[int, int], ...] = ()

    def company(self) -> Company:
        pairs = np.array(list(self.points), dtype=np.int64).reshape(-1, 2)
        managers = {str(at): None if above is None else str(above) for at, above in enumerate(self.managers)}
        company = chart(managers, ())
        first, last = (
            np.array([where[str(at)] for at in range(self.mentees)], dtype=np.int64)
            for where in (company.first, company.last)
        )
        worth = np.array(list(self.points.values()), dtype=np.int64)
        room = None if self.room is None else np.array(self.room, dtype=np.int64)
        sides = self.mentees, self.mentors
        return Company(*sides, pairs[:, 0], pairs[:, 1], worth, first, last, self.apart, room, self.pins)

    def clash(self, one: int, other: int) -> bool:
        """Told without numbers: by walking up from both."""
        return other in self._above(one) or one in self._above(other) or bool({(one, other), (other, one)} & self.apart)

    def _above(self, mentee: int) -> Iterator[int]:
        while (above := self.managers[mentee]) is not None:
            yield above
            mentee = above


@st.composite
def companies(draw: st.DrawFn) -> Drawn:
    """Up to seven mentees and four mentors; some mentees manage others, some are to be kept apart."""
    mentees, mentors = draw(st.integers(0, 7)), draw(st.integers(0, 4))
    every = [(mentee, mentor) for mentee in range(mentees) for mentor in range(mentors)]
    may = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    two = list(combinations(range(mentees), 2))
    return Drawn(
        mentees,
        mentors,
        {pair: draw(st.sampled_from([0, 1, 2, 500, 1000])) for pair in may},
        tuple(draw(st.sampled_from([None, None, *range(at)])) for at in range(mentees)),
        frozenset(draw(st.lists(st.sampled_from(two), max_size=2))) if two else frozenset(),
        Size(draw(st.integers(1, 3)), draw(st.integers(3, 6))),
        draw(st.none() | st.tuples(*[st.integers(1, 6)] * mentors)),
    )


@st.composite
def pinned_companies(draw: st.DrawFn) -> Drawn:
    """The same with up to three mentees pinned, each to somebody in whose circle they may be."""
    drawn = draw(companies())
    pins = draw(st.lists(st.sampled_from([*drawn.points]), max_size=3, unique_by=_mentee)) if drawn.points else []
    return replace(drawn, pins=tuple(pins))


def _mentee(pin: tuple[int, int]) -> int:
    return pin[0]


def keepable(drawn: Drawn) -> tuple[tuple[int, int], ...]:
    """The pins that can be kept, the earlier before the later."""
    kept: tuple[tuple[int, int], ...] = ()
    for pin in drawn.pins:
        if by_trying_everything(replace(drawn, pins=(*kept, pin))) is not None:
            kept = (*kept, pin)
    return kept


def by_trying_everything(drawn: Drawn) -> tuple[int, int] | None:
    """The most mentees who can be placed, and the most points for so many. None where the pins cannot be kept."""
    best = {frozenset[int](): (0, 0)}
    for mentor in range(drawn.mentors):
        found = {} if any(to == mentor for _, to in drawn.pins) else dict(best)
        for circle in _possible(drawn, mentor):
            earned = sum(drawn.points[mentee, mentor] for mentee in circle)
            for placed, (many, points) in best.items():
                if not placed & circle:
                    reached = (many + len(circle), points + earned)
                    found[placed | circle] = max(found.get(placed | circle, (0, 0)), reached)
        best = found
    return max(best.values(), default=None)


def _possible(drawn: Drawn, mentor: int) -> Iterator[frozenset[int]]:
    where = dict(drawn.pins)
    may = [at for at in range(drawn.mentees) if (at, mentor) in drawn.points and where.get(at, mentor) == mentor]
    held = {mentee for mentee, to in drawn.pins if to == mentor}
    room = drawn.size.most if drawn.room is None else min(drawn.room[mentor], drawn.size.most)
    for many in range(drawn.size.least, room + 1):
        for circle in combinations(may, many):
            if held <= {*circle} and not any(drawn.clash(*two) for two in combinations(circle, 2)):
                yield frozenset(circle)


def reached(found: Circles) -> tuple[int, int]:
    """How many mentees, and their points."""
    return found.placed, found.points


def assert_keeps_the_rules(found: Circles, drawn: Drawn) -> None:
    everybody = [mentee for _, mentees in found.circles for mentee in mentees]
    assert len(everybody) == len(set(everybody)) == found.placed
    assert len({mentor for mentor, _ in found.circles}) == len(found.circles)
    for mentor, mentees in found.circles:
        assert frozenset(mentees) in set(_possible(drawn, mentor))
    assert found.points == sum(drawn.points[mentee, mentor] for mentor, mentees in found.circles for mentee in mentees)


@settings(deadline=None)
@given(companies(), st.sampled_from([0, 200]))
def test_no_circle_breaks_a_rule_however_it_was_found(drawn: Drawn, small: int) -> None:
    assert_keeps_the_rules(best_circles(drawn.company(), drawn.size, small), drawn)


@settings(deadline=None)
@given(companies())
def test_a_small_company_has_the_most_mentees_and_points_of_all_circles_there_are(drawn: Drawn) -> None:
    assert reached(best_circles(drawn.company(), drawn.size)) == by_trying_everything(drawn)


@settings(deadline=None)
@given(companies(), st.sampled_from([0, 200]))
def test_no_more_than_the_bound_can_be_placed(drawn: Drawn, small: int) -> None:
    most = by_trying_everything(drawn)
    assert most is not None
    assert most[0] <= best_circles(drawn.company(), drawn.size, small).bound


@settings(deadline=None)
@given(pinned_companies())
def test_of_a_small_company_every_pin_is_kept_that_can_be_and_the_rest_is_the_best_there_is(drawn: Drawn) -> None:
    found, kept = best_circles(drawn.company(), drawn.size), keepable(drawn)
    assert found.unkept == tuple(pin for pin in drawn.pins if pin not in kept)
    assert_keeps_the_rules(found, replace(drawn, pins=kept))
    assert reached(found) == by_trying_everything(replace(drawn, pins=kept))


@settings(deadline=None)
@given(pinned_companies(), st.sampled_from([0, 200]))
def test_whoever_is_pinned_sits_there_or_is_said_not_to_and_no_circle_breaks_a_rule(drawn: Drawn, small: int) -> None:
    found = best_circles(drawn.company(), drawn.size, small)
    kept = tuple(pin for pin in drawn.pins if pin not in found.unkept)
    assert_keeps_the_rules(found, replace(drawn, pins=kept))
    assert {*kept} <= {(mentee, mentor) for mentor, mentees in found.circles for mentee in mentees}
    most = by_trying_everything(replace(drawn, pins=kept))
    assert most is not None
    assert most[0] <= found.bound


@settings(deadline=None)
@given(companies(), st.randoms(), st.sampled_from([0, 200]))
def test_the_order_of_the_pairs_changes_nothing(drawn: Drawn, chance, small: int) -> None:
    pairs = list(drawn.points.items())
    chance.shuffle(pairs)
    shuffled = replace(drawn, points=dict(pairs))
    assert best_circles(shuffled.company(), drawn.size, small) == best_circles(drawn.company(), drawn.size, small)


@pytest.mark.parametrize("size", [Size(2, 6), Size(4, 5)])
def test_pins_of_a_company_of_two_hundred_are_kept_and_still_nearly_everybody_is_placed(size: Size) -> None:
    company = gathering(200)
    once = best_circles(company, size).circles
    pins = tuple(zip((mentees[0] for _, mentees in once[:8]), (mentor for mentor, _ in once[8:16]), strict=True))
    may = {*zip(company.mentee.tolist(), company.mentor.tolist(), strict=True)}
    pins = tuple(pin for pin in pins if pin in may)
    assert pins
    found = best_circles(replace(company, pins=pins), size)
    assert found.unkept == ()
    assert {*pins} <= {(mentee, mentor) for mentor, mentees in found.circles for mentee in mentees}
    assert found.placed >= 0.99 * found.bound


def test_a_circle_is_closed_where_a_pinned_one_could_not_be_filled_otherwise() -> None:
    everybody = [(0, 0), (1, 0), (1, 1), (2, 1), (2, 0)]
    drawn = Drawn(3, 2, {pair: 1000 if pair[1] else 1 for pair in everybody}, (None,) * 3, pins=((0, 0),))
    for small in (0, 200):
        assert best_circles(drawn.company(), small=small).circles == ((0, (0, 1, 2)),)


def test_a_pin_around_which_no_circle_can_be_filled_is_told_and_not_kept() -> None:
    drawn = Drawn(3, 2, dict.fromkeys([(0, 0), (0, 1), (1, 1), (2, 1)], 1), (None,) * 3, pins=((0, 0),))
    for small in (0, 200):
        assert best_circles(drawn.company(), small=small) == Circles(((1, (0, 1, 2)),), 3, 3, ((0, 0),))


def test_a_pin_that_is_no_allowed_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="a pin"):
        Drawn(2, 1, {(0, 0): 1}, (None, None), pins=((1, 0),)).company()


@pytest.mark.parametrize("size", [Size(2, 6), Size(3, 6), Size(4, 5)])
def test_nearly_everybody_of_a_company_of_two_hundred_is_placed(size: Size) -> None:
    company = gathering(200)
    found = best_circles(company, size)
    assert found.placed >= 0.995 * found.bound
    for _, mentees in found.circles:
        assert size.least <= len(mentees) <= size.most
        assert not any(company.clash(*two) for two in combinations(mentees, 2))


def leveled(people: int, *, liked: int) -> Drawn:
    """So many mentees and as many mentors by level; whoever stands two levels lower may teach, and the first ones may
    be taught by nobody. So many mentors are liked best by all."""
    chance = random.Random(1)
    mentees, mentors = (sorted(chance.randint(1, 9) for _ in range(people)) for _ in range(2))
    may = product(enumerate(mentees), enumerate(mentors))
    points = {(at, by): 500 if by < liked else 10 for (at, level), (by, lower) in may if level - lower >= 2}
    return Drawn(people, people, points, (None,) * people)


@pytest.mark.parametrize("liked", [0, 5])
def test_a_company_by_level_is_placed_as_far_as_there_are_seats(liked: int) -> None:
    """All pairs are worth the same, or all want the same mentors."""
    drawn = leveled(300, liked=liked)
    found = best_circles(drawn.company(), PAIR_OR_MORE)
    assert found.placed == found.bound == len({mentee for mentee, _ in drawn.points})


@pytest.mark.parametrize("seats", [2, 4])
def test_the_bound_is_the_greatest_flow_over_all_pairs(seats: int) -> None:
    """Whoever sits low has few mentors, whoever sits high many, of whom the same ones are liked best."""
    drawn = replace(leveled(60, liked=20), mentors=30, room=(seats,) * 30)
    drawn = replace(drawn, points={pair: worth for pair, worth in drawn.points.items() if pair[1] < 30})
    graph = networkx.DiGraph()
    graph.add_edges_from((("mentee", one), ("mentor", other), {"capacity": 1}) for one, other in drawn.points)
    graph.add_edges_from(("all", ("mentee", one), {"capacity": 1}) for one in range(drawn.mentees))
    graph.add_edges_from((("mentor", one), "none", {"capacity": seats}) for one in range(drawn.mentors))
    most = networkx.maximum_flow_value(graph, "all", "none")
    assert 0 < most < drawn.mentees
    assert best_circles(drawn.company(), Size(2, 6), small=0).bound == most


def test_a_mentor_with_too_few_mentees_gives_them_to_others() -> None:
    drawn = Drawn(3, 2, {(0, 0): 1, (1, 0): 1, (2, 0): 1, (2, 1): 1000}, (None,) * 3)
    for small in (0, 200):
        assert best_circles(drawn.company(), small=small) == Circles(((0, (0, 1, 2)),), 3, 3)


def test_a_full_circle_leaves_the_others_to_nobody() -> None:
    drawn = Drawn(5, 1, {(at, 0): at for at in range(5)}, (None,) * 5, size=Size(2, 3))
    for small in (0, 200):
        assert best_circles(drawn.company(), drawn.size, small) == Circles(((0, (2, 3, 4)),), 9, 3)


def test_a_mentor_has_no_more_mentees_than_they_take_and_no_circle_where_that_is_too_few() -> None:
    everybody = [(mentee, mentor) for mentee in range(6) for mentor in range(3)]
    drawn = Drawn(6, 3, dict.fromkeys(everybody, 1), (None,) * 6, size=Size(2, 6), room=(1, 2, 3))
    for small in (0, 200):
        found = best_circles(drawn.company(), drawn.size, small)
        assert [(mentor, len(mentees)) for mentor, mentees in found.circles] == [(1, 2), (2, 3)]
        assert found.bound == 5


def test_a_chief_shares_no_circle_with_whoever_stands_below_at_any_depth() -> None:
    drawn = Drawn(3, 1, dict.fromkeys([(0, 0), (1, 0), (2, 0)], 5), (None, 0, 1))
    for small in (0, 200):
        assert best_circles(drawn.company(), small=small).circles == ()


def test_whoever_is_left_gets_a_circle_for_which_larger_ones_give_somebody_away() -> None:
    may = [*((at, 0) for at in range(3)), (2, 1), (3, 1)]
    drawn = Drawn(4, 2, {pair: 1000 if pair == (2, 0) else 1 for pair in may}, (None,) * 4)
    for small in (0, 200):
        assert best_circles(drawn.company(), small=small).circles == ((0, (0, 1)), (1, (2, 3)))


@pytest.mark.parametrize(("mentees", "mentors"), [(0, 0), (0, 3), (3, 0), (4, 2)])
def test_where_nobody_may_meet_there_is_no_circle(mentees: int, mentors: int) -> None:
    assert best_circles(Drawn(mentees, mentors, {}, (None,) * mentees).company()) == Circles((), 0, 0)


@pytest.mark.parametrize(("least", "most"), [(0, 3), (-1, 2), (4, 3)])
def test_a_size_that_no_circle_can_have_is_refused(least: int, most: int) -> None:
    with pytest.raises(ValueError, match="a circle has"):
        Size(least, most)


@pytest.mark.parametrize("points", [{(2, 0): 1}, {(0, 1): 1}, {(-1, 0): 1}, {(0, -1): 1}, {(0, 0): -1}])
def test_what_is_no_pair_of_this_company_is_refused(points: Points) -> None:
    with pytest.raises(ValueError, match="a pair"):
        Drawn(2, 1, points, (None, None)).company()


def test_a_pair_named_twice_is_refused() -> None:
    twice, nobody = np.zeros(2, dtype=np.int64), np.arange(1)
    with pytest.raises(ValueError, match="once"):
        Company(1, 1, twice, twice, twice, nobody, nobody + 1)
