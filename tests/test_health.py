"""A coordinator's Home: each number opens the people behind it and leads to what can be done; no word of theirs."""

from datetime import timedelta

import pytest
from ailing import lose, message, opens, planned, say, set_sessions
from announcing import crowd, everybody, send
from answering import open_form
from coordinating import second_coordinator, set_status, take_rights_away
from databases import BOTH
from pairing import DUE, end, introduce, leap, mornings
from taking_part import MENTEES, MENTORS, another_programme, enrol, programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import agreements, joining, pairs, rounds, unsigned
from storage.prepared import every
from storage.tables import Goal, Pair, Promise, Wish


@pytest.fixture
def pair(demo: Demo) -> int:
    """Ann mentors Gina."""
    return introduce(demo)


def sign(demo: Demo, pair_id: int, *user_ids: str) -> None:
    with demo.store.begin() as db:
        row = db.get_one(Pair, pair_id)
        for user_id in user_ids:
            agreements.sign(db, row, agreements.FIRST, user_id, demo.clock.now())


@BOTH
@pytest.mark.usefixtures("pair")
def test_the_unmatched_are_listed_and_a_round_is_run_for_them(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ben", "Hugo")
    assert "Enrolled 4 · matched 2 · unmatched 2" in cora.opens_home().text
    form = opens(cora, "Unmatched people")
    assert "<@U0BEN> · mentor" in form.text
    assert "<@U0HUGO> · mentee" in form.text
    assert "<@U0ANN>" not in form.text
    cora.clicks("Run a round", in_=form)
    assert "A round waits for your decision" in opens(cora, "Unmatched people").text
    assert "Run a round" not in open_form(cora).buttons
    with demo.store.read() as db:
        assert rounds.live(db, programme_of(demo).id or 0) is not None


@BOTH
@pytest.mark.usefixtures("pair")
def test_an_exit_is_known_to_the_coordinator_after_the_undo_hour_but_not_whose_or_why(
    world: World, cora: Actor
) -> None:
    gina = world.person("Gina")
    gina.opens_home()
    gina.clicks("End this pair")
    gina.fills()
    assert "ended by one of the two" not in cora.opens_home().text
    assert "matched 2 · unmatched 0" in cora.opens_home().text
    world.wait(hours=2)
    assert "matched 0 · unmatched 2" in cora.opens_home().text
    assert "1 pair was ended by one of the two" in cora.opens_home().text
    form = opens(cora, "Pairs ended")
    assert "<@U0ANN> mentors <@U0GINA> · until Monday 23 November" in form.text
    assert form.text.count("<@U0GINA>") == form.text.count("<@U0ANN>") == 1
    assert "Run a round" in form.buttons
    world.wait(days=70)
    assert "ended by one of the two" not in cora.opens_home().text


@BOTH
@pytest.mark.usefixtures("pair")
def test_nobody_of_a_pair_is_listed_as_unmatched_while_its_end_can_be_undone(
    demo: Demo, world: World, cora: Actor
) -> None:
    enrol(demo, "Hugo")
    gina = world.person("Gina")
    gina.opens_home()
    gina.clicks("End this pair")
    gina.fills()
    listed = opens(cora, "Unmatched people").text
    assert "<@U0HUGO>" in listed
    assert "<@U0ANN>" not in listed
    assert "<@U0GINA>" not in listed
    cora.closes()
    world.wait(hours=2)
    listed = opens(cora, "Unmatched people").text
    assert "<@U0ANN>" in listed
    assert "<@U0GINA>" in listed


@BOTH
@pytest.mark.usefixtures("pair")
def test_no_line_and_no_list_of_a_coordinator_tells_of_an_end_that_can_be_undone(world: World, cora: Actor) -> None:
    gina = world.person("Gina")
    gina.types("/mentor promise")
    gina.fills(what="Film one short clip")
    before = cora.opens_home().text
    assert "1 agreement is not signed" in before
    assert "open 1" in before
    gina.opens_home()
    gina.clicks("End this pair")
    gina.fills()
    assert cora.opens_home().text == before
    for title in ("Unsigned agreements", "Open promises"):
        assert "<@U0GINA>" in opens(cora, title).text
        cora.closes()
    world.wait(hours=2)
    after = cora.opens_home().text
    assert "not signed" not in after
    assert "open 1" not in after


def test_long_lists_have_pages(demo: Demo, cora: Actor) -> None:
    enrol(demo, *MENTORS, *MENTEES)
    crowd(demo, 30)
    first = opens(cora, "Unmatched people")
    assert "42 people" in first.text
    assert "Page 1 of 3" in first.text
    assert first.text.count("here since") == 20
    cora.clicks("Next page")
    cora.clicks("Next page")
    last = open_form(cora)
    assert last.text.count("here since") == 2
    assert "Next page" not in last.buttons
    cora.clicks("Previous page")
    assert "Page 2 of 3" in open_form(cora).text


@BOTH
def test_sessions_are_held_against_what_was_to_be_expected(demo: Demo, world: World, pair: int, cora: Actor) -> None:
    introduce(demo, "Ben", "Hugo")
    set_sessions(demo, "weekly", 6)
    leap(demo, demo.clock.now() + timedelta(days=15))
    world.person("Ann").says("met 45m")
    assert "sessions held 1 of 4 expected" in cora.opens_home().text
    form = opens(cora, "Pairs behind")
    assert form.text.index("<@U0BEN> mentors <@U0HUGO> · 0 of 2") < form.text.index(
        "<@U0ANN> mentors <@U0GINA> · 1 of 2"
    )
    end(demo, pair)
    leap(demo, demo.clock.now() + timedelta(days=300))
    assert "sessions held 1 of 8 expected" in cora.opens_home().text


@pytest.mark.usefixtures("pair")
def test_a_pair_that_met_often_enough_is_not_behind(demo: Demo, world: World, cora: Actor) -> None:
    introduce(demo, "Ben", "Hugo")
    set_sessions(demo, "weekly", 1)
    leap(demo, demo.clock.now() + timedelta(days=30))
    world.person("Ann").says("met 45m")
    assert "<@U0ANN>" not in opens(cora, "Pairs behind").text
    world.person("Ben").says("met 45m")
    assert "Pairs behind" not in cora.opens_home().buttons


@BOTH
@pytest.mark.usefixtures("pair")
def test_quiet_pairs_are_listed(demo: Demo, world: World, cora: Actor) -> None:
    assert "Quiet pairs" not in cora.opens_home().buttons
    mornings(demo, world, *(DUE + timedelta(weeks=week) for week in range(3)))
    assert "<@U0ANN> mentors <@U0GINA> · a pair since" in opens(cora, "Quiet pairs").text


@BOTH
@pytest.mark.parametrize(
    ("ended", "signals"),
    [
        ([("cancelled", "Gina"), ("cancelled", "Gina")], True),
        ([("held", None), ("cancelled", "Gina"), ("cancelled", "Gina")], True),
        ([("missed", None), ("cancelled", "Gina"), ("cancelled", "Gina"), ("accepted", None)], True),
        ([("cancelled", "Gina"), ("cancelled", "Gina"), ("cancelled", "Gina")], True),
        ([("cancelled", "Gina")], False),
        ([("cancelled", "Gina"), ("cancelled", "Ann")], False),
        ([("cancelled", "Ann"), ("cancelled", "Ann")], False),
        ([("cancelled", "Gina"), ("held", None), ("cancelled", "Gina")], False),
        ([("cancelled", "Gina"), ("missed", None), ("cancelled", "Gina")], False),
        ([("cancelled", "Gina"), ("cancelled", "Gina"), ("held", None)], False),
    ],
)
def test_two_sessions_in_a_row_that_the_senior_cancelled_are_a_signal(
    demo: Demo, cora: Actor, pair: int, ended: list[tuple[str, str | None]], signals: bool
) -> None:
    for days, (status, by) in enumerate(ended, 1):
        planned(demo, pair, days, status, by)
    assert ("Cancelled twice" in cora.opens_home().buttons) is signals
    if signals:
        assert "<@U0ANN> mentors <@U0GINA>" in opens(cora, "Cancelled twice").text


@BOTH
def test_a_session_that_was_logged_since_is_the_end_of_the_signal(
    demo: Demo, world: World, cora: Actor, pair: int
) -> None:
    planned(demo, pair, 1, "cancelled", "Gina")
    planned(demo, pair, 2, "cancelled", "Gina")
    assert "In 1 pair the mentee has cancelled" in cora.opens_home().text
    world.wait(minutes=1)
    world.person("Gina").says("met 45m")
    assert "has cancelled" not in cora.opens_home().text


def test_the_ended_pair_gives_no_signal(demo: Demo, cora: Actor, pair: int) -> None:
    planned(demo, pair, 1, "cancelled", "Gina")
    planned(demo, pair, 2, "cancelled", "Gina")
    end(demo, pair)
    assert "has cancelled" not in cora.opens_home().text


@BOTH
def test_unsigned_agreements_are_reminded_of_once_and_only_after_the_question_that_comes_by_itself(
    demo: Demo, world: World, cora: Actor, pair: int
) -> None:
    with demo.store.begin() as db:
        row = pairs.pair(db, pair)
        assert row is not None
        for user_id in (row.mentor_id, row.mentee_id):
            unsigned.ask_to_sign(db, row, user_id, demo.clock.now())
    sign(demo, pair, "U0ANN")
    form = opens(cora, "Unsigned agreements")
    assert "waits for <@U0GINA>" in form.text
    assert "Remind them" not in form.buttons
    world.wait(days=4)
    gina, dev = world.person("Gina"), second_coordinator(world, demo, "Dev")
    asked = len(gina.hears)
    for one in (cora, dev):
        opens(one, "Unsigned agreements")
    cora.clicks("Remind them")
    assert "Remind them" not in open_form(cora).buttons
    dev.clicks("Remind them")
    world.wait(days=4)
    assert len(gina.hears) == asked + 1
    assert "I ask only once by myself" in gina.hears[asked - 1].text
    assert "ask only once" not in gina.hears[asked].text
    assert "has asked me to remind you; I do so only this once" in gina.hears[asked].text
    assert "Remind them" not in opens(cora, "Unsigned agreements").buttons
    with demo.store.read() as db:
        assert sum(wish.user_id == "U0GINA" for wish in every(db, Wish)) == 2


def test_whoever_proposed_what_was_declined_may_be_reminded_of_the_terms_that_stand(
    demo: Demo, world: World, cora: Actor, pair: int
) -> None:
    with demo.store.begin() as db:
        row = pairs.pair(db, pair)
        assert row is not None
        unsigned.ask_to_sign(db, row, "U0ANN", demo.clock.now())
    ann, gina = world.person("Ann"), world.person("Gina")
    ann.types("/mentor agreement")
    ann.clicks("Propose a change")
    ann.fills({"How long": "half an hour"})
    gina.clicks("Read the change")
    gina.clicks("Decline the change")
    opens(cora, "Unsigned agreements")
    cora.clicks("Remind them")
    world.wait(days=1)
    assert "still waits for your signature" in ann.hears[-1].text


def test_signing_takes_the_coordinators_reminder_back(demo: Demo, world: World, cora: Actor, pair: int) -> None:
    with demo.store.begin() as db:
        row = pairs.pair(db, pair)
        assert row is not None
        unsigned.ask_to_sign(db, row, "U0GINA", demo.clock.now())
    world.wait(days=4)
    sign(demo, pair, "U0ANN")
    opens(cora, "Unsigned agreements")
    cora.clicks("Remind them")
    gina = world.person("Gina")
    asked = len(gina.hears)
    sign(demo, pair, "U0GINA")
    world.wait(days=4)
    assert len(gina.hears) == asked
    assert "Unsigned agreements" not in cora.opens_home().buttons


@BOTH
def test_goals_and_promises_are_counted_and_never_quoted(demo: Demo, cora: Actor, pair: int) -> None:
    now = demo.clock.now()
    with demo.store.begin() as db:
        about = {"pair_id": pair, "changed_by": "U0ANN", "changed_at": now}
        db.add(Goal(what="Be on TikTok", status="reached", reached_at=now, progress=100, **about))
        db.add(Goal(what="Not yet", status="agreed", **about))
        db.add(Promise(pair_id=pair, what="Open a channel", made_at=now, done_at=now, done_by="U0GINA"))
        db.add(Promise(pair_id=pair, what="Think", made_at=now))
    home = cora.opens_home()
    assert "Goals reached 1 · promises kept 1 of 2, open 1" in home.text
    reached = opens(cora, "Goals reached")
    assert "<@U0ANN> mentors <@U0GINA> · 1 goal" in reached.text
    promised = opens(cora, "Open promises")
    assert "<@U0ANN> mentors <@U0GINA> · 1 open promise" in promised.text
    for secret in ("TikTok", "channel", "Think"):
        assert secret not in home.text + reached.text + promised.text


@BOTH
def test_a_promise_that_is_not_open_is_not_listed(demo: Demo, cora: Actor, pair: int) -> None:
    now, other = demo.clock.now(), introduce(demo, "Ben", "Hugo")
    with demo.store.begin() as db:
        db.add(Promise(pair_id=pair, what="Kept", made_at=now, done_at=now, done_by="U0GINA"))
        db.add(Promise(pair_id=other, what="Of a pair that ends", made_at=now))
    assert "In 1 pair a promise" in opens(cora, "Open promises").text
    end(demo, other)
    assert "Open promises" not in cora.opens_home().buttons


@BOTH
def test_what_is_to_be_announced_is_listed_and_can_be_cancelled_from_there(demo: Demo, cora: Actor) -> None:
    everybody(demo)
    for words, days in (("The second.", 2), ("The first.", 1)):
        send(cora, words=words, send_at=int((demo.clock.now() + timedelta(days=days)).timestamp()))
        cora.closes()
    assert "2 announcements are to be sent" in cora.opens_home().text
    form = opens(cora, "To be announced")
    assert form.text.index("The first.") < form.text.index("The second.")
    assert "Tuesday 24 November, 10:30 Europe/Berlin> to everybody who takes part" in form.text
    cora.clicks("Show announcement")
    cora.clicks("Cancel what is not sent")
    assert "Nobody got it" in open_form(cora).text
    cora.closes()
    assert "1 announcement is to be sent" in cora.opens_home().text
    assert "The second." in opens(cora, "To be announced").text


@BOTH
def test_a_lost_message_is_sent_again_once(demo: Demo, world: World, cora: Actor, pair: int) -> None:
    lost = lose(demo, world, pair)
    assert lost.status == "unknown"
    assert "1 message may not have arrived" in cora.opens_home().text
    form = opens(cora, "Not delivered")
    assert "To <@U0ANN> and <@U0GINA>: the introduction to both" in form.text
    assert "first meeting" not in form.text
    cora.clicks("Send again")
    assert "Every message has arrived" in open_form(cora).text
    assert message(demo, "lost").status == "sent"
    assert message(demo, "lost").attempts == 1
    assert "Not delivered" not in cora.opens_home().buttons


def test_two_coordinators_who_send_again_send_once(demo: Demo, world: World, cora: Actor, pair: int) -> None:
    dev = second_coordinator(world, demo, "Dev")
    lose(demo, world, pair)
    copies = sum("U0ANN" in said.text for said in world.messages())
    for one in (cora, dev):
        opens(one, "Not delivered")
    cora.clicks("Send again")
    dev.clicks("Send again")
    assert "Every message has arrived" in open_form(dev).text
    world.wait(minutes=5)
    assert sum("U0ANN" in said.text for said in world.messages()) == copies + 1


def test_what_did_arrive_is_not_sent_again(demo: Demo, world: World, cora: Actor, pair: int) -> None:
    lose(demo, world, pair)
    opens(cora, "Not delivered")
    cora.clicks("It has arrived")
    assert "Every message has arrived" in open_form(cora).text
    world.wait(minutes=5)
    assert (message(demo, "lost").status, message(demo, "lost").attempts) == ("sent", 1)


@BOTH
def test_nothing_is_sent_again_about_a_pair_that_has_ended(demo: Demo, world: World, cora: Actor, pair: int) -> None:
    lose(demo, world, pair)
    opens(cora, "Not delivered")
    end(demo, pair)
    cora.clicks("Send again")
    world.wait(minutes=5)
    assert message(demo, "lost").status == "unknown"
    assert "Not delivered" not in cora.opens_home().buttons


def test_at_night_it_is_sent_again_in_the_morning(demo: Demo, world: World, cora: Actor, pair: int) -> None:
    lose(demo, world, pair)
    leap(demo, demo.clock.now() + timedelta(hours=14))
    opens(cora, "Not delivered")
    cora.clicks("Send again")
    assert message(demo, "lost").status == "waiting"
    world.wait(hours=9)
    assert message(demo, "lost").status == "sent"


@BOTH
def test_a_refused_message_is_shown_with_its_reason_for_two_weeks(
    demo: Demo, world: World, cora: Actor, pair: int
) -> None:
    world.fault("chat.postMessage", error="user_disabled")
    say(demo, pair, "U0GINA", "refused")
    world.wait(minutes=1)
    form = opens(cora, "Not delivered")
    assert "To <@U0GINA>" in form.text
    assert "account is deactivated" in form.text
    assert "Send again" not in form.buttons
    leap(demo, demo.clock.now() + timedelta(days=15))
    assert "Not delivered" not in cora.opens_home().buttons


@BOTH
@pytest.mark.usefixtures("pair")
def test_nobody_sees_who_was_nominated_or_who_left_by_a_message_that_failed(world: World, cora: Actor) -> None:
    world.fault("chat.postMessage", error="user_disabled", times=3)
    ann = world.person("Ann")
    ann.types("/mentor nominate")
    ann.fills(nominee="Ben")
    ann.types("/mentor leave")
    ann.fills()
    world.wait(hours=2)
    assert "Not delivered" not in cora.opens_home().buttons


@BOTH
def test_another_programmes_numbers_are_its_own(demo: Demo, world: World, cora: Actor, pair: int) -> None:
    another_programme(demo, "Pilot")
    enrol(demo, "Ben", programme="Pilot")
    lose(demo, world, pair)
    text = cora.opens_home().text
    assert "Enrolled 2 · matched 2 · unmatched 0" in text
    assert "Enrolled 1 · matched 0 · unmatched 1" in text
    assert text.count("may not have arrived") == 1


def test_old_buttons_do_nothing_for_whoever_coordinates_no_more(demo: Demo, world: World, pair: int) -> None:
    enrol(demo, "Ben")
    dev = second_coordinator(world, demo, "Dev")
    lose(demo, world, pair)
    for button, within in (
        ("Unmatched people", "Run a round"),
        ("Not delivered", "Send again"),
        ("Not delivered", "It has arrived"),
    ):
        second_coordinator(world, demo, "Dev")
        opens(dev, button)
        take_rights_away(demo)
        dev.clicks(within, in_=open_form(dev))
        assert "Only the coordinators" in dev.last.text
        dev.closes(everything=True)
    assert message(demo, "lost").status == "unknown"
    second_coordinator(world, demo, "Dev")
    dev.opens_home()
    take_rights_away(demo)
    heard = len(dev.hears)
    dev.clicks("Unmatched people")
    assert dev.form is None
    assert len(dev.hears) == heard + 1


def test_the_reminder_asks_for_the_right_again(demo: Demo, world: World, pair: int) -> None:
    dev = second_coordinator(world, demo, "Dev")
    with demo.store.begin() as db:
        row = pairs.pair(db, pair)
        assert row is not None
        unsigned.ask_to_sign(db, row, row.mentor_id, demo.clock.now())
    world.wait(days=4)
    opens(dev, "Unsigned agreements")
    take_rights_away(demo)
    dev.clicks("Remind them")
    assert "Only the coordinators" in dev.last.text
    with demo.store.read() as db:
        assert len(every(db, Wish)) == 1


def test_a_closed_programme_runs_no_round_for_its_unmatched(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ben")
    opens(cora, "Unmatched people")
    set_status(demo, "closed")
    cora.clicks("Run a round", in_=open_form(cora))
    with demo.store.read() as db:
        assert rounds.live(db, programme_of(demo).id or 0) is None
    assert "Run a round" not in opens(cora, "Unmatched people").buttons


def test_who_has_left_is_neither_enrolled_nor_unmatched(demo: Demo, world: World, cora: Actor) -> None:
    enrol(demo, "Ben", "Dev")
    ben = world.person("Ben")
    ben.types("/mentor leave")
    ben.fills()
    assert "Enrolled 1 · matched 0 · unmatched 1" in cora.opens_home().text
    assert "<@U0BEN>" not in opens(cora, "Unmatched people").text
    with demo.store.read() as db:
        assert len(joining.enrolled(db, 1)) == 1
