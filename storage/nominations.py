"""Named queries about nominations: somebody was suggested and is asked once, ever; a no leads back to nobody."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.programmes import PEERS
from storage import joining, outbox
from storage.prepared import one
from storage.tables import Draft, Nomination, Outbox, Programme

ASKED = "nominations/asked"
CLOSED, JOINED = "the programme was closed", "the person takes part"
MOST, WITHIN = 5, timedelta(days=1)
"""How many times somebody may nominate, and in which time."""
COUNTED = "nominating"
"""The draft that counts when somebody nominated, and not whom."""


def nomination(db: Session, nomination_id: int) -> Nomination | None:
    return one(db, Nomination, id=nomination_id)


def count(db: Session, by: str, form_id: str, now: datetime) -> bool:
    """Count a form that somebody sent. False where that is more than a day takes.

    Each form counts, whatever becomes of it: the limit must not tell who was asked before or who said no.
    """
    row = joining.draft(db, by, COUNTED) or Draft(user_id=by, form=COUNTED, updated_at=now)
    lately = {sent: at for sent, at in row.answers.items() if datetime.fromisoformat(at) > now - WITHIN}
    if form_id not in lately and len(lately) >= MOST:
        return False
    row.answers, row.updated_at = {form_id: now.isoformat(), **lately}, now
    db.add(row)
    db.flush()
    return True


def nominate(db: Session, programme_id: int, user_id: str, by: str, now: datetime) -> Nomination | None:
    """Note a suggestion. None for whoever was suggested before, and for whoever takes part or did: nobody asks them."""
    asked_before = one(db, Nomination, programme_id=programme_id, user_id=user_id)
    if asked_before or joining.participant(db, programme_id, user_id):
        return None
    row = Nomination(programme_id=programme_id, user_id=user_id, nominated_by=by, nominated_at=now)
    db.add(row)
    db.flush()
    return row


def ask(db: Session, row: Nomination, due: datetime, programme: Programme) -> None:
    """Have the one who was suggested asked."""
    about: dict[str, Any] = {"nomination": row.id, "programme": programme.name, "programme_id": row.programme_id}
    about["peers"] = programme.kind == PEERS
    outbox.notice(db, _key(row), ASKED, row.user_id, due, **about)


def decline(db: Session, row: Nomination) -> None:
    """A no: who had suggested it is forgotten."""
    mine = sa.update(Nomination).where(col(Nomination.id) == row.id)
    db.exec(mine.values(declined=True, nominated_by=None))


def joined(db: Session, programme_id: int, user_id: str) -> None:
    """Who takes part need not be asked any more, and nothing shows that they were suggested, or by whom."""
    row = one(db, Nomination, programme_id=programme_id, user_id=user_id)
    if row is not None:
        row.nominated_by = None
        db.add(row)
        waiting = sa.update(Outbox).where(col(Outbox.key) == _key(row), col(Outbox.status) == "waiting")
        db.exec(waiting.values(status="withdrawn", error=JOINED))


def withdraw(db: Session, programme_id: int) -> None:
    """The programme has ended: whoever was not asked yet is not asked, and may be suggested again."""
    waiting = select(Outbox).where(Outbox.template == ASKED, Outbox.status == "waiting")
    for said in db.exec(waiting).all():
        if said.values["programme_id"] == programme_id:
            said.status, said.error = "withdrawn", CLOSED
            db.add(said)
            db.exec(sa.delete(Nomination).where(col(Nomination.id) == said.values["nomination"]))


def forget_nominator(db: Session, user_id: str) -> None:
    """Delete that somebody had suggested others."""
    db.exec(sa.update(Nomination).where(col(Nomination.nominated_by) == user_id).values(nominated_by=None))


def _key(row: Nomination) -> str:
    return f"nomination:{row.id}"
