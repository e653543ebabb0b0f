"""An announcement on its way: whom it reaches and when, what failed, and what may still be taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from announcing import WORDS, everybody, messages_of, page_of, readers, send, stored, write
from answering import clicking, deliver, open_form, submission
from conftest import running
from coordinating import heard
from databases import BOTH
from pairing import set_status
from taking_part import enrol, id_of, introduce, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import outbox, pairs, sending

CHANNEL = {"audience": "channel", "channel": "C0MENTORNG"}
ALL = ["Ann", "Ben", "Chloe", "Dev", "Eva", "Femi", "Gina", "Hugo", "Ines", "Jonas", "Kaya", "Liam"]
CALIFORNIA = "America/Los_Angeles"


@pytest.fixture
def cora(demo: Demo, world: World) -> Actor:
    """The coordinator of twelve people who take part."""
    everybody(demo)
    return world.person("Cora")


def silence(demo: Demo, pair_id: int | None) -> None:
    with demo.store.begin() as db:
        for seat in pairs.seats(db, pair_id or 0)[:1]:
            seat.quiet_since = demo.clock.now()
            db.add(seat)


def end_long_ago(demo: Demo, pair_id: int | None) -> None:
    with demo.store.begin() as db:
        pair = pairs.pair(db, pair_id or 0)
        assert pair is not None
        pair.ended_at, pair.ended_as, pair.ended_by = demo.clock.now() - timedelta(hours=2), "exit", pair.mentor_id
        db.add(pair)


@BOTH
@pytest.mark.parametrize(
    ("audience", "reached"),
    [
        ("everyone", [name for name in ALL if name != "Liam"]),
        ("mentors", ["Ann", "Ben", "Chloe", "Dev", "Eva"]),
        ("mentees", ["Femi", "Gina", "Hugo", "Ines", "Jonas", "Kaya"]),
        ("unmatched", ["Chloe", "Dev", "Ines", "Jonas", "Kaya"]),
        ("quiet", ["Ben", "Hugo"]),
    ],
)
def test_an_audience_is_exactly_those_whom_its_name_says(
    demo: Demo, world: World, cora: Actor, audience: str, reached: list[str]
) -> None:
    with demo.store.begin() as db:
        db.connection().exec_driver_sql("UPDATE participant SET role = 'either' WHERE user_id IN ('U0ANN', 'U0FEMI')")
    introduce(demo, "Ann", "Gina")
    silence(demo, introduce(demo, "Ben", "Hugo").id)
    introduce(demo, "Eva", "Femi")
    end_long_ago(demo, introduce(demo, "Eva", "Ines").id)
    set_status(demo, "Liam", "paused")
    send(cora, audience=audience)
    assert readers(world) == reached


@BOTH
def test_an_end_that_can_still_be_undone_is_not_given_away(demo: Demo, world: World, cora: Actor) -> None:
    introduce(demo, "Ann", "Gina")
    ann = world.person("Ann")
    ann.opens_home()
    ann.clicks("End this pair")
    ann.fills()
    send(cora, audience="unmatched")
    assert "Ann" in readers(world)
    assert "Gina" not in readers(world)


@BOTH
def test_each_gets_it_between_eight_and_seven_of_their_own_day(demo: Demo, world: World, cora: Actor) -> None:
    remember(demo, "Ann", zone=CALIFORNIA)
    remember(demo, "Ben", zone="Asia/Tokyo")
    preview = write(cora)
    assert "For 1 of them it is night" in preview.text
    cora.fills()
    assert "the last of them on" in open_form(cora).text
    assert readers(world) == [name for name in ALL if name != "Ann"]
    world.wait_until(datetime(2026, 11, 23, 15, 59, tzinfo=UTC))
    assert "Ann" not in readers(world)
    world.wait(minutes=2)
    assert readers(world) == ALL


def test_a_double_confirm_sends_once(demo: Demo, world: World, cora: Actor) -> None:
    write(cora)
    sent = submission(demo, cora)
    first, second = deliver(demo, sent), deliver(demo, sent)
    world.wait(minutes=1)
    assert "on its way" in str(first)
    assert "Sent by" in str(second)
    assert readers(world) == ALL
    assert len(messages_of(demo)) == 12


@BOTH
def test_it_goes_out_at_the_time_chosen_to_whoever_belongs_to_them_by_then(demo: Demo, world: World) -> None:
    enrol(demo, "Ann", "Ben")
    cora = world.person("Cora")
    at = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    page = send(cora, send_at=int(at.timestamp()))
    assert "It is sent on" in page.text
    enrol(demo, "Gina")
    set_status(demo, "Ben", "paused")
    world.wait_until(at - timedelta(minutes=1))
    assert readers(world) == []
    world.wait(minutes=2)
    assert readers(world) == ["Ann", "Gina"]


@BOTH
def test_what_is_to_come_can_be_cancelled_and_then_nobody_gets_it(demo: Demo, world: World, cora: Actor) -> None:
    send(cora, send_at=int((demo.clock.now() + timedelta(hours=1)).timestamp()))
    late = clicking(demo, cora, "announcements.cancel")
    cora.clicks("Cancel what is not sent")
    assert "Nobody got it" in open_form(cora).text
    deliver(demo, late | {"actions": [late["actions"][0] | {"action_ts": "2.0"}]})
    assert "Cancelled by <@U0CORA>" in open_form(cora).text
    world.wait(hours=3)
    assert readers(world) == []


@BOTH
def test_what_is_half_sent_can_be_cancelled_and_who_has_it_keeps_it(database_url: str) -> None:
    with running(database_url, people=100) as company:
        world = World(company.url)
        enrol(company, *{one.first for one in company.employees})
        cora = world.person("Cora")
        send(cora)
        world.wait(seconds=30)
        assert "40 of 100 messages still to send" in page_of(cora, "Refresh").text
        cora.clicks("Cancel what is not sent")
        assert "sent 60 · not sent any more 40" in open_form(cora).text
        reached = readers(world)
        assert len(reached) == 60
        world.wait(hours=3)
        assert readers(world) == reached


def test_closing_the_programme_cancels_what_is_not_sent(demo: Demo, world: World, cora: Actor) -> None:
    remember(demo, "Ann", zone=CALIFORNIA)
    send(cora)
    cora.closes()
    cora.types("/mentor admin programme")
    cora.clicks("Close programme")
    world.wait(hours=12)
    assert "Ann" not in readers(world)
    assert stored(demo)[0].status == "cancelled"


def test_who_leaves_before_it_reaches_them_is_left_alone(demo: Demo, world: World, cora: Actor) -> None:
    remember(demo, "Ann", zone=CALIFORNIA)
    send(cora)
    ann = world.person("Ann")
    ann.types("/mentor leave")
    ann.fills()
    world.wait(hours=12)
    assert "Ann" not in readers(world)


def test_whoever_sent_it_reads_what_became_of_it(world: World, cora: Actor) -> None:
    page = send(cora)
    assert "12 of 12 messages still to send" in page.text
    world.wait(seconds=1)
    assert "is out: sent 12" in heard(cora)[-1].text
    assert "The last message is out: sent 12" in page_of(cora, "Refresh").text
    cora.closes()
    cora.clicks("Show announcement")
    assert "The last message is out" in open_form(cora).text


def test_a_channel_that_the_bot_is_not_in_is_explained_and_tried_again(demo: Demo, world: World, cora: Actor) -> None:
    preview = write(cora, **CHANNEL)
    assert "type `/invite @Mentor` there first" in preview.text
    cora.fills()
    world.wait(seconds=1)
    assert "is out: sent 0 · failed 1. Look why" in heard(cora)[-1].text
    page = page_of(cora, "Refresh")
    assert "I am not in <#C0MENTORNG>. Type `/invite @Mentor` there, then try again." in page.text
    cora.invites_bot("C0MENTORNG")
    late = clicking(demo, cora, "announcements.try_again")
    cora.clicks("Try again")
    world.wait(seconds=1)
    deliver(demo, late | {"actions": [late["actions"][0] | {"action_ts": "2.0"}]})
    world.wait(seconds=1)
    posted = [said for said in world.messages("mentoring") if said.text.startswith(WORDS)]
    assert len(posted) == 1
    assert "sent 1" in heard(cora)[-1].text


def test_a_lost_answer_in_a_channel_is_unknown_until_somebody_has_looked(world: World, cora: Actor) -> None:
    cora.invites_bot("C0MENTORNG")
    world.fault("chat.postMessage", drop=True)
    send(cora, **CHANNEL)
    world.wait(minutes=10)
    assert "unknown 1" in heard(cora)[-1].text
    assert "Look yourself before you try again" in page_of(cora, "Refresh").text
    assert len([said for said in world.messages("mentoring") if said.text.startswith(WORDS)]) == 1


@BOTH
@pytest.mark.parametrize("button", ["Send again", "It has arrived"])
def test_an_announcement_that_was_lost_in_a_channel_is_decided_about_from_home(
    demo: Demo, world: World, cora: Actor, button: str
) -> None:
    cora.invites_bot("C0MENTORNG")
    world.fault("chat.postMessage", drop=True)
    send(cora, **CHANNEL)
    cora.closes()
    world.wait(minutes=10)
    world.wait(minutes=1)
    assert "1 message may not have arrived" in cora.opens_home().text
    cora.clicks("Not delivered")
    assert "To <#C0MENTORNG>: an announcement" in open_form(cora).text
    assert "Look there yourself before you send it again" in open_form(cora).text
    late = clicking(demo, cora, "health.send_again")
    cora.clicks(button)
    assert "Every message has arrived" in open_form(cora).text
    world.wait(minutes=1)
    deliver(demo, late)
    world.wait(minutes=1)
    posted = [said for said in world.messages("mentoring") if said.text.startswith(WORDS)]
    assert len(posted) == (2 if button == "Send again" else 1)
    assert "Not delivered" not in cora.opens_home().buttons
    assert ("is out: sent 1." in heard(cora)[-1].text) is (button == "Send again")


@pytest.mark.parametrize("hindrance", ["cancelled", "closed"])
def test_a_lost_announcement_that_may_not_be_sent_any_more_is_not_offered(
    demo: Demo, world: World, cora: Actor, hindrance: str
) -> None:
    cora.invites_bot("C0MENTORNG")
    world.fault("chat.postMessage", drop=True)
    send(cora, **CHANNEL)
    cora.closes()
    world.wait(minutes=10)
    cora.opens_home()
    cora.clicks("Not delivered")
    with demo.database.engine.begin() as connection:
        table, status = ("announcement", "cancelled") if hindrance == "cancelled" else ("programme", "closed")
        connection.exec_driver_sql(f"UPDATE {table} SET status = '{status}'")
    cora.clicks("Send again")
    world.wait(minutes=1)
    assert len([said for said in world.messages("mentoring") if said.text.startswith(WORDS)]) == 1
    assert "Not delivered" not in cora.opens_home().buttons


def test_an_announcement_that_was_refused_is_told_on_its_own_page_alone(world: World, cora: Actor) -> None:
    world.fault("chat.postMessage", error="user_disabled", times=2)
    send(cora)
    world.wait(minutes=1)
    assert "Not delivered" not in cora.opens_home().buttons


@BOTH
def test_those_for_whom_it_failed_are_named_with_the_reason_and_tried_again(
    demo: Demo, world: World, cora: Actor
) -> None:
    world.fault("chat.postMessage", error="user_disabled", times=2)
    send(cora)
    world.wait(seconds=1)
    page = page_of(cora, "Refresh")
    assert "sent 10 · failed 2" in page.text
    assert "Their account is deactivated, or I may not write to them: 2 people, <@U0ANN>, <@U0BEN>" in page.text
    set_status(demo, "Ben", "paused")
    cora.clicks("Try again")
    world.wait(minutes=1)
    assert readers(world) == [name for name in ALL if name != "Ben"]


def test_an_old_button_sends_nothing_of_what_was_cancelled_meanwhile(demo: Demo, world: World, cora: Actor) -> None:
    world.fault("chat.postMessage", error="user_disabled", times=2)
    remember(demo, "Liam", zone="America/Los_Angeles")
    send(cora)
    world.wait(seconds=30)
    page_of(cora, "Refresh")
    late = clicking(demo, cora, "announcements.try_again")
    cora.clicks("Cancel what is not sent")
    deliver(demo, late)
    world.wait(hours=12)
    assert "sent 9 · failed 2 · not sent any more 1" in open_form(cora).text
    assert len(readers(world)) == 9


def test_an_old_button_sends_nothing_in_a_programme_that_was_closed(demo: Demo, world: World, cora: Actor) -> None:
    world.fault("chat.postMessage", error="user_disabled", times=2)
    send(cora)
    world.wait(minutes=1)
    page_of(cora, "Refresh")
    late = clicking(demo, cora, "announcements.try_again")
    cora.closes()
    cora.types("/mentor admin programme")
    cora.clicks("Close programme")
    deliver(demo, late)
    assert "is not open" in cora.last.text
    world.wait(minutes=5)
    assert len(readers(world)) == 10


@BOTH
def test_it_is_sent_again_only_to_those_who_joined_since(demo: Demo, world: World) -> None:
    enrol(demo, "Ann", "Ben")
    cora = world.person("Cora")
    send(cora)
    world.wait(seconds=1)
    assert "who joined since" not in str(page_of(cora, "Refresh").buttons)
    enrol(demo, "Gina", "Hugo")
    cora.closes()
    page_of(cora, "Show announcement")
    late = clicking(demo, cora, "announcements.send_to_newcomers")
    cora.clicks("Send to 2 who joined since")
    deliver(demo, late | {"actions": [late["actions"][0] | {"action_ts": "2.0"}]})
    world.wait(minutes=1)
    assert readers(world) == ["Ann", "Ben", "Gina", "Hugo"]
    assert "sent 4" in page_of(cora, "Refresh").text


def test_an_announcement_gives_way_to_what_somebody_waits_for(demo: Demo, cora: Actor) -> None:
    write(cora)
    deliver(demo, submission(demo, cora))
    with demo.store.begin() as db:
        outbox.notice(
            db, "urgent", "programmes/closed", id_of(demo, "Liam"), demo.clock.now(), programme="X", programme_id=1
        )
        assert sending.claim(db, demo.clock.now())[0].key == "urgent"


@BOTH
def test_a_message_that_is_being_sent_while_somebody_cancels_is_not_said(demo: Demo, world: World, cora: Actor) -> None:
    write(cora)
    deliver(demo, submission(demo, cora))
    with demo.store.begin() as db:
        claimed = sending.claim(db, demo.clock.now())
        db.connection().exec_driver_sql("UPDATE announcement SET status = 'cancelled', cancelled_by = 'U0CORA'")
    for row in claimed:
        demo.calendar.courier._send(demo.store, row, demo.clock.now())
    assert readers(world) == []
    taken = {row.id for row in claimed}
    assert {row.status for row in messages_of(demo) if row.id in taken} == {"withdrawn"}
