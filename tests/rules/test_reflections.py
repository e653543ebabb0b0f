"""Role drift: what a sum of answers says for certain about the number of sessions they are about."""

from itertools import product

import pytest

from bot.rules.reflections import fewest_sessions


@pytest.mark.parametrize(("answers", "by_both", "sessions"), [(0, 0, 0), (2, 0, 2), (2, 1, 1), (4, 3, 2), (5, 3, 3)])
def test_so_many_answers_come_from_so_many_sessions_at_least(answers: int, by_both: int, sessions: int) -> None:
    assert fewest_sessions(answers, by_both) == sessions


@pytest.mark.parametrize("most", [(2, 2, 2), (1, 1, 2), (1, 1, 1), (1, 2, 2, 2)])
def test_it_is_the_least_of_all_ways_in_which_they_can_have_been_given(most: tuple[int, ...]) -> None:
    """``most`` is how many answered each session."""
    ways = list(product(*(range(count + 1) for count in most)))
    for total in range(sum(most) + 1):
        least = min(sum(count > 0 for count in way) for way in ways if sum(way) == total)
        assert fewest_sessions(total, most.count(2)) == least
