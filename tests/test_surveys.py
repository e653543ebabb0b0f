"""Surveys: a minute, anonymous by construction, at the right time, and read by coordinators only of many together."""

import logging
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from answering import HOSTILE, clicking, deliver, join, submission
from coordinating import introduce_at_once, preview, second_coordinator, take_rights_away
from pairing import again, clicked, introduce, leap, set_status
from taking_part import MENTEES, MENTORS, another_programme, enrol, id_of, programme_of

from bot.demo import PROGRAMME, Demo
from bot.sandbox.actors import Actor, Said, World
from storage import surveys
from storage.prepared import every
from storage.tables import Delivery, Outbox, Survey, SurveyAnswer

ASKED = "short questions about"
TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PULSE = {"satisfied": "4", "learning": "5", "voice": "3", "recommend": "9"}


def ask(demo: Demo, kind: str, *names: str, weeks: int = 0) -> None:
    """Have people asked on Tuesday morning, or on one of the next Tuesdays."""
    with demo.store.begin() as db:
        for name in names:
            day = TUESDAY.date() + timedelta(weeks=weeks)
            surveys.ask(db, kind, 1, id_of(demo, name), day, about=str(weeks or ""))


def asked(person: Actor) -> list[Said]:
    return [said for said in person.hears if ASKED in said.text]


def answer(person: Actor, **answers: str) -> None:
    person.clicks("Answer questions", in_=asked(person)[-1])
    person.fills(answers)


def rows(demo: Demo, table: Any) -> list[Any]:
    with demo.store.read() as db:
        return list(every(db, table))


def kinds(demo: Demo, name: str) -> Counter[str]:
    return Counter(row.kind for row in rows(demo, Survey) if row.user_id == id_of(demo, name))


@pytest.fixture
def pulse(demo: Demo, world: World) -> Actor:
    """Ann, who was asked how it is going."""
    enrol(demo, "Ann")
    ask(demo, "pulse", "Ann")
    world.wait_until(TUESDAY + timedelta(minutes=5))
    return world.person("Ann")


def test_somebody_who_joins_is_asked_the_next_morning_where_they_start_from(demo: Demo, world: World) -> None:
    ann = world.person("Ann")
    join(ann, role="mentor")
    assert asked(ann) == []
    world.wait_until(TUESDAY + timedelta(minutes=5))
    (said,) = asked(ann)
    assert "5 short questions about where you start from" in said.text
    assert said.buttons == ["Answer questions", "Not for me"]
    assert said.metadata["class"] == "nudge"
    ann.types("/mentor join")
    assert kinds(demo, "Ann") == {"baseline": 1}


def test_the_form_says_what_is_kept_before_it_asks(pulse: Actor) -> None:
    pulse.clicks("Answer questions")
    form = pulse.form
    assert form is not None
    assert "*Anonymous.*" in form.text
    assert "copies the database right before and right after your answer" in form.text
    assert form.submit == "Send anonymously"


def test_answers_are_kept_one_by_one_without_whose_they_are(demo: Demo, pulse: Actor) -> None:
    answer(pulse, **PULSE, words="More time, please")
    kept = {row.item: row.number if row.number is not None else row.words for row in rows(demo, SurveyAnswer)}
    assert kept == {"satisfied": 4, "learning": 5, "voice": 3, "recommend": 9, "words": "More time, please"}
    assert [row.status for row in rows(demo, Survey) if row.kind == "pulse"] == ["answered"]
    (said,) = [said for said in pulse.hears if "without your name" in said.text]
    assert said.buttons == []
    assert all(pulse.id not in str(vars(row)) for row in rows(demo, SurveyAnswer))


def test_nothing_of_what_was_answered_is_kept_anywhere_else(
    demo: Demo, pulse: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "a very particular sentence"
    with caplog.at_level(logging.DEBUG):
        answer(pulse, **PULSE, words=secret)
    assert secret not in caplog.text
    for table in (Outbox, Delivery, Survey):
        assert all(secret not in str(vars(row)) for row in rows(demo, table))
    moments = [row.handled_at for row in rows(demo, Delivery)] + [row.sent_at for row in rows(demo, Outbox)]
    assert all(not isinstance(value, datetime) for row in rows(demo, Survey) for value in vars(row).values())
    assert moments


def test_a_question_without_an_answer_is_asked_for_at_its_place(demo: Demo, pulse: Actor) -> None:
    pulse.clicks("Answer questions")
    result = pulse.tries_to_fill({name: value for name, value in PULSE.items() if name != "voice"})
    assert list(result.errors) == ["voice"]
    assert rows(demo, SurveyAnswer) == []


def test_not_for_me_is_an_answer(demo: Demo, world: World, pulse: Actor) -> None:
    pulse.clicks("Not for me")
    assert [row.status for row in rows(demo, Survey) if row.kind == "pulse"] == ["declined"]
    world.wait(weeks=3)
    assert asked(pulse) == []
    assert "not for you" in pulse.hears[-1].text


def test_whoever_did_not_answer_is_reminded_once_and_then_the_survey_closes(
    demo: Demo, world: World, pulse: Actor
) -> None:
    world.wait(weeks=4)
    first, second = asked(pulse)
    assert "I do not remind you again" in second.text
    pulse.clicks("Answer questions", in_=second)
    assert "closed on" in pulse.sees[-1]
    assert rows(demo, SurveyAnswer) == []
    assert first.text != second.text


def test_whoever_answered_is_not_reminded(world: World, pulse: Actor) -> None:
    answer(pulse, **PULSE)
    world.wait(weeks=4)
    assert asked(pulse) == []


def test_a_second_answer_changes_nothing(demo: Demo, pulse: Actor) -> None:
    said = asked(pulse)[-1]
    pulse.clicks("Answer questions", in_=said)
    twice = submission(demo, pulse, **PULSE)
    pulse.fills(PULSE)
    assert "answered these questions already" in str(deliver(demo, twice))
    assert len(rows(demo, SurveyAnswer)) == 4
    assert pulse.reads(said).buttons == []


def test_nobody_answers_or_declines_for_somebody_else(demo: Demo, world: World, pulse: Actor) -> None:
    enrol(demo, "Ben")
    ben = world.person("Ben")
    pulse.clicks("Answer questions")
    theirs = submission(demo, pulse, **PULSE)
    theirs["user"] = theirs["user"] | {"id": ben.id}
    assert "for somebody else" in str(deliver(demo, theirs))
    pulse.clicks("Not for me", in_=asked(pulse)[-1])
    with demo.store.begin() as db:
        (row,) = every(db, Survey, kind="pulse")
        row.status = "open"
        db.add(row)
    click = clicked(world, "surveys.decline")
    again(demo, click | {"user": click["user"] | {"id": ben.id}})
    assert [row.status for row in rows(demo, Survey) if row.kind == "pulse"] == ["open"]
    assert rows(demo, SurveyAnswer) == []


def test_a_survey_can_be_answered_from_home_while_it_is_open(demo: Demo, pulse: Actor) -> None:
    assert "A few questions about how it is going wait for you" in pulse.opens_home().text
    pulse.clicks("Answer questions", in_=pulse.home)
    pulse.fills(PULSE)
    assert len(rows(demo, SurveyAnswer)) == 4
    assert "A few questions" not in pulse.opens_home().text


def test_nobody_who_is_paused_is_asked(demo: Demo, world: World) -> None:
    enrol(demo, "Ann")
    ask(demo, "pulse", "Ann")
    set_status(demo, "Ann", "paused")
    world.wait(weeks=1)
    assert asked(world.person("Ann")) == []


def test_whoever_could_not_be_asked_before_the_reminder_is_asked_then_and_once(demo: Demo, world: World) -> None:
    enrol(demo, "Ann")
    ask(demo, "pulse", "Ann")
    set_status(demo, "Ann", "paused")
    world.wait(days=9)
    set_status(demo, "Ann", "active")
    world.wait(days=3)
    ann = world.person("Ann")
    assert len(asked(ann)) == 1
    assert "A few questions" in ann.opens_home().text
    answer(ann, **PULSE)
    assert "A few questions" not in ann.opens_home().text
    cora = world.person("Cora")
    cora.types("/mentor admin surveys")
    assert cora.form is not None
    assert "1 of 1 answered (100 %)" in cora.form.text


def test_a_pair_is_asked_how_it_fits_after_its_first_session_and_only_then(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    assert kinds(demo, "Ann")["fit"] == 0
    ann.says("met 45m")
    world.wait_until(TUESDAY + timedelta(minutes=5))
    gina.says("met 30m")
    world.wait(days=2)
    assert [kinds(demo, name)["fit"] for name in ("Ann", "Gina")] == [1, 1]
    assert ["how the two of you fit" in asked(person)[0].text for person in (ann, gina)] == [True, True]
    assert pair


@pytest.mark.usefixtures("pair")
def test_not_a_fit_opens_the_protected_exit_and_tells_nobody(world: World, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m")
    world.wait_until(TUESDAY + timedelta(hours=1))
    answer(ann, fit="0")
    assert ann.form is not None
    assert "nobody asks why" in ann.form.text
    heard = len(gina.hears)
    ann.clicks("End this pair")
    ann.fills()
    world.wait(hours=2)
    assert len(gina.hears) == heard + 1
    assert "fit" not in gina.hears[-1].text


def test_whoever_has_two_partners_reads_about_whom_the_questions_are(demo: Demo, world: World, ann: Actor) -> None:
    another_programme(demo, "Young leaders")
    introduce(demo, "Ann", "Gina")
    introduce(demo, "Ann", "Hugo", "Young leaders")
    for name in ("Gina", "Hugo"):
        world.person(name).says("met 45m")
    world.wait_until(TUESDAY + timedelta(hours=1))
    ann.opens_home()
    about = []
    for _ in range(2):
        ann.clicks("Answer questions", in_=ann.home)
        assert ann.form is not None
        about += re.findall(r"About you and <@(\w+)>, in \*(.+)\*:", ann.form.text)
        ann.fills(fit="2")
        ann.closes()
    assert about == [("U0GINA", PROGRAMME), ("U0HUGO", "Young leaders")]


@pytest.mark.usefixtures("pair")
def test_a_good_fit_offers_no_exit(world: World, ann: Actor) -> None:
    ann.says("met 45m")
    world.wait_until(TUESDAY + timedelta(hours=1))
    answer(ann, fit="2")
    assert ann.form is not None
    assert ann.form.buttons == []


@pytest.mark.usefixtures("pair")
def test_after_an_end_both_are_asked_how_it_was_and_an_end_taken_back_asks_nobody(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    ann.opens_home()
    ann.clicks("End this pair")
    ann.fills()
    assert kinds(demo, "Gina") == {"exit": 1, "after90": 1, "after180": 1}
    assert "exit" not in gina.opens_home().text
    ann.clicks("Take it back")
    assert kinds(demo, "Gina") == {}
    ann.opens_home()
    ann.clicks("End this pair")
    ann.fills()
    world.wait_until(TUESDAY + timedelta(hours=1))
    assert ["how your pair ended" in asked(person)[-1].text for person in (ann, gina)] == [True, True]


def test_a_round_plans_what_its_pairs_are_asked_and_asks_who_is_left_over(demo: Demo, world: World) -> None:
    introduce_at_once(demo)
    enrol(demo, *MENTORS, *MENTEES[:4])
    cora = world.person("Cora")
    preview(cora)
    cora.clicks(next(label for label in cora.last.buttons if label.startswith("Approve all")))
    world.wait(minutes=5)
    counts = Counter(row.kind for row in rows(demo, Survey))
    pairs_made = counts["midpoint"] // 2
    assert pairs_made > 0
    assert counts == {"midpoint": 2 * pairs_made, "pulse": 4 * pairs_made, "unmatched": 10 - 2 * pairs_made}


def test_somebody_who_leaves_is_asked_no_more_and_stays_a_number(demo: Demo, world: World, pulse: Actor) -> None:
    answer(pulse, **PULSE)
    pulse.types("/mentor leave")
    pulse.fills()
    world.wait(days=8)
    assert asked(pulse) == []
    (row,) = [row for row in rows(demo, Survey) if row.kind == "pulse"]
    assert (row.user_id, row.status) == (None, "answered")
    assert len(rows(demo, SurveyAnswer)) == 4


def test_whoever_left_reads_in_an_old_message_that_the_questions_are_over(world: World, pulse: Actor) -> None:
    pulse.types("/mentor leave")
    pulse.fills()
    world.wait(hours=2)
    pulse.clicks("Not for me", in_=asked(pulse)[-1])
    assert "These questions are over" in pulse.sees[-1]


def test_whoever_joins_again_is_asked_nothing_about_the_time_before(
    demo: Demo, world: World, pair: int, ann: Actor
) -> None:
    ask(demo, "pulse", "Ann")
    ann.types("/mentor leave")
    ann.fills()
    world.wait(hours=2)
    join(ann, role="mentor")
    world.wait(weeks=2)
    assert {"where you start from" in said.text for said in asked(ann)} == {True}
    assert pair


def answered_by(demo: Demo, world: World, names: tuple[str, ...], values: list[str]) -> None:
    enrol(demo, *names)
    ask(demo, "pulse", *names)
    world.wait(days=2)
    for name, value in zip(names, values, strict=True):
        answer(world.person(name), **PULSE | {"voice": value}, words=f"words of somebody {HOSTILE}")


def close_november(demo: Demo, world: World) -> None:
    """Let the night pass after which November's answers may be read."""
    leap(demo, datetime(2026, 12, 17, 3, 0, tzinfo=UTC))
    world.wait(hours=1)


def test_coordinators_read_numbers_of_five_or_more_once_the_month_is_over(demo: Demo, world: World) -> None:
    cora = world.person("Cora")
    answered_by(demo, world, MENTORS[:5], ["1", "2", "3", "4", "5"])
    cora.types("/mentor admin surveys")
    assert cora.form is not None
    assert "5 of 5 answered (100 %)" in cora.form.text
    cora.clicks("Read answers")
    assert "There is nothing to show yet" in cora.form.text
    close_november(demo, world)
    cora.clicks("Back to surveys")
    cora.clicks("Read answers")
    text = cora.form.text
    assert "5 people answered" in text
    assert re.search(r"more senior than me\.\*?\s+Mean 3\.0\s+1: 1 · 2: 1 · 3: 1 · 4: 1 · 5: 1", text)
    assert re.search(r"how the two of us work together\.\*?\s+Not shown", text)
    assert "November 2026" in text
    assert text.count("words of somebody") == 5
    assert not any(id_of(demo, name) in text for name in MENTORS)


def test_fewer_than_five_answers_are_not_shown_and_wait_for_the_next_month(demo: Demo, world: World) -> None:
    cora = world.person("Cora")
    answered_by(demo, world, MENTORS[:4], ["1", "2", "3", "4"])
    close_november(demo, world)
    cora.types("/mentor admin surveys")
    cora.clicks("Read answers")
    assert cora.form is not None
    assert "There is nothing to show yet" in cora.form.text


def test_whoever_answers_several_times_is_one_of_five_people(demo: Demo, world: World) -> None:
    cora, four, five = world.person("Cora"), MENTORS[:4], MENTORS[:5]
    answered_by(demo, world, four, ["1", "2", "3", "4"])
    ask(demo, "pulse", *four, weeks=1)
    world.wait(weeks=1)
    for name in four:
        answer(world.person(name), **PULSE)
    close_november(demo, world)
    cora.types("/mentor admin surveys")
    cora.clicks("Read answers")
    assert cora.form is not None
    assert "There is nothing to show yet" in cora.form.text
    enrol(demo, five[-1])
    ask(demo, "pulse", *five, weeks=4)
    world.wait(days=6)
    for name, value in zip(five, "12345", strict=True):
        answer(world.person(name), **PULSE | {"voice": value})
    leap(demo, datetime(2027, 1, 17, 3, 0, tzinfo=UTC))
    world.wait(hours=1)
    cora.clicks("Back to surveys")
    cora.clicks("Read answers")
    assert "13 answers, of 5 people or more" in cora.form.text
    assert "1: 2 · 2: 2 · 3: 6 · 4: 2 · 5: 1" in cora.form.text


def test_whoever_has_left_may_be_anybody_and_does_not_count(demo: Demo, world: World) -> None:
    cora = world.person("Cora")
    answered_by(demo, world, MENTORS[:5], ["1", "2", "3", "4", "5"])
    eva = world.person("Eva")
    eva.types("/mentor leave")
    eva.fills()
    world.wait(hours=2)
    close_november(demo, world)
    cora.types("/mentor admin surveys")
    cora.clicks("Read answers")
    assert cora.form is not None
    assert "There is nothing to show yet" in cora.form.text


def choose(cora: Actor, smallest: int) -> None:
    cora.types("/mentor admin programme")
    cora.fills(smallest_group=str(smallest))


def test_a_programme_may_ask_for_larger_groups_and_the_form_says_so(demo: Demo, world: World, pulse: Actor) -> None:
    choose(world.person("Cora"), 8)
    pulse.clicks("Answer questions")
    assert pulse.form is not None
    assert "only once 8 people or more have answered" in pulse.form.text
    assert programme_of(demo).smallest_group == 8


def test_the_smallest_group_is_never_lowered_again_once_people_could_join(demo: Demo, world: World) -> None:
    cora = world.person("Cora")
    choose(cora, 8)
    cora.types("/mentor admin programme")
    lowered = cora.tries_to_fill(smallest_group="5")
    assert "no longer lower it" in lowered.errors["smallest_group"]
    assert programme_of(demo).smallest_group == 8


def test_what_was_shown_stays_as_it_is_where_larger_groups_are_asked_for_later(demo: Demo, world: World) -> None:
    cora = world.person("Cora")
    answered_by(demo, world, MENTORS[:5], ["1", "2", "3", "4", "5"])
    close_november(demo, world)
    choose(cora, 8)
    world.wait(days=2)
    cora.types("/mentor admin surveys")
    cora.clicks("Read answers")
    assert cora.form is not None
    assert "5 people answered" in cora.form.text
    assert "Mean 3.0" in cora.form.text


def test_months_wait_for_as_many_people_as_the_programme_asks_for(demo: Demo, world: World) -> None:
    cora = world.person("Cora")
    choose(cora, 6)
    answered_by(demo, world, MENTORS[:5], ["1", "2", "3", "4", "5"])
    close_november(demo, world)
    cora.types("/mentor admin surveys")
    cora.clicks("Read answers")
    assert cora.form is not None
    assert "6 people or more have answered" in cora.form.text


def test_of_few_people_nobody_reads_how_many_said_not_for_me(demo: Demo, world: World, pulse: Actor) -> None:
    pulse.clicks("Not for me")
    cora = world.person("Cora")
    cora.types("/mentor admin surveys")
    assert cora.form is not None
    assert "0 of 1 answered (0 %)" in cora.form.text
    assert "not for me" not in cora.form.text
    assert len([row for row in rows(demo, Survey) if row.status == "declined"]) == 1


def test_of_one_person_who_was_asked_five_times_nobody_reads_how_often_they_said_not_for_me(
    demo: Demo, world: World
) -> None:
    enrol(demo, "Ann")
    for weeks in range(5):
        ask(demo, "unmatched", "Ann", weeks=weeks)
    world.wait(weeks=5)
    world.person("Ann").clicks("Not for me")
    cora = world.person("Cora")
    cora.types("/mentor admin surveys")
    assert cora.form is not None
    assert "0 of 5 answered (0 %)" in cora.form.text
    assert "not for me" not in cora.form.text


def test_nobody_but_coordinators_reads_answers(demo: Demo, world: World, pulse: Actor) -> None:
    pulse.types("/mentor admin surveys")
    assert pulse.form is None
    assert "coordinat" in pulse.sees[-1]
    ben = second_coordinator(world, demo, "Ben")
    ben.types("/mentor admin surveys")
    late = clicking(demo, ben, "surveys.read")
    take_rights_away(demo)
    deliver(demo, late)
    assert ben.form is not None
    assert "Read answers" in ben.form.buttons
    assert "coordinat" in ben.sees[-1]


def test_a_programme_in_which_nobody_was_asked_says_when_questions_come(world: World) -> None:
    cora = world.person("Cora")
    cora.types("/mentor admin surveys")
    assert cora.form is not None
    assert "Nobody was asked yet" in cora.form.text
