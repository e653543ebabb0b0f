"""How a circle loses somebody, ends, is taken back, and comes to its last day: each hears of it once."""

import pytest
from answering import open_form
from circling import approve, circle_of
from coordinating import groups, heard, leave, open_pairs, preview
from pairing import log_of, set_status

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from storage import joining, outbox, programmes

pytestmark = pytest.mark.usefixtures("circle")
EVERYBODY = ("Ann", "Hugo", "Ines", "Kaya")


def told(person: Actor, words: str) -> list[str]:
    return [said.text for said in heard(person) if words in said.text]


def leave_circle(person: Actor) -> None:
    person.opens_home()
    person.clicks("Leave this circle")
    person.fills()


def end_circle(mentor: Actor) -> None:
    mentor.opens_home()
    mentor.clicks("End this circle")
    mentor.fills()


def surveys(demo: Demo, kind: str) -> list[str]:
    with demo.store.read() as db:
        found = db.connection().exec_driver_sql(f"SELECT user_id FROM survey WHERE kind = '{kind}' ORDER BY user_id")
        return [user_id for (user_id,) in found]


def test_a_mentee_leaves_and_the_others_go_on(
    demo: Demo, world: World, ann: Actor, hugo: Actor, ines: Actor, kaya: Actor
) -> None:
    leave_circle(hugo)
    assert "You have left your circle with" in heard(hugo)[-1].text
    world.wait(minutes=50)
    assert not told(ann, "no longer in your circle")
    world.wait(hours=2)
    for one in (ann, ines, kaya):
        assert len(told(one, "<@U0HUGO> is no longer in your circle")) == 1
    assert {pair.mentee_id for pair in open_pairs(demo)} == {"U0INES", "U0KAYA"}
    assert "smaller than circles here usually are" not in str([said.text for said in heard(ann)])
    ann.types("/mentor log 60m: AI tools")
    world.wait(minutes=1)
    assert told(ines, "logged a session of your circle")
    assert not told(hugo, "logged a session of your circle")


def test_a_log_from_before_is_still_theirs(world: World, ann: Actor, hugo: Actor, ines: Actor) -> None:
    ann.types("/mentor log 60m: AI tools")
    world.wait(minutes=1)
    leave_circle(hugo)
    world.wait(hours=2)
    ines.clicks("Correct it")
    ines.fills(minutes="75")
    world.wait(minutes=1)
    assert told(ann, "<@U0INES> corrected your session")
    assert not told(hugo, "corrected your session")
    ann.opens_home()
    assert "1 session so far" in ann.home.text


def test_fewer_than_the_least_may_go_on_and_the_coordinator_sees_it(
    demo: Demo, world: World, cora: Actor, ann: Actor, hugo: Actor, ines: Actor
) -> None:
    leave_circle(hugo)
    leave_circle(ines)
    world.wait(hours=2)
    assert len(open_pairs(demo)) == 1
    assert told(ann, "It is smaller than circles here usually are; you may go on all the same")
    cora.opens_home()
    assert "1 of them has fewer than 2 mentees by now." in cora.home.text


def test_leaving_a_circle_is_taken_back_within_the_hour(demo: Demo, world: World, ann: Actor, hugo: Actor) -> None:
    leave_circle(hugo)
    world.wait(minutes=30)
    hugo.clicks("Take it back")
    assert "is as before" in hugo.last.text
    world.wait(hours=2)
    assert len(open_pairs(demo)) == 3
    assert not told(ann, "no longer in your circle")


def test_the_mentor_ends_it_for_all_in_neutral_words(
    demo: Demo, world: World, ann: Actor, hugo: Actor, ines: Actor, kaya: Actor
) -> None:
    end_circle(ann)
    assert "Your circle with <@U0HUGO>, <@U0INES> and <@U0KAYA> has ended" in heard(ann)[-1].text
    world.wait(hours=2)
    assert open_pairs(demo) == []
    for one in (hugo, ines, kaya):
        (said,) = told(one, "Your circle has ended")
        assert "You come first in the next round" in said
        assert "U0ANN" not in said
    assert surveys(demo, "exit") == ["U0ANN", "U0HUGO", "U0INES", "U0KAYA"]


@pytest.mark.parametrize("taken_back", [True, False])
def test_an_ended_circle_is_as_before_if_its_mentor_takes_that_back(
    demo: Demo, world: World, ann: Actor, hugo: Actor, taken_back: bool
) -> None:
    end_circle(ann)
    if taken_back:
        world.wait(minutes=20)
        ann.clicks("Take it back")
    world.wait(hours=2)
    assert len(open_pairs(demo)) == (3 if taken_back else 0)
    assert bool(told(hugo, "Your circle has ended")) is not taken_back
    assert surveys(demo, "exit") == ([] if taken_back else ["U0ANN", "U0HUGO", "U0INES", "U0KAYA"])


def test_a_mentor_who_leaves_the_programme_ends_it_and_may_come_back(
    demo: Demo, world: World, ann: Actor, hugo: Actor
) -> None:
    leave(ann)
    assert open_pairs(demo) == []
    ann.clicks("Take it back")
    assert len(open_pairs(demo)) == 3
    leave(ann)
    world.wait(hours=2)
    assert told(hugo, "Your circle has ended")


def test_a_mentee_who_leaves_the_programme_leaves_the_circle_to_the_others(
    demo: Demo, world: World, ann: Actor, hugo: Actor
) -> None:
    leave(hugo)
    world.wait(hours=2)
    assert len(open_pairs(demo)) == 2
    assert told(ann, "<@U0HUGO> is no longer in your circle")


def test_whoever_left_while_the_mentor_ended_it_hears_no_more_than_the_end(
    world: World, ann: Actor, hugo: Actor, ines: Actor
) -> None:
    leave_circle(hugo)
    world.wait(minutes=10)
    end_circle(ann)
    world.wait(hours=2)
    assert told(ines, "Your circle has ended")
    assert not told(ines, "no longer in your circle")
    assert not told(ann, "no longer in your circle")


def test_all_come_first_in_the_next_round(demo: Demo, world: World, cora: Actor, ann: Actor) -> None:
    end_circle(ann)
    world.wait(hours=2)
    set_status(demo, "Ann", "paused")
    circle_of(demo, "Eva", "Gina", "Jonas", "Liam")
    shown = preview(cora)
    assert "1 circle. 3 mentees in all" in shown.text
    for who in ("U0HUGO", "U0INES", "U0KAYA"):
        assert f"<@{who}> · fits" in shown.text


def test_a_mentee_is_asked_after_leaving_and_the_mentor_of_a_circle_that_goes_on_is_not(
    demo: Demo, world: World, hugo: Actor
) -> None:
    leave_circle(hugo)
    world.wait(hours=2)
    assert surveys(demo, "exit") == ["U0HUGO"]


def test_the_end_of_its_months_is_celebrated_once_with_each(demo: Demo, world: World, ann: Actor, hugo: Actor) -> None:
    ann.types("/mentor log 60m: AI tools")
    world.wait(days=185)
    assert open_pairs(demo) == []
    for name in EVERYBODY:
        person = world.person(name)
        assert len(told(person, "has come to its end")) == 1
        assert len(told(person, "your certificate, as a picture to show")) == 1
    assert "1 of" in told(ann, "has come to its end")[0]
    assert surveys(demo, "close") == ["U0ANN", "U0HUGO", "U0INES", "U0KAYA"]
    assert surveys(demo, "fit") == ["U0ANN", "U0HUGO", "U0INES", "U0KAYA"]
    ann.opens_home()
    assert ann.home.text.count("was complete on") == 1
    hugo.clicks("Another circle", in_=next(said for said in heard(hugo) if "has come to its end" in said.text))
    hugo.opens_home()
    assert "You are in the next round" in hugo.home.text


def test_surveys_along_the_way_ask_each_once(demo: Demo) -> None:
    for kind in ("pulse", "midpoint"):
        found = surveys(demo, kind)
        assert {who: found.count(who) for who in found} == dict.fromkeys(found, found.count("U0HUGO"))
        assert set(found) == {"U0ANN", "U0HUGO", "U0INES", "U0KAYA"}


def test_a_survey_says_that_it_is_about_the_circle(world: World, ann: Actor) -> None:
    ann.types("/mentor log 60m: AI tools")
    world.wait(days=2)
    ann.clicks("Answer questions")
    assert "About you and <@U0HUGO>, <@U0INES> and <@U0KAYA>, in" in open_form(ann).text


@pytest.mark.parametrize("taken_back", [True, False])
def test_the_group_conversation_begins_without_whoever_left_before(
    demo: Demo, world: World, cora: Actor, taken_back: bool
) -> None:
    world.wait(hours=11)
    circle_of(demo, "Eva", "Gina", "Jonas", "Liam")
    approve(world, cora)
    assert len(groups(world)) == 1
    gina = world.person("Gina")
    leave_circle(gina)
    if taken_back:
        gina.clicks("Take it back")
    world.wait(hours=20)
    members = set(groups(world)[1]["members"])
    assert members == {"U0EVA", "U0JONAS", "U0LIAM", *(["U0GINA"] if taken_back else [])}


@pytest.mark.parametrize("who", ["Hugo", "Kaya"])
def test_what_a_mentee_hoped_for_is_forgotten_with_them(demo: Demo, world: World, cora: Actor, who: str) -> None:
    end_circle(world.person("Ann"))
    world.wait(hours=2)
    with demo.store.begin() as db:
        for place in joining.enrolled(db, 1):
            place.purpose, place.next_round = f"hopes of {place.user_id}", True
            db.add(place)
        programme = programmes.programme(db, 1)
        assert programme is not None
        programme.rotation = "keep"
        db.add(programme)
    approve(world, cora)
    leave(world.person(who))
    world.wait(hours=2)
    with demo.store.read() as db:
        said = outbox.by_key(db, "introduced:4:U0ANN")
    assert said is not None
    assert f"hopes of U0{who.upper()}" not in str(said.values)


def test_whoever_leaves_takes_along_what_they_wrote_about_sessions_and_the_mentor_all_of_it(
    demo: Demo, world: World, ann: Actor, hugo: Actor, ines: Actor
) -> None:
    hugo.types("/mentor log 60m: AI tools")
    ines.types("/mentor log 45m yesterday: podcasts")
    leave(hugo)
    world.wait(hours=2)
    assert [topics for _, _, topics in log_of(demo, 1)] == ["podcasts", ""]
    leave(ann)
    world.wait(hours=2)
    assert [topics for _, _, topics in log_of(demo, 1)] == ["", ""]


def test_the_last_mentee_who_leaves_reads_that_the_circle_ends_as_its_mentor_does(
    demo: Demo, world: World, ann: Actor, hugo: Actor, ines: Actor, kaya: Actor
) -> None:
    for one in (hugo, ines):
        leave_circle(one)
        world.wait(hours=3)
    kaya.opens_home()
    kaya.clicks("Leave this circle")
    assert "which ends then" in open_form(kaya).text
    kaya.fills()
    assert "You have left your circle with <@U0ANN>, and it has ended" in heard(kaya)[-1].text
    world.wait(hours=3)
    assert open_pairs(demo) == []
    assert len(told(ann, "has ended")) == 1


def test_nobody_learns_by_leaving_that_another_has_left_in_the_same_hour(hugo: Actor, ines: Actor, kaya: Actor) -> None:
    leave_circle(hugo)
    leave_circle(ines)
    leave_circle(kaya)
    assert "and <@U0INES>, which goes on with whoever stays in it" in heard(kaya)[-1].text
