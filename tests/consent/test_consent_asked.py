"""The senior is asked without a name, then the junior; in their own hours, once, with one reminder."""

from datetime import UTC, datetime

import pytest
from consenting import MONDAY_NIGHT, NEVER, NO, WHY, YES, approve, everything, is_asked, question, says, statuses
from coordinating import groups, heard, introductions, newest_preview, open_pairs
from databases import BOTH
from taking_part import enrol, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


@BOTH
@pytest.mark.usefixtures("asked")
def test_the_senior_is_asked_then_the_junior_and_both_are_introduced(
    world: World, demo: Demo, cora: Actor, chloe: Actor, hugo: Actor
) -> None:
    assert "Somebody could mentor you" in question(hugo).text
    assert heard(chloe) == []
    says(hugo, YES)
    assert "now I ask them" in hugo.last.text
    assert f"You could mentor <@{hugo.id}>" in question(chloe).text
    assert open_pairs(demo) == []
    says(chloe, YES)
    (pair,) = open_pairs(demo)
    assert (pair.mentor_id, pair.mentee_id) == (chloe.id, hugo.id)
    world.wait(minutes=5)
    assert len(introductions(chloe)) == len(introductions(hugo)) == len(groups(world)) == 1
    assert "Everybody has been asked, and 1 pair is introduced" in newest_preview(cora).text


@pytest.mark.usefixtures("asked")
def test_the_senior_reads_what_fits_and_not_who_it_is(hugo: Actor, chloe: Actor) -> None:
    said = question(hugo)
    assert "They offer what you want to learn: Social media and Short video" in said.text
    assert "They work in Sales" in said.text
    assert "hours a day in common; your clocks show the same time" in said.text
    assert "both like to meet by video" in said.text
    assert "until" not in said.text.split("Please answer by")[0]
    assert "by the end of Monday 30 November" in said.text
    assert "may still be enough to guess" in said.text
    assert said.buttons == [YES, NO, WHY]
    assert said.metadata["class"] == "notice"
    hugo.clicks(WHY)
    assert hugo.form is not None
    assert "They offer what you want to learn" in hugo.form.text
    shown = everything(hugo) + str(hugo.form.view) + str(hugo.opens_home().view)
    assert chloe.id not in shown
    assert "Chloe" not in shown
    assert "level 3" not in shown


def test_a_sensitive_topic_and_a_purpose_are_not_named_to_either(
    world: World, demo: Demo, cora: Actor, hugo: Actor, chloe: Actor
) -> None:
    enrol(demo, "Chloe", "Hugo", topics="Mental health:5", purpose="Talk about my burnout")
    approve(cora)
    reasons = []
    for person in (hugo, chloe):
        person.clicks(WHY, in_=question(person))
        assert person.form is not None
        reasons.append(person.form.text)
        person.closes()
        if person is hugo:
            says(hugo, YES)
    told = str([said.message for said in world.messages()]) + str(reasons)
    assert "Mental health" not in told
    assert "burnout" not in told


@pytest.mark.usefixtures("asked")
def test_the_junior_reads_who_it_is_before_they_answer(hugo: Actor, chloe: Actor) -> None:
    says(hugo, YES)
    said = question(chloe)
    assert "They want to learn what you offer: Social media and Short video" in said.text
    assert "They work in Engineering" in said.text
    assert "do not know that it is you" in said.text
    assert said.buttons == [YES, NO, NEVER, WHY]
    chloe.clicks(WHY)
    assert chloe.form is not None
    assert f"<@{hugo.id}> has read the same about you, without your name" in chloe.form.text


def test_a_question_waits_for_the_waking_hours_of_whoever_is_asked(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Chloe", "Hugo")
    remember(demo, "Hugo", zone="America/New_York")
    world.wait_until(datetime(2026, 11, 24, 10, tzinfo=UTC))
    approve(cora)
    hugo = world.person("Hugo")
    assert not is_asked(hugo)
    world.wait_until(datetime(2026, 11, 24, 13, 1, tzinfo=UTC))
    assert "their clock is 6 h ahead of yours" in question(hugo).text
    assert "by the end of Tuesday 1 December" in question(hugo).text


@pytest.mark.usefixtures("asked")
def test_one_reminder_comes_on_the_morning_before_the_last_day(world: World, hugo: Actor) -> None:
    world.wait_until(datetime(2026, 11, 27, 7, 59, tzinfo=UTC))
    assert len(heard(hugo)) == 1
    world.wait_until(datetime(2026, 11, 27, 12, tzinfo=UTC))
    reminder = heard(hugo)[-1]
    assert "A suggestion waits for your answer until the end of Monday 30 November" in reminder.text
    assert reminder.metadata["class"] == "nudge"
    world.wait_until(MONDAY_NIGHT)
    assert sum("I remind you only this once" in text for text in hugo.sees) == 1


@pytest.mark.usefixtures("asked")
def test_an_answer_in_the_reminder_is_an_answer_and_shows_in_the_question_too(
    world: World, hugo: Actor, chloe: Actor
) -> None:
    first = question(hugo)
    world.wait_until(datetime(2026, 11, 27, 12, tzinfo=UTC))
    hugo.clicks(YES, in_=heard(hugo)[-1])
    assert is_asked(chloe)
    assert "You said yes" in hugo.reads(first).text
    assert not is_asked(hugo)


@pytest.mark.usefixtures("asked")
def test_whoever_has_answered_is_not_reminded(world: World, hugo: Actor) -> None:
    says(hugo, YES)
    world.wait_until(datetime(2026, 11, 27, 12, tzinfo=UTC))
    assert not any("I remind you" in text for text in hugo.sees)


@pytest.mark.usefixtures("asked")
def test_home_says_that_a_suggestion_waits_and_takes_the_answer(demo: Demo, hugo: Actor, chloe: Actor) -> None:
    assert "A suggestion waits for your answer until the end of Monday 30 November" in hugo.opens_home().text
    hugo.clicks(YES, in_=hugo.opens_home())
    assert "I am asking the other one, and write to you on Tuesday 1 December" in hugo.opens_home().text
    assert "You said yes" in heard(hugo)[0].text
    chloe.clicks(NO, in_=chloe.opens_home())
    assert statuses(demo) == ["held"]
    assert "suggestion" not in chloe.opens_home().text
    assert "I am asking the other one" in hugo.opens_home().text
