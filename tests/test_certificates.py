"""Certificates: when the months of a pair are over, both get one for what they did together, as picture and PDF."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from answering import deliver, open_form
from coordinating import leave
from databases import BOTH
from pairing import clicked, leap
from pypdf import PdfReader
from taking_part import change_in_slack, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from handlers import certificates
from storage import closing, outbox, sessions
from storage.tables import Outbox, Pair

ENDS = datetime(2027, 5, 24, 9, 30, tzinfo=UTC)
"""When the months are over of a pair that was introduced as the tests begin: 11:30 in Berlin and Rome."""
HELD = {date(2026, 12, 3): 60, date(2027, 1, 14): 45, date(2027, 3, 4): 50}
KEY = "certificate:{pair}:{person}:{number}"


def meet(demo: Demo, pair: int) -> None:
    with demo.store.begin() as db:
        for day, minutes in HELD.items():
            sessions.log(db, db.get_one(Pair, pair), day, minutes, "", by="U0ANN", now=demo.clock.now())


def complete(demo: Demo, world: World, **then: int) -> None:
    """Let the months be over, and that time pass after them."""
    leap(demo, ENDS - timedelta(minutes=1))
    world.wait(minutes=1)
    world.wait(**then or {"minutes": 1})


def given(person: Actor) -> list[Said]:
    return [said for said in person.said if any("certificate" in file["name"] for file in said.files)]


def read(world: World, said: Said) -> str:
    """The words of the document."""
    document = next(file for file in said.files if file["mimetype"] == "application/pdf")
    (page,) = PdfReader(BytesIO(world.download(document))).pages
    return " ".join(page.extract_text().split())


def row(demo: Demo, pair: int, person: Actor, number: int = 1) -> Outbox:
    with demo.store.read() as db:
        found = outbox.by_key(db, KEY.format(pair=pair, person=person.id, number=number))
    assert found is not None
    return found


@BOTH
def test_both_get_a_picture_and_a_document_with_their_names(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    meet(demo, pair)
    complete(demo, world)
    (to_ann,), (to_gina,) = given(ann), given(gina)
    for said, partner in ((to_ann, gina), (to_gina, ann)):
        assert f"For what you and <@{partner.id}> did together: your certificate" in said.text
        assert [file["mimetype"] for file in said.files] == ["image/png", "application/pdf"]
        assert world.download(said.files[0]).startswith(b"\x89PNG")
        assert said.channel.startswith("D")
    words = "in the programme “Reverse mentoring” for 6 months. Sessions held 3 Time together 2 h 35 min"
    dates = "From 23 November 2026 To 24 May 2027"
    names = {one.id: demo.sandbox.slack.workspace.people[one.id].real_name for one in (ann, gina)}
    assert f"{names[ann.id]} mentored {names[gina.id]} {words} {dates}" in read(world, to_ann)
    assert f"{names[gina.id]} learned from {names[ann.id]} {words} {dates}" in read(world, to_gina)
    assert f"{names[ann.id]} mentored {names[gina.id]}" in to_ann.files[0]["alt_txt"]


@pytest.mark.usefixtures("pair")
def test_a_pair_that_never_met_gets_none(demo: Demo, world: World, ann: Actor, gina: Actor) -> None:
    complete(demo, world, hours=1)
    assert (given(ann), given(gina)) == ([], [])


@BOTH
def test_nobody_gets_two(demo: Demo, world: World, ann: Actor, gina: Actor, pair: int) -> None:
    meet(demo, pair)
    complete(demo, world, hours=1)
    with demo.store.begin() as db:
        row = db.get_one(Pair, pair)
        for user_id in (row.mentor_id, row.mentee_id):
            certificates.give(db, row, user_id, demo.clock.now())
    world.wait(days=3)
    assert (len(given(ann)), len(given(gina))) == (1, 1)


def test_whoever_is_asleep_gets_theirs_in_the_morning(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    remember(demo, "Gina", zone="America/Los_Angeles")
    meet(demo, pair)
    complete(demo, world, hours=5)
    assert (len(given(ann)), given(gina)) == (1, [])
    world.wait(hours=2)
    assert len(given(gina)) == 1


@BOTH
def test_whoever_has_left_before_it_is_sent_gets_none(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    meet(demo, pair)
    remember(demo, "Gina", zone="America/Los_Angeles")
    complete(demo, world)
    gina.types("/mentor leave")
    gina.fills()
    world.wait(hours=24)
    assert (len(given(ann)), given(gina)) == (1, [])
    assert (row(demo, pair, gina).status, row(demo, pair, gina).values) == ("withdrawn", {})


def test_a_deactivated_account_gets_none_and_is_still_named_to_the_other(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    meet(demo, pair)
    change_in_slack(demo, gina, deleted=True)
    complete(demo, world, hours=24)
    assert given(gina) == []
    assert (row(demo, pair, gina).status, row(demo, pair, gina).error) == (
        "withdrawn",
        "the person is deactivated",
    )
    (said,) = given(ann)
    assert "mentored Gina Ferrari in" in read(world, said)


def test_a_partner_whom_slack_forgot_is_not_named(demo: Demo, world: World, ann: Actor, gina: Actor, pair: int) -> None:
    meet(demo, pair)
    del demo.sandbox.slack.workspace.people[gina.id]
    complete(demo, world, hours=24)
    (said,) = given(ann)
    assert "mentored a senior colleague in" in read(world, said)
    assert row(demo, pair, gina).status == "withdrawn"


def test_names_are_those_of_the_moment_and_stored_nowhere(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    meet(demo, pair)
    change_in_slack(demo, ann, real_name="Ann Renamed")
    change_in_slack(demo, gina, real_name="\U00013000", display_name="Gina in Greek, Γκίνα")
    complete(demo, world)
    (said,) = given(ann)
    assert "Ann Renamed mentored Gina in Greek, Γκίνα in" in read(world, said)
    with demo.database.engine.connect() as connection:
        written = connection.execute(sa.text("SELECT * FROM outbox")).fetchall()
    assert ann.id in str(written)
    assert [name for name in ("Renamed", "Greek", "Γκίνα") if name in str(written)] == []


@pytest.mark.parametrize("step", ["users.info", "conversations.open", "files.getUploadURLExternal", "upload"])
@pytest.mark.parametrize("fault", [{"drop": True}, {"status": 503}, {"status": 429, "retry_after": 30}])
def test_what_breaks_before_it_is_seen_is_done_again(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int, step: str, fault: dict[str, Any]
) -> None:
    meet(demo, pair)
    world.fault(step, times=3, **fault)
    complete(demo, world, minutes=10)
    assert (len(given(ann)), len(given(gina))) == (1, 1)


def test_one_whose_answer_was_lost_is_found_by_its_name_and_not_sent_twice(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    meet(demo, pair)
    world.fault("files.completeUploadExternal", drop=True, times=2)
    complete(demo, world)
    assert {row(demo, pair, person).status for person in (ann, gina)} == {"sending"}
    world.wait(minutes=10)
    assert (len(given(ann)), len(given(gina))) == (1, 1)
    assert row(demo, pair, ann).ts == given(ann)[0].ts


def test_the_celebration_comes_first(demo: Demo, world: World, ann: Actor, pair: int) -> None:
    meet(demo, pair)
    complete(demo, world)
    celebration, certificate = ann.hears[-2:]
    assert "come to the end of your time together" in celebration.text
    assert certificate.files


def test_whoever_was_ended_early_gets_none(demo: Demo, world: World, ann: Actor, gina: Actor, pair: int) -> None:
    meet(demo, pair)
    ann.opens_home()
    ann.clicks("End this pair")
    ann.fills()
    complete(demo, world, days=1)
    assert (given(ann), given(gina)) == ([], [])


def test_a_programme_that_closes_gives_them_too_and_says_no_months_where_there_was_none(
    demo: Demo, world: World, ann: Actor, pair: int
) -> None:
    with demo.store.begin() as db:
        sessions.log(db, db.get_one(Pair, pair), date(2026, 11, 23), 30, "", by="U0ANN", now=demo.clock.now())
        closing.end_now(db, db.get_one(Pair, pair).programme_id, demo.clock.now())
    world.wait(hours=1)
    (said,) = given(ann)
    words = "in the programme “Reverse mentoring”. Sessions held 1 Time together 30 min From 23 November 2026"
    assert f"mentored Gina Ferrari {words} To 23 November 2026" in read(world, said)


def test_it_is_sent_again_with_what_was_told_meanwhile(demo: Demo, world: World, ann: Actor, pair: int) -> None:
    meet(demo, pair)
    complete(demo, world)
    with demo.store.begin() as db:
        sessions.log(db, db.get_one(Pair, pair), date(2027, 5, 20), 25, "", by="U0ANN", now=demo.clock.now())
    ann.opens_home()
    ann.clicks("Send my certificate")
    assert "It is on its way" in open_form(ann).text
    world.wait(minutes=1)
    first, second = given(ann)
    assert "Sessions held 4 Time together 3 h" in read(world, second)
    names = [[file["name"] for file in said.files] for said in (first, second)]
    assert names == [[f"mentoring-certificate-{pair}-{number}.{kind}" for kind in ("png", "pdf")] for number in (1, 2)]


def test_a_second_click_while_one_waits_sends_no_third(demo: Demo, world: World, ann: Actor, pair: int) -> None:
    meet(demo, pair)
    complete(demo, world)
    world.fault("users.info", status=503, times=50)
    for _ in range(2):
        ann.opens_home()
        ann.clicks("Send my certificate")
    assert row(demo, pair, ann, 2).status == "waiting"
    with demo.store.read() as db:
        assert outbox.by_key(db, KEY.format(pair=pair, person=ann.id, number=3)) is None


@pytest.mark.usefixtures("pair")
def test_a_pair_that_never_met_is_offered_none(demo: Demo, world: World, ann: Actor) -> None:
    complete(demo, world)
    assert "Send my certificate" not in ann.opens_home().buttons


@pytest.mark.parametrize("who", ["Ben", "Gina"])
def test_the_button_is_nobodys_who_was_not_in_the_pair_or_has_left(
    demo: Demo, world: World, ann: Actor, pair: int, who: str
) -> None:
    meet(demo, pair)
    complete(demo, world)
    person = world.person(who)
    if who == "Gina":
        person.opens_home()
        person.clicks("Send my certificate")
        leave(person)
    before = len(given(person))
    ann.opens_home()
    ann.clicks("Send my certificate")
    click = clicked(world, "certificates.again")
    trigger = demo.sandbox.slack.triggers.issue(person.id)
    action = click["actions"][0] | {"action_ts": "1.000000"}
    deliver(demo, click | {"user": click["user"] | {"id": person.id}, "trigger_id": trigger, "actions": [action]})
    world.wait(hours=1)
    assert len(given(person)) == before
    assert "There is no certificate of that pair for you" in person.sees[-1]
