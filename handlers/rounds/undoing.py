"""Undoing what was done last to a preview, by whichever coordinator."""

from datetime import datetime

from sqlmodel import Session

from handlers.rounds.by_hand import told
from handlers.rounds.preview import Values, round_for, shown
from handlers.rounds.seating import refuse_without_seat
from storage import acts
from storage.round_pages import Look
from storage.tables import Act, Programme, Proposal, Round


def undo(db: Session, value: str, user_id: str, now: datetime) -> Values:
    """Undo the act that the button names, while it is the last one; else show how things stand.

    Refused where that would put somebody into a circle in which they may not be by now.
    """
    round_id, act_id, look = value.split(":", 2)
    row, programme = round_for(db, int(round_id), user_id)
    last = acts.last(db, row.id) if row.status == "preview" else None
    if last is None or last.id != int(act_id):
        return shown(db, row, now, Look.read(look))
    _put_back(db, row, programme, last, now)
    values = shown(db, row, now, Look.read(look))
    values["by_hand"]["undone"] = told(last) | {"by": user_id}
    return values


def _put_back(db: Session, row: Round, programme: Programme, act: Act, now: datetime) -> None:
    these = acts.changed_by(db, act)
    before = [_seat(one) for one in these]
    acts.undo(db, row, act)
    for one in these:
        db.refresh(one)
    come_back = [one for one, seat in zip(these, before, strict=True) if _seat(one) not in (seat, None)]
    refuse_without_seat(db, programme, come_back, now, "rounds/no_seat", in_exchange=act.kind == "swapped")


def _seat(one: Proposal) -> str | None:
    """In whose circle somebody sits, if in any."""
    return None if one.dropped else one.mentor_id
