"""Pairs that stand, for tests that begin after the introduction."""

from datetime import datetime

from sqlmodel import Session

from bot.demo import PROGRAMME, Demo
from storage import checkins, joining, pairs, people, programmes
from storage.tables import Pair, Participant, Programme, Seat


def introduce(demo: Demo, mentor: str = "U0ANN", mentee: str = "U0GINA", programme: str = PROGRAMME) -> int:
    """Enrol both and introduce them now; the id of the pair."""
    now = demo.clock.now()
    with demo.store.begin() as db:
        held_in = programmes.named(db, programme) or _opened(db, programme, now)
        return introduce_in(db, held_in, mentor, mentee, now)


def introduce_in(db: Session, programme: Programme, mentor: str, mentee: str, at: datetime) -> int:
    """Enrol both in a programme and introduce them at some moment; the id of the pair."""
    for user_id, role in ((mentor, "mentor"), (mentee, "mentee")):
        _enrol(db, programme, user_id, role, at)
    pair = pairs.introduce(db, programme, mentor, mentee, at)
    checkins.ask_after(db, pair, at)
    assert pair.id is not None
    return pair.id


def leap(demo: Demo, moment: datetime) -> None:
    """Go to a moment at once; what would have happened on the way happens when time passes again."""
    demo.clock.advance_to(moment)
    demo.calendar.stood_at = moment


def set_status(demo: Demo, user_id: str, status: str) -> None:
    """Pause or resume somebody in every programme."""
    with demo.store.begin() as db:
        for place in joining.present(db, user_id):
            place.status = status
            db.add(place)


def end(demo: Demo, pair_id: int) -> None:
    """End a pair now, and nothing else."""
    with demo.store.begin() as db:
        pair = db.get_one(Pair, pair_id)
        pair.ended_at = demo.clock.now()
        db.add(pair)


def seats(demo: Demo, pair_id: int) -> dict[str, Seat]:
    """The two seats of a pair, by person."""
    with demo.store.read() as db:
        return {seat.user_id: seat for seat in pairs.seats(db, pair_id)}


def _opened(db: Session, name: str, now: datetime) -> Programme:
    made = Programme(name=name, status="open", created_by="U0CORA", created_at=now, opened_at=now)
    db.add(made)
    db.flush()
    return made


def _enrol(db: Session, programme: Programme, user_id: str, role: str, now: datetime) -> None:
    assert programme.id is not None
    if people.person(db, user_id) is None:
        people.remember(db, user_id)
    if joining.participant(db, programme.id, user_id) is None:
        db.add(Participant(programme_id=programme.id, user_id=user_id, role=role, consented_at=now, joined_at=now))
        db.flush()
