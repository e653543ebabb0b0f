"""When each of a pair is asked "did you meet?", and how often the question stayed unanswered."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from bot.rules.cadence import CADENCES, local_day, morning_after
from storage.pairs import seats
from storage.programmes import programme
from storage.tables import Pair, Person, Seat


def ask_after(db: Session, pair: Pair, moment: datetime) -> None:
    """Ask both next one cadence of the programme after a moment, each in their own morning; what was unanswered is forgotten."""
    held_in = programme(db, pair.programme_id)
    assert held_in is not None and pair.id is not None
    later = moment + CADENCES[held_in.cadence]
    zones = zones_of(db, pair)
    for seat in seats(db, pair.id):
        zone = zones.get(seat.user_id)
        _ask(db, seat, morning_of(local_day(later, zone), zone))


def zones_of(db: Session, pair: Pair) -> dict[str, str | None]:
    """The zone of each of a pair, where it is known."""
    both = col(Person.user_id).in_((pair.mentor_id, pair.mentee_id))
    return dict(db.exec(select(Person.user_id, Person.zone).where(both)).all())


def morning_of(day: date, zone: str | None) -> datetime:
    """The start of the morning of that day, or of the next working day."""
    return morning_after(day - timedelta(days=1), zone)


def _ask(db: Session, seat: Seat, at: datetime) -> None:
    seat.ask_at, seat.unanswered, seat.quiet_since = at, 0, None
    db.add(seat)
