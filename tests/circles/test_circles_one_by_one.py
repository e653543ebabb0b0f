"""Circles of a preview approved one by one: what follows for their people, for the others, and for a run anew."""

import pytest
from circling import circle_of, circles_of, gathered
from consenting import YES, is_asked, says, set_approval
from coordinating import (
    heard,
    introduce_at_once,
    live,
    newest_preview,
    preview,
    second_coordinator,
    set_status,
    take_rights_away,
)
from databases import BOTH
from pairing import again, clicked
from taking_part import programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, World

ALONE = "Approve circle"
EVERYBODY = ("Ann", "Hugo", "Ines", "Jonas", "Eva", "Kaya", "Liam")


@pytest.fixture
def two_circles(demo: Demo, cora: Actor) -> None:
    """A round of two circles waits, of three mentees and of two."""
    circle_of(demo, "Ann", "Hugo", "Ines", "Jonas")
    circle_of(demo, "Eva", "Kaya", "Liam")
    preview(cora)


@pytest.fixture
def at_once(demo: Demo) -> None:
    introduce_at_once(demo)


def shown(cora: Actor) -> dict[str, list[str]]:
    """The circles of the newest preview, in their order, with the mentees who stand in them."""
    return circles_of(newest_preview(cora))


@BOTH
@pytest.mark.usefixtures("at_once", "two_circles")
def test_a_circle_is_introduced_alone_and_the_others_wait_for_the_decision(
    world: World, demo: Demo, cora: Actor
) -> None:
    (mentor, mentees), (_other, others) = shown(cora).items()
    cora.clicks(ALONE)
    said = newest_preview(cora)
    assert f"approved by <@{cora.id}>" in said.text
    assert "1 circle is approved." in said.text
    assert "Nobody hears of the others before you approve them." in said.text
    assert gathered(demo) == {mentor: {*mentees}}
    world.wait(hours=1)
    people = [world.person(name) for name in EVERYBODY]
    assert {one.id for one in people if heard(one)} == {mentor, *mentees}
    cora.clicks("Approve the last circle")
    world.wait(hours=1)
    assert sum(map(len, gathered(demo).values())) == len(mentees) + len(others)
    assert live(demo) is None


@pytest.mark.usefixtures("at_once", "two_circles")
def test_whoever_was_introduced_unasked_is_not_dropped_once_people_are_asked(demo: Demo, cora: Actor) -> None:
    (mentor, _mentees), (other, _others) = shown(cora).items()
    cora.clicks(ALONE)
    set_approval(demo, "coordinator")
    for who, is_dropped in ((mentor, False), (other, True)):
        cora.clicks("Everybody", in_=newest_preview(cora))
        cora.clicks("Look for a person", who, in_=newest_preview(cora))
        assert ("Drop" in newest_preview(cora).buttons) == is_dropped
    cora.clicks(ALONE, in_=newest_preview(cora))
    cora.clicks("Look for a person", mentor, in_=newest_preview(cora))
    assert "Drop" not in newest_preview(cora).buttons
    cora.clicks("Look for a person", other, in_=newest_preview(cora))
    assert "Drop" in newest_preview(cora).buttons


@pytest.mark.usefixtures("two_circles")
def test_the_people_of_a_circle_are_asked_and_nobody_else_is(world: World, demo: Demo, cora: Actor) -> None:
    (mentor, mentees), (_other, others) = shown(cora).items()
    cora.clicks(ALONE)
    people = {one.id: one for one in map(world.person, EVERYBODY)}
    assert {who for who, one in people.items() if is_asked(one)} == {*mentees}
    for who in mentees:
        says(people[who], YES)
        says(people[mentor], YES)
    world.wait(minutes=2)
    assert gathered(demo) == {mentor: {*mentees}}
    assert not any(is_asked(people[who]) for who in others)
    cora.clicks("Approve the last circle", in_=newest_preview(cora))
    assert all(is_asked(people[who]) for who in others)


@pytest.mark.usefixtures("at_once", "two_circles")
def test_whoever_is_dropped_is_left_out_and_cannot_be_put_back_once_the_circle_is_approved(
    demo: Demo, world: World, cora: Actor
) -> None:
    femi = second_coordinator(world, demo, "Femi")
    mentor = next(who for who, mentees in shown(cora).items() if len(mentees) == 3)
    cora.clicks("Look for a person", mentor, in_=newest_preview(cora))
    cora.clicks("Drop")
    femi.opens_home()
    femi.clicks("Show the round")
    femi.clicks("Look for a person", mentor)
    cora.clicks(ALONE)
    assert len(gathered(demo)[mentor]) == 2
    assert "Put back" not in newest_preview(cora).buttons
    femi.clicks("Put back")
    assert femi.form is not None
    assert "dropped" in femi.form.text
    assert "Put back" not in femi.form.buttons
    cora.clicks("Approve the last circle")
    world.wait(hours=1)
    assert len(gathered(demo)[mentor]) == 2


@pytest.mark.usefixtures("at_once", "two_circles")
def test_a_circle_that_is_too_small_cannot_be_approved(demo: Demo, cora: Actor) -> None:
    before = newest_preview(cora)
    with demo.store.begin() as db:
        row = programme_of(demo)
        row.circle_least = 4
        db.merge(row)
    cora.clicks(ALONE, in_=before)
    assert "This circle has fewer than 4 mentees who are kept, so it cannot be approved." in cora.last.text
    assert gathered(demo) == {}
    cora.clicks("Everybody", in_=before)
    assert ALONE not in newest_preview(cora).buttons


@pytest.mark.usefixtures("at_once", "two_circles")
def test_a_double_click_introduces_once_and_approves_no_other(world: World, demo: Demo, cora: Actor) -> None:
    cora.clicks(ALONE)
    again(demo, clicked(world, "rounds.approve_alone"))
    assert len(gathered(demo)) == 1
    assert "1 circle is approved." in newest_preview(cora).text


@pytest.mark.usefixtures("at_once", "two_circles")
def test_a_circle_that_another_has_changed_is_not_approved_from_an_old_page(
    world: World, demo: Demo, cora: Actor
) -> None:
    femi = second_coordinator(world, demo, "Femi")
    femi.opens_home()
    femi.clicks("Show the round")
    cora.clicks("Drop")
    femi.clicks(ALONE)
    assert gathered(demo) == {}
    assert "1 of them is dropped" in str(femi.form and femi.form.text)


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ("Approve the last circle", "5 mentees are in a circle"),
        ("Run again", "The current one is on your Home tab. The circle that was approved before goes on."),
    ],
)
@pytest.mark.usefixtures("at_once", "two_circles")
def test_a_late_click_approves_nothing_in_a_round_that_was_decided(
    world: World, demo: Demo, cora: Actor, decision: str, told: str
) -> None:
    femi = second_coordinator(world, demo, "Femi")
    cora.clicks(ALONE)
    femi.opens_home()
    femi.clicks("Show the round")
    cora.clicks(decision, in_=newest_preview(cora))
    world.wait(minutes=5)
    before = gathered(demo)
    femi.clicks(ALONE)
    assert gathered(demo) == before
    assert told in str(femi.form and femi.form.text)


@pytest.mark.usefixtures("at_once", "two_circles")
def test_running_again_gathers_the_others_anew_and_takes_nobody_who_is_in_a_circle(demo: Demo, cora: Actor) -> None:
    (mentor, _mentees), (other, others) = shown(cora).items()
    old = newest_preview(cora)
    cora.clicks(ALONE)
    cora.clicks("Run again", in_=cora.reads(old))
    assert {who: {*mentees} for who, mentees in shown(cora).items()} == {other: {*others}}
    assert [*gathered(demo)] == [mentor]


@pytest.mark.usefixtures("at_once", "two_circles")
def test_once_every_circle_is_decided_the_round_is_finished_and_whoever_is_left_is_told(
    world: World, demo: Demo, cora: Actor
) -> None:
    (_mentor, _mentees), (other, others) = shown(cora).items()
    cora.clicks(ALONE)
    cora.clicks("Look for a person", other, in_=newest_preview(cora))
    for _ in others:
        cora.clicks("Drop")
    cora.clicks("Finish the round")
    world.wait(hours=1)
    people = {one.id: one for one in map(world.person, EVERYBODY)}
    assert all("no match for you" in str(heard(people[who])) for who in (other, *others))
    assert len(gathered(demo)) == 1


@pytest.mark.parametrize(("who", "told"), [("mentor", "The circle of"), ("mentee", "cannot be in the circle of")])
@pytest.mark.usefixtures("at_once", "two_circles")
def test_a_circle_of_which_somebody_is_gone_is_refused_in_words_and_stays(
    world: World, demo: Demo, cora: Actor, who: str, told: str
) -> None:
    (mentor, mentees), *_ = shown(cora).items()
    people = {one.id: one for one in map(world.person, EVERYBODY)}
    people[mentor if who == "mentor" else mentees[0]].types("/mentor pause 2 weeks")
    cora.clicks(ALONE, in_=newest_preview(cora))
    assert told in cora.last.text
    assert "is paused" in cora.last.text
    assert gathered(demo) == {}
    assert "is approved" not in newest_preview(cora).text


@pytest.mark.usefixtures("at_once", "two_circles")
def test_an_old_button_approves_nothing_for_somebody_who_coordinates_no_more(world: World, demo: Demo) -> None:
    femi = second_coordinator(world, demo, "Femi")
    femi.opens_home()
    femi.clicks("Show the round")
    take_rights_away(demo)
    femi.clicks(ALONE)
    assert "Only the coordinators" in femi.last.text
    assert gathered(demo) == {}


@pytest.mark.usefixtures("at_once", "two_circles")
def test_nobody_is_introduced_in_a_programme_that_is_closed(demo: Demo, cora: Actor) -> None:
    set_status(demo, "closed")
    cora.clicks(ALONE)
    assert "is not open" in cora.last.text
    assert gathered(demo) == {}
