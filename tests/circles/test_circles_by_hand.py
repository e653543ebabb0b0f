"""What a coordinator does to a preview of circles by hand, on a mentor and a mentee of theirs."""

import re

import pytest
from circling import circle_of, circles_of, gathered
from coordinating import introduce_at_once, live, newest_preview, preview, second_coordinator
from databases import BOTH
from taking_part import participant, programme_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from storage import joining, people, rulings, tallies

RULES = "Pin or forbid people"


@pytest.fixture(autouse=True)
def nobody_is_asked(demo: Demo) -> None:
    introduce_at_once(demo)


@pytest.fixture
def two_circles(demo: Demo) -> None:
    """Ann and Eva may each lead a circle, and anybody of five may be in it."""
    circle_of(demo, "Ann", "Hugo", "Ines", "Jonas")
    circle_of(demo, "Eva", "Kaya", "Liam")


def run_again(cora: Actor) -> Said:
    cora.clicks("Run again", in_=newest_preview(cora))
    return newest_preview(cora)


def said_of(demo: Demo) -> set[tuple[str, str, str]]:
    with demo.store.read() as db:
        found = rulings.of_programme(db, programme_of(demo).id or 0)
    return {(one.kind, one.mentor_id, one.mentee_id) for one in found}


@BOTH
@pytest.mark.usefixtures("two_circles")
def test_whoever_is_forbidden_in_a_circle_is_dropped_and_in_none_of_that_mentor_until_it_is_lifted(
    demo: Demo, cora: Actor
) -> None:
    (mentor, (mentee, *_)), *_others = circles_of(preview(cora)).items()
    cora.clicks("Forbid")
    shown = newest_preview(cora)
    assert "dropped, and forbidden in later rounds" in shown.text
    assert f"<@{cora.id}> forbade <@{mentor}> and <@{mentee}> to share a circle" in shown.text
    gone: list[bool] = []
    for _ in range(2):
        said = run_again(cora)
        again = circles_of(said)
        assert mentee not in again.get(mentor, [])
        gone.append(f"• Gone: <@{mentee}> from the circle of <@{mentor}>" in said.text)
    assert gone == [True, False]
    assert any(mentee in mentees for mentees in again.values())
    cora.clicks(RULES)
    assert cora.form is not None
    assert f"<@{mentor}> with <@{mentee}>, by <@{cora.id}>" in cora.form.text
    cora.clicks("Lift")
    cora.closes()
    assert said_of(demo) == set()


def test_where_nobody_else_could_teach_them_whoever_is_forbidden_is_left(demo: Demo, cora: Actor) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines", "Jonas")
    preview(cora)
    cora.clicks(RULES)
    cora.fills(Mentor="U0ANN", Mentee="U0INES", kind="forbidden")
    cora.closes()
    assert "dropped, and forbidden in later rounds" in newest_preview(cora).text
    again = run_again(cora)
    assert circles_of(again)["U0ANN"] in (["U0HUGO", "U0JONAS"], ["U0JONAS", "U0HUGO"])
    assert "1 person stays unmatched" in again.text


@pytest.mark.usefixtures("two_circles")
def test_what_was_done_to_circles_is_undone_step_by_step(demo: Demo, cora: Actor) -> None:
    before = circles_of(preview(cora))
    for label in ("Drop", "Put back", "Forbid"):
        cora.clicks(label, in_=newest_preview(cora))
    for told in ("may share a circle again.", "is dropped again from the circle of", "is back in the circle of"):
        cora.clicks("Undo", in_=newest_preview(cora))
        assert told in newest_preview(cora).text
    assert said_of(demo) == set()
    assert circles_of(newest_preview(cora)) == before
    assert "Undo" not in newest_preview(cora).buttons


@pytest.mark.parametrize("label", ["Drop", "Forbid", "Pin"])
@pytest.mark.usefixtures("two_circles")
def test_nothing_is_undone_about_a_circle_that_is_approved_by_now(demo: Demo, cora: Actor, label: str) -> None:
    preview(cora)
    cora.clicks(label)
    cora.clicks("Approve circle", in_=newest_preview(cora))
    assert len(gathered(demo)) == 1
    assert "Undo" not in newest_preview(cora).buttons


@BOTH
@pytest.mark.usefixtures("two_circles")
def test_after_every_act_the_numbers_of_a_preview_of_circles_are_those_of_a_fresh_count(
    demo: Demo, cora: Actor
) -> None:
    preview(cora)
    for label in ("Drop", "Pin", "Undo", "Put back", "Forbid", "Undo", "Drop", "Approve circle", "Run again"):
        cora.clicks(label, in_=newest_preview(cora))
        row = live(demo)
        assert row is not None
        assert row.tally is not None
        with demo.store.read() as db:
            assert tallies.tally(db, row) == tallies.count(db, row)


def pin(cora: Actor, mentor: str, mentee: str) -> None:
    """In the form for any two people."""
    cora.clicks(RULES, in_=newest_preview(cora))
    cora.fills(Mentor=mentor, Mentee=mentee, kind="pinned")


@BOTH
@pytest.mark.usefixtures("two_circles")
def test_a_pinned_mentee_sits_in_that_circle_when_the_round_is_run_again_and_the_approval_fulfils_it(
    demo: Demo, world: World, cora: Actor
) -> None:
    (mentor, _), (_, (mentee, *_)) = circles_of(preview(cora)).items()
    pin(cora, mentor, mentee)
    cora.closes()
    later = "run again, and the round has it, if a circle can be filled around them."
    assert f"• <@{mentee}> in the circle of <@{mentor}>: {later}" in newest_preview(cora).text
    for _ in range(2):
        again = run_again(cora)
        assert mentee in circles_of(again)[mentor]
        assert "as many as the rules allow with what is pinned. 1 of them is pinned." in again.text
        assert "Pinned, and not in this round" not in again.text
    cora.clicks("Approve all 2 circles", in_=again)
    world.wait(minutes=2)
    assert mentee in gathered(demo)[mentor]
    assert said_of(demo) == set()


@pytest.mark.usefixtures("two_circles")
def test_whoever_is_pinned_to_a_circle_that_began_without_them_stands_there_with_what_can_be_done(cora: Actor) -> None:
    (begins, (learns, *_)), (other, (mentee, *_)) = circles_of(preview(cora)).items()
    for pair in ((begins, mentee), (other, learns)):
        pin(cora, *pair)
        cora.closes()
    assert "they come into it when the round is run again, if one can be filled" in newest_preview(cora).text
    cora.clicks("Approve circle", in_=newest_preview(cora))
    for said in (newest_preview(cora), run_again(cora)):
        for pair, who, told in (((begins, mentee), begins, "leads"), ((other, learns), learns, "is in")):
            why = f"<@{who}> {told} a circle by now, or is asked about one."
            assert f"• <@{pair[1]}> in the circle of <@{pair[0]}>: {why} No run keeps this pin until" in said.text


@pytest.mark.usefixtures("two_circles")
def test_a_circle_that_is_approved_alone_fulfils_its_pins_and_leaves_the_others(demo: Demo, cora: Actor) -> None:
    (mentor, (mentee, *_)), (other, (learns, *_)) = circles_of(preview(cora)).items()
    cora.clicks("Pin")
    assert " · pinned" in newest_preview(cora).text
    pin(cora, other, learns)
    cora.closes()
    assert said_of(demo) == {("pinned", mentor, mentee), ("pinned", other, learns)}
    cora.clicks("Approve circle", in_=newest_preview(cora))
    assert said_of(demo) == {("pinned", other, learns)}


@pytest.mark.usefixtures("two_circles")
def test_a_mentee_is_not_pinned_against_a_rule_and_the_words_betray_no_list(demo: Demo, cora: Actor) -> None:
    preview(cora)
    with demo.store.begin() as db:
        row = participant(demo, "Hugo")
        row.never = ["U0EVA"]
        db.merge(row)
    pin(cora, "U0EVA", "U0HUGO")
    assert cora.form is not None
    assert "<@U0EVA> and <@U0HUGO> cannot be pinned: the rules that protect people keep them apart." in cora.form.text
    assert said_of(demo) == set()


def test_a_pin_around_which_no_circle_can_be_filled_is_told_and_not_kept(demo: Demo, cora: Actor) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines")
    circle_of(demo, "Eva", "Kaya")
    preview(cora)
    for mentor, mentee in (("U0ANN", "U0HUGO"), ("U0ANN", "U0INES"), ("U0EVA", "U0KAYA")):
        pin(cora, mentor, mentee)
        cora.closes()
    again = run_again(cora)
    assert {*circles_of(again)["U0ANN"]} >= {"U0HUGO", "U0INES"}
    told = "• <@U0KAYA> in the circle of <@U0EVA>: no circle that is large enough could be filled around them."
    assert told in again.text


def test_two_of_one_chain_are_not_both_pinned_to_one_circle(demo: Demo, cora: Actor) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines", "Jonas")
    remember(demo, "Hugo", manager_id="U0INES")
    preview(cora)
    for mentee in ("U0INES", "U0HUGO"):
        pin(cora, "U0ANN", mentee)
        cora.closes()
    again = run_again(cora)
    assert "U0INES" in circles_of(again)["U0ANN"]
    assert "the rules that protect people keep them apart from somebody else of that circle." in again.text


def swap(cora: Actor, whom: str) -> None:
    """The first mentee of the first circle of the newest preview changes places with somebody."""
    cora.clicks("Swap circles", in_=newest_preview(cora))
    cora.fills(whom=whom)


def sets(circles: dict[str, list[str]]) -> dict[str, set[str]]:
    return {mentor: {*mentees} for mentor, mentees in circles.items()}


@BOTH
@pytest.mark.usefixtures("two_circles")
def test_two_mentees_change_places_are_pinned_and_can_be_put_back(demo: Demo, cora: Actor) -> None:
    before = circles_of(preview(cora))
    (one, (leaves, *stay)), (other, (comes, *rest)) = before.items()
    swap(cora, comes)
    shown = newest_preview(cora)
    swapped = {one: {comes, *stay}, other: {leaves, *rest}}
    assert sets(circles_of(shown)) == swapped
    assert "Mentees have changed places since it was computed. 2 of them are pinned." in shown.text
    assert f"moved <@{leaves}> from the circle of <@{one}> to another one" in shown.text
    assert said_of(demo) == {("pinned", one, comes), ("pinned", other, leaves)}
    cora.clicks("Undo", in_=shown)
    assert f"<@{leaves}> is in the circle of <@{one}> again" in newest_preview(cora).text
    assert circles_of(newest_preview(cora)) == before
    assert said_of(demo) == set()


@pytest.mark.usefixtures("two_circles")
def test_whoever_changed_places_stays_there_when_the_round_is_run_again_and_fits_as_well(cora: Actor) -> None:
    (one, (leaves, *_)), (other, (comes, *_)) = circles_of(preview(cora)).items()
    swap(cora, comes)
    by_hand, again = newest_preview(cora), run_again(cora)
    assert comes in circles_of(again)[one]
    assert leaves in circles_of(again)[other]
    for who in (leaves, comes):
        line = re.compile(rf"<@{who}> · fits (\d+) of 100")
        assert line.findall(by_hand.text) == line.findall(again.text)


@pytest.mark.usefixtures("two_circles")
def test_mentees_do_not_change_places_where_a_rule_keeps_mentor_and_mentee_apart(demo: Demo, cora: Actor) -> None:
    before = circles_of(preview(cora))
    (_one, (leaves, *_)), (other, (comes, *_)) = before.items()
    hide_from(demo, other, leaves)
    swap(cora, comes)
    assert cora.form is not None
    assert f"<@{leaves}> cannot be in the circle of <@{other}>: the rules that protect people keep" in cora.form.text
    assert said_of(demo) == set()
    cora.closes()
    assert circles_of(newest_preview(cora)) == before


@pytest.mark.usefixtures("two_circles")
def test_mentees_do_not_change_places_where_one_would_sit_beside_somebody_of_their_chain(
    demo: Demo, cora: Actor
) -> None:
    before = circles_of(preview(cora))
    (_one, (leaves, *_)), (other, (comes, stays, *_)) = before.items()
    with demo.store.begin() as db:
        people.remember(db, leaves, manager_id=stays)
    swap(cora, comes)
    assert cora.form is not None
    assert f"<@{leaves}> cannot be in the circle of <@{other}>: the rules that protect people" in cora.form.text
    assert "keep them apart from somebody else of that circle." in cora.form.text
    assert said_of(demo) == set()


@pytest.mark.usefixtures("two_circles")
def test_whoever_would_come_is_not_blamed_for_a_circle_that_can_no_longer_be_and_no_list_is_betrayed(
    demo: Demo, cora: Actor
) -> None:
    (_one, (_leaves, *_)), (other, (comes, stays, *_)) = circles_of(preview(cora)).items()
    hide_from(demo, stays, other)
    swap(cora, comes)
    assert cora.form is not None
    assert f"the circle of <@{other}> can no longer be as it stands" in cora.form.text
    assert "keep them apart" not in cora.form.text
    assert said_of(demo) == set()


@pytest.mark.usefixtures("two_circles")
def test_nobody_changes_places_with_a_mentor_or_within_a_circle(cora: Actor) -> None:
    (_one, (_leaves, stays, *_)), (other, _) = circles_of(preview(cora)).items()
    for whom in (other, stays):
        swap(cora, whom)
        assert cora.form is not None
        assert f"<@{whom}> learns in no other circle of this round" in cora.form.text
        cora.closes(everything=True)


@pytest.mark.parametrize("label", ["Forbid", "Pin", "Drop", "Approve circle", "Swap circles"])
@pytest.mark.usefixtures("two_circles")
def test_nothing_is_done_to_a_circle_that_another_coordinator_has_changed_since_it_was_shown(
    world: World, demo: Demo, cora: Actor, label: str
) -> None:
    femi = second_coordinator(world, demo, "Femi")
    shown = preview(cora)
    (one, (leaves, *_)), (other, (comes, *_)) = circles_of(shown).items()
    femi.opens_home()
    femi.clicks("Show the round")
    femi.clicks("Swap circles")
    femi.fills(whom=comes)
    cora.clicks(label, in_=shown)
    assert said_of(demo) == {("pinned", one, comes), ("pinned", other, leaves)}
    assert gathered(demo) == {}


def hide_from(demo: Demo, who: str, whom: str) -> None:
    with demo.store.begin() as db:
        row = joining.participant(db, programme_of(demo).id, who)
        assert row is not None
        row.never = [whom]
        db.add(row)
