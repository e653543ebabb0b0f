"""A page of a round: looked at with a limit, counted by the database, so that 5,000 pairs turn like 50."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import people, round_changes, rounds
from storage.tables import Leftover, Pair, Person, Proposal, Round

Wanted = list[Any]
"""Conditions that a row fulfils."""
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


@dataclass(frozen=True)
class Counts:
    """A whole round in numbers: pairs, those not dropped, of these the ones approved by themselves, unmatched people,
    and everybody besides those, each once."""

    made: int
    kept: int
    approved: int
    unmatched: int
    people: int


def page(db: Session, row: Round, look: Look, size: int) -> Page:
    """A page of so many pairs, then people without one; the last one where there are fewer pages."""
    department = _department(db, look)
    pairs, left = [*_pairs(row, look, department), *_new(db, row, look)], _left(row, look, department)
    made, alone = _count(db, Proposal, pairs), _count(db, Leftover, left)
    pages = max(1, -(-(made + alone) // size))
    look = replace(look, page=min(max(look.page, 0), pages - 1))
    start = look.page * size
    score = col(Proposal.score).desc() if look.order == "best" else col(Proposal.score)
    here = select(Proposal).where(*pairs).order_by(score, col(Proposal.id)).offset(start).limit(size)
    found = db.exec(here).all() if start < made else []
    rest = select(Leftover).where(*left).order_by(col(Leftover.id)).offset(max(start - made, 0))
    others = db.exec(rest.limit(size - len(found))).all() if len(found) < size else []
    return Page(look, pages, found, others, made + alone)


def everything(db: Session, row: Round) -> tuple[Sequence[Proposal], Sequence[Leftover]]:
    """All pairs of a round that may be shown, and everybody who stays unmatched, as they were computed."""
    pairs = select(Proposal).where(*_visible(row)).order_by(col(Proposal.id))
    return db.exec(pairs).all(), rounds.leftovers(db, row.id)


def counts(db: Session, row: Round) -> Counts:
    made, alone = _visible(row), col(Proposal.approved_by).is_not(None)
    sides = [select(side).where(*made, ~alone) for side in (col(Proposal.mentor_id), col(Proposal.mentee_id))]
    everybody = sa.union(*sides, select(col(Leftover.user_id)).where(Leftover.round_id == row.id)).subquery()
    people_ = db.connection().execute(sa.select(sa.func.count()).select_from(everybody)).scalar_one()
    return Counts(
        _count(db, Proposal, made),
        _count(db, Proposal, [*made, ~col(Proposal.dropped)]),
        _count(db, Proposal, [*made, ~col(Proposal.dropped), alone]),
        _count(db, Leftover, [Leftover.round_id == row.id]),
        people_,
    )


def introduced(db: Session, row: Round) -> int:
    """How many pairs of a round were introduced."""
    return _count(db, Pair, [Pair.round_id == row.id])


def skipped(db: Session, row: Round, most: int) -> Sequence[Proposal]:
    """Some pairs that were approved and could not be introduced any more."""
    left_out = select(Proposal).where(*_visible(row), col(Proposal.dropped), _says(Proposal, "skipped"))
    return db.exec(left_out.order_by(col(Proposal.score).desc(), col(Proposal.id)).limit(most)).all()


def any_left_because(db: Session, row: Round, code: str) -> bool:
    """Whether this is among the reasons of anybody who stays unmatched."""
    said = select(Leftover.id).where(Leftover.round_id == row.id, _says(Leftover, code))
    return db.exec(said.limit(1)).first() is not None


def departments(db: Session, row: Round) -> list[tuple[str, str]]:
    """The departments of a round's people by name, each with one of its people, who stands for it."""
    here = [_is_here(row, Proposal, Proposal.mentor_id), _is_here(row, Proposal, Proposal.mentee_id)]
    known = (col(Person.department).is_not(None), sa.or_(*here, _is_here(row, Leftover, Leftover.user_id)))
    grouped = select(sa.func.min(Person.user_id), Person.department).where(*known).group_by(col(Person.department))
    found = db.exec(grouped.order_by(col(Person.department)).limit(DEPARTMENTS)).all()
    return [(who, name) for who, name in found if name]


def _visible(row: Round) -> Wanted:
    """The pairs to be shown: while people are asked, those that were approved; afterwards those who were introduced.

    What was found later for somebody would tell who had become free, and by that whose answer was a no.
    """
    here: Wanted = [Proposal.round_id == row.id]
    if not row.asks_both:
        return here
    if row.carried_out_at is None:
        return [*here, ~col(Proposal.later)]
    both = (Pair.mentor_id == Proposal.mentor_id, Pair.mentee_id == Proposal.mentee_id)
    return [*here, select(Pair.id).where(Pair.round_id == Proposal.round_id, *both).exists()]


def _pairs(row: Round, look: Look, department: str | None) -> Wanted:
    here, (kind, _, who) = _visible(row), look.only.partition(":")
    both = (col(Proposal.mentor_id), col(Proposal.mentee_id))
    if kind == "of":
        return [*here, sa.or_(*(side == who for side in both))]
    if kind == "in":
        return [*here, _works_in(Proposal.workspace_id, both, department)]
    if kind == "dropped":
        return [*here, col(Proposal.dropped)]
    return [sa.false()] if kind == "left" else here


def _left(row: Round, look: Look, department: str | None) -> Wanted:
    here: Wanted = [Leftover.round_id == row.id]
    kind, _, who = look.only.partition(":")
    if kind == "of":
        return [*here, Leftover.user_id == who]
    if kind == "in":
        return [*here, _works_in(Leftover.workspace_id, [col(Leftover.user_id)], department)]
    return [sa.false()] if kind in ("dropped", "new") else here


def _new(db: Session, row: Round, look: Look) -> Wanted:
    before = round_changes.previous(db, row) if look.only == "new" else None
    return [round_changes.is_new(before)] if before is not None else []


def _department(db: Session, look: Look) -> str | None:
    kind, _, who = look.only.partition(":")
    found = people.person(db, who) if kind == "in" else None
    return found.department if found else None


def _works_in(workspace: Any, who: Sequence[Any], department: str | None) -> Any:
    there = (Person.workspace_id == workspace, Person.department == department)
    return select(Person.user_id).where(*there, sa.or_(*(col(Person.user_id) == one for one in who))).exists()


def _is_here(row: Round, table: type[Proposal | Leftover], who: Any) -> Any:
    return col(Person.user_id).in_(select(who).where(table.round_id == row.id))


def _says(table: type[Proposal | Leftover], code: str) -> Any:
    """Both databases keep JSON as it was written; a quotation mark of a person's stands behind a backslash there."""
    return sa.cast(table.reasons, sa.Text).contains(f'"code": "{code}"', autoescape=True)


def _count(db: Session, table: Any, wanted: Wanted) -> int:
    return db.exec(select(sa.func.count(col(table.id))).where(*wanted)).one()
