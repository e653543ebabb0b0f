"""The agenda of a planned session: wished for both of a pair, to be said in the last working morning before it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.cadence import local_day, morning_before
from storage import people, wishes
from storage.prepared import given, prepared_update
from storage.tables import Outbox, Pair, Plan, Wish

AGENDA, PRIORITY = "planning/agenda", 20


def arrange(db: Session, pair: Pair, sessions: Sequence[Plan]) -> None:
    """Have both prepare the sessions that they have before them, and none that was moved, cancelled or held.

    They do so once for each day that a session has had: an agenda that was said is not said again for another hour.
    Where that morning is over already, they do in the next one, unless the session begins before.
    """
    wishes.unwish_about(db, pair.id, AGENDA)
    if not sessions:
        _withdraw(db, pair=pair.id)
    for row in sessions:
        for user_id in (pair.mentor_id, pair.mentee_id):
            _wish(db, row, user_id)


def said(db: Session, row: Plan, user_id: str) -> Outbox | None:
    """The newest message in which somebody was given the agenda of this session, alone or among other things.

    None where it was forgotten among them.
    """
    about = (col(Wish.pair_id) == row.pair_id, col(Wish.key).startswith(_key(row, user_id), autoescape=True))
    found = select(Outbox).join(Wish, col(Wish.outbox_id) == Outbox.id).where(*about)
    lasts = found.where(col(Outbox.status).in_(("waiting", "sending", "sent")))
    message = db.exec(lasts.order_by(col(Wish.id).desc()).limit(1)).first()
    if message is not None and message.template == wishes.DIGEST:
        return message if wishes.part_about(message, AGENDA, pair=row.pair_id) else None
    return message


@prepared_update
def _withdraw() -> sa.Update:
    """Take back the agendas that were still to be sent; in a digest the session is shown as it stands."""
    alone = (col(Outbox.pair_id) == given("pair"), col(Outbox.template) == AGENDA, col(Outbox.status) == "waiting")
    return sa.update(Outbox).where(*alone).values(status="withdrawn")


def _wish(db: Session, row: Plan, user_id: str) -> None:
    assert row.starts_at is not None
    zone = people.zone(db, user_id)
    wishes.wish(
        db,
        f"{_key(row, user_id)}{local_day(row.starts_at, zone)}",
        AGENDA,
        user_id,
        morning_before(row.starts_at, zone),
        priority=PRIORITY,
        pair_id=row.pair_id,
        until=row.starts_at,
        pair=row.pair_id,
        plan=row.id,
    )


def _key(row: Plan, user_id: str) -> str:
    return f"agenda:{row.id}:{user_id}:"
