"""Skills before and after: named and confidential, asked once more after a pair, and read of many together."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from answering import clicking, deliver, join, open_form, prefer, rate, ratings, submission, tell_about_oneself
from coordinating import second_coordinator, take_rights_away
from databases import BOTH
from pairing import introduce, leap
from taking_part import MENTORS, enrol, id_of, programme_of

from bot.demo import Demo
from bot.rules.joining import number
from bot.sandbox.actors import Actor, Said, World
from storage import pairs, skills
from storage.prepared import every
from storage.tables import Skill, SkillResult, Survey, SurveyAnswer

ASKED = "How well do you know your"
TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
AI = f"want_{number('AI tools')}"


def rated_at_joining(demo: Demo, *names: str, before: dict[str, int] | None = None, topic: str = "AI tools") -> None:
    """People who rated a topic that they want to learn when they joined."""
    enrol(demo, *names)
    with demo.store.begin() as db:
        for at, name in enumerate(names):
            said = (before or {}).get(name, 1 + at % 3)
            skills.keep(db, programme_of(demo).id or 0, id_of(demo, name), {("want", topic): said})


def complete(demo: Demo, pair_id: int) -> None:
    """A pair has come to its end today."""
    with demo.store.begin() as db:
        pair = pairs.pair(db, pair_id)
        assert pair is not None
        skills.ask_after(db, pair, demo.clock.now())


def asked(person: Actor) -> list[Said]:
    return [said for said in person.hears if ASKED in said.text]


def rows(demo: Demo, table: Any) -> list[Any]:
    with demo.store.read() as db:
        return list(every(db, table))


@pytest.fixture
def ann(demo: Demo, world: World) -> Actor:
    """Ann, who rated a topic with 2, and whose pair with Gina has come to its end."""
    rated_at_joining(demo, "Ann", before={"Ann": 2})
    complete(demo, introduce(demo, "Ann", "Gina"))
    world.wait_until(TUESDAY + timedelta(minutes=5))
    return world.person("Ann")


def test_after_a_pair_both_are_asked_the_next_morning_about_the_topics_that_they_rated(
    world: World, ann: Actor
) -> None:
    (said,) = asked(ann)
    assert said.metadata["class"] == "nudge"
    assert said.buttons == ["Rate topics", "Not for me"]
    assert asked(world.person("Gina")) == []  # who has rated nothing when joining, and has nothing to compare


def test_the_form_says_which_kind_it_is_before_it_asks(ann: Actor) -> None:
    ann.clicks("Rate topics")
    form = open_form(ann)
    assert "*Named and confidential.*" in form.text
    assert "the means of 5 people or more" in form.text
    assert "In the database they are encrypted" in form.text
    assert form.submit == "Send ratings"
    assert form.fields == ["AI tools"]


@BOTH
def test_a_rating_is_kept_beside_the_first_one_and_sealed(demo: Demo, ann: Actor) -> None:
    ann.clicks("Rate topics")
    ann.fills({AI: "4"})
    (skill,) = [row for row in rows(demo, Skill) if row.status == "answered"]
    assert (skill.user_id, skill.before, skill.after) == (ann.id, "2", "4")
    assert "nobody sees them" in ann.hears[-1].text
    assert ann.hears[-1].buttons == []
    with demo.store.database.reading.begin() as connection:
        kept = connection.execute(sa.text("SELECT before, after FROM skill WHERE status = 'answered'")).one()
    assert all(str(one).startswith("sealed:test:") for one in kept)


def test_ratings_never_meet_the_anonymous_answers(demo: Demo, ann: Actor) -> None:
    ann.clicks("Rate topics")
    ann.fills({AI: "4"})
    assert rows(demo, SurveyAnswer) == []
    assert all(row.status == "open" for row in rows(demo, Survey))
    assert all(not isinstance(value, datetime) for row in rows(demo, Skill) for value in vars(row).values())


def test_a_topic_may_be_skipped_and_is_not_asked_about_again(demo: Demo, world: World, ann: Actor) -> None:
    ann.clicks("Rate topics")
    ann.fills()
    assert [row.status for row in rows(demo, Skill)] == ["skipped"]
    world.wait(weeks=3)
    assert asked(ann) == []


def test_not_for_me_is_an_answer_and_ends_the_reminders(demo: Demo, world: World, ann: Actor) -> None:
    ann.clicks("Not for me")
    assert [row.status for row in rows(demo, Skill)] == ["skipped"]
    world.wait(weeks=3)
    assert "You may still rate" not in "".join(said.text for said in ann.hears)


def test_whoever_does_not_answer_is_reminded_once_and_may_rate_for_two_weeks(world: World, ann: Actor) -> None:
    (first,) = asked(ann)
    world.wait(weeks=4)
    assert len([said for said in ann.hears if "You may still rate" in said.text]) == 1
    ann.clicks("Rate topics", in_=first)
    assert "the time for it is over" in ann.sees[-1]


def test_topics_wait_on_home_while_they_may_be_rated(ann: Actor) -> None:
    assert "How well you know your topics today" in ann.opens_home().text
    ann.clicks("Rate topics", in_=ann.home)
    ann.fills({AI: "4"})
    assert "How well you know your topics today" not in ann.opens_home().text


def test_each_topic_is_rated_again_once_also_after_a_second_pair(demo: Demo, world: World, ann: Actor) -> None:
    ann.clicks("Rate topics")
    ann.fills({AI: "4"})
    complete(demo, introduce(demo, "Ann", "Hugo"))
    world.wait(weeks=1)
    assert asked(ann) == []


def test_nobody_rates_for_somebody_else(world: World, demo: Demo, ann: Actor) -> None:
    enrol(demo, "Ben")
    ann.clicks("Rate topics")
    theirs = submission(demo, ann, **{AI: "4"})
    theirs["user"] = theirs["user"] | {"id": world.person("Ben").id}
    assert "the time for it is over" in str(deliver(demo, theirs))
    assert [row.status for row in rows(demo, Skill)] == ["asked"]


def test_what_somebody_said_first_stays_once_they_were_in_a_pair(demo: Demo, world: World) -> None:
    ann = world.person("Ann")
    join(ann, wants=["AI tools"])
    with demo.store.begin() as db:
        skills.keep(db, 1, ann.id, {("want", "AI tools"): 2})
    assert ratings(demo, "Ann", "want") == {"AI tools": 2}
    introduce(demo, "Ann", "Gina")
    ann.opens_home()
    ann.clicks("Change my answers")
    tell_about_oneself(ann, wants=["AI tools", "Short video"])
    assert "stays as it is" in open_form(ann).text
    rate(ann, 3, 3, 5, 4)
    prefer(ann)
    assert ratings(demo, "Ann", "want") == {"AI tools": 2, "Short video": 4}


def test_somebody_who_leaves_takes_their_ratings_along(demo: Demo, world: World, ann: Actor) -> None:
    ann.clicks("Rate topics")
    ann.fills({AI: "4"})
    ann.types("/mentor leave")
    ann.fills()
    world.wait(hours=2)
    assert rows(demo, Skill) == []


def rate_again(demo: Demo, world: World, after: dict[str, str]) -> None:
    """These people rate their topic again in November; they were in pairs that have come to their end."""
    for at, name in enumerate(after):
        complete(demo, introduce(demo, name, ("Gina", "Hugo", "Ines", "Jonas", "Kaya", "Liam")[at]))
    world.wait_until(TUESDAY + timedelta(hours=6))
    for name, rating in after.items():
        world.person(name).clicks("Rate topics")
        world.person(name).fills({AI: rating})


def close_november(demo: Demo, world: World) -> None:
    leap(demo, datetime(2026, 12, 17, 3, 0, tzinfo=UTC))
    world.wait(hours=1)


def report(world: World) -> str:
    cora = world.person("Cora")
    cora.types("/mentor admin surveys")
    cora.clicks("Read ratings")
    return open_form(cora).text


def test_coordinators_read_the_means_of_five_people_once_the_month_is_over(demo: Demo, world: World) -> None:
    names = MENTORS[:5]
    rated_at_joining(demo, *names)
    rate_again(demo, world, dict(zip(names, "34534", strict=True)))
    assert "There is nothing to show yet" in report(world)
    close_november(demo, world)
    text = report(world)
    assert re.search(r"\*AI tools\*: 1\.8 before, 3\.8 after, \+2\.0 · 5 people", text)
    assert not any(id_of(demo, name) in text for name in names)


def test_what_was_shown_stays_as_it_is_when_one_of_them_leaves(demo: Demo, world: World) -> None:
    names = MENTORS[:5]
    rated_at_joining(demo, *names)
    rate_again(demo, world, dict(zip(names, "34534", strict=True)))
    close_november(demo, world)
    world.person(names[0]).types("/mentor leave")
    world.person(names[0]).fills()
    world.wait(days=2)
    assert len([row for row in rows(demo, Skill) if row.status == "answered"]) == 4
    assert "1.8 before, 3.8 after" in report(world)
    assert len(rows(demo, SkillResult)) == 1


def test_where_nearly_all_rate_the_same_nothing_is_shown(demo: Demo, world: World) -> None:
    names = MENTORS[:5]
    rated_at_joining(demo, *names)
    rate_again(demo, world, dict(zip(names, "55554", strict=True)))
    close_november(demo, world)
    assert "*AI tools*: not shown" in report(world)
    assert [(row.before, row.after) for row in rows(demo, SkillResult)] == [(None, None)]


def test_fewer_than_five_wait(demo: Demo, world: World) -> None:
    names = MENTORS[:4]
    rated_at_joining(demo, *names)
    rate_again(demo, world, dict(zip(names, "3453", strict=True)))
    close_november(demo, world)
    assert "There is nothing to show yet" in report(world)


def test_nobody_but_coordinators_reads_ratings(demo: Demo, world: World) -> None:
    ben = second_coordinator(world, demo, "Ben")
    ben.types("/mentor admin surveys")
    late = clicking(demo, ben, "skills.results")
    take_rights_away(demo)
    deliver(demo, late)
    assert "Read ratings" in open_form(ben).buttons
    assert "coordinat" in ben.sees[-1]
