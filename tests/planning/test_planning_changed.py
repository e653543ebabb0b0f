"""Moving and cancelling: either may, the old time holds until another is accepted, and who did it is written down."""

from datetime import timedelta

import pytest
from answering import open_form
from databases import BOTH
from pairing import again, clicked, log_of, seats
from planned import (
    ON_TUESDAY,
    ON_WEDNESDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    at,
    card,
    changes,
    choices,
    on_the_wall,
    plan,
    plan_of,
    proposes,
)

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import find_a_time, pairs
from storage.prepared import every
from storage.tables import Wish


@BOTH
@pytest.mark.parametrize("mover", ["Ann", "Gina"])
def test_either_moves_and_the_old_time_holds_until_the_other_accepts(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor, mover: str
) -> None:
    plan(ann, gina)
    moves, other = world.person(mover), gina if mover == "Ann" else ann
    moves.opens_home()
    moves.clicks("Move the session")
    form = open_form(moves)
    assert f"Your session of {WEDNESDAY}" in form.text
    moves.fills(at(ON_TUESDAY))
    assert (plan_of(demo, pair).starts_at, changes(demo, pair)) == (ON_WEDNESDAY, [])
    assert "That time holds until you accept another one" in card(other).text
    other.clicks(TUESDAY)
    row = plan_of(demo, pair)
    assert (row.starts_at, row.sequence, row.status) == (ON_TUESDAY, 1, "accepted")
    assert changes(demo, pair) == [("moved", moves.id)]
    assert "has accepted the new time" in card(moves).text


def test_a_session_is_not_moved_to_its_own_hour_nor_to_one_that_was_offered(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    gina.opens_home()
    gina.clicks("Move the session")
    offered = choices(gina)
    assert len(offered) == 3
    assert not {TUESDAY, WEDNESDAY, THURSDAY} & {*map(on_the_wall, offered)}
    gina.fills(times=offered)
    assert plan_of(demo, pair).slots == offered
    ann.clicks("Propose other times")
    assert not {*offered} & {*choices(ann)}
    assert WEDNESDAY not in map(on_the_wall, choices(ann))


@pytest.mark.parametrize("field", ["other", "another"])
def test_a_session_is_not_moved_to_its_own_hour_by_hand(
    demo: Demo, pair: int, ann: Actor, gina: Actor, field: str
) -> None:
    plan(ann, gina)
    gina.opens_home()
    gina.clicks("Move the session")
    result = gina.tries_to_fill({"times": [], field: int(ON_WEDNESDAY.timestamp())})
    assert f"{{'{field}': 'Your session is at this time already." in str(result)
    assert (plan_of(demo, pair).slots, plan_of(demo, pair).revision) == ([], 2)


@BOTH
@pytest.mark.parametrize("canceller", ["Ann", "Gina"])
def test_either_cancels_and_the_other_is_told(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor, canceller: str
) -> None:
    plan(ann, gina)
    cancels, other = world.person(canceller), gina if canceller == "Ann" else ann
    cancels.clicks("Cancel the session")
    assert (plan_of(demo, pair).status, changes(demo, pair)) == ("cancelled", [("cancelled", cancels.id)])
    assert f"<@{cancels.id}> has cancelled" in card(other).text
    assert "is cancelled" in card(cancels).text
    assert card(other).buttons == ["Plan a session"]
    assert "Cancel the session" not in cancels.opens_home().buttons


def test_cancelling_twice_cancels_once(demo: Demo, world: World, pair: int, ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    gina.clicks("Cancel the session")
    told = len(ann.sees)
    again(demo, clicked(world, "planning.cancel"))
    assert changes(demo, pair) == [("cancelled", gina.id)]
    assert len(ann.sees) == told


def test_a_proposal_that_is_declined_or_taken_back_is_no_cancelled_session(
    demo: Demo, pair: int, ann: Actor, gina: Actor
) -> None:
    ann.types("/mentor plan")
    ann.fills()
    gina.clicks("Decline")
    assert (plan_of(demo, pair).status, changes(demo, pair)) == ("cancelled", [])
    assert "The proposal for a session with <@U0GINA> is off" in ann.last.text
    ann.clicks("Plan a session")
    ann.fills()
    ann.opens_home()
    ann.clicks("Take it back")
    assert (plan_of(demo, pair).status, changes(demo, pair)) == ("cancelled", [])


def test_a_cancelled_session_is_not_asked_about(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    before = {user: seat.ask_at for user, seat in seats(demo, pair).items()}
    plan(ann, gina)
    assert {user: seat.ask_at for user, seat in seats(demo, pair).items()} != before
    gina.clicks("Cancel the session")
    assert {user: seat.ask_at for user, seat in seats(demo, pair).items()} == before


@BOTH
def test_the_day_after_both_are_asked_and_then_the_cadence_continues(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    world.wait(days=3)
    assert "Did you and <@U0GINA> meet" in ann.last.text
    gina.replies("met 45m yesterday: podcasts")
    assert plan_of(demo, pair).status == "held"
    assert log_of(demo, pair) == [("2026-11-25", 45, "podcasts")]
    assert {seat.ask_at and seat.ask_at.date().isoformat() for seat in seats(demo, pair).values()} == {"2026-12-25"}


@BOTH
def test_a_log_that_is_taken_back_leaves_the_session_planned(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    plan(ann, gina, TUESDAY)
    demo.clock.advance_to(ON_TUESDAY)
    ann.says("met 45m")
    assert plan_of(demo, pair).status == "held"
    ann.clicks("Delete")
    assert plan_of(demo, pair).status == "accepted"


@pytest.mark.usefixtures("pair")
def test_a_session_that_is_over_is_asked_about_though_the_next_one_is_cancelled_before_that_morning(
    world: World, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina, TUESDAY)
    world.wait_until(ON_TUESDAY + timedelta(hours=4))
    proposes(ann)
    gina.clicks(gina.last.buttons[0])
    world.wait_until(ON_TUESDAY + timedelta(hours=23))
    gina.clicks("Cancel the session")
    world.wait(hours=2)
    assert "Did you and <@U0GINA> meet" in ann.last.text
    assert "Did you and <@U0ANN> meet" in gina.last.text


def test_who_has_something_planned_is_not_asked_to_find_a_time(demo: Demo, pair: int, ann: Actor, gina: Actor) -> None:
    with demo.store.begin() as db:
        row, now = pairs.pair(db, pair), demo.clock.now()
        assert row is not None
        find_a_time.ask(db, row, ann.id, now, ON_WEDNESDAY)
        find_a_time.ask(db, row, gina.id, now, ON_WEDNESDAY)
    plan(ann, gina, THURSDAY)
    with demo.store.read() as db:
        assert {wish.status for wish in every(db, Wish, template=find_a_time.QUESTION)} == {"withdrawn"}
