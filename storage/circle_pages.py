"""A page of a round of circles: some circles with all their mentees, then people without one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import round_pages, rulings
from storage.round_pages import Look, Page
from storage.tables import Leftover, Proposal, Round
from storage.tallies import visible


@dataclass(frozen=True)
class Circles:
    """A round in circles: those with enough mentees who are not dropped; of these the ones that wait for a decision; of
    those that wait the ones with some mentees and too few; and those that were approved by themselves."""

    large_enough: int
    waiting: int
    too_small: int
    approved: int


def page(db: Session, row: Round, look: Look, circles: int, people: int) -> Page:
    """A page of so many circles, or of so many people without one; the last one where there are fewer pages."""
    of_look, left = round_pages.pairs_of(db, row, look), round_pages.people_of(db, row, look)
    made = db.exec(select(sa.func.count(sa.distinct(col(Proposal.mentor_id)))).where(*of_look)).one()
    alone = db.exec(select(sa.func.count(col(Leftover.id))).where(*left)).one()
    of_circles = -(-made // circles)
    pages = max(1, of_circles + -(-alone // people))
    look = replace(look, page=min(max(look.page, 0), pages - 1))
    if look.page < of_circles:
        return Page(look, pages, _gathered(db, row, look, of_look, circles), [], made + alone)
    start = (look.page - of_circles) * people
    here = select(Leftover).where(*left).order_by(col(Leftover.id)).offset(start).limit(people)
    return Page(look, pages, [], db.exec(here).all(), made + alone)


def counts(db: Session, row: Round, least: int) -> Circles:
    """The circles of a round in numbers."""
    kept, alone = sa.func.count(sa.case((~col(Proposal.dropped), 1))), sa.func.max(col(Proposal.approved_by))
    found = db.exec(select(kept, alone).where(*visible(row)).group_by(col(Proposal.mentor_id))).all()
    waiting = [size for size, by in found if by is None]
    return Circles(
        large_enough=sum(size >= least for size, _ in found),
        waiting=sum(size >= least for size in waiting),
        too_small=sum(0 < size < least for size in waiting),
        approved=sum(size > 0 and by is not None for size, by in found),
    )


def too_small(db: Session, round_id: int | None, least: int) -> Sequence[Proposal]:
    """What is not dropped of circles that are too small by now, and were not approved before."""
    kept = (Proposal.round_id == round_id, ~col(Proposal.dropped), col(Proposal.approved_by).is_(None))
    few = select(Proposal.mentor_id).where(*kept).group_by(col(Proposal.mentor_id)).having(sa.func.count() < least)
    return db.exec(select(Proposal).where(*kept, col(Proposal.mentor_id).in_(few)).order_by(col(Proposal.id))).all()


def beyond(db: Session, row: Round, most: int) -> list[Proposal]:
    """Of circles of more mentees than so many, that were not approved before, those who are too many.

    Whoever is pinned stays first, then whoever fits best.
    """
    kept = (Proposal.round_id == row.id, ~col(Proposal.dropped), col(Proposal.approved_by).is_(None))
    many = select(Proposal.mentor_id).where(*kept).group_by(col(Proposal.mentor_id)).having(sa.func.count() > most)
    found = db.exec(select(Proposal).where(*kept, col(Proposal.mentor_id).in_(many)).order_by(col(Proposal.id))).all()
    pinned = {(one.mentor_id, one.mentee_id) for one in rulings.of_programme(db, row.programme_id, "pinned")}
    best = sorted(found, key=lambda one: ((one.mentor_id, one.mentee_id) not in pinned, -one.score))
    circles = {mentor: [one for one in best if one.mentor_id == mentor] for mentor in {one.mentor_id for one in best}}
    return [one for circle in circles.values() for one in circle[most:]]


def of_mentor(db: Session, round_id: int | None, mentor_id: str) -> Sequence[Proposal]:
    """The circle of a mentor in a round, dropped mentees left out."""
    kept = (Proposal.round_id == round_id, Proposal.mentor_id == mentor_id, ~col(Proposal.dropped))
    return db.exec(select(Proposal).where(*kept).order_by(col(Proposal.id))).all()


def left_out(db: Session, round_id: int | None, mentor_id: str) -> Sequence[Proposal]:
    """The mentees who were dropped from the circle of a mentor in a round."""
    dropped = (Proposal.round_id == round_id, Proposal.mentor_id == mentor_id, col(Proposal.dropped))
    return db.exec(select(Proposal).where(*dropped)).all()


def _gathered(db: Session, row: Round, look: Look, of_look: Sequence[Any], circles: int) -> Sequence[Proposal]:
    """All mentees of some circles, circle by circle; the weakest is that whose mentees fit least well on average."""
    fits = sa.func.avg(Proposal.score)
    order = fits.desc() if look.order == "best" else fits
    mentors = select(Proposal.mentor_id).where(*of_look).group_by(col(Proposal.mentor_id))
    here = db.exec(mentors.order_by(order, col(Proposal.mentor_id)).offset(look.page * circles).limit(circles)).all()
    theirs = (*visible(row), col(Proposal.mentor_id).in_(here))
    made = db.exec(select(Proposal).where(*theirs).order_by(col(Proposal.score).desc(), col(Proposal.id))).all()
    return sorted(made, key=lambda one: here.index(one.mentor_id))
