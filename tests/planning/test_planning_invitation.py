"""The invitation of a planned session: a file for both calendars, another one that moves it, one that takes it out."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from databases import BOTH
from own_calendar import OwnCalendar, calendar_of, files, read
from pairing import again, clicked, introduce
from planned import ON_TUESDAY, ON_WEDNESDAY, TUESDAY, WEDNESDAY, at, plan, plan_of, proposes
from taking_part import remember

from bot.courier import PATIENCE
from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from messages import enclosed
from messages.samples import SAMPLES
from storage import sending

LINK = "https://meet.example.com/ann?a=1&b=2"
NIGHT_FOR_GINA = "America/Los_Angeles"
"""Where it is half past one in the morning when the tests begin."""


def moves(mover: Actor, other: Actor, to: datetime = ON_TUESDAY, label: str = TUESDAY) -> None:
    mover.opens_home()
    mover.clicks("Move the session")
    mover.fills(at(to))
    other.clicks(label)


@pytest.mark.usefixtures("pair")
def test_both_are_sent_the_session_for_their_calendars(ann: Actor, gina: Actor) -> None:
    proposes(ann, link=LINK)
    gina.clicks(WEDNESDAY)
    for person, partner in ((ann, gina), (gina, ann)):
        said = person.last
        assert f"open this file to enter your session with <@{partner.id}> of {WEDNESDAY}" in said.text
        assert [file["title"] for file in said.files] == [f"Mentoring session, {WEDNESDAY}"]
        assert said.files[0]["name"] in said.text
        (content,) = files(person)
        calendar = read(content)
        event = calendar.vevent
        assert (calendar.method.value, calendar.version.value) == ("REQUEST", "2.0")
        assert (event.dtstart.value, event.dtend.value) == (ON_WEDNESDAY, ON_WEDNESDAY + timedelta(hours=1))
        assert (event.sequence.value, event.status.value) == ("0", "CONFIRMED")
        assert (event.location.value, event.url.value) == (LINK, LINK)
        assert event.summary.value == "Mentoring session"
        assert "Move or cancel it there" in event.description.value
    assert files(ann) == files(gina)


@pytest.mark.usefixtures("pair")
def test_the_file_knows_nobody_and_is_not_for_other_eyes(ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    (content,) = files(ann)
    event = read(content).vevent
    assert event.__getattr__("class").value == "PRIVATE"
    assert {one.value.partition("@")[2] for one in (event.organizer, *event.attendee_list)} == {"mentoring.invalid"}
    answers = [(one.params["PARTSTAT"], one.params["RSVP"]) for one in event.attendee_list]
    assert answers == [(["ACCEPTED"], ["FALSE"])] * 2
    assert [name for name in (ann.id, gina.id, "Ann", "Gina") if name.encode() in content] == []


@pytest.mark.usefixtures("pair")
def test_a_session_without_a_link_has_no_place(ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    (content,) = files(gina)
    assert not {"location", "url"} & set(read(content).vevent.contents)


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("mover", ["Ann", "Gina"])
def test_a_session_that_moves_is_moved_in_both_calendars(world: World, ann: Actor, gina: Actor, mover: str) -> None:
    plan(ann, gina)
    before = calendar_of(ann)
    moves(world.person(mover), gina if mover == "Ann" else ann)
    for person in (ann, gina):
        first, second = map(read, files(person))
        assert (second.method.value, second.vevent.uid.value) == ("REQUEST", first.vevent.uid.value)
        assert int(second.vevent.sequence.value) > int(first.vevent.sequence.value)
        assert f"is on {TUESDAY} (Europe/" in person.last.text
        assert calendar_of(person).starts == [ON_TUESDAY]
    assert before.starts == [ON_WEDNESDAY]


@pytest.mark.usefixtures("pair")
def test_another_length_and_link_reach_both_calendars(ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    gina.opens_home()
    gina.clicks("Move the session")
    gina.fills(minutes="45", link=LINK)
    for person in (ann, gina):
        first, second = map(read, files(person))
        assert second.vevent.uid.value == first.vevent.uid.value
        assert int(second.vevent.sequence.value) > int(first.vevent.sequence.value)
        assert second.vevent.location.value == LINK
        assert list(calendar_of(person).entries.values()) == [(ON_WEDNESDAY, ON_WEDNESDAY + timedelta(minutes=45))]


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("canceller", ["Ann", "Gina"])
def test_a_cancelled_session_is_taken_out_of_both_calendars(
    world: World, ann: Actor, gina: Actor, canceller: str
) -> None:
    plan(ann, gina)
    world.person(canceller).clicks("Cancel the session")
    for person in (ann, gina):
        first, last = map(read, files(person))
        assert (last.method.value, last.vevent.status.value) == ("CANCEL", "CANCELLED")
        assert last.vevent.uid.value == first.vevent.uid.value
        assert int(last.vevent.sequence.value) > int(first.vevent.sequence.value)
        assert [file["title"] for file in person.last.files] == [f"Cancelled: Mentoring session, {WEDNESDAY}"]
        assert calendar_of(person).starts == []


STEPS = {
    "accepted": ([], [ON_WEDNESDAY]),
    "moved": (["move"], [ON_TUESDAY]),
    "moved and back": (["move", "back"], [ON_WEDNESDAY]),
    "cancelled": (["cancel"], []),
    "moved and cancelled": (["move", "cancel"], []),
    "cancelled and planned again": (["cancel", "plan"], [ON_WEDNESDAY]),
    "a move that was not answered": (["propose"], [ON_WEDNESDAY]),
    "cancelled instead of moved": (["propose", "cancel"], []),
}


@BOTH
@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(("steps", "starts"), STEPS.values(), ids=STEPS)
def test_calendars_hold_what_is_planned_whatever_happened(
    ann: Actor, gina: Actor, steps: list[str], starts: list[datetime]
) -> None:
    does: dict[str, Any] = {
        "move": lambda: moves(ann, gina),
        "back": lambda: moves(gina, ann, ON_WEDNESDAY, WEDNESDAY),
        "cancel": lambda: (gina.opens_home(), gina.clicks("Cancel the session")),
        "plan": lambda: plan(ann, gina),
        "propose": lambda: (
            ann.opens_home(),
            ann.clicks("Move the session"),
            ann.fills(at(ON_TUESDAY)),
        ),
    }
    plan(ann, gina)
    for step in steps:
        does[step]()
    assert (calendar_of(ann).starts, calendar_of(gina).starts) == (starts, starts)


@pytest.mark.usefixtures("pair")
def test_an_older_file_that_is_opened_late_changes_nothing(ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    moves(ann, gina)
    calendar = OwnCalendar()
    for content in reversed(files(gina)):
        calendar.opens(content)
    assert calendar.starts == [ON_TUESDAY]


@pytest.mark.usefixtures("pair")
def test_a_second_tap_sends_no_second_file(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    plan(ann, gina)
    again(demo, clicked(world, "planning.accept"))
    assert (len(files(ann)), len(files(gina))) == (1, 1)
    gina.clicks("Cancel the session")
    again(demo, clicked(world, "planning.cancel"))
    world.wait(hours=24)
    assert (len(files(ann)), len(files(gina))) == (2, 2)


@pytest.mark.usefixtures("pair")
def test_a_proposal_and_its_end_send_no_file(world: World, ann: Actor, gina: Actor) -> None:
    proposes(ann)
    gina.clicks("Decline")
    proposes(gina)
    gina.opens_home()
    gina.clicks("Take it back")
    world.wait(hours=24)
    assert (files(ann), files(gina)) == ([], [])


def test_only_the_two_are_sent_it_and_only_the_two_can_cause_it(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    introduce(demo, "Ben", "Hugo")
    ben, hugo = world.person("Ben"), world.person("Hugo")
    proposes(ben)
    hugo.clicks("Wednesday 25 November, 13:00")
    foreign, sent = clicked(world, "planning.accept"), files(hugo)
    proposes(ann)
    row = plan_of(demo, pair)
    again(demo, foreign, value=f"{row.id}:{row.revision}:{ON_WEDNESDAY.isoformat()}")
    again(demo, foreign, action_id="planning.cancel", value=str(row.id))
    assert (files(ann), files(gina)) == ([], [])
    gina.clicks(WEDNESDAY)
    assert (files(ben), files(hugo)) == (sent, sent)
    assert len({read(content).vevent.uid.value for content in (*files(ann), *sent)}) == 2


@pytest.mark.usefixtures("pair")
def test_who_sleeps_is_sent_the_newest_in_the_morning_and_who_acted_at_once(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    proposes(gina)
    remember(demo, "Gina", zone=NIGHT_FOR_GINA)
    ann.clicks(WEDNESDAY)
    assert (calendar_of(ann).starts, files(gina)) == ([ON_WEDNESDAY], [])
    proposed = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    gina.opens_home()
    gina.clicks("Move the session")
    gina.fills(at(proposed))
    ann.clicks("Tuesday 24 November, 17:00")
    assert (calendar_of(ann).starts, files(gina)) == ([proposed], [])
    world.wait(hours=8)
    assert (len(files(gina)), calendar_of(gina).starts) == (1, [proposed])
    assert any("open this file to enter your session" in said.text for said in gina.hears if said.files)


@pytest.mark.usefixtures("pair")
def test_what_is_cancelled_before_somebody_was_told_of_it_is_not_sent_to_them_at_all(
    demo: Demo, world: World, ann: Actor, gina: Actor
) -> None:
    proposes(gina)
    remember(demo, "Gina", zone=NIGHT_FOR_GINA)
    ann.clicks(WEDNESDAY)
    ann.clicks("Cancel the session")
    world.wait(hours=24)
    assert (len(files(ann)), calendar_of(ann).starts) == (2, [])
    assert files(gina) == []


@pytest.mark.usefixtures("pair")
def test_what_got_lost_is_not_sent_after_what_came_later(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    proposes(ann)
    world.fault("files.getUploadURLExternal", drop=True, times=2)
    gina.clicks(WEDNESDAY)
    with demo.store.begin() as db:
        lost = sending.claim(db, demo.clock.now() + PATIENCE)
    assert [row.template for row in lost] == ["planning/invitation"] * 2
    gina.clicks("Cancel the session")
    world.wait(hours=1)
    for person in (ann, gina):
        assert [read(content).method.value for content in files(person)] == ["CANCEL"]


ZONES = ["America/Los_Angeles", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe"]


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", ["2027-03-14", "2027-03-28"])
def test_the_entry_begins_when_the_clock_on_the_wall_says_so(
    demo: Demo, world: World, ann: Actor, gina: Actor, zone: str, day: str
) -> None:
    remember(demo, "Gina", zone=zone)
    on_the_wall = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZoneInfo(zone))
    ann.types("/mentor plan")
    ann.fills({"times": [], "Another time": int(on_the_wall.timestamp())})
    world.wait(hours=24)
    gina.clicks(f"Sunday {int(day[-2:])} March, 09:00")
    (start,) = calendar_of(gina).starts
    assert f"{start.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" == f"{day} 09:00"


MOMENTS = [
    ("America/Los_Angeles", "2026-10-31T09:00-07:00", "2026-10-31T16:00Z"),
    ("America/Los_Angeles", "2026-11-01T01:30-07:00", "2026-11-01T08:30Z"),
    ("America/Los_Angeles", "2026-11-01T01:30-08:00", "2026-11-01T09:30Z"),
    ("America/Los_Angeles", "2026-11-01T09:00-08:00", "2026-11-01T17:00Z"),
    ("America/Los_Angeles", "2027-03-14T01:30-08:00", "2027-03-14T09:30Z"),
    ("America/Los_Angeles", "2027-03-14T03:30-07:00", "2027-03-14T10:30Z"),
    ("America/Los_Angeles", "2027-03-28T09:00-07:00", "2027-03-28T16:00Z"),
    ("Europe/Berlin", "2026-11-01T09:00+01:00", "2026-11-01T08:00Z"),
    ("Europe/Berlin", "2027-03-14T09:00+01:00", "2027-03-14T08:00Z"),
    ("Europe/Berlin", "2027-03-28T01:30+01:00", "2027-03-28T00:30Z"),
    ("Europe/Berlin", "2027-03-28T03:30+02:00", "2027-03-28T01:30Z"),
    ("America/Sao_Paulo", "2026-11-01T09:00-03:00", "2026-11-01T12:00Z"),
    ("America/Sao_Paulo", "2027-03-14T09:00-03:00", "2027-03-14T12:00Z"),
    ("America/Sao_Paulo", "2027-03-28T09:00-03:00", "2027-03-28T12:00Z"),
    ("Asia/Kolkata", "2026-11-01T09:00+05:30", "2026-11-01T03:30Z"),
    ("Asia/Kolkata", "2027-03-14T09:00+05:30", "2027-03-14T03:30Z"),
    ("Asia/Kolkata", "2027-03-28T09:00+05:30", "2027-03-28T03:30Z"),
    ("Australia/Lord_Howe", "2026-11-01T09:00+11:00", "2026-10-31T22:00Z"),
    ("Australia/Lord_Howe", "2027-03-14T09:00+11:00", "2027-03-13T22:00Z"),
    ("Australia/Lord_Howe", "2027-03-28T09:00+11:00", "2027-03-27T22:00Z"),
    ("Australia/Lord_Howe", "2027-04-04T01:45+11:00", "2027-04-03T14:45Z"),
    ("Australia/Lord_Howe", "2027-04-04T01:45+10:30", "2027-04-03T15:15Z"),
]
"""A zone, a moment on its clocks, and the same moment for everybody; the clocks change on most of these days."""


@pytest.mark.parametrize(("zone", "local", "moment"), MOMENTS)
@pytest.mark.parametrize("minutes", [45, 480])
def test_words_and_file_mean_the_same_moment_while_clocks_change(
    zone: str, local: str, moment: str, minutes: int
) -> None:
    sample = SAMPLES["planning/invitation"]["first"]
    starts_at = datetime.fromisoformat(local).astimezone(UTC)
    values = {"starts_at": starts_at.isoformat(), "zone": zone, "minutes": minutes}
    words, [file] = enclosed("planning/invitation", **sample | {"plan": sample["plan"] | values})
    event = read(file.content).vevent
    assert event.dtstart.value == datetime.fromisoformat(moment)
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=minutes)
    assert event.dtstart.value.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes") == local
    assert local[11:16] in file.title
    assert f"{local[11:16]} ({zone})" in words
