"""Home says when somebody is asked next, and that is when they are asked: by whatever story, and after a pause."""

from datetime import UTC, datetime, timedelta

import pytest
import taking_part
from databases import BOTH
from pairing import DUE, end, introduce, leap, mornings, seats, set_status

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from storage import wishes

TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""The first morning of Ann's after the tests begin, 09:00 in Berlin."""
SENTENCE = "I will ask you on"
AGAIN = "I ask about the two of you again when both are there."


@pytest.fixture
def ann(world: World) -> Actor:
    return world.person("Ann")


def wish(demo: Demo, pair: int | None, due: datetime = TUESDAY, until: datetime | None = None) -> None:
    with demo.store.begin() as db:
        about = {"priority": 50, "pair_id": pair, "pair": pair or 1, "partner": "U0GINA"}
        wishes.wish(db, f"unsigned:{due}", "agreements/unsigned", "U0ANN", due, until=until, **about)


def nudges_to(world: World, name: str) -> list[Said]:
    return [said for said in world.messages(to=name) if said.metadata and said.metadata["class"] == "nudge"]


def test_the_day_of_a_check_in_that_is_far_away_is_named(demo: Demo, ann: Actor) -> None:
    introduce(demo)
    assert "I will ask you on Wednesday 23 December, in the morning." in ann.opens_home().text


def test_within_a_week_the_day_of_the_week_is_enough(demo: Demo, ann: Actor) -> None:
    introduce(demo)
    leap(demo, DUE - timedelta(days=7))
    assert "on Wednesday 23 December, in the morning" in ann.opens_home().text
    leap(demo, DUE - timedelta(days=6))
    assert "I will ask you on Wednesday morning." in ann.opens_home().text


@BOTH
def test_what_another_story_wishes_to_ask_comes_first_where_it_is_earlier(demo: Demo, world: World, ann: Actor) -> None:
    wish(demo, introduce(demo))
    assert "I will ask you on Tuesday morning." in ann.opens_home().text
    mornings(demo, world, TUESDAY)
    assert "Your agreement" in nudges_to(world, "Ann")[0].text
    assert "on Wednesday 23 December" in ann.opens_home().text


def test_a_wish_on_a_free_day_is_announced_for_the_next_working_morning(demo: Demo, ann: Actor) -> None:
    wish(demo, introduce(demo), datetime(2026, 11, 28, 6, 0, tzinfo=UTC))
    leap(demo, TUESDAY)
    assert "I will ask you on Monday morning." in ann.opens_home().text


@BOTH
def test_who_was_asked_today_is_asked_the_next_working_morning(demo: Demo, world: World, ann: Actor) -> None:
    pair = introduce(demo)
    wish(demo, pair)
    mornings(demo, world, TUESDAY)
    wish(demo, pair, TUESDAY + timedelta(minutes=10))
    assert "I will ask you on Wednesday morning." in ann.opens_home().text
    mornings(demo, world, TUESDAY + timedelta(days=1))
    assert len(nudges_to(world, "Ann")) == 2


def test_a_pause_that_spans_the_moment_moves_it_to_the_first_morning_after(
    demo: Demo, world: World, ann: Actor
) -> None:
    introduce(demo)
    leap(demo, DUE - timedelta(days=2))
    ann.types("/mentor pause until 4 January")
    assert "I will ask you on Monday 4 January, in the morning." in ann.opens_home().text
    mornings(demo, world, DUE, DUE + timedelta(days=7))
    assert nudges_to(world, "Ann") == nudges_to(world, "Gina") == []
    world.wait_until(datetime(2027, 1, 4, 9, 0, tzinfo=UTC))
    (question,) = nudges_to(world, "Ann")
    assert "Did you and <@U0GINA> meet" in question.text


@BOTH
@pytest.mark.parametrize("hindrance", ["I pause without end", "they pause", "the pair ended", "two stayed unanswered"])
def test_where_nothing_will_be_asked_nothing_is_promised(demo: Demo, world: World, ann: Actor, hindrance: str) -> None:
    pair = introduce(demo)
    match hindrance:
        case "I pause without end":
            set_status(demo, "Ann", "paused")
        case "they pause":
            set_status(demo, "Gina", "paused")
        case "the pair ended":
            end(demo, pair)
        case _:
            mornings(demo, world, DUE, DUE + timedelta(days=7))
            assert seats(demo, pair)["U0ANN"].unanswered == 2
    assert SENTENCE not in ann.opens_home().text


@BOTH
def test_while_the_other_one_is_paused_home_says_that_i_ask_again_when_both_are_there(
    demo: Demo, world: World, ann: Actor
) -> None:
    introduce(demo)
    gina = world.person("Gina")
    assert AGAIN not in ann.opens_home().text
    gina.types("/mentor pause until 4 January")
    told = ann.opens_home().text
    assert AGAIN in told
    assert "paused" not in told
    assert "January" not in told
    assert AGAIN not in gina.opens_home().text
    gina.types("/mentor resume")
    assert AGAIN not in ann.opens_home().text
    assert SENTENCE in ann.opens_home().text


@pytest.mark.parametrize("hindrance", ["the programme is closed", "two stayed unanswered"])
def test_where_nothing_is_asked_when_both_are_there_it_is_not_promised(
    demo: Demo, world: World, ann: Actor, hindrance: str
) -> None:
    introduce(demo)
    if hindrance == "two stayed unanswered":
        mornings(demo, world, DUE, DUE + timedelta(days=7), DUE + timedelta(days=14))
    else:
        with demo.store.begin() as db:
            db.add(db.merge(taking_part.programme_of(demo)).sqlmodel_update({"status": "closed"}))
    set_status(demo, "Gina", "paused")
    assert AGAIN not in ann.opens_home().text


def test_a_wish_whose_time_ends_before_the_next_morning_is_not_promised(demo: Demo, ann: Actor) -> None:
    wish(demo, introduce(demo), until=TUESDAY - timedelta(hours=1))
    assert "Tuesday" not in ann.opens_home().text


@BOTH
def test_a_wish_about_no_pair_needs_none(demo: Demo, ann: Actor) -> None:
    taking_part.enrol(demo, "Ann")
    wish(demo, None)
    assert "I will ask you on Tuesday morning." in ann.opens_home().text


def test_putting_it_off_shows_on_home(demo: Demo, world: World, ann: Actor) -> None:
    introduce(demo)
    mornings(demo, world, DUE)
    ann.clicks("Ask me tomorrow")
    assert "I will ask you on Thursday morning." in ann.opens_home().text
