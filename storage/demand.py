"""How many people of a programme share a topic, or want to learn it."""

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.rules.joining import MOST_COUNTED, OPPOSITE, Answers, about, sought
from storage import programmes
from storage.prepared import given, prepared
from storage.skills import Topic
from storage.tables import Interest, Participant, Programme


def of(db: Session, programme_id: int, user_id: str, answers: Answers) -> dict[Topic, int]:
    """About how many others take part for whom each topic of somebody's is the other side; 0 for only a few.

    A sensitive topic is not there: not even a number is told of it. Each topic is counted in the spelling it has.
    """
    secret = {topic.name.casefold() for topic in programmes.catalogue(db) if topic.sensitive}
    told = [(side, topic) for side, topic in sought(answers) if topic.casefold() not in secret]
    smallest = programmes.smallest_group(db, programme_id)
    return {
        (side, topic): about(_people(db, programme_id, user_id, OPPOSITE[side], topic), smallest)
        for side, topic in told
    }


def _people(db: Session, programme_id: int, user_id: str, side: str, topic: str) -> int:
    roles = ["either", "mentor" if side == "offer" else "mentee"]
    found = _others(db, programme_id=programme_id, user_id=user_id, side=side, topic=topic, roles=roles)
    return found.one()[1]


@prepared
def _others() -> Select[int | None, int]:
    """No more of them than are told apart: what it costs does not follow how many take part."""
    said = (
        col(Interest.workspace_id) == given("workspace_id"),
        col(Interest.side) == given("side"),
        col(Interest.topic) == given("topic"),
    )
    here = (
        col(Participant.programme_id) == given("programme_id"),
        col(Participant.status) == "active",
        col(Participant.role).in_(given("roles", expanding=True)),
        col(Participant.user_id) != given("user_id"),
    )
    joined = sa.select(col(Interest.id)).join(Participant, col(Participant.id) == Interest.participant_id)
    some = joined.where(*said, *here).limit(sa.literal_column(str(MOST_COUNTED + 1))).subquery()
    people = sa.select(sa.func.count()).select_from(some).scalar_subquery()
    return select(Programme.id, people).where(Programme.id == given("programme_id"))
