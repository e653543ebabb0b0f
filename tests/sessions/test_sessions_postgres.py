"""Check-ins and sessions do the same on PostgreSQL."""

from datetime import timedelta

from databases import POSTGRESQL
from pairing import DUE, TODAY, asked, introduce, log_of, mornings, seats

from bot.demo import Demo
from bot.sandbox.actors import World

pytestmark = POSTGRESQL


def test_a_pair_is_asked_logs_differs_corrects_and_takes_back(demo: Demo, world: World) -> None:
    pair, ann, gina = introduce(demo), world.person("Ann"), world.person("Gina")
    mornings(demo, world, DUE, DUE + timedelta(days=7))
    assert seats(demo, pair)["U0ANN"].unanswered == 2
    ann.replies("met 45m: podcasts", to=asked(world, "Ann"))
    gina.says("30m")
    gina.clicks("Change to 30 min")
    ann.clicks("Edit")
    ann.fills(minutes="40")
    held_on = (DUE + timedelta(days=7)).date().isoformat()
    assert log_of(demo, pair) == [(held_on, 40, "podcasts")]
    ann.clicks("Delete", in_=[said for said in ann.said if "Delete" in said.buttons][-1])
    assert log_of(demo, pair) == []


def test_a_pair_is_quiet_after_two_questions(demo: Demo, world: World) -> None:
    introduce(demo)
    mornings(demo, world, *(DUE + timedelta(weeks=week) for week in range(3)))
    assert "1 quiet pair," in world.person("Cora").opens_home().text


def test_not_yet_and_a_choice_of_pairs(demo: Demo, world: World) -> None:
    pair, other = introduce(demo), introduce(demo, "Ann", "Hugo")
    ann = world.person("Ann")
    ann.says("met 45m")
    ann.act("click", message=ann.last.reference, action_id="sessions.choose:2")
    assert (log_of(demo, pair), log_of(demo, other)) == ([], [(TODAY, 45, "")])
    mornings(demo, world, DUE)
    ann.clicks("Not yet")
    assert "have not met yet" in ann.last.text
