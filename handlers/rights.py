"""Who may coordinate what: asked again at every command and every button, since buttons outlive roles."""

from sqlmodel import Session

from bot.rules.refusal import Refusal
from storage import programmes
from storage.tables import Programme


def coordinated(db: Session, user_id: str, programme_id: int) -> Programme:
    """The programme, for somebody who coordinates it. Refuses everybody else, and a programme that is gone."""
    found = programmes.programme(db, programme_id)
    if found is None or not programmes.coordinates(db, user_id, programme_id):
        raise Refusal("programmes/not_yours")
    return found


def any_coordinator(db: Session, user_id: str) -> None:
    """Refuses whoever coordinates no programme at all."""
    if not programmes.coordinates(db, user_id):
        raise Refusal("programmes/not_yours")


def founder(db: Session, user_id: str) -> None:
    """Refuses whoever may not create programmes."""
    if not programmes.coordinates_everything(db, user_id):
        raise Refusal("programmes/not_yours")
