"""What was planned in a pair that ends: it is off once the end cannot be taken back, and nobody has cancelled it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from databases import BOTH
from own_calendar import calendar_of, files
from pairing import introduce, leap
from planned import ON_WEDNESDAY, WEDNESDAY, card, changes, plan, plan_of, proposes

from bot.demo import Demo
from bot.rules.cadence import UNDO
from bot.sandbox.actors import Actor, World
from handlers.planning import call_off
from storage.prepared import every
from storage.tables import Outbox

LINK = "https://meet.example.com/ann"
IS_OFF = f"of {WEDNESDAY} (Europe/Rome) is cancelled"


def leaves(person: Actor) -> None:
    person.types("/mentor leave")
    person.fills()


def ends_the_pair(person: Actor) -> None:
    person.opens_home()
    person.clicks("End this pair")
    person.fills()


ENDS = pytest.mark.parametrize("ends", [leaves, ends_the_pair])


@BOTH
def test_the_link_is_forgotten_once_leaving_cannot_be_taken_back(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    proposes(ann, link=LINK, times=[ON_WEDNESDAY.isoformat()])
    leaves(gina)
    world.wait(minutes=50)
    assert plan_of(demo, pair).link == LINK
    world.wait(minutes=20)
    assert plan_of(demo, pair).link == ""


@BOTH
@ENDS
@pytest.mark.parametrize("who", ["Ann", "Gina"])
def test_a_planned_session_is_off_after_the_hour_and_nobody_has_cancelled_it(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor, ends: Callable[[Actor], None], who: str
) -> None:
    plan(ann, gina)
    cards = {person: card(person) for person in (ann, gina)}
    ends(world.person(who))
    world.wait(minutes=55)
    assert plan_of(demo, pair).status == "accepted"
    assert f"*{WEDNESDAY}*" in ann.reads(cards[ann]).text
    world.wait(minutes=10)
    row = plan_of(demo, pair)
    assert (row.status, row.sequence, changes(demo, pair)) == ("cancelled", 1, [])
    for person, before in cards.items():
        assert "is cancelled" in person.reads(before).text
        assert "has cancelled" not in person.reads(before).text
        assert person.reads(before).buttons == []


@BOTH
@ENDS
@pytest.mark.usefixtures("pair")
def test_after_the_hour_the_session_is_taken_out_of_both_calendars(
    world: World, ann: Actor, gina: Actor, ends: Callable[[Actor], None]
) -> None:
    plan(ann, gina)
    ends(gina)
    world.wait(minutes=55)
    assert (calendar_of(ann).starts, calendar_of(gina).starts) == ([ON_WEDNESDAY], [ON_WEDNESDAY])
    world.wait(minutes=10)
    assert (calendar_of(ann).starts, calendar_of(gina).starts) == ([], [])
    ended = next(said.ts for said in ann.hears if "you are no longer paired" in said.text)
    assert ended < ann.hears[-1].ts


@pytest.mark.usefixtures("pair")
def test_an_address_that_is_forgotten_stays_in_no_message_even_where_the_session_is_called_off_first(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    proposes(ann, link=LINK)
    gina.clicks(WEDNESDAY)
    leap(demo, ON_WEDNESDAY - timedelta(hours=15))
    leaves(gina)
    leap(demo, demo.clock.now() + UNDO)
    assert call_off(demo.store, demo.clock.now()) == 1
    world.wait(hours=12)
    assert calendar_of(ann).starts == []
    with demo.store.read() as db:
        assert [row.key for row in every(db, Outbox) if LINK in str(row.values)] == []


@ENDS
def test_an_end_that_is_taken_back_leaves_the_session_as_it_was(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor, ends: Callable[[Actor], None]
) -> None:
    plan(ann, gina)
    ends(gina)
    before = plan_of(demo, pair)
    world.wait(minutes=50)
    gina.clicks("Take it back")
    world.wait(hours=3)
    assert plan_of(demo, pair) == before
    assert (len(files(ann)), len(files(gina))) == (1, 1)
    assert f"*{WEDNESDAY}*" in ann.opens_home().text


@ENDS
def test_a_proposal_is_off_too_and_cannot_be_accepted_any_more(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor, ends: Callable[[Actor], None]
) -> None:
    proposes(ann)
    proposal = gina.last
    ends(ann)
    world.wait(minutes=70)
    assert plan_of(demo, pair).status == "cancelled"
    assert "The proposal for a session with <@U0ANN> is off." in gina.reads(proposal).text
    assert gina.reads(proposal).buttons == []
    assert (files(ann), files(gina)) == ([], [])


def test_what_has_begun_before_the_hour_is_over_stays(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    leap(demo, ON_WEDNESDAY - timedelta(minutes=30))
    ends_the_pair(ann)
    world.wait(hours=2)
    assert plan_of(demo, pair).status == "accepted"


def test_the_agenda_that_was_said_says_that_it_is_off(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    leap(demo, ON_WEDNESDAY - timedelta(hours=28))
    world.wait(hours=4)
    given = next(said for said in world.messages(to=gina) if "sets the agenda" in said.text)
    leaves(ann)
    world.wait(minutes=70)
    assert plan_of(demo, pair).status == "cancelled"
    assert IS_OFF in gina.reads(given).text
    assert gina.reads(given).buttons == []


@pytest.mark.usefixtures("pair")
def test_whoever_was_left_hears_it_in_neutral_words(world: World, ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    heard = len(gina.hears)
    ends_the_pair(ann)
    world.wait(days=4)
    (news, *_rest) = gina.hears[heard:]
    assert "you are no longer paired" in news.text
    assert "If you had a session planned, it is off." in news.text


def test_other_pairs_keep_what_they_have_planned(demo: Demo, world: World, pair: int, ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    other = introduce(demo, "Ann", "Hugo")
    ann.types("/mentor plan")
    ann.act("click", view=ann.form and ann.form.id, action_id="planning.plan:2")
    ann.fills({"times": [], "other": int((ON_WEDNESDAY + timedelta(days=1)).timestamp())})
    world.person("Hugo").clicks("Thursday 26 November, 12:30")
    ends_the_pair(ann)
    world.wait(hours=2)
    assert [plan_of(demo, one).status for one in (pair, other)] == ["cancelled", "accepted"]
