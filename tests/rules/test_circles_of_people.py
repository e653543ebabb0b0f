"""Circles of people as a round asks for them: their size, how many a mentor takes, and who comes first."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from drawn_rounds import UNHURRIED, rounds
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.matching import Candidate, Policy, allowed_pairs
from bot.rules.matching.circles import Size
from bot.rules.matching.kinds import Gathered, circles

ON = date(2026, 11, 23)
BASE = Candidate("", "mentee", level=6, department="HR", zone="Europe/Berlin", languages=frozenset({"en"}))
ANN = replace(BASE, user="Ann", role="mentor", level=2, department="IT", capacity=2)
GINA, HUGO, INES = (replace(BASE, user=user) for user in ("Gina", "Hugo", "Ines"))
SIZE = Size(2, 4)


def gathered(*people: Candidate, size: Size = SIZE) -> Gathered:
    managers = {one.user: None for one in people}
    return circles(people, Policy(), ON, managers, size, as_many_as_wished=True)


def mentees(found: Gathered) -> set[str]:
    return {pair.mentee for pair in found.pairs}


def test_a_mentor_gets_as_many_as_they_wish() -> None:
    found = gathered(ANN, GINA, HUGO, INES)
    assert len(found.pairs) == 2
    assert found.bound == 2


def test_a_mentor_who_wishes_for_fewer_than_a_circle_has_leads_none() -> None:
    found = gathered(replace(ANN, capacity=1), GINA, HUGO)
    assert found.pairs == ()
    assert [one.user for one in found.unmatched] == ["Ann", "Gina", "Hugo"]


def test_no_circle_is_larger_than_the_programme_has_them() -> None:
    assert len(gathered(replace(ANN, capacity=6), GINA, HUGO, INES, size=Size(2, 2)).pairs) == 2


def test_of_as_many_mentees_those_are_placed_who_come_first() -> None:
    keen = replace(INES, wants={"AI": 5})
    mentor = replace(ANN, offers={"AI": 5})
    assert "Ines" in mentees(gathered(mentor, GINA, HUGO, keen))
    assert mentees(gathered(mentor, replace(GINA, first="left_over"), replace(HUGO, first="left_over"), keen)) == {
        "Gina",
        "Hugo",
    }


def test_the_circle_of_a_mentor_who_comes_first_is_filled_first() -> None:
    ben = replace(ANN, user="Ben")
    for first in (ANN, ben):
        found = gathered(*(replace(one, first="ended" if one is first else "") for one in (ANN, ben)), GINA, HUGO)
        assert {pair.mentor for pair in found.pairs} == {first.user}


def test_who_comes_first_fits_as_well_as_anybody_else() -> None:
    usual, first = (gathered(ANN, *two).points for two in ([GINA, HUGO], [replace(GINA, first="left_over"), HUGO]))
    assert usual == first


def test_what_circles_were_computed_from_has_one_name_whatever_the_order_and_another_for_another_wish() -> None:
    one, other = gathered(ANN, GINA, HUGO, INES), gathered(INES, HUGO, GINA, ANN)
    assert one.digest == other.digest
    assert len(one.digest) == 64
    managers = {who.user: None for who in (ANN, GINA, HUGO, INES)}
    pinned = circles(
        [ANN, GINA, HUGO, INES], Policy(), ON, managers, SIZE, as_many_as_wished=True, pins=[("Ann", "Ines")]
    )
    assert "Ines" in mentees(pinned)
    assert len({one.digest, pinned.digest, gathered(ANN, GINA, HUGO, INES, size=Size(2, 3)).digest}) == 3


def test_a_pin_of_a_mentee_who_cannot_be_in_that_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="a pin"):
        circles([ANN, replace(GINA, level=2)], Policy(), ON, {"Ann": None, "Gina": None}, pins=[("Ann", "Gina")])


@settings(max_examples=40, **UNHURRIED)
@given(rounds(), st.randoms(use_true_random=False))
def test_whoever_is_pinned_sits_with_that_mentor_or_is_told_and_every_pair_keeps_the_rules(
    drawn: Any, chance: Any
) -> None:
    pool, policy, managers, on = drawn
    may = [(one, other) for one, other, _ in allowed_pairs(pool, policy=policy, on=on, managers=managers)]
    pins = [*{mentee: (mentor, mentee) for mentor, mentee in chance.sample(may, min(len(may), 3))}.values()]
    found = circles(pool, policy, on, managers, Size(2, 4), as_many_as_wished=True, pins=pins)
    made = {(pair.mentor, pair.mentee) for pair in found.pairs}
    assert made <= {*may}
    assert {pin for pin in pins if pin in made} == {*pins} - {*found.unkept}
