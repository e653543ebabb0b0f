"""Named queries about single proposals of a round."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.matching import Match
from storage import acts, rulings, tables, tallies
from storage.rulings import Pair
from storage.tables import Proposal, Round


def proposed(db: Session, row: Round, pair: Pair) -> Proposal | None:
    """A pair of a round."""
    this = rulings.are(Proposal, pair, rulings.have_no_direction(db, row.programme_id))
    return db.exec(select(Proposal).where(Proposal.round_id == row.id, this)).first()


def undecided_of(db: Session, round_id: int | None, user_id: str) -> Sequence[Proposal]:
    """Somebody's pairs of a round that are neither dropped nor approved."""
    theirs = sa.or_(col(Proposal.mentor_id) == user_id, col(Proposal.mentee_id) == user_id)
    undecided = (Proposal.round_id == round_id, ~col(Proposal.dropped), col(Proposal.approved_by).is_(None))
    return db.exec(select(Proposal).where(*undecided, theirs)).all()


def reassign(db: Session, one: Proposal, match: Match) -> None:
    """Make a proposal one of two other people, with the score and the reasons of that."""
    one.mentor_id, one.mentee_id, one.score = match.mentor, match.mentee, match.score
    one.reasons = [reason.plain() for reason in match.reasons]
    db.add(one)
    db.flush()
    tallies.take(db, one.round_id)


def forget_reasons(db: Session, programme_id: int, user_id: str) -> list[int]:
    """Delete why somebody was proposed in a programme's rounds. Returns the ids of all its rounds."""
    held = list(db.exec(select(Round.id).where(Round.programme_id == programme_id)).all())
    whose = sa.or_(col(Proposal.mentor_id) == user_id, col(Proposal.mentee_id) == user_id)
    db.exec(sa.update(Proposal).where(whose, col(Proposal.round_id).in_(held)).values(reasons=[]))
    return [round_id for round_id in held if round_id is not None]


def approve_alone(
    db: Session, row: Round, these: Sequence[Proposal], by: str, *, asks_both: bool, besides: Sequence[Proposal] = ()
) -> bool:
    """Approve one pair, or all mentees of one circle who are kept, of a round that waits for a decision. False where
    that, or another about them, was made.

    ``besides`` are whom that circle leaves out: that is decided, too, and none of them can be put back.
    """
    if not _approve(db, row, these, by, dropped=False):
        return False
    _approve(db, row, besides, by, dropped=True)
    row.asks_both = row.asks_both or asks_both
    db.add(row)
    db.flush()
    for one in these:
        rulings.lift(db, row.programme_id, (one.mentor_id, one.mentee_id))
    for one in (*these, *besides):
        db.refresh(one)
        acts.forget_about(db, one)
    tallies.take(db, row.id)
    return True


def drop(db: Session, row: Proposal, *, dropped: bool) -> None:
    """Drop a proposal, or put it back, while it and its round wait for a decision."""
    undecided = (col(Proposal.id) == row.id, col(Proposal.approved_by).is_(None), _waits_for_a_decision(row.round_id))
    if db.exec(sa.update(Proposal).where(*undecided).values(dropped=dropped)).rowcount:
        tallies.take(db, row.round_id)


def drop_late(db: Session, row: Proposal) -> None:
    """Drop a proposal of a round whose people are being asked, unless it is a pair by now."""
    asking = select(Round.id).where(Round.id == row.round_id, col(Round.asks_both), col(Round.carried_out_at).is_(None))
    late = (col(Proposal.id) == row.id, asking.exists(), ~introduced())
    if db.exec(sa.update(Proposal).where(*late).values(dropped=True)).rowcount:
        tallies.take(db, row.round_id)


def skip(db: Session, row: Proposal, why: str, who: str | None) -> None:
    """Leave a proposal out of an approved round, and note why."""
    row.dropped = True
    row.reasons = [*row.reasons, {"code": "skipped", "why": why, "who": who}]
    db.add(row)
    db.flush()


def introduced() -> sa.ColumnElement[bool]:
    """That the two of a proposal are a pair by now."""
    both = (tables.Pair.mentor_id == Proposal.mentor_id, tables.Pair.mentee_id == Proposal.mentee_id)
    return select(tables.Pair.id).where(tables.Pair.round_id == Proposal.round_id, *both).exists()


def begun_unasked(db: Session, these: Sequence[Proposal]) -> set[int | None]:
    """The numbers of those that were approved by themselves while nobody was asked: they cannot be dropped."""
    asked = select(tables.Suggestion.id).where(tables.Suggestion.proposal_id == Proposal.id).exists()
    alone = (col(Proposal.id).in_([one.id for one in these]), col(Proposal.approved_by).is_not(None))
    return {*db.exec(select(Proposal.id).where(*alone, introduced(), ~asked)).all()}


def _approve(db: Session, row: Round, these: Sequence[Proposal], by: str, *, dropped: bool) -> int:
    """Approve those about which nothing is decided, while their round waits for a decision; how many they were."""
    still = col(Proposal.dropped).is_(dropped)
    undecided = (col(Proposal.id).in_([one.id for one in these]), still, col(Proposal.approved_by).is_(None))
    approved = sa.update(Proposal).where(*undecided, _waits_for_a_decision(row.id))
    return db.exec(approved.values(approved_by=by)).rowcount


def _waits_for_a_decision(round_id: int | None) -> sa.ColumnElement[bool]:
    return select(Round.id).where(Round.id == round_id, Round.status == "preview").exists()
