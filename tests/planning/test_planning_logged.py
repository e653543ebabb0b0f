"""The morning after a planned session: the question names its day, and what is logged without a day is of that day."""

import pytest
from answering import open_form
from databases import BOTH
from pairing import log_of
from planned import ON_WEDNESDAY, plan, plan_of

from bot.demo import Demo
from bot.rules.cadence import A_DAY
from bot.sandbox.actors import Actor, World

AS_PLANNED = "meet on Wednesday 25 November, as planned?"


@pytest.fixture
def asked(world: World, pair: int, ann: Actor, gina: Actor) -> int:
    """The pair, the morning after the session that they had planned."""
    plan(ann, gina)
    world.wait_until(ON_WEDNESDAY + A_DAY)
    return pair


@BOTH
@pytest.mark.usefixtures("asked")
def test_the_question_names_the_day_that_was_planned(world: World, ann: Actor, gina: Actor) -> None:
    for one in (ann, gina):
        assert AS_PLANNED in one.last.text
    world.wait(days=7)
    assert f"{AS_PLANNED} I have asked once before" in ann.last.text


@BOTH
def test_a_reply_without_a_day_tells_of_the_planned_one(demo: Demo, asked: int, ann: Actor) -> None:
    ann.replies("met 45m: short video, analytics")
    assert log_of(demo, asked) == [("2026-11-25", 45, "short video, analytics")]
    assert plan_of(demo, asked).status == "held"


def test_so_does_a_message_beside_the_thread(demo: Demo, asked: int, ann: Actor) -> None:
    ann.says("met 45m")
    assert log_of(demo, asked) == [("2026-11-25", 45, "")]


def test_a_corrected_message_keeps_the_day(demo: Demo, asked: int, ann: Actor) -> None:
    ann.says("met 45m")
    ann.edits(next(said for said in ann.said if said.text == "met 45m"), "met 50m")
    assert log_of(demo, asked) == [("2026-11-25", 50, "")]


def test_a_day_that_is_named_counts(demo: Demo, asked: int, ann: Actor) -> None:
    ann.says("met 45m today")
    assert log_of(demo, asked) == [("2026-11-26", 45, "")]


def test_the_form_begins_with_the_planned_day(demo: Demo, asked: int, ann: Actor) -> None:
    ann.clicks("Log session")
    assert open_form(ann).title == "Log a session"
    ann.fills({"minutes": "45"})
    assert log_of(demo, asked) == [("2026-11-25", 45, "")]


def test_what_is_logged_after_the_planned_session_is_of_today_again(demo: Demo, asked: int, ann: Actor) -> None:
    ann.says("met 45m")
    ann.says("met 30m")
    assert log_of(demo, asked) == [("2026-11-25", 45, ""), ("2026-11-26", 30, "")]
