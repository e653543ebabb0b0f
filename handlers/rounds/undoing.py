"""Undoing what was done last to a preview, by whichever coordinator."""

from datetime import datetime

from sqlmodel import Session

from handlers.rounds.by_hand import told
from handlers.rounds.preview import Values, round_for, shown
from storage import acts
from storage.round_pages import Look


def undo(db: Session, value: str, user_id: str, now: datetime) -> Values:
    """Undo the act that the button names, while it is the last one; else show how things stand."""
    round_id, act_id, look = value.split(":", 2)
    row, _programme = round_for(db, int(round_id), user_id)
    last = acts.last(db, row.id) if row.status == "preview" else None
    if last is None or last.id != int(act_id):
        return shown(db, row, now, Look.read(look))
    acts.undo(db, row, last)
    values = shown(db, row, now, Look.read(look))
    values["by_hand"]["undone"] = told(last) | {"by": user_id}
    return values
