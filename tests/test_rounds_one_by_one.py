"""Pairs of a preview approved one by one: what follows for the two, for the others, and when the round is run again."""

import pytest
from coordinating import (
    heard,
    introduce_at_once,
    introductions,
    leave,
    live,
    newest_preview,
    open_pairs,
    preview,
    proposed,
    second_coordinator,
    set_status,
    take_rights_away,
)
from databases import BOTH
from pairing import again, clicked
from taking_part import MENTEES, MENTORS, enrol, programme_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import proposals, rounds

ALONE = "Approve pair"


@pytest.fixture(autouse=True)
def nobody_is_asked(demo: Demo) -> None:
    """Where the two are asked before is told with consent."""
    introduce_at_once(demo)


def introduced(demo: Demo) -> list[tuple[str, str]]:
    return [(pair.mentor_id, pair.mentee_id) for pair in open_pairs(demo)]


def named(world: World, user_id: str) -> Actor:
    return next(person for person in map(world.person, (*MENTORS, *MENTEES)) if person.id == user_id)


@BOTH
@pytest.mark.usefixtures("cohort")
def test_a_pair_is_introduced_alone_and_the_others_wait_for_the_decision(world: World, demo: Demo, cora: Actor) -> None:
    first, *others = proposed(preview(cora))
    cora.clicks(ALONE)
    shown = newest_preview(cora)
    assert f"approved by <@{cora.id}>" in shown.text
    assert "1 of them is approved." in shown.text
    assert introduced(demo) == [first]
    world.wait(hours=1)
    heard_of_it = [name for name in (*MENTORS, *MENTEES) if heard(world.person(name))]
    assert {world.person(name).id for name in heard_of_it} == {*first}
    assert all(len(introductions(world.person(name))) == 1 for name in heard_of_it)
    cora.clicks("Approve the other 5 pairs")
    assert sorted(introduced(demo)) == sorted([first, *others])
    world.wait(hours=1)
    assert all(len(introductions(world.person(name))) == 1 for name in (*MENTORS, *MENTEES))
    assert "6 pairs are introduced" in newest_preview(cora).text


@pytest.mark.usefixtures("cohort")
def test_a_double_click_introduces_once_and_approves_no_other(world: World, demo: Demo, cora: Actor) -> None:
    preview(cora)
    cora.clicks(ALONE)
    again(demo, clicked(world, "rounds.approve_alone"))
    assert len(introduced(demo)) == 1
    assert "1 of them is approved." in newest_preview(cora).text


@pytest.mark.usefixtures("cohort")
def test_of_two_coordinators_the_second_sees_who_approved_the_pair(world: World, demo: Demo, cora: Actor) -> None:
    femi = second_coordinator(world, demo, "Femi")
    first, *_others = proposed(preview(cora))
    femi.opens_home()
    femi.clicks("Show the round")
    cora.clicks(ALONE)
    result = femi.clicks(ALONE)
    assert result.form is not None
    assert result.form.text.count(f"approved by <@{cora.id}>") == 1
    assert f"approved by <@{femi.id}>" not in result.form.text
    assert introduced(demo) == [first]


@pytest.mark.usefixtures("cohort")
def test_a_pair_that_another_has_dropped_is_not_approved_from_an_old_page(
    world: World, demo: Demo, cora: Actor
) -> None:
    femi = second_coordinator(world, demo, "Femi")
    preview(cora)
    femi.opens_home()
    femi.clicks("Show the round")
    cora.clicks("Drop pair")
    femi.clicks(ALONE)
    assert introduced(demo) == []
    assert "1 of them is dropped" in str(femi.form and femi.form.text)


@pytest.mark.usefixtures("cohort")
def test_a_pair_that_is_approved_is_not_dropped_from_an_old_page(world: World, demo: Demo, cora: Actor) -> None:
    femi = second_coordinator(world, demo, "Femi")
    preview(cora)
    femi.opens_home()
    femi.clicks("Show the round")
    cora.clicks(ALONE)
    femi.clicks("Drop pair")
    assert "dropped" not in str(femi.form and femi.form.text).replace("Dropped pairs", "")


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ("Approve the other 5 pairs", "6 pairs are introduced"),
        (
            "Run again",
            "no longer counts. The current one is on your Home tab. The pair that was approved before goes on.",
        ),
    ],
)
@pytest.mark.usefixtures("cohort")
def test_a_late_click_approves_nothing_in_a_round_that_was_decided(
    world: World, demo: Demo, cora: Actor, decision: str, told: str
) -> None:
    femi = second_coordinator(world, demo, "Femi")
    preview(cora)
    cora.clicks(ALONE)
    femi.opens_home()
    femi.clicks("Show the round")
    cora.clicks(decision)
    world.wait(minutes=5)
    before = introduced(demo)
    femi.clicks(ALONE)
    assert introduced(demo) == before
    assert told in str(femi.form and femi.form.text)


@pytest.mark.parametrize(
    ("what", "told"),
    [("leaves", "left the programme"), ("pauses", "is paused"), ("has no level", "the rules keep them apart")],
)
@pytest.mark.usefixtures("cohort")
def test_a_pair_that_can_no_longer_be_made_is_refused_in_words_and_stays(
    world: World, demo: Demo, cora: Actor, what: str, told: str
) -> None:
    (mentor, mentee), *_others = proposed(preview(cora))
    person = named(world, mentor)
    if what == "leaves":
        leave(person)
    elif what == "pauses":
        person.types("/mentor pause 2 weeks")
    else:
        remember(demo, person.name.split()[0], level=None)
    cora.clicks(ALONE)
    assert f"<@{mentor}> and <@{mentee}> cannot be paired any more" in cora.last.text
    assert told in cora.last.text
    assert introduced(demo) == []
    assert "approved" not in newest_preview(cora).text
    cora.clicks("Drop pair", in_=newest_preview(cora))
    assert "Approve all 5 pairs" in newest_preview(cora).buttons


@BOTH
@pytest.mark.usefixtures("cohort")
def test_running_again_matches_the_others_anew_and_takes_nobody_who_is_in_a_pair(
    world: World, demo: Demo, cora: Actor
) -> None:
    old = preview(cora)
    first, *others = proposed(old)
    cora.clicks(ALONE)
    cora.clicks("Run again", in_=cora.reads(old))
    new = newest_preview(cora)
    assert sorted(proposed(new)) == sorted(others)
    assert "the same pairs." in new.text
    assert introduced(demo) == [first]
    world.wait(hours=1)
    cora.clicks("Approve all 5 pairs", in_=new)
    assert sorted(introduced(demo)) == sorted([first, *others])


@pytest.mark.usefixtures("cohort")
def test_once_every_pair_is_decided_the_round_is_finished_and_whoever_is_left_is_told(
    world: World, demo: Demo, cora: Actor
) -> None:
    for name in MENTORS[2:]:
        leave(world.person(name))
    preview(cora)
    cora.clicks(ALONE)
    cora.clicks("Drop pair")
    world.wait(hours=1)
    told = [name for name in MENTEES if "no match for you" in str(heard(world.person(name)))]
    assert told == []
    cora.clicks("Finish the round")
    world.wait(hours=1)
    told = [name for name in MENTEES if "no match for you" in str(heard(world.person(name)))]
    assert len(told) == 5
    assert len(introduced(demo)) == 1
    assert live(demo) is None


@pytest.mark.usefixtures("cohort")
def test_the_last_pair_may_be_approved_by_itself_or_with_the_round(demo: Demo, cora: Actor) -> None:
    preview(cora)
    for _ in range(5):
        cora.clicks(ALONE)
    shown = newest_preview(cora)
    assert (shown.buttons.count(ALONE), "Approve the last pair" in shown.buttons) == (1, True)
    cora.clicks("Approve the last pair")
    assert len(introduced(demo)) == 6
    assert live(demo) is None


@pytest.mark.usefixtures("cohort")
def test_an_old_button_approves_nothing_for_somebody_who_coordinates_no_more(world: World, demo: Demo) -> None:
    femi = second_coordinator(world, demo, "Femi")
    preview(femi)
    take_rights_away(demo)
    femi.clicks(ALONE)
    assert "Only the coordinators" in femi.last.text
    assert introduced(demo) == []


@pytest.mark.usefixtures("cohort")
def test_nobody_is_introduced_in_a_programme_that_is_closed(demo: Demo, cora: Actor) -> None:
    preview(cora)
    set_status(demo, "closed")
    cora.clicks(ALONE)
    assert "is not open" in cora.last.text
    assert introduced(demo) == []


def test_a_mentor_of_two_may_have_one_of_them_approved(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", capacity=2)
    enrol(demo, "Hugo", "Ines")
    assert len(proposed(preview(cora))) == 2
    cora.clicks(ALONE)
    cora.clicks(ALONE)
    assert len(introduced(demo)) == 2


@pytest.mark.usefixtures("cohort")
def test_a_round_that_was_approved_before_its_pair_is_approved_alone_changes_nothing(demo: Demo, cora: Actor) -> None:
    preview(cora)
    with demo.store.begin() as db:
        row = rounds.live(db, programme_of(demo).id or 0)
        assert row is not None
        one = rounds.proposals(db, row.id)[0]
        assert proposals.approve_alone(db, row, [one], cora.id, asks_both=False)
        assert not proposals.approve_alone(db, row, [one], cora.id, asks_both=True)
        assert (one.approved_by, row.asks_both) == (cora.id, False)
        other = rounds.proposals(db, row.id)[1]
        rounds.decide(db, row, "approved", cora.id, demo.clock.now())
        assert not proposals.approve_alone(db, row, [other], cora.id, asks_both=True)
        assert (other.approved_by, row.asks_both) == (None, False)
