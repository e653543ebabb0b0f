"""Somebody who would be either: a mentor in one pair and a mentee in another, at once."""

from itertools import permutations

import pytest
from announcing import readers, send
from consenting import NO, YES, is_asked, question, says, set_approval, statuses
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
from taking_part import enrol, id_of, programme_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import rulings

LEVELS = {"Ann": 2, "Chloe": 4, "Gina": 6, "Hugo": 8}
ANN_CHLOE, CHLOE_GINA, GINA_HUGO = ("U0ANN", "U0CHLOE"), ("U0CHLOE", "U0GINA"), ("U0GINA", "U0HUGO")
NO_MATCH = "no match for you"


@pytest.fixture(autouse=True)
def one_level_apart(demo: Demo) -> None:
    """Everybody who is at all more senior may be a mentee."""
    set_gap(demo, 1)


@pytest.fixture
def between(demo: Demo) -> None:
    stand_between(demo)


def stand_between(demo: Demo) -> None:
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


def forbid(demo: Demo, mentor: str, *mentees: str) -> None:
    held, now = programme_of(demo).id or 0, demo.clock.now()
    with demo.store.begin() as db:
        for mentee in mentees:
            rulings.rule(db, held, (id_of(demo, mentor), id_of(demo, mentee)), "forbidden", "U0CORA", now)


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


def test_the_mentees_of_one_who_learns_are_as_many_as_they_take(world: World, demo: Demo, cora: Actor) -> None:
    introduce_at_once(demo)
    for name, role in (("Ann", "mentor"), ("Gina", "mentee"), ("Hugo", "mentee")):
        stand_alone(demo, name, role)
    stand_alone(demo, "Chloe", capacity=2)
    forbid(demo, "Ann", "Gina", "Hugo")
    approve_all(cora)
    world.wait(minutes=3)
    assert met(demo) == [ANN_CHLOE, CHLOE_GINA, ("U0CHLOE", "U0HUGO")]


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
def test_one_is_asked_about_both_sides_in_turn(world: World, demo: Demo, cora: Actor, ann_comes_first: bool) -> None:
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
def test_whoever_is_asked_about_one_side_is_free_for_the_other(world: World, demo: Demo, cora: Actor) -> None:
    set_approval(demo, "coordinator")
    preview(cora)
    for _ in range(2):
        cora.clicks("Approve pair", in_=newest_preview(cora))
        world.wait(minutes=1)
    assert statuses(demo) == ["senior", "senior"]
    says(world.person("Gina"), YES)
    world.wait(minutes=1)
    assert [YES in said.buttons for said in heard(world.person("Chloe"))] == [True, True]


@pytest.mark.usefixtures("between")
def test_a_no_to_one_side_leaves_the_other_as_it_is(world: World, demo: Demo, cora: Actor) -> None:
    set_approval(demo, "coordinator")
    approve_all(cora)
    world.wait(minutes=3)
    chloe, gina = world.person("Chloe"), world.person("Gina")
    says(chloe, NO)
    says(gina, YES)
    world.wait(minutes=3)
    assert "<@U0GINA>" in question(chloe).text
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


@pytest.fixture
def taught_until_now(world: World, demo: Demo, cora: Actor) -> Actor:
    """Chloe, whose months with Ann are over, and who goes on with Gina."""
    stand_between(demo)
    introduce_at_once(demo)
    approve_all(cora)
    world.wait(minutes=3)
    with demo.store.begin() as db:
        over = next(pair for pair in open_pairs(demo) if pair.mentor_id == "U0ANN")
        over.ends_at = demo.clock.now()
        db.merge(over)
    world.wait(hours=1)
    return world.person("Chloe")


def test_the_pair_that_goes_on_is_no_new_partner(demo: Demo, taught_until_now: Actor) -> None:
    taught_until_now.clicks("A new partner")
    assert "*You are in the next round.*" in heard(taught_until_now)[-1].text
    assert met(demo) == [CHLOE_GINA]


def test_whoever_did_not_ask_for_another_is_not_told_to_be_in_the_next_round(
    world: World, taught_until_now: Actor
) -> None:
    end_from_home(world.person("Gina"))
    world.wait(hours=2)
    said = heard(taught_until_now)[-1].text
    assert "<@U0GINA> and you are no longer paired" in said
    assert "You are not in the next round; my Home tab has the button" in said
    assert "Be in the next round" in taught_until_now.opens_home().buttons


def test_the_form_of_an_end_promises_no_round_for_which_one_of_the_two_does_not_wait(taught_until_now: Actor) -> None:
    taught_until_now.opens_home()
    form = taught_until_now.clicks("End this pair").form
    assert form is not None
    assert "You both stay in the programme." in form.text
    assert "in the next round" not in form.text


@pytest.mark.parametrize("audience", ["mentors", "mentees"])
@pytest.mark.usefixtures("between")
def test_one_who_does_both_hears_what_mentors_and_what_mentees_hear(
    world: World, demo: Demo, cora: Actor, audience: str
) -> None:
    introduce_at_once(demo)
    approve_all(cora)
    world.wait(minutes=3)
    send(cora, audience=audience)
    assert "Chloe" in readers(world)


def test_a_pair_between_others_is_swapped_by_its_mentee(demo: Demo, cora: Actor) -> None:
    introduce_at_once(demo)
    everybody_is_either(demo)
    assert sorted(proposed(preview(cora))) == [ANN_CHLOE, CHLOE_GINA, GINA_HUGO]
    cora.clicks("Look for a person", "U0ANN", in_=newest_preview(cora))
    cora.clicks("Swap mentors", in_=cora.reads(newest_preview(cora)))
    cora.fills(whom="U0GINA")
    assert cora.form is not None
    assert "<@U0CHLOE> cannot mentor <@U0CHLOE>: nobody can be paired with themselves." in cora.form.text


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
