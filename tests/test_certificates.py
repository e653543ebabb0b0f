"""Certificates: when the months of a pair are over, both get one for what they did together, as picture and PDF."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from databases import BOTH
from pairing import leap
from pypdf import PdfReader
from taking_part import change_in_slack, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from handlers import certificates, closing
from storage import outbox, sending, sessions
from storage.tables import Outbox, Pair

OVER = datetime(2027, 5, 24, 9, 30, tzinfo=UTC)
"""Six months after the pair was introduced: half past eleven in Berlin."""
HELD = {date(2026, 12, 3): 60, date(2027, 1, 14): 45, date(2027, 3, 4): 50}
KEY = "certificate:{pair}:{person}"


def meet(demo: Demo, pair: int) -> None:
    with demo.store.begin() as db:
        for day, minutes in HELD.items():
            sessions.log(db, db.get_one(Pair, pair), day, minutes, "", by="U0ANN", now=demo.clock.now())


def complete(demo: Demo) -> None:
    """Let the months be over."""
    leap(demo, max(OVER, demo.clock.now()))
    closing.complete(demo.store, demo.clock.now())


def given(person: Actor) -> list[Said]:
    return [said for said in person.said if any("certificate" in file["name"] for file in said.files)]


def read(world: World, said: Said) -> str:
    """The words of the document."""
    document = next(file for file in said.files if file["mimetype"] == "application/pdf")
    (page,) = PdfReader(BytesIO(world.download(document))).pages
    return " ".join(page.extract_text().split())


def row(demo: Demo, pair: int, person: str) -> Outbox:
    with demo.store.read() as db:
        found = outbox.by_key(db, KEY.format(pair=pair, person=person))
    assert found is not None
    return found


@BOTH
def test_both_get_a_picture_and_a_document_with_their_names(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    meet(demo, pair)
    complete(demo)
    world.wait(minutes=1)
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
    complete(demo)
    world.wait(hours=1)
    assert (given(ann), given(gina)) == ([], [])


@BOTH
def test_nobody_gets_two(demo: Demo, world: World, ann: Actor, gina: Actor, pair: int) -> None:
    meet(demo, pair)
    complete(demo)
    complete(demo)
    world.wait(hours=1)
    complete(demo)
    world.wait(hours=1)
    assert (len(given(ann)), len(given(gina))) == (1, 1)


def test_whoever_is_asleep_gets_theirs_in_the_morning(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    remember(demo, "Gina", zone="America/Los_Angeles")
    meet(demo, pair)
    complete(demo)
    world.wait(hours=5)
    assert (len(given(ann)), given(gina)) == (1, [])
    world.wait(hours=2)
    assert len(given(gina)) == 1


@BOTH
def test_whoever_has_left_before_it_is_sent_gets_none(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    meet(demo, pair)
    remember(demo, "Gina", zone="America/Los_Angeles")
    complete(demo)
    gina.types("/mentor leave")
    gina.fills()
    world.wait(hours=24)
    assert (len(given(ann)), given(gina)) == (1, [])
    assert (row(demo, pair, gina.id).status, row(demo, pair, gina.id).values) == ("withdrawn", {})


def test_a_deactivated_account_gets_none_and_is_still_named_to_the_other(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    meet(demo, pair)
    change_in_slack(demo, gina, deleted=True)
    complete(demo)
    world.wait(hours=24)
    assert given(gina) == []
    assert (row(demo, pair, gina.id).status, row(demo, pair, gina.id).error) == (
        "withdrawn",
        "the person is deactivated",
    )
    (said,) = given(ann)
    assert "mentored Gina Ferrari in" in read(world, said)


def test_a_partner_whom_slack_forgot_is_not_named(demo: Demo, world: World, ann: Actor, gina: Actor, pair: int) -> None:
    meet(demo, pair)
    del demo.sandbox.slack.workspace.people[gina.id]
    complete(demo)
    world.wait(hours=24)
    (said,) = given(ann)
    assert "mentored a senior colleague in" in read(world, said)
    assert row(demo, pair, gina.id).status == "withdrawn"


def test_names_are_those_of_the_moment_and_stored_nowhere(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    meet(demo, pair)
    complete(demo)
    change_in_slack(demo, ann, real_name="Ann Renamed")
    change_in_slack(demo, gina, real_name="\U00013000", display_name="Gina in Greek, Γκίνα")
    world.wait(minutes=1)
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
    complete(demo)
    world.wait(minutes=10)
    assert (len(given(ann)), len(given(gina))) == (1, 1)


def test_one_whose_answer_was_lost_is_found_by_its_name_and_not_sent_twice(
    demo: Demo, world: World, ann: Actor, gina: Actor, pair: int
) -> None:
    meet(demo, pair)
    world.fault("files.completeUploadExternal", drop=True, times=2)
    complete(demo)
    world.wait(minutes=1)
    assert {row(demo, pair, person.id).status for person in (ann, gina)} == {"sending"}
    world.wait(minutes=10)
    assert (len(given(ann)), len(given(gina))) == (1, 1)
    assert row(demo, pair, ann.id).ts == given(ann)[0].ts


def test_words_do_not_wait_for_certificates(demo: Demo, ann: Actor, gina: Actor, pair: int) -> None:
    meet(demo, pair)
    now = demo.clock.now()
    with demo.store.begin() as db:
        certificates.give(db, db.get_one(Pair, pair), now)
        outbox.notice(db, "a word", "leaving/undone", "U0BEN", now, partner="U0HUGO")
        claimed = [row.key for row in sending.claim(db, now)]
    assert claimed == ["a word", *(KEY.format(pair=pair, person=person.id) for person in (ann, gina))]
