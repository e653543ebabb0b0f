"""HR's sheet, taken in: facts that protect people at once, and suggestions for those who have not joined."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.matching.chart import cycles
from bot.rules.people import HrRow, Sheet
from bot.rules.suggestions import suggestions
from storage import joining
from storage.people import everybody, managers, met_before
from storage.prepared import given, prepared
from storage.programmes import catalogue
from storage.tables import Draft, Met, Participant, Person, Programme

AT_ONCE = 250
"""Rows that are taken in together: about 0.2 s in which nobody else can write."""
FEW = 1000
"""Rows up to which their own people alone are read, and not everybody who is known."""


@dataclass
class TakenIn:
    """What a sheet changed, counted in people; ``suggested`` counts forms that were filled in anew."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    suggested: int = 0

    def __add__(self, other: "TakenIn") -> "TakenIn":
        return TakenIn(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.suggested + other.suggested,
        )


@dataclass(frozen=True)
class _Known:
    """What was known before of the people of a sheet, or of everybody, read once."""

    people: dict[str, Person]
    met: set[tuple[str, str]]
    participants: dict[str, Participant]
    drafts: dict[str, Draft]
    topics: list[str]


def take_in(db: Session, sheet: Sheet, programme: Programme | None, now: datetime) -> TakenIn:
    """Write down the good rows. Nobody is enrolled by it and nobody hears of it; a second time changes nothing.

    Without a programme only facts are kept. Who takes part keeps their own answers, and gains whom never to meet;
    who left gets no new suggestions.
    """
    known = _known(db, programme, {row.user for row in sheet.rows} if len(sheet.rows) <= FEW else None)
    done = TakenIn()
    for row in sheet.rows:
        is_new = row.user not in known.people
        changed = _keep_facts(db, known, row, sheet.missing_columns, now)
        changed |= _keep_met(db, known, row)
        if programme is not None:
            changed |= _keep_never(db, known, row)
            done.suggested += _suggest(db, known, row, programme, now)
        done.new += is_new
        done.changed += changed and not is_new
        done.unchanged += not changed
    db.flush()
    return done


def slices(sheet: Sheet) -> list[Sheet]:
    """The sheet in parts, which are taken in one after the other."""
    return [replace(sheet, rows=sheet.rows[first : first + AT_ONCE]) for first in range(0, len(sheet.rows), AT_ONCE)]


def in_circles(db: Session, sheet: Sheet) -> list[tuple[str, ...]]:
    """People of a sheet who manage each other in a circle, maybe with others, whether it is taken in or not."""
    said = {row.user: row.manager for row in sheet.rows if row.manager_known}
    return [circle for circle in cycles(managers(db) | said) if any(who in said for who in circle)]


def waiting(db: Session, form: str, now: datetime) -> Draft | None:
    """The oldest sheet that waits to be read and may be read now."""
    return next((row for row in _drafts(db, form=form) if row.answers.get("again_at", "") <= now.isoformat()), None)


@prepared
def _drafts() -> SelectOfScalar[Draft]:
    return select(Draft).where(Draft.form == given("form")).order_by(col(Draft.updated_at), col(Draft.id))


def take_out(db: Session, job: Draft) -> bool:
    """Delete a sheet that is being read. False where somebody else has read it."""
    return bool(db.exec(sa.delete(Draft).where(col(Draft.id) == job.id)).rowcount)


def _known(db: Session, programme: Programme | None, only: Collection[str] | None) -> _Known:
    people, met = everybody(db, only), met_before(db, only)
    if programme is None:
        return _Known(people, met, {}, {}, [])
    placed = select(Participant).where(Participant.programme_id == programme.id)
    drafts = select(Draft).where(Draft.form == joining.FORM, Draft.about == str(programme.id))
    if only is not None:
        placed, drafts = placed.where(col(Participant.user_id).in_(only)), drafts.where(col(Draft.user_id).in_(only))
    return _Known(
        people,
        met,
        {row.user_id: row for row in db.exec(placed).all()},
        {row.user_id: row for row in db.exec(drafts).all()},
        [topic.name for topic in catalogue(db)],
    )


def _keep_facts(db: Session, known: _Known, row: HrRow, missing: Collection[str], now: datetime) -> bool:
    person = known.people.get(row.user) or Person(user_id=row.user, reviewers=[], former_managers=[])
    facts = {name: value for name, value in _facts(row, missing).items() if getattr(person, name) != value}
    if not facts and row.user in known.people:
        return False
    for name, value in facts.items():
        setattr(person, name, value)
    person.imported_at = now
    known.people[row.user] = person
    db.add(person)
    return True


def _facts(row: HrRow, missing: Collection[str]) -> dict[str, Any]:
    """What the row says; an empty cell leaves a level, department or zone as it was, and empties a list of people."""
    facts: dict[str, Any] = {"level": row.level, "department": row.department, "zone": row.timezone}
    facts = {name: value for name, value in facts.items() if value is not None}
    if row.manager_known:
        facts |= {"manager_id": row.manager, "manager_known": True}
    if "reviewers" not in missing:
        facts["reviewers"] = sorted(row.reviewers)
    if "former_managers" not in missing:
        facts["former_managers"] = sorted(row.former_managers)
    return facts


def _keep_met(db: Session, known: _Known, row: HrRow) -> bool:
    new = {(min(row.user, other), max(row.user, other)) for other in row.met - {row.user}} - known.met
    db.add_all(Met(one_id=one, other_id=other) for one, other in sorted(new))
    known.met.update(new)
    return bool(new)


def _keep_never(db: Session, known: _Known, row: HrRow) -> bool:
    place = known.participants.get(row.user)
    if place is None or place.status == "left" or row.never <= set(place.never):
        return False
    place.never = sorted({*place.never, *row.never})
    db.add(place)
    return True


def _suggest(db: Session, known: _Known, row: HrRow, programme: Programme, now: datetime) -> bool:
    """Fill in what the person's form leaves open; what they typed themselves stands."""
    suggested = suggestions(row, known.topics)
    if row.user in known.participants or not suggested:
        return False
    draft = known.drafts.get(row.user)
    own = draft is not None and not draft.answers.get("from_hr")
    answers = {**suggested, **draft.answers} if own and draft else dict(suggested)
    if draft is not None and draft.answers == answers:
        return False
    about = str(programme.id)
    draft = draft or Draft(user_id=row.user, form=joining.FORM, about=about, answers=answers, updated_at=now)
    draft.answers, draft.updated_at = answers, now
    known.drafts[row.user] = draft
    db.add(draft)
    return True
