"""Files that the courier sends: in Slack's three steps, whatever breaks at which of them, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.demo import Demo
from bot.sandbox.actors import Said, World
from messages.samples import SAMPLES
from storage import outbox, sending
from storage.tables import Outbox

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TEMPLATE, KEY, NAME = "planning/invitation", "a file", "mentoring-session-5-3.ics"
VALUES = {name: value for name, value in SAMPLES[TEMPLATE]["first"].items() if name != "file"}
BEFORE = ("conversations.open", "files.getUploadURLExternal", "upload")
LAST = "files.completeUploadExternal"


@pytest.fixture(autouse=True)
def decided(demo: Demo) -> None:
    """A file is to be sent to Ann."""
    with demo.store.begin() as db:
        outbox.notice(db, KEY, TEMPLATE, "U0ANN", NOW, file=NAME, **VALUES)


def row(demo: Demo) -> Outbox:
    with demo.store.read() as db:
        found = outbox.by_key(db, KEY)
    assert found is not None
    return found


def arrived(world: World) -> list[Said]:
    return [said for said in world.person("Ann").said if any(file["name"] == NAME for file in said.files)]


def test_a_file_goes_with_its_words_and_title_into_the_persons_own_conversation(demo: Demo, world: World) -> None:
    world.wait(seconds=1)
    (said,) = arrived(world)
    assert "For your calendar: open this file to enter your session with <@U0GINA>" in said.text
    assert f"`{NAME}`" in said.text
    assert [file["title"] for file in said.files] == ["Mentoring session, Tuesday 24 November, 09:00"]
    assert world.download(said.files[0]).startswith(b"BEGIN:VCALENDAR")
    sent = row(demo)
    assert (sent.status, sent.sent_at, sent.channel, sent.ts) == ("sent", NOW, said.channel, None)
    assert said.channel.startswith("D")


@pytest.mark.parametrize("step", BEFORE)
def test_what_breaks_before_anybody_sees_the_file_is_done_again_until_it_arrives(
    demo: Demo, world: World, step: str
) -> None:
    world.fault(step, drop=True, times=20)
    world.wait(seconds=150)
    assert (arrived(world), row(demo).status) == ([], "waiting")
    world.wait(seconds=60)
    assert (len(arrived(world)), row(demo).status, row(demo).attempts) == (1, "sent", 1)


@pytest.mark.parametrize("step", [*BEFORE, LAST])
@pytest.mark.parametrize("fault", [{"status": 503}, {"status": 429, "retry_after": 30}])
def test_a_step_that_passes_later_is_tried_again(demo: Demo, world: World, step: str, fault: dict[str, Any]) -> None:
    world.fault(step, times=2, **fault)
    world.wait(seconds=5)
    assert arrived(world) == []
    world.wait(minutes=3)
    assert (len(arrived(world)), row(demo).status) == (1, "sent")


def test_a_file_whose_answer_is_lost_is_found_by_its_name_and_not_sent_twice(demo: Demo, world: World) -> None:
    world.fault(LAST, drop=True)
    world.wait(seconds=1)
    assert row(demo).status == "sending"
    world.wait(minutes=10)
    (said,) = arrived(world)
    assert (row(demo).status, row(demo).ts) == ("sent", said.ts)


def test_a_file_whose_sender_died_before_the_last_step_is_sent_after_the_lease(demo: Demo, world: World) -> None:
    with demo.store.begin() as db:
        assert [claimed.key for claimed in sending.claim(db, NOW)] == [KEY]
    world.wait(seconds=sending.LEASE.total_seconds() - 1)
    assert arrived(world) == []
    world.wait(seconds=10)
    assert (len(arrived(world)), row(demo).status) == (1, "sent")


@pytest.mark.parametrize("step", [*BEFORE[:2], LAST])
@pytest.mark.parametrize("error", ["missing_scope", "user_disabled"])
def test_a_refusal_is_written_down_and_not_repeated(demo: Demo, world: World, step: str, error: str) -> None:
    world.fault(step, error=error)
    world.wait(hours=1)
    assert (arrived(world), row(demo).status, row(demo).error) == ([], "failed", error)


def test_bytes_that_slack_does_not_want_are_not_sent_for_ever(demo: Demo, world: World) -> None:
    world.fault("upload", error="invalid_length")
    world.wait(hours=1)
    assert (arrived(world), row(demo).status, row(demo).error) == ([], "failed", "upload_refused")


def test_words_do_not_wait_for_files(demo: Demo) -> None:
    later = NOW + timedelta(seconds=30)
    with demo.store.begin() as db:
        for person in ("U0BEN", "U0CHLOE", "U0DEV", "U0EVA", "U0FEMI"):
            outbox.notice(db, f"a file for {person}", TEMPLATE, person, NOW, file=NAME, **VALUES)
        outbox.notice(db, "a word", "leaving/undone", "U0GINA", later, partner="U0ANN")
        claimed = [row.key for row in sending.claim(db, later)]
    assert claimed[:2] == ["a word", KEY]
