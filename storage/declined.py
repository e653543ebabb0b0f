"""Who is not suggested to whom again, in any programme."""

from sqlmodel import Session, select

from storage.prepared import insert_once
from storage.tables import Declined, Suggestion


def add(db: Session, row: Suggestion) -> None:
    """Never suggest these two to each other again."""
    smaller, larger = sorted((row.mentor_id, row.mentee_id))
    insert_once(db, Declined, one_id=smaller, other_id=larger)


def pairs(db: Session) -> set[tuple[str, str]]:
    """Who is not suggested to whom again; the smaller id stands first."""
    return set(db.exec(select(Declined.one_id, Declined.other_id)).all())
