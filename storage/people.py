"""Named queries about employees and the chain of management."""

from typing import Any

from sqlmodel import Session, select

from storage.tables import Met, Person


def person(db: Session, user_id: str) -> Person | None:
    """What is known of an employee."""
    return db.exec(select(Person).where(Person.user_id == user_id)).first()


def zone(db: Session, user_id: str) -> str | None:
    """Where an employee's clock stands, as far as it is known."""
    return db.exec(select(Person.zone).where(Person.user_id == user_id)).first()


def remember(db: Session, user_id: str, **facts: Any) -> Person:
    """Keep facts about an employee; what is not named stays as it was."""
    row = person(db, user_id) or Person(user_id=user_id)
    for name, value in facts.items():
        setattr(row, name, value)
    db.add(row)
    db.flush()
    return row


def managers(db: Session) -> dict[str, str | None]:
    """The known chain: each person's manager, None for "has none"; who is missing here is unknown."""
    rows = db.exec(select(Person.user_id, Person.manager_id).where(Person.manager_known)).all()
    return dict(rows)


def remember_met(db: Session, one_id: str, other_id: str) -> None:
    """Keep that two people were paired before."""
    first, second = sorted((one_id, other_id))
    if db.exec(select(Met).where(Met.one_id == first, Met.other_id == second)).first() is None:
        db.add(Met(one_id=first, other_id=second))
