"""Nudges: what several stories want to ask somebody in one morning is one message, and never two a day."""

from datetime import UTC, datetime, timedelta

import pytest
from databases import BOTH
from pairing import DUE, again, clicked, end, introduce, leap, log_of, mornings, seats, set_status
from taking_part import another_programme

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from handlers import nudges
from storage import goals, outbox, pairs, unsigned, wishes
from storage.goals import Wording
from storage.prepared import every
from storage.tables import Outbox, Pair, Wish

TOMORROW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""A Tuesday, 09:00 in Berlin and Rome."""
WISHED = {"pair": 1, "partner": "U0GINA"}


@pytest.fixture
def ann(world: World) -> Actor:
    return world.person("Ann")


@pytest.fixture
def both_pairs(demo: Demo) -> list[int]:
    return [introduce(demo, "Ann", "Gina"), introduce(demo, "Ann", "Hugo")]


def nudges_to(world: World, name: str) -> list[Said]:
    return [said for said in world.messages(to=name) if said.metadata and said.metadata["class"] == "nudge"]


def wish(demo: Demo, key: str, due: datetime = TOMORROW, *, priority: int = 50, pair: int | None = None) -> None:
    with demo.store.begin() as db:
        values = WISHED | {"partner": "U0GINA"}
        wishes.wish(db, key, "agreements/unsigned", "U0ANN", due, priority=priority, pair_id=pair, **values)


def status(demo: Demo) -> dict[str, str]:
    with demo.store.read() as db:
        return {row.key: row.status for row in every(db, Wish)}


@pytest.mark.usefixtures("both_pairs")
def test_two_questions_of_one_morning_are_one_message(world: World, demo: Demo) -> None:
    mornings(demo, world, DUE)
    (digest,) = nudges_to(world, "Ann")
    assert "2 things, in one message" in digest.text
    assert "Did you and <@U0GINA> meet" in digest.text
    assert "Did you and <@U0HUGO> meet" in digest.text
    (to_hugo,) = nudges_to(world, "Hugo")
    assert to_hugo.text.startswith("Did you and <@U0ANN> meet")


def test_an_answer_stands_in_its_place_of_the_digest(
    world: World, demo: Demo, both_pairs: list[int], ann: Actor
) -> None:
    mornings(demo, world, DUE)
    (digest,) = nudges_to(world, "Ann")
    ann.clicks("Not yet", in_=digest)
    once = ann.reads(digest)
    assert "You and <@U0GINA> have not met yet" in once.text
    assert "Did you and <@U0HUGO> meet" in once.text
    ann.clicks("Snooze a week", in_=once)
    twice = ann.reads(digest)
    assert "You and <@U0GINA> have not met yet" in twice.text
    assert "I will not ask about you and <@U0HUGO> this week" in twice.text
    assert {seats(demo, pair)["U0ANN"].unanswered for pair in both_pairs} == {0}


def answered(read: Said) -> tuple[bool, bool]:
    """Whether each of the two questions of a digest is no question any more."""
    return "Did you and <@U0GINA> meet" not in read.text, "Did you and <@U0HUGO> meet" not in read.text


def says_not_yet(person: Actor, digest: Said, pair: int) -> None:
    """Clicks the button of the part about that pair."""
    blocks = person.reads(digest).blocks
    (answers,) = (block for block in blocks if block["block_id"] == f"answers-{pair}")
    button = next(one for one in answers["elements"] if one["action_id"].startswith("checkins.not_yet"))
    place = {"channel": digest.channel, "ts": digest.ts}
    assert person.act("click", message=place, action_id=button["action_id"], block_id=answers["block_id"]).ok


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_parts_of_a_digest_are_answered_in_any_order_twice_and_late(
    world: World, demo: Demo, both_pairs: list[int], ann: Actor, order: tuple[int, int]
) -> None:
    mornings(demo, world, DUE)
    (digest,) = nudges_to(world, "Ann")
    first, second = (both_pairs[place] for place in order)
    says_not_yet(ann, digest, first)
    assert answered(ann.reads(digest)) == (order[0] == 0, order[0] == 1)
    late = clicked(world, "checkins.not_yet")
    asked_next = seats(demo, first)["U0ANN"].ask_at
    leap(demo, DUE + timedelta(days=3))
    again(demo, late)
    assert seats(demo, first)["U0ANN"].ask_at == asked_next
    says_not_yet(ann, digest, second)
    assert answered(ann.reads(digest)) == (True, True)
    assert seats(demo, second)["U0ANN"].ask_at == DUE + timedelta(days=12)


def test_a_person_in_two_programmes_gets_one_message(world: World, demo: Demo) -> None:
    another_programme(demo, "Young leaders")
    introduce(demo, "Ann", "Gina")
    introduce(demo, "Ann", "Hugo", programme="Young leaders")
    mornings(demo, world, DUE, DUE + timedelta(days=1))
    (digest,) = nudges_to(world, "Ann")
    assert "Did you and <@U0GINA> meet" in digest.text
    assert "Did you and <@U0HUGO> meet" in digest.text


@BOTH
def test_a_digest_keeps_no_word_of_somebody_who_left_and_its_other_parts_are_still_answered(
    world: World, demo: Demo, both_pairs: list[int], ann: Actor
) -> None:
    with demo.store.begin() as db:
        row, words, now = db.get_one(Pair, both_pairs[0]), Wording("A secret plan", "", "", None, 0), demo.clock.now()
        goal = goals.propose(db, row, words, "U0ANN", now)
        assert goal is not None
        assert goals.agree(db, row, goal, goal.revision, "U0GINA", now)
    mornings(demo, world, DUE)
    (digest,) = nudges_to(world, "Ann")
    ann.clicks("Not yet", in_=digest)
    assert "A secret plan" in ann.reads(digest).text
    gina = world.person("Gina")
    gina.types("/mentor leave")
    gina.fills()
    world.wait(hours=2)
    with demo.store.read() as db:
        assert "secret" not in str([row.values for row in (*every(db, Outbox), *every(db, Wish))])
    says_not_yet(ann, digest, both_pairs[1])
    assert "You and <@U0HUGO> have not met yet" in ann.reads(digest).text
    assert "Good morning. One thing:" in ann.reads(digest).text


@pytest.mark.usefixtures("both_pairs")
def test_a_session_that_is_logged_answers_its_part_of_the_digest(world: World, demo: Demo, ann: Actor) -> None:
    mornings(demo, world, DUE)
    (digest,) = nudges_to(world, "Ann")
    world.person("Gina").says("met 45m yesterday")
    read = ann.reads(digest)
    assert "A session with <@U0GINA> is logged: 45 min on Tuesday 22 December" in read.text
    assert "Did you and <@U0HUGO> meet" in read.text


def test_a_reply_to_a_digest_is_asked_which_pair_it_means(
    world: World, demo: Demo, both_pairs: list[int], ann: Actor
) -> None:
    mornings(demo, world, DUE)
    (digest,) = nudges_to(world, "Ann")
    ann.replies("met 45m: podcasts", to=digest)
    assert "With whom was it?" in ann.last.text
    assert log_of(demo, *both_pairs) == []


def test_the_most_important_comes_first(world: World, demo: Demo) -> None:
    introduce(demo)
    with demo.store.begin() as db:
        values = {"programme": 1, "cadence": "monthly", "again": False, "pair": 1, "partner": "U0GINA"}
        for priority, key, template in ((50, "late", "agreements/unsigned"), (30, "early", "checkins/did_you_meet")):
            wishes.wish(db, key, template, "U0ANN", TOMORROW, priority=priority, pair_id=1, **values)
    mornings(demo, world, TOMORROW)
    (digest,) = nudges_to(world, "Ann")
    assert digest.text.index("Did you and") < digest.text.index("Your agreement with")


def test_what_does_not_fit_one_message_waits_for_the_next_morning(demo: Demo, world: World) -> None:
    for place in range(nudges.MOST_PARTS + 1):
        with demo.store.begin() as db:
            values = {"pair": 10 + place, "partner": "U0GINA"}
            wishes.wish(db, f"w{place}", "agreements/unsigned", "U0ANN", TOMORROW, priority=50, **values)
    mornings(demo, world, TOMORROW, TOMORROW + timedelta(days=1))
    digest, single = nudges_to(world, "Ann")
    assert digest.text.count("Your agreement with") == nudges.MOST_PARTS
    assert single.text.count("Your agreement with") == 1


def test_nobody_is_nudged_twice_a_day(demo: Demo, world: World) -> None:
    wish(demo, "first")
    mornings(demo, world, TOMORROW)
    wish(demo, "second", TOMORROW)
    world.wait(hours=3)
    assert len(nudges_to(world, "Ann")) == 1
    mornings(demo, world, TOMORROW + timedelta(days=1))
    assert len(nudges_to(world, "Ann")) == 2


def test_nobody_is_nudged_at_night_or_on_a_free_day(demo: Demo, world: World) -> None:
    saturday = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
    wish(demo, "on a saturday", saturday)
    leap(demo, saturday - timedelta(hours=1))
    world.wait(days=2)
    assert nudges_to(world, "Ann") == []
    world.wait(days=1)
    (said,) = nudges_to(world, "Ann")
    assert datetime.fromtimestamp(float(said.ts), UTC).isoformat()[:13] == "2026-11-30T08"


def test_a_wish_is_said_once_however_often_it_was_wished(demo: Demo, world: World) -> None:
    wish(demo, "same")
    wish(demo, "same")
    mornings(demo, world, TOMORROW, TOMORROW + timedelta(days=1))
    assert len(nudges_to(world, "Ann")) == 1


def test_a_wish_that_came_too_late_is_dropped(demo: Demo, world: World) -> None:
    with demo.store.begin() as db:
        until = TOMORROW - timedelta(hours=2)
        wishes.wish(db, "late", "agreements/unsigned", "U0ANN", TOMORROW, priority=50, until=until, **WISHED)
        wishes.wish(db, "in time", "agreements/unsigned", "U0GINA", TOMORROW, priority=50, **WISHED)
    mornings(demo, world, TOMORROW)
    assert nudges_to(world, "Ann") == []
    assert status(demo) == {"late": "withdrawn", "in time": "said"}


def test_a_wish_that_was_taken_back_is_not_said(demo: Demo, world: World) -> None:
    wish(demo, "moot")
    with demo.store.begin() as db:
        wishes.withdraw(db, "moot")
    mornings(demo, world, TOMORROW)
    assert nudges_to(world, "Ann") == []


@pytest.mark.parametrize("hindrance", ["ended", "paused"])
def test_nothing_is_said_about_a_pair_that_ended_or_pauses(demo: Demo, world: World, hindrance: str) -> None:
    pair = introduce(demo)
    wish(demo, "about the pair", pair=pair)
    if hindrance == "ended":
        end(demo, pair)
    else:
        set_status(demo, "Gina", "paused")
    mornings(demo, world, TOMORROW)
    assert nudges_to(world, "Ann") == []
    assert status(demo) == {"about the pair": "waiting"}


def test_a_pause_that_ends_lets_the_wish_be_said(demo: Demo, world: World) -> None:
    pair = introduce(demo)
    wish(demo, "about the pair", pair=pair)
    set_status(demo, "Gina", "paused")
    mornings(demo, world, TOMORROW)
    set_status(demo, "Gina", "active")
    mornings(demo, world, TOMORROW + timedelta(days=1))
    assert len(nudges_to(world, "Ann")) == 1


def test_the_agreement_is_asked_about_once_some_days_after_the_introduction(demo: Demo, world: World) -> None:
    pair = introduce(demo)
    with demo.store.begin() as db:
        row = pairs.pair(db, pair)
        assert row is not None
        unsigned.ask_to_sign(db, row, "U0ANN", demo.clock.now())
    world.wait(days=2)
    assert nudges_to(world, "Ann") == []
    world.wait(days=12)
    (said,) = nudges_to(world, "Ann")
    assert "waits for your signature" in said.text
    world.person("Ann").clicks("Read and sign")
    world.person("Ann").clicks("Sign")


def test_the_job_does_nothing_twice(demo: Demo) -> None:
    wish(demo, "once")
    leap(demo, TOMORROW)
    assert [nudges.say(demo.store, TOMORROW) for _ in range(2)] == [1, 0]
    with demo.store.read() as db:
        assert outbox.by_key(db, "once") is not None
