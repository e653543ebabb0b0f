"""What the people of a circle read while its answers come in, and once nobody is waited for: nothing that is not so."""

import pytest
from circling import approve, circle_of
from consenting import NO, OTHER_WAY, YES, says, statuses
from coordinating import heard, open_pairs

from bot.demo import Demo
from bot.sandbox.actors import Actor, World

HOPE = ("somebody else of this round", "if somebody becomes free")


@pytest.fixture
def asked(demo: Demo, world: World, cora: Actor) -> None:
    """Hugo, Ines and Kaya are asked about a circle that Ann would lead."""
    circle_of(demo, "Ann", "Hugo", "Ines", "Kaya")
    approve(world, cora)


def agreed(person: Actor) -> str:
    """What somebody reads on their Home tab about what they said yes to."""
    person.opens_home()
    [said] = [line for line in person.home.text.splitlines() if line.startswith("You said yes to")]
    return said


def stop_waiting(world: World, cora: Actor) -> None:
    cora.opens_home()
    cora.clicks("Show the round so far")
    cora.clicks("Stop waiting")
    cora.closes(everything=True)
    world.wait(minutes=3)


@pytest.mark.usefixtures("asked")
def test_home_reads_the_same_before_and_after_the_answer_of_the_mentor(
    world: World, ann: Actor, hugo: Actor, ines: Actor
) -> None:
    for one in (hugo, ines):
        says(one, YES)
    world.wait(minutes=2)
    before = [agreed(hugo), agreed(ines)]
    says(ann, YES)
    says(ann, NO)
    world.wait(minutes=2)
    assert [agreed(hugo), agreed(ines)] == before


@pytest.mark.usefixtures("asked")
def test_home_names_no_day_on_which_others_of_a_circle_may_still_be_asked(hugo: Actor) -> None:
    says(hugo, YES)
    assert agreed(hugo) == "You said yes to a circle. Others are still being asked; I write to you either way."


@pytest.mark.usefixtures("asked")
def test_once_nobody_is_waited_for_a_circle_that_is_too_small_ends_at_once_for_all(
    demo: Demo, world: World, cora: Actor, ann: Actor, hugo: Actor, ines: Actor, kaya: Actor
) -> None:
    says(hugo, YES)
    world.wait(minutes=2)
    says(ann, YES)
    stop_waiting(world, cora)
    assert set(statuses(demo)) == {"over"}
    for one in (hugo, ines, kaya):
        [said] = [said.text for said in heard(one) if OTHER_WAY in said.text]
        assert "You stay enrolled and are in the next round." in said
    for one in (ann, hugo, ines, kaya):
        assert not any(hope in said.text for said in heard(one) for hope in HOPE)


@pytest.mark.usefixtures("asked")
def test_once_nobody_is_waited_for_a_circle_of_enough_is_introduced(
    demo: Demo, world: World, cora: Actor, ann: Actor, hugo: Actor, ines: Actor
) -> None:
    for one in (hugo, ines):
        says(one, YES)
        world.wait(minutes=2)
        says(ann, YES)
    stop_waiting(world, cora)
    assert {pair.mentee_id for pair in open_pairs(demo)} == {"U0HUGO", "U0INES"}


@pytest.mark.usefixtures("asked")
def test_a_mentor_who_says_no_to_one_of_a_circle_reads_what_becomes_of_it(
    world: World, ann: Actor, hugo: Actor
) -> None:
    says(hugo, YES)
    world.wait(minutes=2)
    says(ann, NO)
    assert "If enough others agree with you, your circle begins with them" in heard(ann)[-1].text


def test_nobody_whom_a_round_of_circles_leaves_is_given_hope_while_others_are_asked(
    demo: Demo, world: World, cora: Actor, ann: Actor
) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines")
    circle_of(demo, "Ben")
    approve(world, cora)
    world.wait(hours=3)
    [said] = heard(ann) + heard(world.person("Ben"))
    assert "is decided, and this time it has no match for you" in said.text
    assert not any(hope in said.text for hope in HOPE)
