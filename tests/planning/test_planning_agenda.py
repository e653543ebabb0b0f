"""The agenda: in the last working morning before a session both are reminded of it, and read what is to be brought."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from databases import BOTH
from pairing import again, clicked, end, introduce, leap, set_status
from planned import ON_WEDNESDAY, THURSDAY, TUESDAY, WEDNESDAY, plan, plan_of, proposes
from taking_part import another_programme, programme_of, remember

from bot.demo import Demo
from bot.rules.cadence import A_DAY
from bot.sandbox.actors import Actor, Said, World
from storage import agreements, goals, promises
from storage.goals import Wording
from storage.tables import Pair

EVE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""The morning before Wednesday, 09:00 in Berlin and Rome."""
MINE, THEIRS = "what will you bring?", "sets the agenda"


def agendas(person: Actor) -> list[Said]:
    """The nudges that somebody got in which an agenda was or is."""
    return [
        said
        for said in person.world.messages(to=person)
        if said.metadata and said.metadata["class"] == "nudge" and "Your session with" in said.text
    ]


def times(person: Actor) -> list[datetime]:
    return [datetime.fromtimestamp(float(said.ts), UTC).replace(second=0, microsecond=0) for said in agendas(person)]


def wait_through(world: World, moment: datetime) -> None:
    world.wait_until(moment + timedelta(minutes=1))


def moves(mover: Actor, other: Actor, label: str, moment: datetime) -> None:
    mover.opens_home()
    mover.clicks("Move the session")
    mover.fills({"times": [], "other": int(moment.timestamp())})
    other.clicks(label)


@BOTH
@pytest.mark.usefixtures("pair")
def test_both_are_reminded_the_morning_before_and_the_mentor_sets_the_agenda(
    world: World, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    wait_through(world, EVE)
    ((to_ann,), (to_gina,)) = agendas(ann), agendas(gina)
    assert times(ann) == times(gina) == [EVE]
    assert f"Your session with <@U0GINA>: *{WEDNESDAY}* (Europe/Berlin), 1 h." in to_ann.text
    assert MINE in to_ann.text
    assert f"<@U0ANN> {THEIRS}" in to_gina.text
    assert MINE not in to_gina.text
    for said in (to_ann, to_gina):
        assert "Off limits: pay, promotion, performance" in said.text
        assert said.buttons == ["Move the session", "Cancel the session"]
    world.wait(days=3)
    assert (len(agendas(ann)), len(agendas(gina))) == (1, 1)


@pytest.mark.usefixtures("pair")
def test_where_the_programme_says_so_the_mentee_sets_it(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    with demo.store.begin() as db:
        programme = programme_of(demo)
        programme.agenda_by = "mentee"
        db.merge(programme)
    plan(ann, gina)
    wait_through(world, EVE)
    assert f"<@U0GINA> {THEIRS}" in agendas(ann)[0].text
    assert MINE in agendas(gina)[0].text


def test_goals_promise_and_off_limits_are_those_of_the_morning_and_not_of_the_day_it_was_planned(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    with demo.store.begin() as db:
        row, now = db.get_one(Pair, pair), demo.clock.now()
        for what in ("Post one video", "Read one blog"):
            goal = goals.propose(db, row, Wording(what, "", "seen", None, 20), ann.id, now)
            assert goal is not None
            if what == "Post one video":
                goals.agree(db, row, goal, goal.revision, gina.id, now)
        for what in ("Ask first", "Try the assistant"):
            promises.make(db, row, what, None, now)
        agreements.propose(db, row, agreements.FIRST, {"off_limits": "my health"}, ann.id, now)
        agreements.sign(db, row, agreements.FIRST + 1, gina.id, now)
        agreements.propose(db, row, agreements.FIRST + 1, {"off_limits": "nothing at all"}, gina.id, now)
    wait_through(world, EVE)
    read = agendas(ann)[0].text
    assert "Goal: Post one video · 20 %" in read
    assert "<@U0GINA> will try: Try the assistant" in read
    assert "You said you will try: Try the assistant" in agendas(gina)[0].text
    assert "Off limits: my health. Each of you may pass" in read
    for unsaid in ("Read one blog", "Ask first", "nothing at all", "promotion"):
        assert unsaid not in read


@BOTH
@pytest.mark.usefixtures("pair")
def test_what_was_moved_is_prepared_on_its_new_eve(world: World, ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    thursday = datetime(2026, 11, 26, 15, 30, tzinfo=UTC)
    moves(gina, ann, THURSDAY, thursday)
    wait_through(world, EVE)
    assert agendas(ann) == agendas(gina) == []
    wait_through(world, EVE + A_DAY)
    assert f"*{THURSDAY}*" in agendas(ann)[0].text
    assert times(ann) == times(gina) == [EVE + A_DAY]


@pytest.mark.usefixtures("pair")
def test_another_hour_of_the_same_day_changes_the_agenda_and_brings_no_second_one(
    world: World, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    wait_through(world, EVE)
    moves(ann, gina, "Wednesday 25 November, 16:00", datetime(2026, 11, 25, 15, 0, tzinfo=UTC))
    for person in (ann, gina):
        (said,) = agendas(person)
        assert "*Wednesday 25 November, 16:00*" in said.text
        assert "the agenda" in said.text
    world.wait(days=2)
    assert (len(agendas(ann)), len(agendas(gina))) == (1, 1)


@pytest.mark.usefixtures("pair")
def test_a_move_to_another_day_after_the_agenda_brings_the_agenda_of_that_day(
    world: World, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    wait_through(world, EVE)
    moves(ann, gina, "Monday 30 November, 16:00", datetime(2026, 11, 30, 15, 0, tzinfo=UTC))
    world.wait(days=9)
    friday = EVE + 3 * A_DAY
    assert times(ann) == times(gina) == [EVE, friday]


@pytest.mark.usefixtures("pair")
def test_while_a_move_waits_the_agenda_says_so_and_the_new_time_is_accepted_in_it(
    demo: Demo, pair: int, world: World, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    wait_through(world, EVE)
    (said,) = agendas(gina)
    ann.clicks("Move the session", in_=agendas(ann)[0])
    ann.fills({"times": [], "other": int(datetime(2026, 11, 25, 15, 0, tzinfo=UTC).timestamp())})
    assert "proposes to move your session" in gina.reads(said).text
    gina.clicks("Wednesday 25 November, 16:00", in_=gina.reads(said))
    assert "*Wednesday 25 November, 16:00*" in gina.reads(said).text
    assert f"<@U0ANN> {THEIRS}" in gina.reads(said).text
    assert plan_of(demo, pair).sequence == 1


@pytest.mark.usefixtures("pair")
def test_what_was_cancelled_before_is_not_prepared(world: World, ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    gina.clicks("Cancel the session")
    world.wait(days=4)
    assert agendas(ann) == agendas(gina) == []


def test_a_session_is_cancelled_in_the_agenda_and_neither_agenda_says_that_it_stands(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    wait_through(world, EVE)
    ann.clicks("Cancel the session", in_=agendas(ann)[0])
    assert plan_of(demo, pair).status == "cancelled"
    for person in (ann, gina):
        (said,) = agendas(person)
        assert "is cancelled" in said.text
        assert "the agenda" not in said.text
    told = len(gina.sees)
    again(demo, clicked(world, "planning.cancel"))
    assert len(gina.sees) == told


@pytest.mark.parametrize("hindrance", ["I pause", "they pause", "I left", "they left", "the pair ended"])
def test_who_does_not_meet_prepares_nothing(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor, hindrance: str
) -> None:
    plan(ann, gina)
    match hindrance:
        case "I pause" | "they pause":
            set_status(demo, "Ann" if hindrance == "I pause" else "Gina", "paused")
        case "I left" | "they left":
            leaver = ann if hindrance == "I left" else gina
            leaver.types("/mentor leave")
            leaver.fills()
        case _:
            end(demo, pair)
    world.wait(days=4)
    assert agendas(ann) == agendas(gina) == []


@pytest.mark.usefixtures("pair")
def test_a_pair_that_ended_and_was_taken_up_again_is_reminded_as_if_nothing_had_been(
    world: World, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    ann.opens_home()
    ann.clicks("End this pair")
    ann.fills()
    world.wait(minutes=30)
    ann.clicks("Take it back")
    wait_through(world, EVE)
    assert times(ann) == times(gina) == [EVE]


@pytest.mark.usefixtures("pair")
def test_what_is_accepted_after_that_morning_is_prepared_in_the_next_one(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    proposes(ann)
    leap(demo, EVE + timedelta(hours=4))
    gina.clicks(WEDNESDAY)
    world.wait(days=2)
    assert times(ann) == times(gina) == [EVE + A_DAY]


@pytest.mark.usefixtures("pair")
def test_what_begins_before_another_morning_comes_is_not_prepared(world: World, ann: Actor, gina: Actor) -> None:
    plan(ann, gina, TUESDAY)
    world.wait(hours=23)
    assert agendas(ann) == agendas(gina) == []


@pytest.mark.usefixtures("pair")
def test_what_is_logged_before_its_hour_is_not_prepared_any_more(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    proposes(ann)
    leap(demo, EVE + timedelta(hours=4))
    gina.clicks(WEDNESDAY)
    leap(demo, EVE + A_DAY - timedelta(minutes=30))
    ann.says("met 45m")
    world.wait(days=1)
    assert agendas(ann) == agendas(gina) == []


@pytest.mark.usefixtures("pair")
def test_a_bot_that_slept_reminds_of_nothing_that_has_begun(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    leap(demo, ON_WEDNESDAY)
    world.wait(days=1)
    assert agendas(ann) == agendas(gina) == []


def test_what_begins_while_the_bot_cannot_speak_is_not_reminded_of_afterwards(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    remember(demo, "Gina", zone="UTC")
    proposes(ann, times=[], other=int((EVE + A_DAY + timedelta(minutes=50)).timestamp()))
    leap(demo, EVE + timedelta(hours=4))
    gina.clicks("Wednesday 25 November, 08:50")
    world.wait_until(EVE + A_DAY - timedelta(minutes=1))
    world.fault("chat.postMessage", status=429, retry_after=3600)
    world.wait(hours=3)
    assert plan_of(demo, pair).status == "accepted"
    assert agendas(ann) == agendas(gina) == []


@BOTH
@pytest.mark.parametrize("programme", ["Reverse mentoring", "Young leaders"])
def test_two_agendas_of_one_morning_are_one_message_and_each_is_answered_in_its_place(
    demo: Demo, world: World, ann: Actor, gina: Actor, programme: str
) -> None:
    if programme == "Young leaders":
        another_programme(demo, programme)
    pairs_of_ann = [introduce(demo), introduce(demo, "Ann", "Hugo", programme)]
    hugo = world.person("Hugo")
    for other, hour in ((gina, 10), (hugo, 13)):
        moment = datetime(2026, 11, 25, hour, 0, tzinfo=ZoneInfo("Europe/Berlin"))
        other.opens_home()
        other.clicks("Plan a session")
        other.fills({"times": [], "other": int(moment.timestamp())})
        ann.clicks(f"Wednesday 25 November, {hour}:00")
    wait_through(world, EVE)
    (digest,) = agendas(ann)
    assert "2 things, in one message" in digest.text
    assert "*Wednesday 25 November, 10:00*" in digest.text
    assert "*Wednesday 25 November, 13:00*" in digest.text
    hugo.opens_home()
    hugo.clicks("Cancel the session")
    read = ann.reads(digest).text
    assert "Your session with <@U0HUGO> of Wednesday 25 November, 13:00 (Europe/Berlin) is cancelled" in read
    assert "Your session with <@U0GINA>: *Wednesday 25 November, 10:00*" in read
    ann.clicks("Cancel the session", in_=ann.reads(digest))
    read = ann.reads(digest).text
    assert "2 things, in one message" in read
    assert read.count("is cancelled") == 2
    assert [plan_of(demo, pair).status for pair in pairs_of_ann] == ["cancelled", "cancelled"]


@pytest.mark.usefixtures("pair")
def test_home_names_the_morning_of_the_agenda(ann: Actor, gina: Actor) -> None:
    plan(ann, gina, THURSDAY)
    assert "I will ask you on Wednesday morning." in ann.opens_home().text
    gina.clicks("Cancel the session")
    assert "Wednesday morning" not in ann.opens_home().text


@pytest.mark.usefixtures("pair")
def test_the_morning_is_everybodys_own(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    remember(demo, "Ann", zone="America/Los_Angeles")
    remember(demo, "Gina", zone="Australia/Lord_Howe")
    leap(demo, datetime(2027, 3, 26, 1, 0, tzinfo=UTC))
    proposes(ann, times=[], other=int(datetime(2027, 3, 29, 21, 30, tzinfo=UTC).timestamp()))
    assert "Tuesday 30 March, 08:30" in gina.last.buttons
    gina.clicks("Tuesday 30 March, 08:30")
    world.wait(days=5)
    assert times(gina) == [datetime(2027, 3, 28, 22, 0, tzinfo=UTC)]
    assert times(ann) == [datetime(2027, 3, 26, 16, 0, tzinfo=UTC)]


def test_the_buttons_of_an_agenda_work_for_its_two_people_and_only_until_the_session_begins(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    plan(ann, gina)
    foreign = introduce(demo, "Ben", "Hugo")
    ben, hugo = world.person("Ben"), world.person("Hugo")
    plan(ben, hugo, "Wednesday 25 November, 13:00")
    wait_through(world, EVE + timedelta(hours=1))
    ben.clicks("Cancel the session", in_=agendas(ben)[0])
    assert plan_of(demo, foreign).status == "cancelled"
    again(demo, clicked(world, "planning.cancel"), value=str(plan_of(demo, pair).id))
    assert "Only the two people of a pair" in ben.last.text
    assert plan_of(demo, pair).status == "accepted"
    leap(demo, ON_WEDNESDAY + timedelta(minutes=1))
    (said,) = agendas(ann)
    ann.clicks("Cancel the session", in_=said)
    assert plan_of(demo, pair).status == "accepted"
    assert "was planned for" in ann.reads(said).text
    assert ann.reads(said).buttons == ["Log session"]
