"""Approving a round, or calling it off while it is computed: decided once, and carried out by the tick."""

from datetime import datetime

from sqlmodel import Session

from bot.rules.programmes import CIRCLES
from bot.rules.refusal import Refusal
from handlers.rounds import in_circles
from handlers.rounds.preview import Values, round_for, shown
from storage import proposals, rounds
from storage.tables import Programme, Round


def approve(db: Session, value: str, user_id: str, now: datetime) -> Values:
    """Approve every pair that was not dropped; a second time changes nothing and shows how things stand."""
    row, programme = round_for(db, int(value), user_id)
    if row.status == "preview" and programme.status != "open":
        raise Refusal("rounds/not_open", programme=programme.name)
    approve_all(db, row, programme, user_id, now)
    return shown(db, row, now)


def approve_all(db: Session, row: Round, programme: Programme, by: str, now: datetime) -> None:
    """Approve whatever is not dropped, but no circle that is too small, and as many of one as it may have."""
    left_out = in_circles.of_another_size(db, row, programme) if programme.kind == CIRCLES else []
    if rounds.decide(db, row, "approved", by, now, asks_both=programme.approval != "none"):
        for one, why in left_out:
            proposals.skip(db, one, why, None)


def call_off(db: Session, value: str, user_id: str, now: datetime) -> Values:
    """Stop computing a round; one that is computed by now stands as it is, and is shown."""
    row, _programme = round_for(db, int(value), user_id)
    rounds.call_off(db, row, user_id, now)
    return shown(db, row, now)
