"""What a coordinator can do while people are asked: drop a pair, remind those who have not answered, stop waiting."""

from datetime import datetime

from sqlmodel import Session

from handlers.consent.ending import end_all, fall_through
from handlers.rounds.preview import Values, round_for, shown
from storage import proposals, rounds, suggestions, wishes
from storage.suggestions import Side
from storage.tables import Round


def drop(db: Session, value: str, user_id: str, now: datetime) -> Values:
    """Drop a pair whose people are being asked; who has agreed by then is introduced all the same."""
    one = rounds.proposal(db, int(value))
    row, _programme = round_for(db, one.round_id if one else 0, user_id)
    assert one is not None
    asked = suggestions.of_proposal(db, one.id)
    if asked is None or asked.status not in ("agreed", "introduced"):
        proposals.drop_late(db, one)
        if asked is not None:
            fall_through(db, asked, now)
    db.refresh(one)
    return shown(db, row, now)


def remind(db: Session, value: str, user_id: str, now: datetime) -> Values:
    """Have the one reminder come in the next morning; whoever has had it is left alone."""
    row, _programme = round_for(db, int(value), user_id)
    wishes.bring_forward(db, _reminders(db, row), now)
    return shown(db, row, now)


def stop(db: Session, value: str, user_id: str, now: datetime) -> Values:
    """End whatever waits for an answer, and suggest nobody else: everybody hears the same, whatever they answered."""
    row, _programme = round_for(db, int(value), user_id)
    if rounds.stop(db, row, now):
        end_all(db, row.id, now, goes_on=True)
    db.refresh(row)
    return shown(db, row, now)


def _reminders(db: Session, row: Round) -> list[str]:
    asked: dict[str, Side] = {"senior": "senior", "junior": "junior"}
    live = suggestions.of_round(db, row.id)
    return [suggestions.reminder(one, asked[one.status]) for one in live if one.status in asked]
