"""The time machine: the next thing that happens is found, and where nothing will ever happen the clock stands still."""

from answering import join
from pairing import introduce

from bot.demo import Demo
from bot.sandbox.actors import World


def test_where_nothing_is_due_the_clock_stands_still(world: World) -> None:
    before = world.now
    assert world.next() == []
    assert world.now == before


def test_the_next_thing_after_an_introduction_is_the_question_a_month_later(demo: Demo, world: World) -> None:
    introduce(demo)
    before = world.now
    world.next()
    assert "Did you and" in world.person("Ann").last.text
    assert 29 <= (world.now - before).days <= 32


def test_the_end_of_a_pause_is_a_thing_that_happens(world: World) -> None:
    ann = world.person("Ann")
    join(ann, role="mentor")
    ann.types("/mentor pause 2 weeks")
    world.next()
    assert "paused" not in ann.opens_home().text
