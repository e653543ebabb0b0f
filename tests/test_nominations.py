"""Nominations: only the nominee is asked, once, and nobody else ever learns what became of it."""

import pytest
from answering import deliver, join, open_form, submission
from coordinating import leave, set_status
from databases import BOTH
from pairing import again, clicked
from taking_part import another_programme, change_in_slack, enrol, participant

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import joining, nominations
from storage.prepared import every
from storage.tables import Nomination, Outbox

QUESTION = "A colleague thinks that you would be good in Reverse mentoring"


@pytest.fixture
def ann(world: World) -> Actor:
    return world.person("Ann")


@pytest.fixture
def ben(world: World) -> Actor:
    return world.person("Ben")


def nominate(by: Actor, whom: str = "Ben") -> str:
    """Nominate somebody; what is read afterwards, without the name."""
    by.types("/mentor nominate")
    by.fills(nominee=whom)
    return open_form(by).text.replace(by.world.person(whom).id, "")


def asked(person: Actor) -> int:
    return sum(QUESTION in said.text.replace("*", "") for said in person.hears)


def stored(demo: Demo) -> list[Nomination]:
    with demo.store.read() as db:
        return list(every(db, Nomination))


def test_only_the_nominee_is_asked_and_not_told_by_whom(world: World, ann: Actor, ben: Actor) -> None:
    said = nominate(ann)
    assert "If they like, they will join" in said
    assert asked(ben) == 1
    assert ben.last.buttons == ["Join", "No, thank you"]
    assert ann.id not in str(ben.last.message)
    everybody = [said for said in world.messages() if "good in" in said.text]
    assert len(everybody) == 1
    assert ann.hears == []


@BOTH
def test_the_nominee_joins_from_the_question_and_nothing_of_it_stays(demo: Demo, ann: Actor, ben: Actor) -> None:
    nominate(ann)
    ben.clicks("Join")
    assert "Reverse mentoring" in open_form(ben).text
    join(ben)
    assert participant(demo, "Ben").status == "active"
    assert [row.nominated_by for row in stored(demo)] == [None]
    assert ann.hears == []


@BOTH
def test_a_no_leaves_no_trace_to_others(demo: Demo, world: World, ann: Actor, ben: Actor) -> None:
    nominate(ann)
    assert [row.nominated_by for row in stored(demo)] == [ann.id]
    ben.clicks("No, thank you")
    assert "Nobody learns of it" in ben.last.text
    assert ben.last.buttons == []
    assert [(row.nominated_by, row.declined) for row in stored(demo)] == [(None, True)]
    assert ann.hears == []
    assert world.person("Cora").hears == []


def test_a_second_no_reads_the_same(demo: Demo, world: World, ann: Actor, ben: Actor) -> None:
    nominate(ann)
    ben.clicks("No, thank you")
    again(demo, clicked(world, "nominations.decline"))
    assert [row.declined for row in stored(demo)] == [True]
    assert [said.text for said in ben.hears] == [ben.last.text]
    assert "Nobody learns of it" in ben.last.text


def test_whoever_was_asked_once_is_never_asked_again_and_the_words_are_the_same(
    demo: Demo, world: World, ann: Actor, ben: Actor
) -> None:
    enrol(demo, "Chloe", "Dev")
    leave(world.person("Dev"))
    first = nominate(ann)
    second = nominate(world.person("Gina"))
    ben.clicks("No, thank you")
    after_the_no = nominate(world.person("Hugo"))
    of_a_participant = nominate(world.person("Ines"), "Chloe")
    of_one_who_left = nominate(world.person("Jonas"), "Dev")
    assert len({first, second, after_the_no, of_a_participant, of_one_who_left}) == 1
    assert asked(ben) == 0
    assert [asked(world.person(name)) for name in ("Chloe", "Dev")] == [0, 0]
    assert len(stored(demo)) == 1


def test_the_same_form_sent_twice_asks_once(demo: Demo, world: World, ann: Actor, ben: Actor) -> None:
    ann.types("/mentor nominate")
    late = submission(demo, ann, nominee=ben.id)
    ann.fills(nominee="Ben")
    deliver(demo, late)
    world.wait(minutes=1)
    assert asked(ben) == 1


@BOTH
def test_nobody_nominates_more_than_five_times_a_day_whatever_became_of_it(
    demo: Demo, world: World, ann: Actor
) -> None:
    enrol(demo, "Chloe")
    for name in ("Ben", "Ben", "Chloe", "Dev", "Eva"):
        nominate(ann, name)
    world.person("Ben").clicks("No, thank you")
    ann.types("/mentor nominate")
    refused = ann.tries_to_fill(nominee="Femi")
    assert "within a day" in refused.errors["nominee"]
    assert asked(world.person("Femi")) == 0
    ann.closes()
    world.wait(days=1, minutes=1)
    nominate(ann, "Femi")
    assert asked(world.person("Femi")) == 1


def test_oneself_needs_no_nomination(ann: Actor) -> None:
    ann.types("/mentor nominate")
    assert "That is yourself" in ann.tries_to_fill(nominee="Ann").errors["nominee"]


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        ("is_restricted", "a guest of this workspace"),
        ("is_stranger", "belong to another workspace"),
        ("deleted", "account is deactivated"),
        ("is_bot", "That is a bot"),
    ],
)
def test_whoever_is_no_colleague_is_not_asked(demo: Demo, ann: Actor, ben: Actor, fact: str, sentence: str) -> None:
    ann.types("/mentor nominate")
    change_in_slack(demo, ben, **{fact: True})
    assert sentence in ann.tries_to_fill(nominee="Ben").errors["nominee"]
    assert stored(demo) == []


def test_somebody_else_cannot_answer_for_the_nominee(demo: Demo, world: World, ann: Actor, ben: Actor) -> None:
    nominate(ann)
    nominate(ann, "Dev")
    dev = world.person("Dev")
    dev.clicks("No, thank you")
    again(demo, clicked(world, "nominations.decline"), value=str(stored(demo)[0].id))
    assert "for somebody else" in dev.last.text
    assert {row.user_id: row.declined for row in stored(demo)} == {ben.id: False, dev.id: True}


def test_whoever_takes_part_by_now_is_told_how_to_leave(demo: Demo, ann: Actor, ben: Actor) -> None:
    nominate(ann)
    join(ben)
    ben.clicks("No, thank you")
    assert "/mentor leave" in ben.last.text
    assert participant(demo, "Ben").status == "active"
    assert [row.declined for row in stored(demo)] == [False]


def test_with_several_programmes_one_says_for_which(demo: Demo, ann: Actor, ben: Actor) -> None:
    pilot = another_programme(demo, "Pilot")
    ann.types("/mentor nominate")
    assert open_form(ann).fields == ["Whom", "Programme"]
    ann.fills(nominee="Ben", programme="Pilot")
    assert "good in Pilot" in ben.last.text.replace("*", "")
    assert [row.programme_id for row in stored(demo)] == [pilot.id]


def test_home_of_those_who_take_part_has_a_button_for_it(demo: Demo, ann: Actor, ben: Actor) -> None:
    assert "Nominate somebody" not in ann.opens_home().buttons
    enrol(demo, "Ann")
    assert "Nominate somebody" in ann.opens_home().buttons
    ann.clicks("Nominate somebody")
    ann.fills(nominee="Ben")
    assert asked(ben) == 1
    set_status(demo, "closed")
    assert "Nominate somebody" not in ann.opens_home().buttons


def test_where_nothing_is_open_nobody_can_be_nominated(demo: Demo, ann: Actor, ben: Actor) -> None:
    ann.types("/mentor nominate")
    set_status(demo, "closed")
    ann.fills(nominee="Ben")
    assert "not open any more" in open_form(ann).text
    assert "No programme is open" in ann.types("/mentor nominate").text
    assert asked(ben) == 0


@BOTH
def test_the_question_waits_for_the_day_and_is_not_asked_once_the_programme_has_ended(
    demo: Demo, world: World, ann: Actor, ben: Actor
) -> None:
    world.wait(hours=12)
    nominate(ann)
    assert asked(ben) == 0
    cora = world.person("Cora")
    cora.types("/mentor admin programme")
    cora.clicks("Close programme")
    assert stored(demo) == []
    cora.clicks("Open programme again")
    nominate(ann)
    world.wait(hours=12)
    assert asked(ben) == 1


def test_who_joins_before_they_are_asked_is_not_asked(demo: Demo, world: World, ann: Actor, ben: Actor) -> None:
    world.wait(hours=12)
    nominate(ann)
    join(ben)
    world.wait(hours=12)
    assert asked(ben) == 0
    assert [row.nominated_by for row in stored(demo)] == [None]


@BOTH
def test_whom_somebody_nominated_is_forgotten_when_they_leave(demo: Demo, world: World, ann: Actor) -> None:
    enrol(demo, "Ann")
    nominate(ann)
    leave(ann)
    world.wait(hours=1, minutes=10)
    assert [row.nominated_by for row in stored(demo)] == [None]


def test_the_limit_keeps_times_and_not_people(demo: Demo, ann: Actor, ben: Actor) -> None:
    nominate(ann)
    with demo.store.read() as db:
        kept = joining.draft(db, ann.id, nominations.COUNTED)
        said = every(db, Outbox)
    assert kept is not None
    assert ben.id not in str(kept.answers)
    assert ann.id not in str([row.values for row in said])
