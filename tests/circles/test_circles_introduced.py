"""Circles: one mentor and several mentees, from the setting to the introduction."""

import pytest
from answering import open_form, prefer, rate, tell_about_oneself
from circling import approve, circle_of
from consenting import NO, OTHER_WAY, YES, is_asked, question, says
from coordinating import groups, heard, introduce_at_once, live, newest_preview, open_pairs, preview
from taking_part import enrol, programme_of, remember

from bot.demo import Demo
from bot.rules.matching import VERSION
from bot.sandbox.actors import Actor, Refused, World

HUGO, INES, KAYA = "<@U0HUGO>", "<@U0INES>", "<@U0KAYA>"


def test_a_programme_of_circles_says_how_many_meet(demo: Demo, cora: Actor) -> None:
    cora.types("/mentor admin programme")
    cora.fills(circle_least="3", circle_most="4")
    row = programme_of(demo)
    assert (row.kind, row.circle_least, row.circle_most) == ("circles", 3, 4)


def test_a_circle_that_could_not_be_is_refused_at_its_field(cora: Actor) -> None:
    cora.types("/mentor admin programme")
    with pytest.raises(Refused, match="Enter a whole number from 4 to 6"):
        cora.fills(circle_least="4", circle_most="3")


@pytest.mark.usefixtures("cora")
def test_whoever_mentors_says_how_large_their_circle_is_at_most(demo: Demo, ann: Actor) -> None:
    with demo.store.begin() as db:
        row = programme_of(demo)
        row.circle_least, row.circle_most = 3, 5
        db.merge(row)
    ann.types("/mentor join")
    assert "in a circle a junior teaches several seniors together" in open_form(ann).text
    last = tell_about_oneself(ann)
    rate(ann, *[3] * sum(block["type"] == "input" for block in last.blocks))
    prefer(ann, capacity="4")
    with demo.store.read() as db:
        assert db.connection().exec_driver_sql("SELECT capacity FROM participant").all() == [(4,)]


@pytest.mark.usefixtures("cora")
def test_a_mentor_who_wished_for_one_mentee_reads_that_a_circle_has_more(demo: Demo, ann: Actor) -> None:
    enrol(demo, "Ann", capacity=1)
    ann.types("/mentor profile")
    ann.clicks("Change my answers")
    last = tell_about_oneself(ann)
    rate(ann, *[3] * sum(block["type"] == "input" for block in last.blocks))
    assert "You wished for 1 before. No circle here has fewer than 2" in open_form(ann).text
    prefer(ann, capacity="3")
    ann.closes(everything=True)
    ann.types("/mentor profile")
    ann.clicks("Change my answers")
    tell_about_oneself(ann)
    rate(ann, *[3] * sum(block["type"] == "input" for block in last.blocks))
    assert "You wished for" not in open_form(ann).text


def test_a_preview_goes_circle_by_circle_with_why_each_fits(demo: Demo, cora: Actor) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines", "Kaya")
    shown = preview(cora)
    assert "1 circle. 3 mentees in all, as many as the rules allow." in shown.text
    assert "*<@U0ANN> leads a circle of 3*" in shown.text
    for who in (HUGO, INES, KAYA):
        assert f"{who} · fits" in shown.text
    assert "offers what the other wants to learn" in shown.text
    for never in ("Swap", "Approve pair"):
        assert never not in shown.text


def test_a_round_of_circles_keeps_what_it_was_computed_from_and_what_no_choice_exceeds(demo: Demo, cora: Actor) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines", "Kaya")
    preview(cora)
    row = live(demo)
    assert row is not None
    assert (len(row.record["digest"]), row.record["version"]) == (64, VERSION)
    assert (row.record["bound"], row.record["unkept"]) == (3, [])


def test_whoever_is_in_no_circle_is_listed_with_the_reason(demo: Demo, cora: Actor) -> None:
    circle_of(demo, "Ann", "Hugo")
    shown = preview(cora)
    assert "the rules allow no pair" in shown.text
    assert "the rules allow 1 person for them, and no circle of at least 2 could be filled" in shown.text


def test_a_mentee_is_dropped_and_put_back(demo: Demo, cora: Actor) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines", "Kaya")
    preview(cora)
    cora.clicks("Drop")
    assert "2 of them kept" in newest_preview(cora).text
    assert "1 of them is dropped" in newest_preview(cora).text
    cora.clicks("Put back")
    assert "dropped" not in newest_preview(cora).text


def test_a_circle_that_is_too_small_is_told_before_and_its_people_are_left_over(
    demo: Demo, world: World, cora: Actor
) -> None:
    introduce_at_once(demo)
    circle_of(demo, "Ann", "Hugo", "Ines")
    circle_of(demo, "Eva", "Kaya", "Liam")
    preview(cora)
    cora.clicks("Drop")
    assert "1 circle has fewer than 2 left and is not introduced" in newest_preview(cora).text
    assert "Fewer than 2 are kept, so nobody of this circle is introduced" in newest_preview(cora).text
    cora.clicks("Approve 1 circle")
    world.wait(minutes=3)
    assert len({pair.mentor_id for pair in open_pairs(demo)}) == 1
    assert "since too few were left for a circle" in newest_preview(cora).text
    gathered = {who for pair in open_pairs(demo) for who in (pair.mentor_id, pair.mentee_id)}
    people = [world.person(name) for name in ("Ann", "Eva", "Hugo", "Ines", "Kaya", "Liam")]
    assert [one.id in gathered for one in people] == ["no match for you" not in str(heard(one)) for one in people]


def test_whoever_is_in_a_circle_is_not_in_the_next_round(demo: Demo, world: World, cora: Actor) -> None:
    introduce_at_once(demo)
    circle_of(demo, "Ann", "Hugo", "Ines")
    approve(world, cora)
    enrol(demo, "Kaya", "Liam")
    shown = preview(cora)
    assert "U0ANN" not in shown.text
    assert HUGO not in shown.text


def test_either_leads_one_circle_and_learns_in_another(demo: Demo, world: World, cora: Actor) -> None:
    introduce_at_once(demo)
    enrol(demo, "Ann", capacity=6)
    remember(demo, "Gina", level=5)
    enrol(demo, "Gina", role="either", capacity=6)
    for who in ("Hugo", "Ines", "Jonas", "Kaya", "Liam"):
        remember(demo, who, level=9)
    enrol(demo, "Hugo", "Ines", "Jonas", "Kaya", "Liam")
    approve(world, cora)
    seats = [(pair.mentor_id, pair.mentee_id) for pair in open_pairs(demo)]
    assert len({mentee for _, mentee in seats}) == len(seats)


def test_everybody_is_introduced_by_themselves_and_all_together(
    demo: Demo, world: World, cora: Actor, ann: Actor, hugo: Actor
) -> None:
    introduce_at_once(demo)
    circle_of(demo, "Ann", "Hugo", "Ines", "Kaya")
    approve(world, cora)
    assert "You lead a circle in Reverse mentoring" in heard(ann)[-1].text
    for who in (HUGO, INES, KAYA):
        assert who in heard(ann)[-1].text
    assert "*<@U0ANN> mentors you* in Reverse mentoring, in a circle with" in heard(hugo)[-1].text
    assert HUGO not in heard(hugo)[-1].text
    (group,) = groups(world)
    assert set(group["members"]) == {"U0ANN", "U0HUGO", "U0INES", "U0KAYA"}
    assert len({pair.circle_id for pair in open_pairs(demo)}) == 1


def test_the_largest_circle_fits_into_one_group_conversation(demo: Demo, world: World, cora: Actor) -> None:
    introduce_at_once(demo)
    circle_of(demo, "Ann", "Gina", "Hugo", "Ines", "Jonas", "Kaya", "Liam")
    approve(world, cora)
    assert len(open_pairs(demo)) == 6
    (group,) = groups(world)
    assert len(group["members"]) == 7


def test_each_mentee_is_asked_without_a_name_and_the_mentor_about_each(
    demo: Demo, world: World, cora: Actor, ann: Actor, hugo: Actor
) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines")
    approve(world, cora)
    assert "Somebody could mentor you in a circle" in question(hugo).text
    assert "U0ANN" not in question(hugo).text
    assert INES not in question(hugo).text
    assert not is_asked(ann)
    says(hugo, YES)
    assert f"{HUGO} could be in your circle" in question(ann).text


def test_a_circle_begins_once_all_have_said_yes(
    demo: Demo, world: World, cora: Actor, ann: Actor, hugo: Actor, ines: Actor
) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines")
    approve(world, cora)
    says(hugo, YES)
    says(ann, YES)
    assert open_pairs(demo) == []
    hugo.opens_home()
    assert "You said yes to a circle. Others are still being asked" in hugo.home.text
    says(ines, YES)
    says(ann, YES)
    world.wait(minutes=2)
    assert {pair.mentee_id for pair in open_pairs(demo)} == {"U0HUGO", "U0INES"}


def test_a_circle_begins_without_whoever_said_no_if_enough_are_left(
    demo: Demo, world: World, cora: Actor, ann: Actor, hugo: Actor, ines: Actor
) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines", "Kaya")
    approve(world, cora)
    says(world.person("Kaya"), NO)
    for one in (hugo, ines):
        says(one, YES)
        says(ann, YES)
    world.wait(minutes=2)
    assert {pair.mentee_id for pair in open_pairs(demo)} == {"U0HUGO", "U0INES"}
    assert "Kaya" not in str([said.message for said in ann.hears])
    assert "U0KAYA" not in str([said.message for one in (ann, hugo, ines) for said in one.hears])


def test_silence_until_the_last_day_begins_the_circle_with_the_others(
    demo: Demo, world: World, cora: Actor, ann: Actor, hugo: Actor, ines: Actor
) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines", "Kaya")
    approve(world, cora)
    for one in (hugo, ines):
        says(one, YES)
        says(ann, YES)
    assert open_pairs(demo) == []
    world.wait(days=9)
    assert {pair.mentee_id for pair in open_pairs(demo)} == {"U0HUGO", "U0INES"}


@pytest.mark.parametrize("who", ["Ines", "Ann"])
def test_where_too_few_are_left_all_read_the_same_whoever_said_no(
    demo: Demo, world: World, cora: Actor, ann: Actor, hugo: Actor, ines: Actor, who: str
) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines")
    approve(world, cora)
    says(hugo, YES)
    says(ann, YES)
    says(ines, NO if who == "Ines" else YES)
    if who == "Ann":
        says(ann, NO)
    world.wait(days=9)
    assert open_pairs(demo) == []
    assert OTHER_WAY in str([said.text for said in heard(hugo)])
    assert "U0ANN" not in str([said.message for said in hugo.hears])


def test_the_files_of_a_round_hold_all_mentees_circle_by_circle(demo: Demo, world: World, cora: Actor) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines")
    preview(cora)
    cora.clicks("Export CSV and XLSX")
    world.wait(minutes=1)
    assert "2 mentees in circles, with score and reasons, and 0 people in none." in heard(cora)[-1].text


def test_the_kind_stays_once_a_round_is_approved(demo: Demo, world: World, cora: Actor) -> None:
    circle_of(demo, "Ann", "Hugo", "Ines")
    approve(world, cora)
    cora.types("/mentor admin programme")
    with pytest.raises(Refused, match="A round of circles was approved"):
        cora.fills(kind="pairs")
