"""A pair approved by itself: its two are asked as in an approved round, while the others wait for the coordinator."""

import re

import pytest
from consenting import NO, OTHER_WAY, YES, everything, is_asked, question, says, set_approval, statuses
from coordinating import (
    heard,
    introduce_at_once,
    introductions,
    newest_preview,
    open_pairs,
    preview,
    set_status,
)
from databases import BOTH
from pairing import again, clicked
from taking_part import enrol

from bot.demo import Demo
from bot.sandbox.actors import Actor, World

ALONE = "Approve pair"


@pytest.fixture
def kaya(world: World) -> Actor:
    return world.person("Kaya")


@pytest.fixture
def ben(world: World) -> Actor:
    return world.person("Ben")


@pytest.fixture
def first(demo: Demo, world: World, cora: Actor) -> tuple[Actor, Actor]:
    """A round of Chloe and Ben, Hugo and Kaya, of which one pair was approved by itself: its senior and its junior."""
    enrol(demo, "Chloe", "Ben", "Hugo", "Kaya")
    mentor, mentee = re.findall(r"\*<@(\w+)> mentors <@(\w+)>\*", preview(cora).text)[0]
    cora.clicks(ALONE)
    people = {person.id: person for person in map(world.person, ("Chloe", "Ben", "Hugo", "Kaya"))}
    return people[mentee], people[mentor]


@pytest.fixture
def others(first: tuple[Actor, Actor], world: World) -> list[Actor]:
    """The two of the pair that waits: senior and junior."""
    seniors, juniors = ([world.person(name) for name in names] for names in (("Hugo", "Kaya"), ("Chloe", "Ben")))
    return [next(one for one in side if one.id not in {first[0].id, first[1].id}) for side in (seniors, juniors)]


@BOTH
def test_only_its_senior_is_asked_and_both_yes_lead_to_an_introduction(
    world: World, demo: Demo, cora: Actor, first: tuple[Actor, Actor], others: list[Actor]
) -> None:
    senior, junior = first
    assert junior.id not in question(senior).text
    says(senior, YES)
    says(junior, YES)
    assert [(pair.mentor_id, pair.mentee_id) for pair in open_pairs(demo)] == [(junior.id, senior.id)]
    world.wait(hours=1)
    assert [len(introductions(person)) for person in first] == [1, 1]
    assert [heard(person) for person in others] == [[], []]
    assert "Approve the last pair" in newest_preview(cora).buttons


def test_approving_the_others_later_asks_them_and_nobody_twice(
    demo: Demo, cora: Actor, first: tuple[Actor, Actor], others: list[Actor]
) -> None:
    says(first[0], YES)
    cora.clicks("Approve the last pair")
    assert statuses(demo) == ["junior", "senior"]
    says(first[1], YES)
    for person in others:
        says(person, YES)
    assert statuses(demo) == ["introduced", "introduced"]
    assert "Everybody has been asked, and 2 pairs are introduced" in newest_preview(cora).text


def test_a_double_click_asks_once(world: World, demo: Demo, first: tuple[Actor, Actor]) -> None:
    again(demo, clicked(world, "rounds.approve_alone"))
    assert statuses(demo) == ["senior"]
    assert sum(YES in said.buttons for said in heard(first[0])) == 1


@BOTH
def test_run_again_the_round_leaves_out_who_is_asked_and_they_go_on(
    demo: Demo, cora: Actor, first: tuple[Actor, Actor], others: list[Actor]
) -> None:
    cora.clicks("Run again")
    new = newest_preview(cora)
    assert re.findall(r"\*<@(\w+)> mentors <@(\w+)>\*", new.text) == [(others[1].id, others[0].id)]
    assert "the same pairs." in new.text
    for person in first:
        says(person, YES)
    assert [(pair.mentor_id, pair.mentee_id) for pair in open_pairs(demo)] == [(first[1].id, first[0].id)]
    cora.clicks("Approve 1 pair", in_=new)
    for person in others:
        says(person, YES)
    assert len(open_pairs(demo)) == 2


def test_a_no_is_nobodys_and_whoever_is_free_again_is_in_the_next_run(
    demo: Demo, cora: Actor, first: tuple[Actor, Actor]
) -> None:
    senior, junior = first
    says(senior, NO)
    assert statuses(demo) == ["over"]
    assert heard(junior) == []
    cora.clicks("Run again")
    new = newest_preview(cora)
    assert f"<@{junior.id}> mentors <@{senior.id}>" not in new.text
    assert all(f"*<@{person.id}>* stays unmatched" in new.text for person in first)


def test_no_number_tells_the_coordinator_how_the_pair_has_answered(cora: Actor, first: tuple[Actor, Actor]) -> None:
    before = newest_preview(cora).text
    says(first[0], YES)
    says(first[1], NO)
    assert "Being asked" not in cora.opens_home().text
    cora.clicks("Show the round")
    assert cora.form is not None
    assert "Being asked" not in cora.form.text
    assert newest_preview(cora).text == before
    assert "came to nothing" not in everything(cora)


def test_a_pair_that_is_asked_may_be_dropped_and_is_not_put_back(
    demo: Demo, cora: Actor, first: tuple[Actor, Actor]
) -> None:
    cora.act("click", message=newest_preview(cora).reference, action_id="consent.drop")
    assert OTHER_WAY in heard(first[0])[0].text
    assert statuses(demo) == ["over"]
    assert "Put pair back" not in newest_preview(cora).buttons
    cora.clicks("Approve 1 pair", in_=newest_preview(cora))
    assert len(statuses(demo)) == 2


def test_the_days_pass_as_in_any_round_and_silence_is_a_no(
    world: World, demo: Demo, first: tuple[Actor, Actor]
) -> None:
    world.wait(days=9)
    assert statuses(demo) == ["over"]
    assert "took your silence for a no" in heard(first[0])[0].text


def test_where_the_programme_closes_whoever_is_asked_hears_it(
    world: World, demo: Demo, cora: Actor, first: tuple[Actor, Actor]
) -> None:
    cora.types("/mentor admin programme")
    set_status(demo, "closed")
    says(first[0], YES)
    world.wait(hours=1)
    assert "The programme has closed" in heard(first[0])[0].text
    assert open_pairs(demo) == []
    assert not is_asked(first[1])


def test_who_was_asked_before_the_setting_changed_goes_on_being_asked(
    demo: Demo, cora: Actor, first: tuple[Actor, Actor], others: list[Actor]
) -> None:
    introduce_at_once(demo)
    cora.clicks("Approve the last pair")
    assert is_asked(others[0])
    for person in (*first, *others):
        says(person, YES)
    assert len(open_pairs(demo)) == 2


def test_who_was_introduced_before_the_setting_changed_is_not_asked(world: World, demo: Demo, cora: Actor) -> None:
    introduce_at_once(demo)
    enrol(demo, "Chloe", "Ben", "Hugo", "Kaya")
    preview(cora)
    cora.clicks(ALONE)
    set_approval(demo, "coordinator")
    cora.clicks("Approve the last pair")
    assert statuses(demo) == ["senior"]
    (made,) = open_pairs(demo)
    asked = [person for person in map(world.person, ("Hugo", "Kaya")) if is_asked(person)]
    assert [person.id for person in asked] != [made.mentee_id]
    assert len(asked) == 1


def test_whoever_said_no_alone_is_asked_about_the_next_best_once_the_round_is_approved(
    demo: Demo, cora: Actor, world: World
) -> None:
    enrol(demo, "Chloe", "Ann", "Hugo", "Kaya")
    _mentor, mentee = re.findall(r"\*<@(\w+)> mentors <@(\w+)>\*", preview(cora).text)[0]
    cora.clicks(ALONE)
    people = {person.id: person for person in map(world.person, ("Chloe", "Ann", "Hugo", "Kaya"))}
    says(people[mentee], NO)
    cora.clicks("Approve the last pair")
    senior = next(person for person in map(world.person, ("Hugo", "Kaya")) if person.id != mentee)
    says(senior, NO)
    assert sorted(statuses(demo)) == ["over", "over", "senior", "senior"]
