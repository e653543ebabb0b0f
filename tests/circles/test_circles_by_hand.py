"""What a coordinator does to a preview of circles by hand, on a mentor and a mentee of theirs."""

import pytest
from circling import circle_of, circles_of, gathered
from coordinating import introduce_at_once, newest_preview, preview
from databases import BOTH
from taking_part import programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said
from storage import rulings

RULES = "Forbid people"


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
    for _ in range(2):
        again = circles_of(run_again(cora))
        assert mentee not in again.get(mentor, [])
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


@pytest.mark.usefixtures("two_circles")
def test_nothing_is_undone_about_a_circle_that_is_approved_by_now(demo: Demo, cora: Actor) -> None:
    preview(cora)
    cora.clicks("Drop")
    cora.clicks("Put back", in_=newest_preview(cora))
    cora.clicks("Approve circle", in_=newest_preview(cora))
    assert len(gathered(demo)) == 1
    assert "Undo" not in newest_preview(cora).buttons
