"""A round whose computing fails again and again is given up, and whoever asked for it reads so."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from conftest import running
from coordinating import heard, live, newest_preview
from databases import BOTH
from taking_part import another_programme, enrol, participant, programme_of

from bot.demo import Demo
from bot.rules.matching import Match
from bot.sandbox.actors import Actor
from handlers.rounds import Beside, compute
from storage import rounds
from storage.tables import Round

pytestmark = BOTH
PATIENCE = 60.0
"""Seconds for another process to start and to end, on a machine that does other things."""
GIVEN_UP = "I tried three times to compute this round and could not, so I have given it up."
OTHER = "Young leaders"


@pytest.fixture
def demo(database_url: str) -> Iterator[Demo]:
    with running(database_url) as demo:
        enrol(demo, "Ann", "Hugo")
        yield demo


def at_work_from(demo: Demo, hour: str) -> None:
    """Let Ann begin to work at an hour: no form takes one that is none, and no round can be computed with it."""
    ann = participant(demo, "Ann")
    ann.hours_from = hour
    with demo.store.begin() as db:
        db.merge(ann)


def asked(demo: Demo, cora: Actor, programme: int | None = None) -> int:
    with demo.store.begin() as db:
        row = rounds.ask(db, programme or programme_of(demo).id or 0, cora.id, demo.clock.now())
    return row.id or 0


def begun(demo: Demo, times: int, beside: Beside | None = None) -> None:
    """Let it be begun so often, each time after the lease of the time before."""
    for attempt in range(times):
        compute(demo.store, demo.clock.now() + attempt * rounds.LEASE, beside)
        if beside is not None and beside.at is not None:
            beside.at.listen(PATIENCE)
            compute(demo.store, demo.clock.now() + attempt * rounds.LEASE, beside)


def round_of(demo: Demo, number: int) -> Round:
    with demo.store.read() as db:
        row = rounds.round_of(db, number)
    assert row is not None
    return row


def test_a_round_that_cannot_be_computed_is_given_up_and_says_where_the_log_says_why(
    demo: Demo, cora: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    at_work_from(demo, "soon")
    number = asked(demo, cora)
    begun(demo, 2)
    assert round_of(demo, number).status == "asked"
    begun(demo, 4)
    row = round_of(demo, number)
    assert (row.status, row.decided_by, row.claims) == ("stopped", None, 3)
    cora.world.wait_until(demo.clock.now() + 3 * rounds.LEASE)
    said = newest_preview(cora)
    assert GIVEN_UP in said.text
    assert f"give the reference round-{number} to whoever runs me" in said.text
    assert caplog.text.count(f"accident round-{number} while computing a round\n") == 3
    assert "Invalid isoformat string: 'soon'" in caplog.text


def test_home_shows_no_round_that_was_given_up_and_another_may_be_run(demo: Demo, cora: Actor) -> None:
    at_work_from(demo, "soon")
    asked(demo, cora)
    cora.opens_home()
    assert "Show how far the round is" in cora.home.buttons
    begun(demo, 3)
    cora.opens_home()
    assert "Show how far the round is" not in cora.home.buttons
    at_work_from(demo, "09:00")
    cora.world.wait_until(demo.clock.now() + 3 * rounds.LEASE)
    cora.clicks("Run a round", in_=newest_preview(cora))
    assert "1 pair, the best that the rules allow." in newest_preview(cora).text


def test_a_round_that_works_at_the_second_attempt_is_shown(demo: Demo, cora: Actor) -> None:
    at_work_from(demo, "soon")
    number = asked(demo, cora)
    begun(demo, 1)
    at_work_from(demo, "09:00")
    assert compute(demo.store, demo.clock.now(), None) == 0
    assert compute(demo.store, demo.clock.now() + rounds.LEASE) == 1
    assert (round_of(demo, number).status, round_of(demo, number).claims) == ("preview", 2)


def test_a_round_that_fails_keeps_no_other_from_being_computed(demo: Demo, cora: Actor) -> None:
    at_work_from(demo, "soon")
    failing = asked(demo, cora)
    other = another_programme(demo, OTHER)
    enrol(demo, "Ben", "Ines", programme=OTHER)
    number = asked(demo, cora, other.id)
    assert compute(demo.store, demo.clock.now()) == 1
    assert (round_of(demo, failing).status, round_of(demo, number).status) == ("asked", "preview")


def test_a_round_whose_process_is_killed_each_time_is_given_up(
    demo: Demo, cora: Actor, beside: Beside, caplog: pytest.LogCaptureFixture
) -> None:
    number = asked(demo, cora)
    for attempt in range(3):
        moment = demo.clock.now() + attempt * rounds.LEASE
        assert compute(demo.store, moment, beside) == 1
        assert beside.at is not None
        beside.at.process.kill()
        beside.at.process.join()
        assert compute(demo.store, moment, beside) == int(attempt == 2)
    assert beside.at is None
    assert live(demo) is None
    assert caplog.text.count(f"accident round-{number} while computing a round: its process has ended (-9)") == 3
    cora.world.wait_until(demo.clock.now() + 3 * rounds.LEASE)
    assert GIVEN_UP in newest_preview(cora).text
    assert newest_preview(cora).buttons == ["Run a round"]
    assert len([said for said in heard(cora) if said.text.startswith("Round for")]) == 1


def test_a_round_that_fails_in_its_process_says_why_under_its_reference(
    demo: Demo, cora: Actor, beside: Beside, capfd: pytest.CaptureFixture[str]
) -> None:
    at_work_from(demo, "soon")
    number = asked(demo, cora)
    begun(demo, 3, beside)
    assert round_of(demo, number).status == "stopped"
    written = capfd.readouterr().err
    assert f"Process round-{number}:" in written
    assert "Invalid isoformat string: 'soon'" in written


def test_a_round_with_which_the_whole_bot_dies_each_time_is_given_up_and_nothing_of_it_stays(
    demo: Demo, cora: Actor
) -> None:
    number = asked(demo, cora)
    for attempt in range(3):
        with demo.store.begin() as db:
            assert rounds.claim(db, demo.clock.now() + attempt * rounds.LEASE) is not None
            assert rounds.write_down(db, number, [Match("U1MENTORX", "U1MENTEEX", 700)])
    assert compute(demo.store, demo.clock.now() + 3 * rounds.LEASE - timedelta(seconds=1)) == 0
    assert compute(demo.store, demo.clock.now() + 3 * rounds.LEASE) == 1
    assert round_of(demo, number).status == "stopped"
    with demo.store.read() as db:
        assert rounds.proposals(db, number) == []
