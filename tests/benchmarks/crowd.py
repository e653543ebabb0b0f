"""A programme that has run for a while: pairs, their sessions, and what the bot has said to everybody."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlmodel import Session, SQLModel

from bot.rules.matching import Match, Reason, Unmatched
from bot.rules.people import ANY_TEXT, read
from storage import programmes, rounds, schema, sheets
from storage.database import Database
from storage.store import Store
from storage.tables import (
    Delivery,
    HeldSession,
    Interest,
    Outbox,
    Pair,
    Participant,
    Person,
    Programme,
    Round,
    Seat,
)
from tests.benchmarks import company
from tests.benchmarks.stub import TEAM

COORDINATOR = "U0CORA"
ZONE = "Europe/Berlin"
SAID_TO_EACH, SESSIONS = 4, 2


def mentor(number: int) -> str:
    return f"UM{number:06d}"


def mentee(number: int) -> str:
    return f"US{number:06d}"


def gather(file: Path, pairs: int, now: datetime, *, due: int = 0) -> None:
    """Write a file with this many pairs, of whom the first ``due`` are to be asked now and the others later."""
    database = Database(f"sqlite:///{file}")
    schema.upgrade(database)
    with Store(database, TEAM).begin() as db:
        programmes.appoint(db, [COORDINATOR], now)
        programmes.seed_catalogue(db)
        db.add(Programme(name="Reverse mentoring", status="open", created_by=COORDINATOR, created_at=now))
        db.flush()
        for number in range(1, pairs + 1):
            db.add_all(_person(number))
        db.flush()
        for number in range(1, pairs + 1):
            db.add_all(_pair(number, now))
        db.flush()
        for number in range(1, pairs + 1):
            db.add_all(_history(number, now, now if number <= due else now + timedelta(days=1 + number % 29)))
    database.close()


def _person(number: int) -> Iterator[SQLModel]:
    for user, level in ((mentor(number), 2), (mentee(number), 7)):
        known = {"level": level, "department": f"D{number % 12}", "manager_known": True, "zone": ZONE}
        yield Person(user_id=user, **known)


def _pair(number: int, now: datetime) -> Iterator[SQLModel]:
    both = {"mentor_id": mentor(number), "mentee_id": mentee(number)}
    yield Pair(programme_id=1, **both, introduced_at=now - timedelta(days=60), ends_at=now + timedelta(days=122))
    for user, role in ((mentor(number), "mentor"), (mentee(number), "mentee")):
        yield Participant(programme_id=1, user_id=user, role=role, languages=["en"], consented_at=now, joined_at=now)


def _history(number: int, now: datetime, ask_at: datetime) -> Iterator[SQLModel]:
    for months in range(SESSIONS):
        day = (now - timedelta(days=20 + 30 * months)).date()
        yield HeldSession(pair_id=number, held_on=day, minutes=45, logged_by=mentor(number), logged_at=now)
    for place, user in enumerate((mentor(number), mentee(number))):
        yield Seat(pair_id=number, user_id=user, ask_at=ask_at)
        yield from _interests(number * 2 - 1 + place, "want" if place else "offer")
        yield from (_said(user, count, now) for count in range(SAID_TO_EACH))
        yield Delivery(key=f"trigger:{user}", handled_at=now)


def _interests(participant_id: int, side: str) -> Iterator[SQLModel]:
    for topic in ("AI tools", "Short video", "Social media"):
        yield Interest(participant_id=participant_id, side=side, topic=topic)


def _said(user: str, count: int, now: datetime) -> Outbox:
    sent = now - timedelta(days=7 * (count + 1))
    return Outbox(
        key=f"said:{user}:{count}",
        kind="notice",
        template="checkins/did_you_meet",
        recipient=user,
        user_id=user,
        status="sent",
        due_at=sent,
        sent_at=sent,
        channel=f"D{user}",
        ts=f"{count}.1",
    )


def let_be_decided(file: Path, pairs: int, now: datetime) -> int:
    """Add a round of the first programme that waits for a decision, beside a run before it; the number of the round."""
    database = Database(f"sqlite:///{file}")
    with Store(database, TEAM).begin() as db:
        before = _computed(db, [*range(pairs)], now)
        rounds.decide(db, before, "replaced", COORDINATOR, now)
        row = _computed(db, [place ^ 1 if place % 50 < 2 else place for place in range(pairs)], now)
    database.close()
    return row.id or 0


def _computed(db: Session, mentors: Sequence[int], now: datetime) -> Round:
    """A round in which each mentee is taught by the mentor in their place; a tenth as many people are left."""
    why = (Reason("topics", topics=("AI tools", "Short video", "Social media")), Reason("hours", hours=7.5))
    places = enumerate(mentors, start=1)
    matches = [Match(mentor(1 + one), mentee(at), 300 + at * 7 % 600, why) for at, one in places]
    left = [Unmatched(f"UL{number:06d}", (Reason("no_level"),)) for number in range(len(mentors) // 10)]
    asked = rounds.ask(db, 1, COORDINATOR, now).id
    rounds.write_down(db, asked, [*matches, *left])
    row = rounds.keep(db, asked, {}, now)
    assert row is not None
    return row


def let_wait(file: Path, people: int, now: datetime) -> int:
    """Add a programme in which an invented company of this size waits for a round; the number of that round."""
    written = io.StringIO()
    csv.writer(written).writerows(company.sheet(people, seed=1))
    sheet = read(written.getvalue(), who=ANY_TEXT)
    database = Database(f"sqlite:///{file}")
    with Store(database, TEAM).begin() as db:
        programme = Programme(name="A company", status="open", created_by=COORDINATOR, created_at=now)
        db.add(programme)
        db.flush()
        sheets.take_in(db, sheet, None, now)
        for number, row in enumerate(sheet.rows):
            hours = row.hours or (time(9), time(17, 30))
            place = Participant(
                id=1_000_000 + number,
                programme_id=programme.id or 0,
                user_id=row.user,
                role=row.role,
                languages=sorted(row.languages),
                style=row.style,
                formats=sorted(row.formats),
                hours_from=f"{hours[0]:%H:%M}",
                hours_to=f"{hours[1]:%H:%M}",
                capacity=row.capacity or 1,
                purpose=row.purpose,
                never=sorted(row.never),
                consented_at=now,
                joined_at=now,
            )
            db.add(place)
        db.flush()
        for number, row in enumerate(sheet.rows):
            for side, topics in (("offer", row.offers), ("want", row.wants)):
                rated = ({"topic": topic, "weight": weight} for topic, weight in topics.items())
                db.add_all(Interest(participant_id=1_000_000 + number, side=side, **each) for each in rated)
        asked = rounds.ask(db, programme.id or 0, COORDINATOR, now)
    database.close()
    return asked.id or 0
