"""The length and the link of a planned session change at once, with other times or without; the old one may be kept."""

from datetime import timedelta

import pytest
from answering import deliver, open_form, submission
from databases import BOTH
from pairing import again, clicked, introduce, leap
from planned import ON_TUESDAY, ON_WEDNESDAY, THURSDAY, TUESDAY, WEDNESDAY, at, card, changes, plan, plan_of, proposes

from bot.demo import Demo
from bot.sandbox.actors import Actor, World

LINK = "https://meet.example.com/another"
KEEP = "Keep the old time"


@pytest.fixture
def planned(pair: int, ann: Actor, gina: Actor) -> int:
    """The pair, with a session on Wednesday."""
    plan(ann, gina)
    return pair


def moves(person: Actor, **how: object) -> None:
    person.opens_home()
    person.clicks("Move the session")
    person.fills(how)


def news(person: Actor) -> int:
    """How often somebody has read that the other one changed the length or the link."""
    return sum("has changed the length or the link" in text for text in person.sees)


@BOTH
@pytest.mark.parametrize("who", ["Ann", "Gina"])
def test_another_length_and_link_hold_at_once_and_the_other_is_told(
    demo: Demo, world: World, planned: int, ann: Actor, gina: Actor, who: str
) -> None:
    changer, other = world.person(who), gina if who == "Ann" else ann
    moves(changer, minutes="45", link=LINK)
    row = plan_of(demo, planned)
    assert (row.status, row.starts_at, row.slots) == ("accepted", ON_WEDNESDAY, [])
    assert (row.minutes, row.link, row.sequence) == (45, LINK, 1)
    assert changes(demo, planned) == []
    assert f"<@{changer.id}> has changed the length or the link" in card(other).text
    for person in (ann, gina):
        assert f"*{WEDNESDAY}*" in card(person).text
        assert "45 min" in card(person).text
        assert f"<{LINK}|The link to meet>" in card(person).text


@pytest.mark.parametrize("how", [{"minutes": "45"}, {"link": LINK}])
def test_either_is_a_change_of_its_own(demo: Demo, planned: int, ann: Actor, gina: Actor, how: dict[str, str]) -> None:
    told = news(gina)
    moves(ann, **how)
    assert plan_of(demo, planned).sequence == 1
    assert news(gina) == told + 1


@BOTH
def test_with_other_times_the_length_holds_at_once_and_the_times_wait(
    demo: Demo, planned: int, ann: Actor, gina: Actor
) -> None:
    moves(ann, minutes="30", **at(ON_TUESDAY))
    row = plan_of(demo, planned)
    assert (row.minutes, row.starts_at, row.sequence) == (30, ON_WEDNESDAY, 1)
    assert "has changed the length or the link" in card(gina).text
    assert f"proposes to move your session of {WEDNESDAY} (Europe/Rome), 30 min" in card(gina).text
    gina.clicks(TUESDAY)
    row = plan_of(demo, planned)
    assert (row.minutes, row.starts_at, row.sequence) == (30, ON_TUESDAY, 2)
    assert changes(demo, planned) == [("moved", ann.id)]


def test_a_change_while_a_move_waits_leaves_the_times_to_be_accepted(
    demo: Demo, planned: int, ann: Actor, gina: Actor
) -> None:
    moves(ann, **at(ON_TUESDAY))
    moves(ann, link=LINK)
    row = plan_of(demo, planned)
    assert (row.slots, row.link, row.proposed_by) == ([ON_TUESDAY.isoformat()], LINK, ann.id)
    gina.clicks(TUESDAY)
    assert plan_of(demo, planned).starts_at == ON_TUESDAY


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize(("how", "said"), [({}, "Please tick a time"), ({"link": "nowhere"}, "whole address")])
def test_a_form_without_a_change_or_with_no_address_is_said_at_its_field(
    ann: Actor, gina: Actor, how: dict[str, str], said: str
) -> None:
    told = len(gina.sees)
    ann.opens_home()
    ann.clicks("Move the session")
    assert said in str(ann.tries_to_fill(how))
    assert len(gina.sees) == told


def test_sent_twice_it_changes_once(demo: Demo, planned: int, ann: Actor, gina: Actor) -> None:
    ann.opens_home()
    ann.clicks("Move the session")
    second = submission(demo, ann, minutes="90")
    ann.fills(minutes="90")
    told = len(gina.sees)
    assert "Something has changed while you were choosing" in str(deliver(demo, second))
    assert plan_of(demo, planned).sequence == 1
    assert len(gina.sees) == told


def test_of_two_who_change_it_at_once_the_second_reads_what_the_first_did(
    demo: Demo, planned: int, ann: Actor, gina: Actor
) -> None:
    gina.opens_home()
    gina.clicks("Move the session")
    moves(ann, minutes="30")
    gina.fills(minutes="90")
    assert "Something has changed while you were choosing" in open_form(gina).text
    assert plan_of(demo, planned).minutes == 30


@BOTH
@pytest.mark.parametrize("who", ["Ann", "Gina"])
def test_the_old_time_is_kept_by_whoever_asks_or_is_asked(
    demo: Demo, world: World, planned: int, ann: Actor, gina: Actor, who: str
) -> None:
    keeper, other = world.person(who), gina if who == "Ann" else ann
    moves(ann, **at(ON_TUESDAY))
    keeper.opens_home()
    keeper.clicks(KEEP)
    row = plan_of(demo, planned)
    assert (row.status, row.starts_at, row.slots, row.sequence) == ("accepted", ON_WEDNESDAY, [], 0)
    assert changes(demo, planned) == []
    assert f"<@{keeper.id}> keeps the old time" in card(other).text
    for person in (ann, gina):
        assert f"Your session with <@{gina.id if person is ann else ann.id}>: *{WEDNESDAY}*" in card(person).text
        assert KEEP not in card(person).buttons


def test_kept_twice_is_told_once(demo: Demo, world: World, planned: int, ann: Actor, gina: Actor) -> None:
    moves(ann, **at(ON_TUESDAY))
    gina.clicks(KEEP)
    told, before = len(ann.sees), plan_of(demo, planned)
    again(demo, clicked(world, "planning.keep"))
    assert (len(ann.sees), plan_of(demo, planned)) == (told, before)


def test_an_old_answer_does_not_refuse_newer_times(
    demo: Demo, world: World, planned: int, ann: Actor, gina: Actor
) -> None:
    moves(ann, **at(ON_TUESDAY))
    gina.clicks(KEEP)
    moves(ann, **at(ON_TUESDAY))
    again(demo, clicked(world, "planning.keep"))
    assert plan_of(demo, planned).slots == [ON_TUESDAY.isoformat()]


def test_once_it_has_begun_nothing_is_kept(demo: Demo, planned: int, ann: Actor, gina: Actor) -> None:
    moves(ann, **at(ON_TUESDAY))
    leap(demo, ON_WEDNESDAY + timedelta(minutes=5))
    before = plan_of(demo, planned)
    gina.clicks(KEEP)
    assert plan_of(demo, planned) == before
    assert "was planned for" in card(gina).text


def test_strangers_keep_nothing(demo: Demo, world: World, planned: int, ann: Actor) -> None:
    introduce(demo, "Ben", "Hugo")
    ben, hugo = world.person("Ben"), world.person("Hugo")
    proposes(ben)
    hugo.clicks(card(hugo).buttons[0])
    moves(ben, **at(ON_WEDNESDAY + timedelta(days=2)))
    hugo.clicks(KEEP)
    moves(ann, **at(ON_TUESDAY))
    row = plan_of(demo, planned)
    again(demo, clicked(world, "planning.keep"), value=f"{row.id}:{row.revision}")
    assert plan_of(demo, planned) == row
    assert "Only the two people of a pair" in hugo.last.text


def test_in_an_agenda_the_old_time_is_kept_in_its_place(
    demo: Demo, world: World, planned: int, ann: Actor, gina: Actor
) -> None:
    world.wait(hours=23)
    given = next(said for said in world.messages(to=gina) if "sets the agenda" in said.text)
    moves(ann, **at(ON_WEDNESDAY + timedelta(days=1, hours=4)))
    assert THURSDAY in gina.reads(given).buttons
    gina.clicks(KEEP, in_=gina.reads(given))
    read = gina.reads(given)
    assert f"*{WEDNESDAY}*" in read.text
    assert "sets the agenda" in read.text
    assert KEEP not in read.buttons
    assert plan_of(demo, planned).starts_at == ON_WEDNESDAY
