"""What was planned and did not take place: the day after, one of the two says that they have not met."""

import pytest
from ailing import opens
from databases import BOTH
from pairing import again, clicked
from planned import ON_WEDNESDAY, TUESDAY, plan, plan_of, proposes

from bot.demo import Demo
from bot.rules.cadence import A_DAY
from bot.sandbox.actors import Actor, World
from storage.prepared import every
from storage.tables import Plan


@pytest.fixture
def asked(world: World, pair: int, ann: Actor, gina: Actor) -> int:
    """The pair, the morning after the session that they had planned."""
    plan(ann, gina)
    world.wait_until(ON_WEDNESDAY + A_DAY)
    assert "Did you and <@U0GINA> meet" in ann.last.text
    return pair


@BOTH
def test_a_session_was_missed_where_one_says_that_they_have_not_met(demo: Demo, asked: int, ann: Actor) -> None:
    assert plan_of(demo, asked).status == "accepted"
    ann.clicks("Not yet")
    assert plan_of(demo, asked).status == "missed"
    assert "Plan a session" in ann.opens_home().buttons


def test_it_may_be_typed(demo: Demo, asked: int, gina: Actor) -> None:
    gina.replies("not yet")
    assert plan_of(demo, asked).status == "missed"


@BOTH
@pytest.mark.parametrize("who_logs", ["Ann", "Gina"])
def test_whoever_logs_it_afterwards_has_held_it(
    demo: Demo, world: World, asked: int, ann: Actor, who_logs: str
) -> None:
    ann.clicks("Not yet")
    world.person(who_logs).says("met 45m yesterday")
    assert plan_of(demo, asked).status == "held"


def test_a_session_that_was_held_is_not_missed_by_a_late_answer(
    demo: Demo, world: World, asked: int, ann: Actor, gina: Actor
) -> None:
    ann.clicks("Not yet")
    late = clicked(world, "checkins.not_yet")
    gina.says("met 45m yesterday")
    again(demo, late)
    assert plan_of(demo, asked).status == "held"


def test_putting_the_question_off_misses_nothing(demo: Demo, asked: int, ann: Actor, gina: Actor) -> None:
    ann.clicks("Snooze a week")
    gina.clicks("Ask me tomorrow")
    assert plan_of(demo, asked).status == "accepted"


def test_a_session_to_come_is_not_missed(demo: Demo, world: World, asked: int, ann: Actor, gina: Actor) -> None:
    proposes(gina)
    before = plan_of(demo, asked)
    question = next(said for said in reversed(world.messages(to=ann)) if "Did you and" in said.text)
    ann.clicks("Not yet", in_=question)
    assert plan_of(demo, asked) == before
    with demo.store.read() as db:
        assert [row.status for row in every(db, Plan)] == ["missed", "proposed"]


@pytest.mark.usefixtures("pair")
def test_a_missed_session_lies_between_two_that_the_senior_cancelled(world: World, ann: Actor, gina: Actor) -> None:
    plan(ann, gina, TUESDAY)
    gina.clicks("Cancel the session")
    plan(ann, gina)
    world.wait_until(ON_WEDNESDAY + A_DAY)
    ann.clicks("Not yet")
    proposes(ann)
    gina.clicks(gina.last.buttons[0])
    gina.clicks("Cancel the session")
    cora = world.person("Cora")
    assert "Cancelled twice" not in cora.opens_home().buttons
    proposes(ann)
    gina.clicks(gina.last.buttons[1])
    gina.clicks("Cancel the session")
    assert f"<@{ann.id}> mentors <@{gina.id}>" in opens(cora, "Cancelled twice").text
