"""What a coordinator sees and decides: who has to agree, dropping, reminding, and no more waiting."""

from datetime import UTC, datetime

import pytest
from consenting import (
    MONDAY_NIGHT,
    NO,
    OTHER_WAY,
    YES,
    approve,
    declined,
    drops_the_pair,
    is_asked,
    question,
    says,
    set_approval,
    statuses,
)
from coordinating import heard, introduce_at_once, newest_preview, open_pairs, preview
from pairing import again, clicked
from taking_part import enrol, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


@pytest.mark.usefixtures("asked")
def test_a_pair_that_a_coordinatordrops_the_pair_while_the_senior_is_asked_may_be_suggested_later(
    world: World, demo: Demo, cora: Actor, hugo: Actor
) -> None:
    drops_the_pair(world)
    assert OTHER_WAY in heard(hugo)[0].text
    assert statuses(demo) == ["over"]
    assert declined(demo) == []
    assert "1 pair" in preview(cora).text


@pytest.mark.usefixtures("asked")
def test_a_dropped_pair_is_not_found_again_as_the_next_best(demo: Demo, world: World) -> None:
    drops_the_pair(world)
    world.wait(days=1)
    assert statuses(demo) == ["over"]


@pytest.mark.usefixtures("asked")
def test_a_coordinator_may_stop_waiting_and_whoever_waits_is_told(cora: Actor, hugo: Actor, chloe: Actor) -> None:
    says(hugo, YES)
    says(chloe, NO)
    cora.opens_home()
    cora.clicks("Show the round so far")
    cora.clicks("Stop waiting")
    assert OTHER_WAY in heard(hugo)[0].text
    assert "You stay enrolled and are in the next round." in heard(hugo)[0].text
    assert "no match for you" in heard(hugo)[-1].text
    assert "Everybody has been asked, and 0 pairs are introduced" in newest_preview(cora).text


def test_after_stop_waiting_nobody_else_is_suggested(demo: Demo, cora: Actor, hugo: Actor) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo")
    approve(cora)
    cora.opens_home()
    cora.clicks("Show the round so far")
    cora.clicks("Stop waiting")
    assert not is_asked(hugo)
    assert statuses(demo) == ["over"]
    assert declined(demo) == []


@pytest.mark.usefixtures("asked")
def test_a_coordinator_may_have_the_one_reminder_come_earlier(world: World, cora: Actor, hugo: Actor) -> None:
    cora.opens_home()
    cora.clicks("Show the round so far")
    cora.clicks("Remind them")
    world.wait_until(datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert "I remind you only this once" in heard(hugo)[-1].text
    cora.clicks("Remind them")
    world.wait_until(MONDAY_NIGHT)
    assert sum("I remind you only this once" in text for text in hugo.sees) == 1


@pytest.mark.usefixtures("asked")
def test_nobody_but_a_coordinatordrops_the_pair_reminds_or_stops(world: World, demo: Demo, cora: Actor) -> None:
    cora.clicks("Remind them", in_=newest_preview(cora))
    click = clicked(world, "consent.remind")
    kaya = world.person("Kaya")
    for action, value in (("consent.stop", "1"), ("consent.drop", "1"), ("consent.remind", "1")):
        again(demo, click | {"user": click["user"] | {"id": kaya.id}}, action_id=action, value=value)
    assert statuses(demo) == ["senior"]


@pytest.mark.usefixtures("asked")
def test_home_and_the_round_tell_the_coordinator_numbers_and_no_names_of_answers(cora: Actor) -> None:
    assert "Being asked: seniors 1, juniors 0 · agreed 0 · came to nothing 0 · next answer due by" in (
        cora.opens_home().text
    )
    cora.clicks("Show the round so far")
    assert cora.form is not None
    assert "seniors 1, juniors 0" in cora.form.text
    assert "Nobody sees whose answer was a no" in cora.form.text


def test_where_the_two_decide_alone_they_are_asked_as_soon_as_the_round_is_computed(
    demo: Demo, cora: Actor, hugo: Actor
) -> None:
    set_approval(demo, "people")
    enrol(demo, "Chloe", "Hugo")
    shown = preview(cora)
    assert "approved this round of 1 pair" in shown.text
    assert not any(label.startswith("Approve") for label in shown.buttons)
    assert is_asked(hugo)


def test_where_the_two_decide_alone_an_empty_round_reads_as_ever(demo: Demo, cora: Actor) -> None:
    set_approval(demo, "people")
    assert "Nobody waits for a match" in preview(cora).text


def test_where_neither_is_asked_the_coordinators_word_is_enough_and_needed(demo: Demo, cora: Actor) -> None:
    introduce_at_once(demo)
    enrol(demo, "Chloe", "Hugo")
    preview(cora)
    assert open_pairs(demo) == []
    cora.clicks("Approve 1 pair")
    assert len(open_pairs(demo)) == 1


def test_a_round_goes_on_as_it_was_approved_when_the_setting_changes(demo: Demo, cora: Actor, hugo: Actor) -> None:
    enrol(demo, "Chloe", "Hugo")
    approve(cora)
    introduce_at_once(demo)
    assert open_pairs(demo) == []
    says(hugo, YES)
    assert statuses(demo) == ["junior"]


def test_a_programme_says_how_many_days_there_are_to_answer(demo: Demo, cora: Actor, hugo: Actor) -> None:
    cora.types("/mentor admin programme")
    cora.fills({"answer_days": 2})
    enrol(demo, "Chloe", "Hugo")
    approve(cora)
    assert "by the end of Wednesday 25 November" in question(hugo).text


def test_somebody_who_cannot_be_paired_any_more_is_not_asked(demo: Demo, cora: Actor, hugo: Actor) -> None:
    enrol(demo, "Chloe", "Hugo")
    preview(cora)
    remember(demo, "Chloe", reviewers=[hugo.id])
    cora.clicks("Approve 1 pair")
    assert heard(hugo)[-1].text.startswith("The round for *Reverse mentoring* is decided")
    assert statuses(demo) == []
