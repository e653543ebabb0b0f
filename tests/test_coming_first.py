"""Who comes first in the next round, and what of that is told: whoever was left over, and whose pair was ended."""

from collections.abc import Sequence

import pytest
from circling import approve as approve_circle
from circling import circle_of, make_circles
from consenting import NO, approve, is_asked, says, set_approval
from coordinating import end_from_home, heard, introduce_at_once, live, newest_preview, open_pairs, preview, proposed
from taking_part import enrol, id_of, introduce, programme_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage.pool import pool

FIRST = "You come first in the next round."
FIRST_BUT = "You come first in the next round, unless its weakest match would be weaker for it."


@pytest.fixture(autouse=True)
def company(demo: Demo) -> None:
    """Two juniors and three seniors, whom no rule keeps apart."""
    plain(demo, "Ann", "Ben", level=2)
    plain(demo, "Gina", "Hugo", "Ines", level=6)


def plain(demo: Demo, *names: str, level: int) -> None:
    for name in names:
        remember(demo, name, level=level, manager_id=None, reviewers=[], former_managers=[], department="Sales")


def coming_first(demo: Demo, run: int | None = None) -> dict[str, str]:
    with demo.store.read() as db:
        candidates = pool(db, programme_of(demo), demo.clock.now(), run=run).candidates.values()
    return {one.user: one.first for one in candidates if one.first}


def set_fair(demo: Demo) -> None:
    with demo.store.begin() as db:
        row = programme_of(demo)
        row.fair = True
        db.merge(row)


def pause(world: World, name: str) -> None:
    world.person(name).types("/mentor pause until 1 February 2027")


def ids(demo: Demo, *names: str) -> Sequence[str]:
    return [id_of(demo, name) for name in names]


@pytest.fixture
def hugo_left(demo: Demo, world: World, cora: Actor) -> Actor:
    """Hugo, who wants less of what Ann offers than Gina does, and whom their round therefore left over."""
    introduce_at_once(demo)
    enrol(demo, "Ann", "Gina", topics="tea:5")
    enrol(demo, "Hugo", topics="wine:1")
    approve(cora)
    world.wait(minutes=3)
    assert [(one.mentor_id, one.mentee_id) for one in open_pairs(demo)] == [tuple(ids(demo, "Ann", "Gina"))]
    return world.person("Hugo")


def test_whoever_a_round_left_over_comes_before_a_newcomer_who_fits_better(
    demo: Demo, cora: Actor, hugo_left: Actor
) -> None:
    enrol(demo, "Ben", "Ines", topics="tea:5")
    assert coming_first(demo) == {hugo_left.id: "left_over"}
    shown = preview(cora)
    assert proposed(shown) == [tuple(ids(demo, "Ben", "Hugo"))]
    assert "1 person comes first because the last round left them over." in shown.text


def test_whoever_was_left_over_reads_that_they_come_first(hugo_left: Actor) -> None:
    assert FIRST in heard(hugo_left)[-1].text
    assert "first in the next round" in hugo_left.opens_home().text


def test_whoever_found_somebody_comes_first_no_longer(demo: Demo, world: World, cora: Actor, hugo_left: Actor) -> None:
    enrol(demo, "Ben", topics="tea:5")
    approve(cora)
    world.wait(minutes=3)
    assert len(open_pairs(demo)) == 2
    assert coming_first(demo) == {}
    assert "first in the next round" not in hugo_left.opens_home().text


def test_a_preview_in_which_nobody_comes_first_says_nothing_of_it(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Gina")
    assert "comes first because" not in preview(cora).text


def test_a_preview_that_was_not_approved_leaves_nobody_over(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Gina", "Hugo")
    preview(cora)
    assert coming_first(demo) == {}
    cora.clicks("Run again")
    assert "comes first because" not in newest_preview(cora).text


@pytest.mark.parametrize("answer", [NO, None])
def test_whatever_came_to_nothing_leaves_both_over_alike(
    demo: Demo, world: World, cora: Actor, answer: str | None
) -> None:
    enrol(demo, "Ann", "Gina")
    approve(cora)
    gina = world.person("Gina")
    assert is_asked(gina)
    if answer:
        says(gina, answer)
    world.wait(weeks=3)
    assert coming_first(demo) == dict.fromkeys(ids(demo, "Ann", "Gina"), "left_over")
    enrol(demo, "Ines")
    assert "2 people come first because the last round left them over." in preview(cora).text


def test_in_the_next_best_of_a_round_those_come_first_who_did_when_it_was_computed(
    demo: Demo, world: World, cora: Actor, hugo_left: Actor
) -> None:
    set_approval(demo, "coordinator")
    enrol(demo, "Ben", "Ines", topics="tea:5")
    approve(cora)
    assert is_asked(hugo_left)
    (ines,) = ids(demo, "Ines")
    assert coming_first(demo) == {ines: "left_over"}
    assert coming_first(demo, run=2) == {}
    says(hugo_left, NO)
    world.wait(minutes=2)
    assert is_asked(world.person("Ines"))


def test_a_round_keeps_how_many_came_first_and_why(demo: Demo, cora: Actor, hugo_left: Actor) -> None:
    enrol(demo, "Ben", "Ines", topics="tea:5")
    preview(cora)
    found = live(demo)
    assert found is not None
    assert found.record["first"] == {"left_over": 1}
    assert hugo_left.id not in str(found.record)


def test_a_mentor_one_of_whose_two_pairs_was_ended_comes_first_as_they_were_told(
    demo: Demo, world: World, cora: Actor, ann: Actor
) -> None:
    enrol(demo, "Ann", capacity=2, topics="tea:1")
    enrol(demo, "Ben", "Gina", "Hugo", topics="tea:5")
    introduce(demo, "Ann", "Gina")
    introduce(demo, "Ann", "Hugo")
    end_from_home(world.person("Gina"))
    world.wait(hours=3)
    assert FIRST in heard(ann)[-1].text
    assert coming_first(demo) == {ann.id: "ended"}
    pause(world, "Gina")
    enrol(demo, "Ines", topics="tea:5")
    shown = preview(cora)
    assert proposed(shown) == [tuple(ids(demo, "Ann", "Ines"))]
    assert "1 person comes first because one of the two ended their pair or circle." in shown.text


def test_a_mentor_who_got_a_new_pair_since_comes_first_no_longer(demo: Demo, world: World, ann: Actor) -> None:
    enrol(demo, "Ann", capacity=2)
    enrol(demo, "Gina", "Hugo")
    introduce(demo, "Ann", "Gina")
    end_from_home(world.person("Gina"))
    world.wait(hours=3)
    assert coming_first(demo) == {ann.id: "ended"}
    introduce(demo, "Ann", "Hugo")
    assert coming_first(demo) == {}


def test_where_the_weakest_pair_matters_more_whoever_comes_first_is_told_so(
    demo: Demo, world: World, ann: Actor
) -> None:
    set_fair(demo)
    enrol(demo, "Ann", "Gina")
    introduce(demo, "Ann", "Gina")
    end_from_home(world.person("Gina"))
    world.wait(hours=3)
    assert FIRST_BUT in heard(ann)[-1].text


def test_where_the_weakest_pair_matters_more_whoever_was_left_over_is_told_so(
    demo: Demo, world: World, cora: Actor
) -> None:
    set_fair(demo)
    introduce_at_once(demo)
    enrol(demo, "Ann", "Gina", "Hugo")
    approve(cora)
    world.wait(minutes=3)
    gina, hugo = (world.person(name) for name in ("Gina", "Hugo"))
    left = next(one for one in (gina, hugo) if "no match for you" in heard(one)[-1].text)
    assert FIRST_BUT in heard(left)[-1].text
    assert "as far as its weakest match allows" in left.opens_home().text


def test_of_peers_whoever_was_left_over_has_somebody_next_and_so_have_both_whose_pair_was_ended(
    demo: Demo, world: World, cora: Actor
) -> None:
    cora.types("/mentor admin programme")
    cora.fills(kind="peers")
    introduce_at_once(demo)
    enrol(demo, "Ann", "Gina", "Hugo")
    approve(cora)
    world.wait(minutes=3)
    (pair,) = open_pairs(demo)
    (left,) = {*ids(demo, "Ann", "Gina", "Hugo")} - {pair.mentor_id, pair.mentee_id}
    assert coming_first(demo) == {left: "left_over"}
    assert FIRST in heard(world.person(left))[-1].text
    end_from_home(world.person(pair.mentor_id))
    world.wait(hours=3)
    assert coming_first(demo) == {left: "left_over", pair.mentor_id: "ended", pair.mentee_id: "ended"}
    assert FIRST in heard(world.person(pair.mentee_id))[-1].text


def test_whoever_found_no_circle_comes_first_in_the_next_round_of_circles(
    demo: Demo, world: World, cora: Actor
) -> None:
    make_circles(cora)
    introduce_at_once(demo)
    circle_of(demo, "Ann", "Gina", "Hugo")
    enrol(demo, "Ines")
    approve_circle(world, cora)
    (left,) = {*ids(demo, "Gina", "Hugo", "Ines")} - {pair.mentee_id for pair in open_pairs(demo)}
    assert coming_first(demo) == {left: "left_over"}
    assert FIRST in heard(world.person(left))[-1].text
