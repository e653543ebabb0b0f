"""Named queries about participants, what they offer and want, and their half-filled forms."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Draft, Interest, Participant, Programme


def participant(db: Session, programme_id: int, user_id: str) -> Participant | None:
    """Somebody's place in a programme, also after they left."""
    found = select(Participant).where(Participant.programme_id == programme_id, Participant.user_id == user_id)
    return db.exec(found).first()


def present(db: Session, user_id: str) -> Sequence[Participant]:
    """Where somebody takes part now, active or paused, in programmes that are open."""
    return db.exec(
        select(Participant)
        .join(Programme, col(Programme.id) == Participant.programme_id)
        .where(Participant.user_id == user_id, Participant.status != "left", Programme.status == "open")
        .order_by(col(Participant.id))
    ).all()


def enrolled(db: Session, programme_id: int) -> Sequence[Participant]:
    """Everybody who takes part in a programme, active or paused, in the order in which they joined."""
    taking_part = select(Participant).where(Participant.programme_id == programme_id, Participant.status != "left")
    return db.exec(taking_part.order_by(col(Participant.id))).all()


def interests(db: Session, participant_ids: Iterable[int | None]) -> dict[int, list[Interest]]:
    """What participants offer and want, by participant."""
    found: dict[int, list[Interest]] = {}
    for row in db.exec(
        select(Interest).where(col(Interest.participant_id).in_(list(participant_ids))).order_by(col(Interest.id))
    ):
        found.setdefault(row.participant_id, []).append(row)
    return found


def set_interests(db: Session, participant_id: int, wanted: Iterable[Interest]) -> None:
    """Let a participant offer and want exactly these topics."""
    db.exec(sa.delete(Interest).where(col(Interest.participant_id) == participant_id))
    for row in wanted:
        row.participant_id = participant_id
        db.add(row)
    db.flush()


def paused_before(db: Session, day: date) -> Sequence[Participant]:
    """Pauses whose last day lies before ``day``; participants live in different zones, so ask for the latest day."""
    due = select(Participant).where(Participant.status == "paused", col(Participant.paused_until) <= day)
    return db.exec(due).all()


def draft(db: Session, user_id: str, form: str, about: str = "") -> Draft | None:
    """Answers that somebody has not sent for good."""
    found = select(Draft).where(Draft.user_id == user_id, Draft.form == form, Draft.about == about)
    return db.exec(found).first()


def keep_draft(db: Session, user_id: str, form: str, answers: dict[str, Any], now: datetime, about: str = "") -> Draft:
    """Add answers to a draft; a question that was answered before is answered anew."""
    row = draft(db, user_id, form, about) or Draft(user_id=user_id, form=form, about=about, updated_at=now)
    row.answers = row.answers | answers
    row.updated_at = now
    db.add(row)
    db.flush()
    return row


def drop_draft(db: Session, user_id: str, form: str, about: str = "") -> None:
    row = draft(db, user_id, form, about)
    if row is not None:
        db.delete(row)
