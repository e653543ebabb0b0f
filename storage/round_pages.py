"""A page of a round: looked at with a limit, counted by the database, so that 5,000 pairs turn like 50."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import people, round_changes, rounds
from storage.tables import Leftover, Pair, Person, Proposal, Round
from storage.tallies import Tally, Wanted, left_alone, visible

DEPARTMENTS = 90
"""A select offers at most 100 options."""


@dataclass(frozen=True)
class Look:
    """How a coordinator looks at a round: the weakest pairs first or the best, and which of all.

    ``only`` is all, left (unmatched), dropped, new (not in the run before), of:U1 (somebody's pairs) or in:U1 (the
    department of that person).
    """

    page: int = 0
    order: str = "weak"
    only: str = "all"

    @classmethod
    def read(cls, written: str) -> "Look":
        """The opposite of ``str``; what is missing, or unknown, is as at first."""
        page, order, only = [*written.split(":", 2), "", ""][:3]
        return cls(int(page or 0), order if order == "best" else "weak", only or "all")

    def __str__(self) -> str:
        return f"{self.page}:{self.order}:{self.only}"


@dataclass(frozen=True)
class Page:
    """What is on a page, which page of how many it came to be, and how many pairs and people there are in all."""

    look: Look
    pages: int
    pairs: Sequence[Proposal]
    left: Sequence[Leftover]
    found: int


def page(db: Session, row: Round, look: Look, size: int, numbers: Tally) -> Page:
    """A page of so many pairs, then people without one; the last one where there are fewer pages."""
    pairs, left = pairs_of(db, row, look), people_of(db, row, look)
    made, alone = _known(look, numbers) or (_count(db, Proposal, pairs), _count(db, Leftover, left))
    pages = max(1, -(-(made + alone) // size))
    look = replace(look, page=min(max(look.page, 0), pages - 1))
    start = look.page * size
    weakest = (col(Proposal.score), col(Proposal.id))
    order = [one.desc() for one in weakest] if look.order == "best" else weakest
    here = select(Proposal).where(*pairs).order_by(*order).offset(start).limit(size)
    found = db.exec(here).all() if start < made else []
    rest = select(Leftover).where(*left).order_by(col(Leftover.id)).offset(max(start - made, 0))
    others = db.exec(rest.limit(size - len(found))).all() if len(found) < size else []
    return Page(look, pages, found, others, made + alone)


def pairs_of(db: Session, row: Round, look: Look) -> Wanted:
    """What the pairs fulfil that are looked at."""
    return [*_pairs(row, look, _department(db, look)), *_new(db, row, look)]


def people_of(db: Session, row: Round, look: Look) -> Wanted:
    """What the people without a pair fulfil who are looked at."""
    return _left(row, look, _department(db, look))


def everything(db: Session, row: Round) -> tuple[Sequence[Proposal], Sequence[Leftover]]:
    """All pairs of a round that may be shown, and everybody who stays unmatched, as they were computed."""
    pairs = select(Proposal).where(*visible(row)).order_by(col(Proposal.id))
    return db.exec(pairs).all(), rounds.leftovers(db, row.id)


def introduced(db: Session, row: Round) -> int:
    """How many pairs of a round were introduced."""
    return _count(db, Pair, [Pair.round_id == row.id])


def skipped(db: Session, row: Round, most: int) -> Sequence[Proposal]:
    """Some pairs that were approved and could not be introduced any more."""
    left_out = select(Proposal).where(*visible(row), col(Proposal.dropped), _says(Proposal, "skipped"))
    return db.exec(left_out.order_by(col(Proposal.score).desc(), col(Proposal.id)).limit(most)).all()


def any_left_because(db: Session, row: Round, code: str) -> bool:
    """Whether this is among the reasons of anybody who stays unmatched."""
    said = select(Leftover.id).where(Leftover.round_id == row.id, _says(Leftover, code))
    return db.exec(said.limit(1)).first() is not None


def departments(db: Session, row: Round) -> list[tuple[str, str]]:
    """The departments of a round's people by name, each with one of its people, who stands for it."""
    there = (Person.workspace_id == row.workspace_id, col(Person.department).is_not(None))
    named = select(Person.department).where(*there).distinct().subquery()
    here = (_is_here(row, Proposal, side) for side in (Proposal.mentor_id, Proposal.mentee_id))
    theirs = select(Person.user_id).where(*there, Person.department == named.c.department)
    someone = theirs.where(sa.or_(*here, _is_here(row, Leftover, Leftover.user_id))).order_by(col(Person.user_id))
    first = someone.limit(1).correlate(named).scalar_subquery()
    found = db.connection().execute(sa.select(first, named.c.department).order_by(named.c.department))
    return [(who, name) for who, name in found if who and name][:DEPARTMENTS]


def _pairs(row: Round, look: Look, department: str | None) -> Wanted:
    here, (kind, _, who) = visible(row), look.only.partition(":")
    both = (col(Proposal.mentor_id), col(Proposal.mentee_id))
    if kind == "of":
        return [*here, sa.or_(*(side == who for side in both))]
    if kind == "in":
        return [*here, _works_in(row, both, department)]
    if kind == "dropped":
        return [*here, col(Proposal.dropped)]
    return [sa.false()] if kind == "left" else here


def _left(row: Round, look: Look, department: str | None) -> Wanted:
    here, (kind, _, who) = left_alone(row), look.only.partition(":")
    if kind == "of":
        return [*here, Leftover.user_id == who]
    if kind == "in":
        return [*here, _works_in(row, [col(Leftover.user_id)], department)]
    return [sa.false()] if kind in ("dropped", "new") else here


def _new(db: Session, row: Round, look: Look) -> Wanted:
    before = round_changes.previous(db, row) if look.only == "new" else None
    return [round_changes.is_new(db, before)] if before is not None else []


def _department(db: Session, look: Look) -> str | None:
    kind, _, who = look.only.partition(":")
    found = people.person(db, who) if kind == "in" else None
    return found.department if found else None


def _works_in(row: Round, who: Sequence[Any], department: str | None) -> Any:
    there = (Person.workspace_id == row.workspace_id, Person.department == department)
    return sa.or_(*(one.in_(select(Person.user_id).where(*there)) for one in who))


def _is_here(row: Round, table: type[Proposal | Leftover], who: Any) -> Any:
    here = (table.round_id == row.id, table.workspace_id == Person.workspace_id)
    return select(table.id).where(*here, who == Person.user_id).exists()


def _says(table: type[Proposal | Leftover], code: str) -> Any:
    """Both databases keep JSON as it was written; a quotation mark of a person's stands behind a backslash there."""
    return sa.cast(table.reasons, sa.Text).contains(f'"code": "{code}"', autoescape=True)


def _known(look: Look, numbers: Tally) -> tuple[int, int] | None:
    """How many pairs and people there are in all, where that is at hand."""
    known = {
        "all": (numbers.made, numbers.unmatched),
        "left": (0, numbers.unmatched),
        "dropped": (numbers.made - numbers.kept, 0),
        "new": (numbers.change.new, 0) if numbers.change else None,
    }
    return known.get(look.only)


def _count(db: Session, table: Any, wanted: Wanted) -> int:
    return db.exec(select(sa.func.count(col(table.id))).where(*wanted)).one()
