"""Answers: twice, too late, by somebody else, and by people who paused, left, or whose programme closed."""

from datetime import timedelta

import pytest
from consenting import MONDAY_NIGHT, NO, OTHER_WAY, WHY, YES, declined, is_asked, question, says, statuses
from coordinating import heard, leave, open_pairs, preview
from coordinating import set_status as set_programme
from pairing import again, clicked
from taking_part import participant

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


@pytest.mark.usefixtures("asked")
def test_a_second_click_reads_how_things_stand_and_does_nothing_twice(
    world: World, demo: Demo, hugo: Actor, chloe: Actor
) -> None:
    says(hugo, YES)
    click = clicked(world, "consent.yes")
    again(demo, click)
    again(demo, click, action_id="consent.no")
    assert statuses(demo) == ["junior"]
    assert "You said yes" in heard(hugo)[0].text
    says(chloe, YES)
    click = clicked(world, "consent.yes")
    for action in ("consent.yes", "consent.no", "consent.never"):
        again(demo, click, action_id=action)
    assert statuses(demo) == ["introduced"]
    assert len(open_pairs(demo)) == 1
    assert declined(demo) == []
    assert participant(demo, "Chloe").never == []


@pytest.mark.usefixtures("asked")
def test_a_no_stays_a_no_whatever_is_clicked_afterwards(world: World, demo: Demo, hugo: Actor, chloe: Actor) -> None:
    says(hugo, YES)
    says(chloe, NO)
    click = clicked(world, "consent.no")
    again(demo, click, action_id="consent.yes")
    again(demo, click, action_id="consent.never")
    assert statuses(demo) == ["held"]
    assert open_pairs(demo) == []
    assert participant(demo, "Chloe").never == []
    assert OTHER_WAY in heard(chloe)[0].text


@pytest.mark.usefixtures("asked")
def test_an_answer_that_comes_too_late_is_silence(demo: Demo, hugo: Actor, chloe: Actor) -> None:
    demo.clock.advance_to(MONDAY_NIGHT + timedelta(seconds=1))
    hugo.clicks(YES, in_=question(hugo))
    assert "I took your silence for a no" in heard(hugo)[0].text
    assert declined(demo) == [{hugo.id, chloe.id}]
    assert not is_asked(chloe)


@pytest.mark.usefixtures("asked")
def test_nobody_answers_for_somebody_else_nor_before_they_are_asked(
    world: World, demo: Demo, hugo: Actor, chloe: Actor
) -> None:
    hugo.clicks(WHY, in_=question(hugo))
    click = clicked(world, "consent.why")
    for who in (chloe, world.person("Kaya")):
        for action in ("consent.yes", "consent.no", "consent.why", "consent.never"):
            again(demo, click | {"user": click["user"] | {"id": who.id}}, action_id=action)
    assert statuses(demo) == ["senior"]
    assert declined(demo) == []
    again(demo, click, action_id="consent.never")
    assert statuses(demo) == ["senior"], "a senior does not know who it is"


@pytest.mark.usefixtures("asked")
def test_whoever_is_paused_answers_after_they_are_back(hugo: Actor, chloe: Actor) -> None:
    hugo.types("/mentor pause until 15 January")
    says(hugo, YES)
    assert "Come back with `/mentor resume`" in hugo.last.text
    hugo.types("/mentor resume")
    says(hugo, YES)
    assert is_asked(chloe)


@pytest.mark.usefixtures("asked")
def test_a_pause_is_no_no(world: World, demo: Demo, cora: Actor, hugo: Actor) -> None:
    hugo.types("/mentor pause until 15 January")
    world.wait_until(MONDAY_NIGHT + timedelta(hours=12))
    assert declined(demo) == []
    hugo.types("/mentor resume")
    assert "1 pair" in preview(cora).text


@pytest.mark.usefixtures("asked")
def test_whoever_has_left_is_asked_no_more_and_the_junior_is_free_after_the_undo_hour(
    world: World, demo: Demo, hugo: Actor, chloe: Actor
) -> None:
    leave(hugo)
    hugo.clicks(YES, in_=question(hugo))
    assert "You have left the programme, so I ask you nothing more" in heard(hugo)[0].text
    assert statuses(demo) == ["senior"]
    world.wait(minutes=66)
    assert statuses(demo) == ["over"]
    assert declined(demo) == []
    assert "no match for you" in heard(chloe)[-1].text


@pytest.mark.usefixtures("asked")
def test_whoever_comes_back_within_the_hour_can_still_answer(hugo: Actor, chloe: Actor) -> None:
    leave(hugo)
    hugo.clicks("Take it back")
    says(hugo, YES)
    assert is_asked(chloe)


@pytest.mark.usefixtures("asked")
def test_a_senior_who_left_after_their_yes_is_not_introduced_and_the_junior_reads_no_reason(
    demo: Demo, hugo: Actor, chloe: Actor
) -> None:
    says(hugo, YES)
    leave(hugo)
    says(chloe, YES)
    assert open_pairs(demo) == []
    assert OTHER_WAY in heard(chloe)[0].text


@pytest.mark.usefixtures("asked")
def test_a_programme_that_closes_ends_what_waits(world: World, demo: Demo, cora: Actor, hugo: Actor) -> None:
    cora.types("/mentor admin programme")
    cora.clicks("Close programme")
    assert "The programme has closed, so nobody is asked any more" in heard(hugo)[0].text
    assert statuses(demo) == ["over"]
    assert declined(demo) == []
    world.wait(days=9)
    assert not any("I remind you" in text or "no match" in text for text in hugo.sees)


@pytest.mark.usefixtures("asked")
def test_an_answer_in_a_programme_that_has_closed_changes_nothing(demo: Demo, hugo: Actor) -> None:
    set_programme(demo, "closed")
    says(hugo, YES)
    assert "The programme has closed, so nobody is asked any more" in heard(hugo)[0].text
    assert statuses(demo) == ["senior"]


@pytest.mark.usefixtures("asked")
def test_nothing_about_whoever_left_stays_in_what_was_said_about_them(
    world: World, demo: Demo, hugo: Actor, chloe: Actor
) -> None:
    says(hugo, YES)
    leave(chloe)
    world.wait(minutes=66)
    with demo.store.read() as db:
        written = db.connection().exec_driver_sql('SELECT "values" FROM outbox UNION ALL SELECT "values" FROM wish')
        assert "Sales" not in str(written.all())
