"""While somebody joins: about how many people could teach them a topic, or want to learn it, and never who."""

from itertools import count

from answering import open_form, tell_about_oneself
from taking_part import another_programme, enrol

from bot.demo import Demo
from bot.sandbox.actors import Actor
from storage import joining, people, programmes
from storage.tables import Interest, Participant

FEW_TEACH = "Fewer than 5 people here share this so far."
NUMBERS = count()
FEW_LEARN = "Fewer than 5 people here want to learn this so far."


def take_in(
    demo: Demo, how_many: int, topic: str = "AI tools", side: str = "offer", programme_id: int = 1, **how: str
) -> None:
    """That many more colleagues who share a topic, or want to learn it; mentors unless told."""
    now, told = demo.clock.now(), {"role": "mentor", "programme_id": programme_id} | how
    with demo.store.begin() as db:
        for _ in range(how_many):
            user_id = f"U0MORE{next(NUMBERS)}"
            people.remember(db, user_id, level=2)
            row = Participant(user_id=user_id, consented_at=now, joined_at=now, **told)
            db.add(row)
            db.flush()
            joining.set_interests(db, row.id or 0, [Interest(participant_id=0, side=side, topic=topic)])


def hints(person: Actor) -> dict[str, str]:
    """What stands under each topic of the form that is open."""
    fields = [block for block in open_form(person).blocks if block["type"] == "input"]
    return {block["label"]["text"]: (block.get("hint") or {}).get("text", "") for block in fields}


def asked_again(person: Actor, **answers: object) -> dict[str, str]:
    """What stands there after the first form was opened and sent anew."""
    person.types("/mentor join")
    tell_about_oneself(person, **answers)
    return hints(person)


def changed(person: Actor) -> dict[str, str]:
    """What stands there after somebody who takes part wants to learn that alone."""
    person.opens_home()
    person.clicks("Change my answers")
    person.fills(offers=[], wants=["AI tools"])
    return hints(person)


def test_a_mentee_reads_about_how_many_could_teach_each_topic(demo: Demo, gina: Actor) -> None:
    take_in(demo, 13)
    tell_about_oneself(gina, role="mentee", offers=[], wants=["AI tools", "Short video"])
    assert hints(gina) == {"AI tools": "About 15 people here could teach you this.", "Short video": FEW_TEACH}


def test_a_mentor_reads_about_how_many_want_to_learn_each_topic(demo: Demo, ann: Actor) -> None:
    take_in(demo, 34, role="mentee", side="want")
    tell_about_oneself(ann, offers=["AI tools", "Short video"], offers_own="", wants=[])
    assert hints(ann) == {"AI tools": "About 30 people here want to learn this.", "Short video": FEW_LEARN}


def test_whoever_is_either_reads_both_and_a_mentor_nothing_of_what_is_taught_to_mentees(ann: Actor) -> None:
    topics = {"offers": ["AI tools"], "wants": ["Short video"]}
    tell_about_oneself(ann, role="either", **topics)
    assert hints(ann) == {"AI tools": FEW_LEARN, "Short video": FEW_TEACH}
    assert asked_again(ann, role="mentor", **topics) == {"AI tools": FEW_LEARN, "Short video": ""}


def test_beyond_a_hundred_people_are_not_told_apart(demo: Demo, gina: Actor) -> None:
    take_in(demo, 101)
    tell_about_oneself(gina, role="mentee", offers=[], wants=["AI tools"])
    assert hints(gina) == {"AI tools": "More than 100 people here could teach you this."}


def test_four_and_nobody_read_alike(demo: Demo, gina: Actor) -> None:
    take_in(demo, 4)
    tell_about_oneself(gina, role="mentee", offers=[], wants=["AI tools", "Short video"])
    assert set(hints(gina).values()) == {FEW_TEACH}


def test_a_programme_that_shows_larger_groups_alone_tells_of_no_smaller_one_here(demo: Demo, gina: Actor) -> None:
    take_in(demo, 6)
    topics = {"role": "mentee", "offers": [], "wants": ["AI tools"]}
    tell_about_oneself(gina, **topics)
    assert hints(gina) == {"AI tools": "About 5 people here could teach you this."}
    with demo.store.begin() as db:
        row = programmes.programme(db, 1)
        assert row is not None
        row.smallest_group = 7
        db.add(row)
    assert asked_again(gina, **topics) == {"AI tools": "Fewer than 7 people here share this so far."}


def test_of_a_sensitive_topic_no_number_is_told(demo: Demo, gina: Actor) -> None:
    take_in(demo, 13, topic="Mental health")
    tell_about_oneself(gina, role="mentee", offers=[], wants=["Mental health"])
    assert hints(gina) == {"Mental health": ""}


def test_whoever_could_not_be_the_other_half_is_not_counted(demo: Demo, gina: Actor) -> None:
    take_in(demo, 4)
    take_in(demo, 9, status="paused")
    take_in(demo, 9, role="mentee")
    take_in(demo, 9, side="want")
    take_in(demo, 9, programme_id=another_programme(demo, "Digital buddies").id or 0)
    enrol(demo, "Gina", role="either", topics="AI tools:3")
    assert changed(gina) == {"AI tools": FEW_TEACH}
    take_in(demo, 1, role="either")
    assert changed(gina) == {"AI tools": "About 5 people here could teach you this."}
