"""A large round is computed in a process of its own: seen from the coordinator, it can be watched and stopped."""

import os
from collections.abc import Iterator
from itertools import product

import pytest
from conftest import running
from coordinating import heard, live, newest_preview
from databases import BOTH
from taking_part import another_programme, enrol, id_of, programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor
from handlers.rounds import Beside, compute
from handlers.rounds.preview import shown
from messages import render
from storage import rounds, rulings

pytestmark = BOTH
PATIENCE = 60.0
"""Seconds for another process to start and to compute, on a machine that does other things."""


@pytest.fixture
def demo(database_url: str) -> Iterator[Demo]:
    with running(database_url) as demo:
        enrol(demo, "Ann", "Ben", "Gina", "Hugo")
        yield demo


def begun(demo: Demo, cora: Actor, beside: Beside) -> int:
    """A round that is being computed beside; its seed."""
    with demo.store.begin() as db:
        seed = rounds.ask(db, programme_of(demo).id or 0, cora.id, demo.clock.now()).seed
    assert compute(demo.store, demo.clock.now(), beside) == 1
    cora.world.wait(seconds=1)
    return seed


def ended(beside: Beside) -> None:
    """Let its process come to its end, of which nobody has taken note."""
    assert beside.at is not None
    assert not beside.at.listen(PATIENCE)


def done(demo: Demo, beside: Beside) -> None:
    """Let it be computed to its end."""
    ended(beside)
    compute(demo.store, demo.clock.now(), beside)


def test_whoever_asked_reads_that_it_is_computed_and_then_the_preview_in_its_place(
    demo: Demo, cora: Actor, beside: Beside
) -> None:
    begun(demo, cora, beside)
    promised = newest_preview(cora)
    assert "Many people wait, so I compute it beside everything else that I do." in promised.text
    assert promised.buttons == ["Stop computing"]
    done(demo, beside)
    assert beside.at is None
    cora.world.wait(seconds=1)
    assert "2 pairs, the best that the rules allow." in cora.reads(promised).text
    assert len([said for said in heard(cora) if said.text.startswith("Round for")]) == 1


def test_whoever_asks_for_a_round_behind_a_large_one_reads_that_it_comes_after_that(
    demo: Demo, cora: Actor, beside: Beside
) -> None:
    begun(demo, cora, beside)
    other = another_programme(demo, "Young leaders")
    enrol(demo, "Eva", "Ines", programme="Young leaders")
    with demo.store.begin() as db:
        row, now = rounds.ask(db, other.id or 0, cora.id, demo.clock.now()), demo.clock.now()
        assert "this one after it" in render("rounds/preview", **shown(db, row, now))["text"]
        rounds.call_off(db, row, cora.id, now)
    cora.types("/mentor admin round")
    cora.clicks("Young leaders")
    told = "I am computing a round of another programme, and the one for *Young leaders* after it."
    assert any(told in said.text for said in cora.hears)


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system knows of no niceness")
def test_whoever_computes_gives_way_to_whoever_answers(demo: Demo, cora: Actor, beside: Beside) -> None:
    begun(demo, cora, beside)
    assert beside.at is not None
    answering, computing = (os.getpriority(os.PRIO_PROCESS, one) for one in (0, beside.at.process.pid or 0))
    assert computing == min(answering + 10, 19)


def test_a_round_can_be_stopped_while_it_is_computed(demo: Demo, cora: Actor, beside: Beside) -> None:
    begun(demo, cora, beside)
    assert beside.at is not None
    process = beside.at.process
    cora.clicks("Stop computing")
    assert live(demo) is None
    assert compute(demo.store, demo.clock.now(), beside) == 1
    assert beside.at is None
    with pytest.raises(ValueError, match="closed"):
        process.is_alive()
    cora.world.wait(seconds=1)
    assert "stopped this round before it was computed. Nobody has heard of it." in newest_preview(cora).text
    cora.clicks("Run a round")
    assert "2 pairs, the best that the rules allow." in newest_preview(cora).text


def test_a_round_that_is_computed_by_now_cannot_be_stopped_and_is_shown(
    demo: Demo, cora: Actor, beside: Beside
) -> None:
    begun(demo, cora, beside)
    done(demo, beside)
    cora.clicks("Stop computing")
    cora.world.wait(seconds=1)
    found = live(demo)
    assert found is not None
    assert found.status == "preview"
    assert "2 pairs, the best that the rules allow." in newest_preview(cora).text


def test_a_pair_that_is_forbidden_while_the_round_is_computed_is_dropped(
    demo: Demo, cora: Actor, beside: Beside
) -> None:
    begun(demo, cora, beside)
    ended(beside)
    with demo.store.begin() as db:
        for pair in product(("Ann", "Ben"), ("Gina", "Hugo")):
            both = (id_of(demo, pair[0]), id_of(demo, pair[1]))
            rulings.rule(db, programme_of(demo).id or 0, both, "forbidden", cora.id, demo.clock.now())
    done(demo, beside)
    cora.world.wait(seconds=1)
    assert "2 of them are dropped." in newest_preview(cora).text


def test_a_round_whose_process_died_is_computed_again_after_the_lease_with_the_same_seed(
    demo: Demo, cora: Actor, beside: Beside, caplog: pytest.LogCaptureFixture
) -> None:
    seed = begun(demo, cora, beside)
    assert beside.at is not None
    beside.at.process.kill()
    beside.at.process.join()
    assert compute(demo.store, demo.clock.now(), beside) == 0
    assert "while computing a round: its process has ended (-9)" in caplog.text
    assert compute(demo.store, demo.clock.now(), beside) == 0
    assert beside.at is None
    assert compute(demo.store, demo.clock.now() + rounds.LEASE, beside) == 1
    done(demo, beside)
    found = live(demo)
    assert found is not None
    assert (found.status, found.seed) == ("preview", seed)


def test_everybody_is_answered_meanwhile_and_home_shows_the_way_to_the_round(
    demo: Demo, cora: Actor, beside: Beside
) -> None:
    begun(demo, cora, beside)
    assert "What you can do now" in str(cora.world.person("Dev").types("/mentor help").ack)
    cora.opens_home()
    cora.clicks("Show how far the round is")
    assert cora.form is not None
    assert "Many people wait" in cora.form.text
    assert "Stop computing" in cora.form.buttons
