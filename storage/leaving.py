"""Named queries about leaving a programme, and coming back within the hour."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.programmes import CIRCLES, PEERS
from storage.joining import draft, drop_draft, keep_draft
from storage.pairs import open_pairs_of_programme
from storage.tables import Pair, Participant, Programme

BEFORE = "leaving"
"""The draft that keeps what somebody was before they left, as long as they may come back."""


def may_leave(db: Session, user_id: str) -> Sequence[tuple[int, str]]:
    """The programmes that somebody may leave, also those that closed: id and name."""
    taking_part = (Participant.user_id == user_id, Participant.status != "left")
    programmes = select(Programme).join(Participant, col(Participant.programme_id) == Programme.id).where(*taking_part)
    return [(row.id, row.name) for row in db.exec(programmes.order_by(col(Programme.id))) if row.id is not None]


def leave(db: Session, row: Participant, now: datetime) -> bool:
    """Leave; what one was before is kept for coming back. False where somebody had left before."""
    before = row.status
    staying = sa.update(Participant).where(col(Participant.id) == row.id, col(Participant.status) != "left")
    if not db.exec(staying.values(status="left", left_at=now)).rowcount:
        return False
    keep_draft(db, row.user_id, BEFORE, {"status": before}, now, about=str(row.programme_id))
    return True


def come_back(db: Session, row: Participant) -> None:
    """Be again what one was before leaving."""
    kept = draft(db, row.user_id, BEFORE, str(row.programme_id))
    row.status, row.left_at = kept.answers["status"] if kept else "active", None
    db.add(row)
    drop_draft(db, row.user_id, BEFORE, str(row.programme_id))
    db.flush()


def new_partners(db: Session, pair: Pair) -> bool:
    """Whether, besides this pair, the mentee has another by now or the mentor has all that they take on; a peer has
    one, and a circle one mentor."""
    others = [row for row in open_pairs_of_programme(db, pair.programme_id) if row.id != pair.id]
    if pair.kind == CIRCLES:
        others = [row for row in others if row.circle_id != pair.circle_id]
        return any(row.mentee_id == pair.mentee_id or row.mentor_id == pair.mentor_id for row in others)
    if pair.kind == PEERS:
        both = {pair.mentor_id, pair.mentee_id}
        return any(both & {row.mentor_id, row.mentee_id} for row in others)
    mentor = select(Participant).where(
        Participant.programme_id == pair.programme_id, Participant.user_id == pair.mentor_id
    )
    found = db.exec(mentor).first()
    taken_on = sum(row.mentor_id == pair.mentor_id for row in others)
    return any(row.mentee_id == pair.mentee_id for row in others) or taken_on >= (found.capacity if found else 0)
