"""Second thoughts: edited, corrected by the partner, taken back; and who hears of it."""

from datetime import UTC, datetime, timedelta

import pytest
from pairing import DUE, TODAY, YESTERDAY, answers, leap, log_of, mornings, seats

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


def test_editing_the_reply_edits_the_session_and_its_confirmation(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    typed = ann.says("met 45m: podcasts").messages[0]
    ann.edits(typed, "met 60m yesterday: podcasts")
    (confirmed,) = answers(world, ann, typed)
    assert "1 h on Sunday 22 November: podcasts" in confirmed.text
    assert "<@U0ANN> corrected your session: 1 h on Sunday 22 November" in gina.last.text
    assert log_of(demo, pair) == [(YESTERDAY, 60, "podcasts")]


def test_yesterday_stays_the_same_day_when_the_message_is_edited_a_day_later(demo: Demo, pair: int, ann: Actor) -> None:
    typed = ann.says("met 45m yesterday").messages[0]
    leap(demo, demo.clock.now() + timedelta(days=1))
    ann.edits(typed, "met 50m yesterday")
    assert log_of(demo, pair) == [(YESTERDAY, 50, "")]


@pytest.mark.parametrize(
    ("edited", "said"),
    [
        ("met 0 min", "at least a minute"),
        ("we did not meet", "stays as it was: 45 min on Monday 23 November"),
        ("what?", "met 45m yesterday"),
        ("30m yesterday", "Another session of yours, 20 min, is logged for Sunday 22 November"),
    ],
)
def test_an_edit_that_cannot_be_taken_over_changes_nothing_and_says_so(
    demo: Demo, pair: int, ann: Actor, edited: str, said: str
) -> None:
    ann.says("met 20m yesterday")
    typed = ann.says("met 45m").messages[0]
    ann.edits(typed, edited)
    assert said in ann.last.text
    assert log_of(demo, pair) == [(YESTERDAY, 20, ""), (TODAY, 45, "")]


def test_an_unreadable_message_that_is_edited_into_a_session_is_logged(demo: Demo, pair: int, ann: Actor) -> None:
    typed = ann.says("met the other one").messages[0]
    ann.edits(typed, "met 45m")
    assert log_of(demo, pair) == [(TODAY, 45, "")]


def test_deleting_the_reply_changes_nothing(demo: Demo, pair: int, ann: Actor) -> None:
    typed = ann.says("met 45m").messages[0]
    ann.deletes(typed)
    assert log_of(demo, pair) == [(TODAY, 45, "")]
    assert "Logged" in ann.last.text


def test_an_edit_that_changes_no_words_changes_nothing(demo: Demo, pair: int, ann: Actor) -> None:
    typed = ann.says("met 45m").messages[0]
    ann.clicks("Edit")
    ann.fills(minutes="50")
    ann.edits(typed, "met 45m")
    assert log_of(demo, pair) == [(TODAY, 50, "")]


def test_edit_opens_the_form_as_it_stands_and_the_partner_hears_of_the_change(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.says("met 45m: podcasts")
    ann.clicks("Edit")
    assert ann.form is not None
    assert ann.form.values["minutes"]["minutes"]["value"] == "45"
    ann.fills(minutes="50", held_on=YESTERDAY, topics="AI tools")
    assert log_of(demo, pair) == [(YESTERDAY, 50, "AI tools")]
    assert "corrected: 50 min on Sunday 22 November: AI tools" in ann.last.text
    assert "Before: 45 min on Monday 23 November: podcasts" in gina.last.text


@pytest.mark.usefixtures("pair")
def test_edit_below_the_commands_answer_is_confirmed_in_a_message(ann: Actor) -> None:
    ann.types("/mentor log 45m")
    ann.clicks("Edit")
    ann.fills(minutes="50")
    assert "corrected: 50 min on Monday 23 November" in ann.last.text
    assert ann.last.only_to is None


@pytest.mark.usefixtures("pair")
def test_an_edit_that_changes_nothing_tells_nobody(world: World, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m")
    heard = len(world.messages(to=gina))
    ann.clicks("Edit")
    ann.fills()
    assert len(world.messages(to=gina)) == heard


def test_a_day_that_has_another_session_is_refused_at_the_field(demo: Demo, pair: int, ann: Actor) -> None:
    ann.says("met 20m yesterday")
    ann.says("met 45m")
    ann.clicks("Edit")
    refused = ann.tries_to_fill(held_on=YESTERDAY)
    assert "Another session of yours, 20 min, is logged for Sunday 22 November" in refused.errors["held_on"]
    assert log_of(demo, pair) == [(YESTERDAY, 20, ""), (TODAY, 45, "")]


def test_the_partner_corrects_and_the_first_one_is_told(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m: podcasts")
    gina.clicks("Correct it")
    gina.fills(minutes="30")
    assert log_of(demo, pair) == [(TODAY, 30, "podcasts")]
    assert "<@U0GINA> corrected your session: 30 min on Monday 23 November" in ann.last.text
    assert any("as <@U0GINA> corrected it: 30 min" in text for text in ann.sees)
    ann.clicks("Correct it")
    ann.fills(minutes="35")
    assert log_of(demo, pair) == [(TODAY, 35, "podcasts")]
    assert "<@U0ANN> corrected your session: 35 min" in gina.last.text


def test_of_two_who_correct_at_once_neither_undoes_what_the_other_changed(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.says("met 45m: podcasts")
    ann.clicks("Edit")
    gina.clicks("Correct it")
    ann.fills(minutes="30")
    gina.fills(topics="podcasts, short video")
    assert log_of(demo, pair) == [(TODAY, 30, "podcasts, short video")]


def test_fine_as_it_is_leaves_it_and_takes_the_buttons_away(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    ann.says("met 45m")
    gina.clicks("Fine as it is")
    assert "stays as it is: 45 min on Monday 23 November" in gina.last.text
    assert gina.last.buttons == []
    assert log_of(demo, pair) == [(TODAY, 45, "")]


def test_a_deleted_session_is_gone_everywhere_and_the_partner_hears_it_in_neutral_words(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.says("met 45m: podcasts")
    card = gina.last
    ann.clicks("Delete")
    assert log_of(demo, pair) == []
    assert "Out of the log again" in ann.last.text
    assert gina.reads(card).buttons == []
    assert "<@U0ANN> took a session out of the log: 45 min on Monday 23 November" in gina.last.text
    gina.clicks("Log session")
    gina.fills(minutes="45")
    assert log_of(demo, pair) == [(TODAY, 45, "")]


@pytest.mark.usefixtures("pair")
def test_the_partner_never_hears_of_what_was_taken_back_in_the_night(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    leap(demo, datetime(2026, 11, 23, 21, 0, tzinfo=UTC))
    ann.says("met 45m")
    ann.clicks("Delete")
    mornings(demo, world, datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    assert world.messages(to=gina) == []


@pytest.mark.usefixtures("pair")
def test_the_partner_hears_once_of_what_was_corrected_in_the_night(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    leap(demo, datetime(2026, 11, 23, 21, 0, tzinfo=UTC))
    ann.says("met 45m")
    for minutes in ("50", "55"):
        ann.clicks("Edit")
        ann.fills(minutes=minutes)
    mornings(demo, world, datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    (heard,) = world.messages(to=gina)
    assert "<@U0ANN> logged your session: 55 min" in heard.text


def test_a_deleted_session_counts_no_more_for_the_next_question(demo: Demo, pair: int, ann: Actor) -> None:
    leap(demo, DUE - timedelta(days=10))
    ann.says("met 45m")
    assert seats(demo, pair)["U0ANN"].ask_at == datetime(2027, 1, 12, 8, 0, tzinfo=UTC)
    ann.clicks("Delete")
    assert seats(demo, pair)["U0ANN"].ask_at == DUE
