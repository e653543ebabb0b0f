"""Consent: the senior is asked without a name, then the junior; silence is no, and nobody learns whose no it was."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import running
from coordinating import groups, heard, introduce_at_once, introductions, leave, newest_preview, open_pairs, preview
from coordinating import set_status as set_programme
from databases import BOTH
from pairing import again, clicked, set_status
from sqlmodel import select
from taking_part import another_programme, enrol, id_of, participant, programme_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from handlers.consent import carry_on
from storage import rounds, suggestions
from storage.tables import Declined, Suggestion

YES, NO, NEVER, WHY = "Yes, introduce us", "Not this one", "Never with this person", "Why was this suggested?"
OTHER_WAY = "the round found another way"
MONDAY_NIGHT = datetime(2026, 11, 30, 23, tzinfo=UTC)
"""Midnight in Berlin, five working days after the tests begin."""


@pytest.fixture
def cora(world: World) -> Actor:
    """The coordinator."""
    return world.person("Cora")


@pytest.fixture
def chloe(world: World) -> Actor:
    """A junior of Sales."""
    return world.person("Chloe")


@pytest.fixture
def hugo(world: World) -> Actor:
    """A senior of Engineering."""
    return world.person("Hugo")


@pytest.fixture
def asked(demo: Demo, cora: Actor) -> None:
    """A round of Chloe and Hugo was approved."""
    enrol(demo, "Chloe", "Hugo")
    approve(cora)


def approve(cora: Actor) -> None:
    preview(cora)
    cora.clicks(next(label for label in newest_preview(cora).buttons if label.startswith("Approve")))


def question(person: Actor) -> Said:
    """The newest suggestion that waits for somebody's answer."""
    return next(said for said in reversed(heard(person)) if YES in said.buttons)


def is_asked(person: Actor) -> bool:
    return any(YES in said.buttons for said in heard(person))


def says(person: Actor, answer: str) -> None:
    person.clicks(answer, in_=question(person))


def everything(person: Actor) -> str:
    """Whatever somebody has been shown in their own conversation, ids and values included."""
    return str([said.message for said in person.hears])


def statuses(demo: Demo) -> list[str]:
    with demo.store.read() as db:
        return [row.status for row in db.exec(select(Suggestion).order_by("id"))]


def declined(demo: Demo) -> list[set[str]]:
    with demo.store.read() as db:
        return [{row.one_id, row.other_id} for row in db.exec(select(Declined))]


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


def test_a_sensitive_topic_and_a_purpose_are_not_named_to_either(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Chloe", "Hugo", topics="Mental health:5", purpose="Talk about my burnout")
    approve(cora)
    world = World(demo.url)
    says(world.person("Hugo"), YES)
    for person in (world.person("Hugo"), world.person("Chloe")):
        person.clicks(WHY, in_=question(person)) if is_asked(person) else None
    told = str(world.messages()) + str([said.message for said in world.messages()])
    assert is_asked(world.person("Chloe"))
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
def test_silence_of_the_senior_is_a_no_in_neutral_words_and_the_junior_never_hears_of_it(
    world: World, demo: Demo, hugo: Actor, chloe: Actor
) -> None:
    world.wait_until(MONDAY_NIGHT - timedelta(minutes=6))
    assert is_asked(hugo)
    world.wait_until(MONDAY_NIGHT + timedelta(hours=10))
    assert "I took your silence for a no" in heard(hugo)[0].text
    assert "in the next one" in heard(hugo)[0].text
    assert not any("no match" in text for text in hugo.sees), "it is said once"
    assert declined(demo) == [{hugo.id, chloe.id}]
    assert [said.text.partition(".")[0] for said in heard(chloe)] == [
        "The round for *Reverse mentoring* is decided, and this time it has no match for you"
    ]


def _reviews_after_all(world: World, demo: Demo) -> None:
    remember(demo, "Chloe", reviewers=[id_of(demo, "Hugo")])
    says(world.person("Chloe"), YES)


def _drops(world: World) -> None:
    cora = world.person("Cora")
    cora.opens_home()
    cora.clicks("Show the round so far")
    cora.clicks("Drop pair")
    cora.closes(everything=True)


WAYS: dict[str, Callable[[World, Demo], None]] = {
    "the junior says no": lambda world, _: says(world.person("Chloe"), NO),
    "the junior never wants to": lambda world, _: says(world.person("Chloe"), NEVER),
    "the junior is silent": lambda *_: None,
    "the junior leaves": lambda world, _: leave(world.person("Chloe")),
    "the junior pauses": lambda _, demo: set_status(demo, "Chloe", "paused"),
    "HR says who reviews whom": _reviews_after_all,
    "the coordinator drops the pair": lambda world, _: _drops(world),
}


def what_the_senior_sees(address: str, way: Callable[[World, Demo], None]) -> list[Any]:
    """Whatever the senior is told and shown, and when, from their yes to the week after."""
    with running(address) as demo:
        world = World(demo.url)
        hugo, seen = world.person("Hugo"), []
        enrol(demo, "Chloe", "Hugo")
        approve(world.person("Cora"))
        says(hugo, YES)
        world.wait(hours=2)
        way(world, demo)
        for hours in range(0, 8 * 24, 8):
            world.wait(hours=8)
            messages = [(said.text, said.ts, int(float(said.message["edited_ts"] or 0))) for said in hugo.hears]
            seen.append((hours, messages, hugo.opens_home().text))
    return seen


def test_why_it_came_to_nothing_cannot_be_told_from_what_the_senior_hears_or_when(
    empty_file: Path, tmp_path: Path
) -> None:
    seen = {}
    for number, (name, way) in enumerate(WAYS.items()):
        copy = shutil.copy(empty_file, tmp_path / f"{number}.db")
        seen[name] = what_the_senior_sees(f"sqlite:///{copy}", way)
    expected = seen["the junior is silent"]
    assert OTHER_WAY in str(expected[-1])
    assert OTHER_WAY not in str(expected[0])
    assert [name for name in seen if seen[name] != expected] == []


@pytest.mark.usefixtures("asked")
def test_what_the_junior_answers_is_kept_from_the_coordinator_until_the_time_is_over(
    world: World, cora: Actor, hugo: Actor, chloe: Actor
) -> None:
    says(hugo, YES)
    before = cora.opens_home().text
    assert "Being asked: seniors 0, juniors 1 · agreed 0 · came to nothing 0" in before
    says(chloe, NO)
    assert cora.opens_home().text == before
    world.wait_until(MONDAY_NIGHT + timedelta(minutes=6))
    assert "Being asked" not in cora.opens_home().text
    assert "Everybody has been asked, and 0 pairs are introduced" in newest_preview(cora).text
    assert "no pair" not in newest_preview(cora).text


@pytest.mark.usefixtures("asked")
def test_a_no_is_thanked_for_and_is_written_down_without_whose_it_was(demo: Demo, hugo: Actor, chloe: Actor) -> None:
    says(hugo, NO)
    assert "Thank you: this suggestion does not go ahead" in heard(hugo)[0].text
    assert declined(demo) == [{hugo.id, chloe.id}]
    with demo.store.read() as db:
        (row,) = db.exec(select(Suggestion)).all()
    assert (row.status, row.silent_id) == ("over", None)


@BOTH
@pytest.mark.parametrize("answer", [NO, NEVER])
@pytest.mark.usefixtures("asked")
def test_a_declined_pair_is_offered_never_again_in_no_programme(
    world: World, demo: Demo, cora: Actor, hugo: Actor, chloe: Actor, answer: str
) -> None:
    says(hugo, YES)
    says(chloe, answer)
    world.wait_until(MONDAY_NIGHT + timedelta(hours=12))
    assert "the rules allow no pair" in preview(cora).text
    assert "the rules that protect people keep 1 person apart" in newest_preview(cora).text
    another_programme(demo, "Young leaders")
    enrol(demo, "Chloe", "Hugo", programme="Young leaders")
    cora.types("/mentor admin round")
    cora.clicks("Young leaders")
    assert "the rules allow no pair" in newest_preview(cora).text


@pytest.mark.usefixtures("asked")
def test_never_with_this_person_is_kept_on_the_juniors_own_list(demo: Demo, hugo: Actor, chloe: Actor) -> None:
    says(hugo, YES)
    says(chloe, NEVER)
    assert participant(demo, "Chloe").never == [hugo.id]
    assert f"<@{hugo.id}> is on your own list" in heard(chloe)[0].text
    assert "on your own list" not in everything(hugo)


def test_whoever_is_free_again_is_asked_about_the_next_best_of_the_round(
    world: World, demo: Demo, cora: Actor, hugo: Actor, chloe: Actor
) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo")
    approve(cora)
    ann = world.person("Ann")
    assert "has no match for you at the moment" in heard(ann)[-1].text
    assert "if somebody becomes free who fits you, I write to you" in heard(ann)[-1].text
    says(hugo, NO)
    assert "They work in Marketing" in question(hugo).text
    assert "has no match for you at the moment" in heard(chloe)[-1].text
    says(hugo, YES)
    says(ann, YES)
    assert [(pair.mentor_id, pair.mentee_id) for pair in open_pairs(demo)] == [(ann.id, hugo.id)]


def test_a_junior_who_said_no_is_asked_about_the_next_best_at_once_and_their_senior_later(
    world: World, demo: Demo, cora: Actor, hugo: Actor, chloe: Actor
) -> None:
    enrol(demo, "Chloe", "Hugo", "Kaya")
    remember(demo, "Kaya", department="Sales")
    approve(cora)
    kaya = world.person("Kaya")
    assert not is_asked(kaya)
    says(hugo, YES)
    says(chloe, NO)
    assert is_asked(kaya)
    assert not any(OTHER_WAY in text for text in hugo.sees)
    world.wait_until(MONDAY_NIGHT + timedelta(minutes=6))
    assert OTHER_WAY in heard(hugo)[0].text


def test_whoever_is_suggested_somebody_before_they_wake_up_is_not_told_first_that_there_is_nobody(
    world: World, demo: Demo, cora: Actor, hugo: Actor
) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo", "Kaya")
    remember(demo, "Kaya", zone="Europe/Lisbon")
    approve(cora)
    says(hugo, YES)
    world.wait_until(MONDAY_NIGHT + timedelta(minutes=30))
    assert "over" in statuses(demo), "Chloe was silent, and Ann is free only when it is midnight for Kaya, too"
    world.wait_until(MONDAY_NIGHT + timedelta(hours=12))
    assert "They work in Marketing" in question(hugo).text
    assert not any("no match" in text for text in hugo.sees)


def test_the_next_best_is_the_same_on_every_machine(empty_file: Path, tmp_path: Path) -> None:
    told = []
    for number in range(2):
        copy = shutil.copy(empty_file, tmp_path / f"{number}.db")
        with running(f"sqlite:///{copy}", people=40) as demo:
            enrol(demo, *{one.first for one in demo.employees})
            world = World(demo.url)
            approve(world.person("Cora"))
            seniors = [one.id for one in demo.employees if one.role == "mentee" and is_asked(world.person(one.id))]
            for who in seniors[:6]:
                says(world.person(who), NO)
            with demo.store.read() as db:
                told.append([(one.mentor_id, one.mentee_id) for one in rounds.proposals(db, 1) if one.later])
    assert told[0] == told[1] != []
    assert len(set(told[0])) == len(told[0])


def test_whoever_was_silent_is_asked_nothing_more_in_that_round(
    world: World, demo: Demo, cora: Actor, hugo: Actor
) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo")
    approve(cora)
    world.wait_until(MONDAY_NIGHT + timedelta(hours=12))
    assert not is_asked(hugo)
    assert statuses(demo) == ["over"]
    assert "Everybody has been asked" in newest_preview(cora).text


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
def test_a_pair_that_a_coordinator_drops_while_the_senior_is_asked_may_be_suggested_later(
    world: World, demo: Demo, cora: Actor, hugo: Actor
) -> None:
    _drops(world)
    assert OTHER_WAY in heard(hugo)[0].text
    assert statuses(demo) == ["over"]
    assert declined(demo) == []
    assert "1 pair" in preview(cora).text


@pytest.mark.usefixtures("asked")
def test_a_dropped_pair_is_not_found_again_as_the_next_best(demo: Demo, world: World) -> None:
    _drops(world)
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
def test_nobody_but_a_coordinator_drops_reminds_or_stops(world: World, demo: Demo, cora: Actor) -> None:
    cora.clicks("Remind them", in_=newest_preview(cora))
    click = clicked(world, "consent.remind")
    kaya = world.person("Kaya")
    for action, value in (("consent.stop", "1"), ("consent.drop", "1"), ("consent.remind", "1")):
        again(demo, click | {"user": click["user"] | {"id": kaya.id}}, action_id=action, value=value)
    assert statuses(demo) == ["senior"]


def test_two_ticks_at_the_same_time_suggest_nobody_to_two_people(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Chloe", "Eva", "Femi", "Hugo", "Kaya")
    approve(cora)
    now = demo.clock.now()
    with demo.store.begin() as db:
        for row in suggestions.of_round(db, 1):
            suggestions.move(db, row, "over", answer_by=now)
            suggestions.decline(db, row)
    with ThreadPoolExecutor(4) as ticks:
        list(ticks.map(lambda _: [carry_on(demo.store, now) for _ in range(6)], range(4)))
    with demo.store.read() as db:
        live = suggestions.live(db, 1)
        later = [(one.mentor_id, one.mentee_id) for one in rounds.proposals(db, 1) if one.later]
    assert live
    assert len({row.mentee_id for row in live}) == len({row.mentor_id for row in live}) == len(live)
    assert len(set(later)) == len(later)


def test_a_round_in_between_leaves_those_alone_who_are_being_asked(demo: Demo, cora: Actor, hugo: Actor) -> None:
    enrol(demo, "Chloe", "Hugo")
    approve(cora)
    enrol(demo, "Ann", "Kaya")
    shown = preview(cora)
    assert "1 pair," in shown.text
    assert hugo.id not in shown.text


def test_a_mentor_with_room_for_two_is_asked_about_each_and_teaches_whom_they_chose(
    world: World, demo: Demo, cora: Actor, chloe: Actor, hugo: Actor
) -> None:
    enrol(demo, "Chloe", capacity=2)
    enrol(demo, "Hugo", "Kaya")
    approve(cora)
    for who in ("Hugo", "Kaya"):
        says(world.person(who), YES)
    about_hugo = next(said for said in heard(chloe) if f"mentor <@{hugo.id}>" in said.text)
    chloe.clicks(NO, in_=about_hugo)
    says(chloe, YES)
    assert [pair.mentee_id for pair in open_pairs(demo)] == [id_of(demo, "Kaya")]
    assert not any("no match" in text for text in chloe.sees)


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


def set_approval(demo: Demo, approval: str) -> None:
    with demo.store.begin() as db:
        row = programme_of(demo)
        row.approval = approval
        db.merge(row)
