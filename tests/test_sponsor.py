"""A sponsor sees rates and never names, and nothing with fewer than five people behind it."""

from datetime import timedelta

import pytest
from ailing import planned, set_sessions
from answering import open_form
from databases import BOTH
from pairing import introduce, leap
from taking_part import enrol, programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage.tables import Goal

WITHHELD = "fewer than 5 people"
PAIRS = (("Ann", "Gina"), ("Ben", "Hugo"), ("Chloe", "Ines"), ("Dev", "Kaya"), ("Eva", "Liam"))


@pytest.fixture
def jonas(demo: Demo, world: World) -> Actor:
    """The sponsor of the demo's programme."""
    row = programme_of(demo)
    row.sponsor_id = "U0JONAS"
    with demo.store.begin() as db:
        db.merge(row)
    return world.person("Jonas")


def test_a_coordinator_names_a_sponsor_and_takes_the_name_back(demo: Demo, world: World) -> None:
    cora = world.person("Cora")
    cora.types("/mentor admin programme")
    cora.fills(sponsor=["Jonas"], sessions="8", agreement_first=["yes"])
    row = programme_of(demo)
    assert (row.sponsor_id, row.sessions, row.agreement_first) == ("U0JONAS", 8, True)
    assert "Sponsoring" in world.person("Jonas").opens_home().text
    assert world.person("Jonas").hears == []
    cora.types("/mentor admin programme")
    assert open_form(cora).values
    cora.fills(sponsor=[], agreement_first=[])
    assert (programme_of(demo).sponsor_id, programme_of(demo).agreement_first) == (None, False)
    assert "Sponsoring" not in world.person("Jonas").opens_home().text


@BOTH
def test_the_sponsor_sees_rates_and_no_names(demo: Demo, jonas: Actor) -> None:
    """What is off because its pair has ended, and was cancelled by nobody, is not among the sessions agreed on."""
    pairs = [introduce(demo, *both) for both in PAIRS]
    enrol(demo, "Femi")
    for pair, (_mentor, mentee) in zip(pairs, PAIRS, strict=True):
        planned(demo, pair, 1, "held")
        planned(demo, pair, 2, "cancelled", mentee if pair == pairs[0] else _mentor)
    planned(demo, pairs[1], 3, "cancelled")
    now = demo.clock.now()
    with demo.store.begin() as db:
        for pair in pairs[:3]:
            about = {"pair_id": pair, "changed_by": "U0ANN", "changed_at": now}
            db.add(Goal(what="secret", status="reached", reached_at=now, **about))
            db.add(Goal(what="secret", status="agreed", **about))
            db.add(Goal(what="secret", status="proposed", **about))
    set_sessions(demo, "weekly", 6)
    leap(demo, now + timedelta(days=15))
    jonas.world.person("Ann").says("met 45m on 24 November")
    text = jonas.opens_home().text
    assert "In a pair: 91% of those who take part" in text
    assert "Sessions held: 10% of those expected" in text
    assert "Cancelled by the seniors: 10% of the sessions agreed on" in text
    assert "Goals reached: 50% of those agreed on" in text
    assert WITHHELD not in text
    assert "<@" not in text
    assert "secret" not in text


@BOTH
def test_nothing_is_shown_with_fewer_than_five_people_behind_it(demo: Demo, jonas: Actor) -> None:
    pairs = [introduce(demo, *both) for both in PAIRS[:2]]
    for pair in pairs:
        planned(demo, pair, 1, "cancelled", "Gina")
    leap(demo, demo.clock.now() + timedelta(days=40))
    text = jonas.opens_home().text
    assert WITHHELD in text
    assert "%" not in text
    enrol(demo, "Femi")
    text = jonas.opens_home().text
    assert "In a pair: 80%" in text
    assert "Cancelled" not in text


def test_nobody_but_the_sponsor_sees_it(world: World, jonas: Actor) -> None:
    assert "Sponsoring" in jonas.opens_home().text
    for name in ("Cora", "Ann"):
        assert "Sponsoring" not in world.person(name).opens_home().text
