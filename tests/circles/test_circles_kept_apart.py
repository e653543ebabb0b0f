"""Whatever coordinators do to a preview by hand, two whom a rule keeps apart do not sit in one circle of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from circling import circle_of, circles_of
from coordinating import introduce_at_once, live, newest_preview, preview, second_coordinator
from databases import BOTH
from pairing import clicked
from slack_bolt import Ack
from slack_sdk import WebClient
from sqlmodel import Session
from taking_part import participant, programme_of

from bot.demo import Demo
from bot.rules.refusal import Refusal
from bot.sandbox.actors import Actor, Form, Said, World
from handlers.rounds.swapping import swap
from storage import people, rulings, tallies
from storage.store import Store

RULES = "Pin or forbid people"
BESIDE = "the rules that protect people keep them apart from somebody else of that circle."


@pytest.fixture(autouse=True)
def two_circles(demo: Demo) -> Iterator[None]:
    """Ann and Eva may each lead a circle, and anybody of five may be in it; nobody is asked before.

    Afterwards the numbers of the preview are those of a fresh count.
    """
    introduce_at_once(demo)
    circle_of(demo, "Ann", "Hugo", "Ines", "Jonas")
    circle_of(demo, "Eva", "Kaya", "Liam")
    yield
    row = live(demo)
    assert row is not None
    with demo.store.read() as db:
        assert tallies.tally(db, row) == tallies.count(db, row)


def is_below(demo: Demo, one: str, other: str) -> None:
    with demo.store.begin() as db:
        people.remember(db, one, manager_id=other)


def says(cora: Actor, kind: str, one: str, other: str) -> None:
    """In the form for any two people."""
    cora.clicks(RULES, in_=newest_preview(cora))
    cora.fills(Mentor=one, Mentee=other, kind=kind)


def standing(said: Said | Form) -> dict[str, set[str]]:
    """The circles of a preview without those who are dropped from them."""
    gone = {line[2 : line.index(">")] for line in said.text.splitlines() if "> · fits" in line and "dropped" in line}
    return {mentor: {*mentees} - gone for mentor, mentees in circles_of(said).items()}


def no_seat(mentor: str, mentee: str, why: str) -> str:
    return f"Nothing was done, since <@{mentee}> cannot be in the circle of <@{mentor}>: {why}"


def chain_of_two(demo: Demo, cora: Actor) -> tuple[str, str, str]:
    """Of the first circle one was dropped, whose manager has come into it since; its mentor, who is gone, who came."""
    (mentor, (gone, leaves, *_)), (_other, (comes, *_)) = circles_of(preview(cora)).items()
    is_below(demo, gone, comes)
    cora.clicks("Drop", in_=newest_preview(cora))
    cora.clicks("Swap circles", in_=newest_preview(cora))
    cora.fills(whom=comes)
    now = standing(newest_preview(cora))[mentor]
    assert comes in now
    assert not {gone, leaves} & now
    return mentor, gone, comes


@BOTH
def test_nobody_is_put_back_beside_somebody_of_their_chain_who_has_come_meanwhile(demo: Demo, cora: Actor) -> None:
    mentor, gone, _comes = chain_of_two(demo, cora)
    before = standing(newest_preview(cora))
    cora.clicks("Put back", in_=newest_preview(cora))
    assert no_seat(mentor, gone, BESIDE) in cora.last.text
    assert standing(newest_preview(cora)) == before


def test_nobody_who_was_dropped_is_pinned_beside_somebody_of_their_chain(demo: Demo, cora: Actor) -> None:
    mentor, gone, _comes = chain_of_two(demo, cora)
    before = standing(newest_preview(cora))
    says(cora, "pinned", mentor, gone)
    assert cora.form is not None
    assert f"<@{mentor}> and <@{gone}> cannot be pinned: {BESIDE}" in cora.form.text
    cora.closes(everything=True)
    assert standing(newest_preview(cora)) == before


def test_no_word_is_lifted_that_would_put_somebody_beside_one_of_their_chain(demo: Demo, cora: Actor) -> None:
    mentor, gone, _comes = chain_of_two(demo, cora)
    says(cora, "forbidden", mentor, gone)
    cora.closes(everything=True)
    before = standing(newest_preview(cora))
    cora.clicks(RULES, in_=newest_preview(cora))
    for _ in ("of one who is pinned", "of the other", "of the one who is forbidden"):
        cora.clicks("Lift")
    assert no_seat(mentor, gone, BESIDE) in cora.last.text
    cora.closes(everything=True)
    assert standing(newest_preview(cora)) == before
    assert ("forbidden", mentor, gone) in said_of(demo)


def test_nothing_is_undone_that_would_put_somebody_beside_one_who_is_above_them_by_now(demo: Demo, cora: Actor) -> None:
    (mentor, (gone, stays, *_)), *_others = circles_of(preview(cora)).items()
    cora.clicks("Drop", in_=newest_preview(cora))
    is_below(demo, gone, stays)
    before = standing(newest_preview(cora))
    cora.clicks("Undo", in_=newest_preview(cora))
    assert no_seat(mentor, gone, BESIDE) in cora.last.text
    assert standing(newest_preview(cora)) == before


def test_nobody_is_put_back_into_a_circle_that_is_full_by_now(demo: Demo, cora: Actor) -> None:
    (mentor, (gone, *_)), *_others = sorted(circles_of(preview(cora)).items(), key=lambda one: -len(one[1]))
    cora.clicks("Look for a person", mentor, in_=newest_preview(cora))
    cora.clicks("Drop", in_=newest_preview(cora))
    with demo.store.begin() as db:
        row = participant(demo, next(name for name in ("Ann", "Eva") if f"U0{name.upper()}" == mentor))
        row.capacity = 2
        db.merge(row)
    for label in ("Put back", "Undo"):
        cora.clicks(label, in_=newest_preview(cora))
        assert no_seat(mentor, gone, "the mentor takes no more mentees.") in cora.last.text


def said_of(demo: Demo) -> set[tuple[str, str, str]]:
    with demo.store.read() as db:
        found = rulings.of_programme(db, programme_of(demo).id or 0)
    return {(one.kind, one.mentor_id, one.mentee_id) for one in found}


@dataclass(frozen=True)
class Overtaken(Store):
    """A store in which somebody else is faster, after it was read and before it is written to."""

    first: Callable[[], None] = lambda: None

    @contextmanager
    def begin(self) -> Iterator[Session]:
        self.first()
        with super().begin() as db:
            yield db


def test_of_two_exchanges_at_once_the_second_is_refused_where_both_would_put_a_chain_into_one_circle(
    demo: Demo, world: World, cora: Actor
) -> None:
    (_mentor, (one, another, *_)), (other, (_comes, stays, *_)) = circles_of(preview(cora)).items()
    femi = second_coordinator(world, demo, "Femi")
    cora.clicks("Swap circles", in_=newest_preview(cora))
    cora.fills(whom=stays)
    sent = clicked(world, "rounds.swap")
    cora.clicks("Undo", in_=newest_preview(cora))
    is_below(demo, one, another)
    femi.opens_home()
    femi.clicks("Show the round")
    femi.clicks("Look for a person", other)
    femi.clicks("Swap circles")
    store = Overtaken(demo.store.database, demo.store.workspace_id, first=lambda: femi.fills(whom=another))
    with pytest.raises(Refusal) as refused:
        swap(Ack(), WebClient(), sent["view"], cora.id, store, demo.clock.now())
    assert refused.value.values["why"] == "circle"
    assert femi.form is not None
    now = standing(femi.form)[other]
    assert another in now
    assert one not in now


def test_a_mentor_and_a_mentee_who_are_forbidden_the_other_way_round_are_dropped_until_that_is_undone(
    cora: Actor,
) -> None:
    before = standing(preview(cora))
    mentor, mentee = next((mentor, min(mentees)) for mentor, mentees in before.items())
    says(cora, "forbidden", mentee, mentor)
    cora.closes(everything=True)
    shown = newest_preview(cora)
    assert standing(shown) == before | {mentor: before[mentor] - {mentee}}
    assert "dropped, and forbidden in later rounds" in shown.text
    cora.clicks("Undo", in_=shown)
    assert standing(newest_preview(cora)) == before


def test_whoever_is_put_back_is_forbidden_no_longer_whichever_way_round_that_was_said(demo: Demo, cora: Actor) -> None:
    before = standing(preview(cora))
    mentor, mentee = next((mentor, min(mentees)) for mentor, mentees in before.items())
    says(cora, "forbidden", mentee, mentor)
    cora.closes(everything=True)
    cora.clicks("Put back", in_=newest_preview(cora))
    assert standing(newest_preview(cora)) == before
    assert said_of(demo) == set()


@BOTH
def test_of_two_mentees_of_one_circle_who_are_forbidden_the_one_who_fits_less_is_dropped_until_that_is_undone(
    demo: Demo, cora: Actor
) -> None:
    circles = circles_of(preview(cora))
    mentor, mentees = max(circles.items(), key=lambda circle: len(circle[1]))
    stays, goes = mentees[0], mentees[-1]
    before = standing(newest_preview(cora))
    says(cora, "pinned", mentor, goes)
    cora.closes(everything=True)
    says(cora, "forbidden", goes, stays)
    cora.closes(everything=True)
    shown = newest_preview(cora)
    assert standing(shown) == before | {mentor: before[mentor] - {goes}}
    assert f"<@{goes}>, who fits less, is dropped from the circle of <@{mentor}>. *Undo* takes that back." in shown.text
    assert said_of(demo) == {("forbidden", goes, stays)}
    cora.clicks("Put back", in_=shown)
    why = f"a coordinator has forbidden the mentee and <@{stays}> to share a circle. Lift that first."
    assert no_seat(mentor, goes, why) in cora.last.text
    cora.clicks("Undo", in_=newest_preview(cora))
    assert f"<@{goes}> is back in the circle of <@{mentor}>." in newest_preview(cora).text
    assert standing(newest_preview(cora)) == before
    assert said_of(demo) == {("pinned", mentor, goes)}
