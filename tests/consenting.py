"""What is told about consent: who is asked, what they answer, and what stands in the database then."""

from datetime import UTC, datetime

from coordinating import heard, newest_preview, preview
from sqlmodel import select
from taking_part import programme_of

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from storage.tables import Declined, Suggestion

YES, NO, NEVER, WHY = "Yes, introduce us", "Not this one", "Never with this person", "Why was this suggested?"
OTHER_WAY = "the round found another way"
MONDAY_NIGHT = datetime(2026, 11, 30, 23, tzinfo=UTC)
"""Midnight in Berlin, five working days after the tests begin."""


def approve(cora: Actor) -> None:
    preview(cora)
    cora.clicks(next(label for label in newest_preview(cora).buttons if label.startswith(("Approve all", "Approve 1"))))


def question(person: Actor) -> Said:
    """The newest suggestion that waits for somebody's answer."""
    return next(said for said in reversed(heard(person)) if YES in said.buttons)


def is_asked(person: Actor) -> bool:
    return any(YES in said.buttons for said in heard(person))


def says(person: Actor, answer: str) -> None:
    person.clicks(answer, in_=question(person))


def everything(person: Actor) -> str:
    """Whatever somebody has been shown in their own conversation, ids and values included."""
    return str([said.message for said in person.hears])


def statuses(demo: Demo) -> list[str]:
    with demo.store.read() as db:
        return [row.status for row in db.exec(select(Suggestion).order_by("id"))]


def declined(demo: Demo) -> list[set[str]]:
    with demo.store.read() as db:
        return [{row.one_id, row.other_id} for row in db.exec(select(Declined))]


def drops_the_pair(world: World) -> None:
    cora = world.person("Cora")
    cora.opens_home()
    cora.clicks("Show the round so far")
    cora.clicks("Drop pair")
    cora.closes(everything=True)


def set_approval(demo: Demo, approval: str) -> None:
    with demo.store.begin() as db:
        row = programme_of(demo)
        row.approval = approval
        db.merge(row)
