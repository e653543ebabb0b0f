"""Somebody who joins or changes their answers: what is known of them, and what they have answered so far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlmodel import Session

from bot.rules.joining import Answers
from bot.rules.programmes import CIRCLES, PEERS
from bot.rules.refusal import Refusal
from storage import joining, people, programmes
from storage.tables import Participant, Person, Programme

ANY_CAPACITY = range(1, 7)


@dataclass(frozen=True)
class Joiner:
    """A person on the way into one programme. ``answers`` are the stored ones under those of the draft."""

    programme: Programme
    programme_id: int
    user_id: str
    person: Person | None
    takes_part: bool
    answers: Answers
    catalogue: list[str]
    drafted_at: datetime | None

    @property
    def missing(self) -> list[str]:
        """The facts that nobody has told yet: level, department, manager."""
        known = self.person
        return [
            *(["level"] if known is None or known.level is None else []),
            *(["department"] if known is None or not known.department else []),
            *(["manager"] if known is None or not known.manager_known else []),
        ]

    @property
    def peers(self) -> bool:
        """Whether everybody here both teaches and learns, so that nobody chooses a role."""
        return self.programme.kind == PEERS

    @property
    def circles(self) -> bool:
        """Whether a mentor here teaches several people together."""
        return self.programme.kind == CIRCLES

    @property
    def capacities(self) -> range:
        """How many mentees a mentor may choose to have: of a circle, what its size allows."""
        sizes = range(self.programme.circle_least, self.programme.circle_most + 1)
        return sizes if self.circles else ANY_CAPACITY

    @property
    def capacity(self) -> int:
        """How many mentees a mentor wants at most, as far as they have said."""
        usual = self.programme.circle_most if self.circles else self.programme.capacity
        wanted = self.answers.get("capacity", usual)
        return min(max(wanted, self.capacities[0]), self.capacities[-1])

    @property
    def too_few(self) -> int | None:
        """How many mentees they once wanted at most, where no circle here is that small; else None."""
        wanted = self.answers.get("capacity")
        return wanted if self.circles and wanted and wanted < self.capacities[0] else None

    @property
    def zone(self) -> str | None:
        """Where their clock stands, as far as HR or Slack has said."""
        return self.person.zone if self.person else self.answers.get("zone")


def joiner(db: Session, user_id: str, programme_id: int) -> Joiner:
    """Whoever joins this programme, or takes part in it. Refuses where it is not open."""
    for programme, place in joining.open_places(db, user_id):
        if programme.id == programme_id:
            return joiner_of(db, user_id, programme, place)
    raise Refusal("joining/closed")


def joiner_of(db: Session, user_id: str, programme: Programme, place: Participant | None) -> Joiner:
    """Whoever joins this open programme, or has this place in it."""
    assert programme.id is not None
    takes_part = place is not None and place.status != "left"
    stored: Answers = joining.answers(db, place) if place and takes_part else {}
    drafted, drafted_at = joining.drafted(db, user_id, programme.id)
    return Joiner(
        programme=programme,
        programme_id=programme.id,
        user_id=user_id,
        person=people.person(db, user_id),
        takes_part=takes_part,
        answers=cast(Answers, {**stored, **drafted}),
        catalogue=programmes.topic_names(db),
        drafted_at=drafted_at,
    )


def begun(one: Joiner) -> Joiner:
    """The same joiner, where the first form was sent. Refuses where its answers are gone by now."""
    if "role" not in one.answers or not set(one.missing) <= set(one.answers):
        raise Refusal("joining/forgotten")
    return one


def keep(db: Session, one: Joiner, given: Answers, now: datetime) -> Joiner:
    """The same joiner after more answers, which the draft keeps."""
    seen: dict[str, Any] = {**given, "from_hr": False}
    joining.keep_draft(db, one.user_id, joining.FORM, seen, now, about=str(one.programme_id))
    return joiner(db, one.user_id, one.programme_id)
