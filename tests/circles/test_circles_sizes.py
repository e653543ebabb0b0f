"""Circles that have become too small, or too large, before anybody is introduced."""

import pytest
from circling import circle_of, circles_of, gathered
from consenting import is_asked, set_approval
from coordinating import heard, introduce_at_once, newest_preview, preview
from taking_part import programme_of

from bot.demo import Demo
from bot.rules.matching import Match
from bot.sandbox.actors import Actor, World
from handlers.rounds import Beside, compute
from storage import rounds, rulings

PATIENCE = 60.0
"""Seconds for another process to start and to compute, on a machine that does other things."""


@pytest.fixture
def two_circles(demo: Demo) -> None:
    """Ann and Eva may each lead a circle, and anybody of five may be in it."""
    circle_of(demo, "Ann", "Hugo", "Ines", "Jonas")
    circle_of(demo, "Eva", "Kaya", "Liam")


def found(demo: Demo, cora: Actor, beside: Beside) -> dict[str, list[str]]:
    """The circles of a round that is computed, of which nobody has taken note."""
    with demo.store.begin() as db:
        rounds.ask(db, programme_of(demo).id or 0, cora.id, demo.clock.now())
    compute(demo.store, demo.clock.now(), beside)
    assert beside.at is not None
    assert not beside.at.listen(PATIENCE)
    circles: dict[str, list[str]] = {}
    for one in (one for some in beside.at.found for one in some if isinstance(one, Match)):
        circles.setdefault(one.mentor, []).append(one.mentee)
    return circles


@pytest.mark.usefixtures("two_circles")
def test_nobody_is_asked_for_a_circle_that_a_word_said_while_it_was_computed_made_too_small(
    demo: Demo, world: World, cora: Actor, beside: Beside
) -> None:
    set_approval(demo, "people")
    circles = found(demo, cora, beside)
    small = min(circles, key=lambda mentor: len(circles[mentor]))
    with demo.store.begin() as db:
        gone = (small, circles[small][0])
        rulings.rule(db, programme_of(demo).id or 0, gone, "forbidden", cora.id, demo.clock.now())
    compute(demo.store, demo.clock.now(), beside)
    world.wait(minutes=3)
    people = [world.person(name) for name in ("Hugo", "Ines", "Jonas", "Kaya", "Liam")]
    assert len(circles[small]) == 2
    assert {one.id for one in people if is_asked(one)} == {one.id for one in people} - {*circles[small]}


@pytest.fixture
def too_large(demo: Demo, cora: Actor) -> tuple[str, list[str]]:
    """The mentor of a circle, which is in sight, with one mentee more than a circle may have by now; its mentees, the
    best first."""
    mentor, mentees = max(circles_of(preview(cora)).items(), key=lambda circle: len(circle[1]))
    cora.clicks("Look for a person", mentor, in_=newest_preview(cora))
    assert len(mentees) == 3
    with demo.store.begin() as db:
        row = programme_of(demo)
        row.circle_most = 2
        db.merge(row)
    return mentor, mentees


def person(world: World, user_id: str) -> Actor:
    return next(one for one in map(world.person, ("Hugo", "Ines", "Jonas", "Kaya", "Liam")) if one.id == user_id)


@pytest.mark.usefixtures("two_circles")
def test_of_a_circle_that_is_too_large_by_now_those_are_introduced_who_fit_best_and_who_is_left_is_told(
    demo: Demo, world: World, cora: Actor, too_large: tuple[str, list[str]]
) -> None:
    introduce_at_once(demo)
    mentor, (*best, left) = too_large
    cora.clicks("Everybody", in_=newest_preview(cora))
    assert "More than 2 are kept, so only those who are pinned or fit best are introduced." in newest_preview(cora).text
    cora.clicks("Approve all 2 circles", in_=newest_preview(cora))
    world.wait(minutes=3)
    assert gathered(demo)[mentor] == {*best}
    why = f"<@{left}> in the circle of <@{mentor}>, since a circle takes fewer mentees by now."
    assert f"Not introduced: {why}" in newest_preview(cora).text
    assert "no match for you" in heard(person(world, left))[-1].text


@pytest.mark.usefixtures("two_circles")
def test_whoever_is_too_many_for_a_circle_by_now_is_not_asked_about_it_unless_they_are_pinned(
    world: World, cora: Actor, too_large: tuple[str, list[str]]
) -> None:
    mentor, (stays, goes, pinned) = too_large
    cora.clicks("Pin or forbid people", in_=newest_preview(cora))
    cora.fills(Mentor=mentor, Mentee=pinned, kind="pinned")
    cora.closes(everything=True)
    cora.clicks("Approve all 2 circles", in_=newest_preview(cora))
    world.wait(minutes=3)
    assert [is_asked(person(world, who)) for who in (stays, goes, pinned)] == [True, False, True]


@pytest.mark.usefixtures("two_circles")
def test_a_circle_that_is_too_large_by_now_is_not_approved_alone(
    demo: Demo, cora: Actor, too_large: tuple[str, list[str]]
) -> None:
    assert set(circles_of(newest_preview(cora))) == {too_large[0]}
    cora.clicks("Approve circle", in_=newest_preview(cora))
    assert "This circle has more than 2 mentees who are kept, so it cannot be approved." in cora.last.text
    assert gathered(demo) == {}
