"""What was planned with somebody who left: the address at which the two wanted to meet is forgotten."""

from databases import BOTH
from planned import ON_WEDNESDAY, plan_of, proposes

from bot.demo import Demo
from bot.sandbox.actors import Actor, World

LINK = "https://meet.example.com/ann"


@BOTH
def test_the_link_is_forgotten_once_leaving_cannot_be_taken_back(
    demo: Demo, world: World, pair: int, ann: Actor, gina: Actor
) -> None:
    proposes(ann, link=LINK, times=[ON_WEDNESDAY.isoformat()])
    gina.types("/mentor leave")
    gina.fills()
    world.wait(minutes=50)
    assert plan_of(demo, pair).link == LINK
    world.wait(minutes=20)
    row = plan_of(demo, pair)
    assert (row.link, row.slots) == ("", [ON_WEDNESDAY.isoformat()])
