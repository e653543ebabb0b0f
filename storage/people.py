"""Named queries about employees and the chain of management."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from storage.prepared import known, prepared
from storage.tables import Met, Person


def person(db: Session, user_id: str) -> Person | None:
    """What is known of an employee."""
    return known(db, Person, user_id=user_id)


def zone(db: Session, user_id: str) -> str | None:
    """Where an employee's clock stands, as far as it is known."""
    row = person(db, user_id)
    return row.zone if row else None


def remember(db: Session, user_id: str, **facts: Any) -> Person:
    """Keep facts about an employee; what is not named stays as it was."""
    row = person(db, user_id) or Person(user_id=user_id, reviewers=[], former_managers=[])
    for name, value in facts.items():
        setattr(row, name, value)
    db.add(row)
    db.flush()
    return row


def managers(db: Session) -> dict[str, str | None]:
    """The known chain: each person's manager, None for "has none"; who is missing here is unknown."""
    return dict(_managers(db))


def everybody(db: Session, only: Collection[str] | None = None) -> dict[str, Person]:
    """What is known of each employee, or of some, by id."""
    wanted = select(Person) if only is None else select(Person).where(col(Person.user_id).in_(only))
    return {row.user_id: row for row in db.exec(wanted).all()}


def met_before(db: Session, only: Collection[str] | None = None) -> set[tuple[str, str]]:
    """Everybody who was paired before the bot knew them, or whoever of some was; the smaller id stands first."""
    if only is None:
        return set(_met_before(db))
    either = sa.or_(col(Met.one_id).in_(only), col(Met.other_id).in_(only))
    return {(one, other) for one, other in db.exec(select(Met.one_id, Met.other_id).where(either)).all()}


@prepared
def _managers() -> Select[str, str | None]:
    return select(Person.user_id, Person.manager_id).where(col(Person.manager_known))


@prepared
def _met_before() -> Select[str, str]:
    return select(Met.one_id, Met.other_id)
