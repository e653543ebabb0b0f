"""Somebody who would be either: a mentor in one pair and a mentee in another, at once."""

from itertools import permutations

import pytest
from consenting import NO, YES, is_asked, question, says, set_approval
from coordinating import (
    end_from_home,
    heard,
    introduce_at_once,
    introductions,
    newest_preview,
    open_pairs,
    preview,
    proposed,
)
from databases import BOTH
from taking_part import enrol, programme_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World

LEVELS = {"Ann": 2, "Chloe": 4, "Gina": 6, "Hugo": 8}
ANN_CHLOE, CHLOE_GINA, GINA_HUGO = ("U0ANN", "U0CHLOE"), ("U0CHLOE", "U0GINA"), ("U0GINA", "U0HUGO")
NO_MATCH = "no match for you"


@pytest.fixture(autouse=True)
def one_level_apart(demo: Demo) -> None:
    """Everybody who is at all more senior may be a mentee."""
    set_gap(demo, 1)


@pytest.fixture
def between(demo: Demo) -> None:
    """Chloe would be either, between Ann, a mentor, and Gina, a mentee."""
    for name, role in (("Ann", "mentor"), ("Chloe", "either"), ("Gina", "mentee")):
        stand_alone(demo, name, role)


def set_gap(demo: Demo, gap: int) -> None:
    with demo.store.begin() as db:
        row = programme_of(demo)
        row.level_gap = gap
        db.merge(row)


def stand_alone(demo: Demo, name: str, role: str = "either", **answers: int) -> None:
    """Somebody of a level and a department of their own, whom nobody manages."""
    apart = {"department": name, "manager_id": None, "reviewers": [], "former_managers": []}
    remember(demo, name, level=LEVELS[name], **apart)
    enrol(demo, name, role=role, **answers)


def everybody_is_either(demo: Demo) -> None:
    for name in LEVELS:
        stand_alone(demo, name)


def approve_all(cora: Actor) -> None:
    shown = preview(cora)
    cora.clicks(next(label for label in shown.buttons if label.startswith("Approve all")))


def met(demo: Demo) -> list[tuple[str, str]]:
    return sorted((pair.mentor_id, pair.mentee_id) for pair in open_pairs(demo))


@BOTH
@pytest.mark.usefixtures("between")
def test_a_round_introduces_one_as_a_mentor_and_as_a_mentee(world: World, demo: Demo, cora: Actor) -> None:
    introduce_at_once(demo)
    approve_all(cora)
    world.wait(minutes=3)
    assert met(demo) == [ANN_CHLOE, CHLOE_GINA]
    assert "2 pairs are introduced" in newest_preview(cora).text
    chloe = world.person("Chloe")
    said = " ".join(one.text for one in introductions(chloe))
    assert "*<@U0ANN> mentors you*" in said
    assert "*You mentor <@U0GINA>*" in said
    assert not any(NO_MATCH in one.text for name in LEVELS for one in heard(world.person(name)))
    home = chloe.opens_home().text
    assert "*<@U0ANN> mentors you*" in home
    assert "*You mentor <@U0GINA>*" in home
    assert "You are a mentor, a mentee or both, whichever fits" in home


def test_as_many_are_introduced_as_the_preview_promises(world: World, demo: Demo, cora: Actor) -> None:
    introduce_at_once(demo)
    everybody_is_either(demo)
    promised = sorted(proposed(preview(cora)))
    approve_all(cora)
    world.wait(minutes=3)
    assert met(demo) == promised
    assert len(promised) == 3


@pytest.mark.usefixtures("between")
def test_both_pairs_are_approved_one_by_one(world: World, demo: Demo, cora: Actor) -> None:
    introduce_at_once(demo)
    preview(cora)
    for _ in range(2):
        cora.clicks("Approve pair", in_=newest_preview(cora))
        world.wait(minutes=1)
    assert met(demo) == [ANN_CHLOE, CHLOE_GINA]


@BOTH
@pytest.mark.parametrize("ann_comes_first", [True, False])
@pytest.mark.usefixtures("between")
def test_one_is_asked_about_both_sides_in_turn(
    world: World, demo: Demo, cora: Actor, ann_comes_first: bool
) -> None:
    set_approval(demo, "coordinator")
    approve_all(cora)
    world.wait(minutes=3)
    ann, chloe, gina = map(world.person, ("Ann", "Chloe", "Gina"))
    assert "*Somebody could mentor you*" in question(chloe).text
    assert is_asked(gina)
    for senior, junior in ((chloe, ann), (gina, chloe))[:: 1 if ann_comes_first else -1]:
        says(senior, YES)
        world.wait(minutes=3)
        says(junior, YES)
        world.wait(minutes=3)
    assert met(demo) == [ANN_CHLOE, CHLOE_GINA]
    assert not any(NO_MATCH in one.text for who in (ann, chloe, gina) for one in heard(who))


@pytest.mark.usefixtures("between")
def test_a_no_to_one_side_leaves_the_other_as_it_is(world: World, demo: Demo, cora: Actor) -> None:
    set_approval(demo, "coordinator")
    approve_all(cora)
    world.wait(minutes=3)
    chloe, gina = world.person("Chloe"), world.person("Gina")
    says(chloe, NO)
    says(gina, YES)
    world.wait(minutes=3)
    assert "Gina" in question(chloe).text or "U0GINA" in question(chloe).text
    says(chloe, YES)
    world.wait(minutes=3)
    assert met(demo) == [CHLOE_GINA]
    assert not any(NO_MATCH in one.text for one in heard(chloe))


@pytest.mark.usefixtures("between")
def test_where_one_pair_ends_the_other_goes_on_and_the_next_round_fills_the_place(
    world: World, demo: Demo, cora: Actor
) -> None:
    introduce_at_once(demo)
    approve_all(cora)
    world.wait(minutes=3)
    gina = world.person("Gina")
    end_from_home(gina)
    world.wait(hours=2)
    chloe = world.person("Chloe")
    assert "<@U0GINA> and you are no longer paired" in heard(chloe)[-1].text
    home = chloe.opens_home().text
    assert "*<@U0ANN> mentors you*" in home
    assert "You mentor" not in home
    stand_alone(demo, "Hugo", "mentee")
    assert proposed(preview(cora)) == [("U0CHLOE", "U0HUGO")]
    cora.clicks("Approve 1 pair", in_=newest_preview(cora))
    world.wait(minutes=3)
    assert met(demo) == [ANN_CHLOE, ("U0CHLOE", "U0HUGO")]


def test_whoever_teaches_learns_from_the_next_round_on(world: World, demo: Demo, cora: Actor) -> None:
    introduce_at_once(demo)
    stand_alone(demo, "Chloe")
    stand_alone(demo, "Gina", "mentee")
    assert proposed(preview(cora)) == [CHLOE_GINA]
    cora.clicks("Approve 1 pair", in_=newest_preview(cora))
    world.wait(minutes=3)
    stand_alone(demo, "Ann", "mentor")
    assert proposed(preview(cora)) == [ANN_CHLOE]
    cora.clicks("Approve 1 pair", in_=newest_preview(cora))
    world.wait(minutes=3)
    assert met(demo) == [ANN_CHLOE, CHLOE_GINA]


@pytest.mark.usefixtures("between")
def test_the_pair_that_was_ended_is_taken_up_again_although_one_learns_elsewhere(
    world: World, demo: Demo, cora: Actor
) -> None:
    introduce_at_once(demo)
    approve_all(cora)
    world.wait(minutes=3)
    gina = world.person("Gina")
    end_from_home(gina)
    gina.clicks("Take it back")
    assert met(demo) == [ANN_CHLOE, CHLOE_GINA]


@pytest.mark.parametrize("alone", [True, False])
def test_two_of_one_level_may_teach_each_other(world: World, demo: Demo, cora: Actor, alone: bool) -> None:
    introduce_at_once(demo)
    set_gap(demo, 0)
    for name in ("Ann", "Chloe"):
        stand_alone(demo, name)
        remember(demo, name, level=4)
    promised = sorted(proposed(preview(cora)))
    if alone:
        cora.clicks("Approve pair", in_=newest_preview(cora))
        world.wait(minutes=1)
        cora.clicks("Approve pair", in_=newest_preview(cora))
    else:
        cora.clicks("Approve all 2 pairs", in_=newest_preview(cora))
    world.wait(minutes=3)
    assert met(demo) == promised == sorted(permutations(("U0ANN", "U0CHLOE")))
