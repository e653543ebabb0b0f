"""Named queries about rounds: asked for, claimed by the tick, shown as proposals and leftovers, decided once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.matching import Match, Unmatched
from storage import acts, forbidding, rulings, tallies
from storage.prepared import every, given, insert_all, prepared
from storage.proposals import introduced
from storage.tables import Leftover, Pair, Proposal, Round

LEASE = timedelta(minutes=5)
"""Longer than a computation is ever silent; after it a round whose computing died is taken up again."""


def round_of(db: Session, round_id: int) -> Round | None:
    return db.exec(select(Round).where(Round.id == round_id)).first()


def live(db: Session, programme_id: int) -> Round | None:
    """The round of a programme that is being computed or waits for a decision."""
    found = select(Round).where(Round.programme_id == programme_id, col(Round.status).in_(("asked", "preview")))
    return db.exec(found).first()


def fixes_kind(db: Session, programme_id: int) -> bool:
    """Whether people were matched, so that the kind of the programme stays as it is."""
    alone = select(Proposal.id).where(Proposal.round_id == Round.id, col(Proposal.approved_by).is_not(None)).exists()
    approved = sa.or_(col(Round.status) == "approved", alone)
    found = select(Round.id).where(Round.programme_id == programme_id, approved)
    return db.exec(found.limit(1)).first() is not None


def ask(db: Session, programme_id: int, by: str, now: datetime) -> Round:
    """Ask for a round where none is live. Its seed is the number of approved rounds and one, so that a run with nothing
    changed gives the same pairs, until one is approved."""
    here = (Round.programme_id == programme_id, Round.status == "approved")
    approved = db.exec(select(sa.func.count(col(Round.id))).where(*here)).one()
    row = Round(programme_id=programme_id, seed=approved + 1, asked_by=by, asked_at=now)
    db.add(row)
    db.flush()
    return row


def claimable(db: Session, now: datetime) -> bool:
    """Whether a round waits to be computed, or its computing died."""
    return _first_claimable(db, now=now).first() is not None


def claim(db: Session, now: datetime) -> Round | None:
    """Take the oldest round that waits to be computed, under a lease; what another attempt wrote down is gone."""
    row = _first_claimable(db, now=now).first()
    if row is not None:
        _forget_what_was_found(db, row)
        row.leased_until, row.claims = now + LEASE, row.claims + 1
        db.add(row)
        db.flush()
    return row


def comes_later(db: Session, row: Round, now: datetime) -> bool:
    """Whether a round waits until another one is computed."""
    computing = select(Round.id).where(Round.status == "asked", col(Round.leased_until) > now).limit(1)
    return row.status == "asked" and row.leased_until is None and db.exec(computing).first() is not None


def note(db: Session, round_id: int, step: str, share: int, now: datetime) -> Round | None:
    """Note how far the computing is, and hold the lease for longer. None where the round is no longer wanted."""
    row = _asked(db, round_id)
    if row is not None:
        row.step, row.share, row.leased_until = step, share, now + LEASE
        db.add(row)
        db.flush()
    return row


def call_off(db: Session, row: Round, by: str | None, now: datetime) -> bool:
    """Stop computing a round; by nobody where it is given up. False where it is computed, or was stopped before."""
    asked = sa.update(Round).where(col(Round.id) == row.id, col(Round.status) == "asked")
    stopped = db.exec(asked.values(status="stopped", decided_by=by, decided_at=now, leased_until=None)).rowcount
    if stopped:
        _forget_what_was_found(db, row)
    db.refresh(row)
    return bool(stopped)


def write_down(db: Session, round_id: int | None, found: Iterable[Match | Unmatched]) -> bool:
    """Write some of a result down, which nobody sees before all of it is kept. False where it is no longer wanted."""
    if _asked(db, round_id) is None:
        return False
    here, made, left = {"round_id": round_id}, list[dict[str, Any]](), list[dict[str, Any]]()
    for one in found:
        told = here | {"reasons": [reason.plain() for reason in one.reasons]}
        if isinstance(one, Match):
            made.append(told | {"mentor_id": one.mentor, "mentee_id": one.mentee, "score": one.score})
        else:
            left.append(told | {"user_id": one.user})
    insert_all(db, Proposal, made)
    insert_all(db, Leftover, left)
    return True


def keep(db: Session, round_id: int | None, record: dict[str, Any], now: datetime) -> Round | None:
    """Let what was written down be the preview; who is in a pair already is no leftover. None where another was faster.

    Where two people were forbidden while the round was computed, nothing of it has them meet.
    """
    row = _asked(db, round_id)
    if row is None:
        return None
    row.status, row.leased_until, row.computed_at, row.record = "preview", None, now, record
    db.add(row)
    db.flush()
    forbidding.drop_all(db, row)
    _leave_out_paired(db, row)
    tallies.take(db, row.id)
    return row


def decide(db: Session, row: Round, status: str, by: str, now: datetime, *, asks_both: bool = False) -> bool:
    """Approve or replace a round that waits for a decision. False where it was decided before.

    From then on nothing in it can be undone; pins are kept for the next run, until one is approved.
    ``asks_both``: the two of each pair are asked before they are introduced, as are those of pairs approved before.
    """
    undecided = sa.update(Round).where(col(Round.id) == row.id, col(Round.status) == "preview")
    asks = sa.or_(col(Round.asks_both), sa.literal(asks_both))
    decision = {"status": status, "decided_by": by, "decided_at": now, "asks_both": asks, **_stirred_again(frees=True)}
    decided = db.exec(undecided.values(**decision)).rowcount
    db.refresh(row)
    if decided:
        acts.forget(db, [row.id])
    if decided and status == "approved":
        rulings.fulfil(db, row.programme_id)
    return bool(decided)


def to_carry_out(db: Session) -> Round | None:
    """The oldest round that was approved, that asks nobody, and whose people are still to be introduced."""
    return _first_to_carry_out(db).first()


def to_introduce(db: Session, round_id: int | None, most: int) -> Sequence[Proposal]:
    """Some pairs of an approved round that are neither introduced nor dropped."""
    waiting = (Proposal.round_id == round_id, ~col(Proposal.dropped), ~introduced())
    return db.exec(select(Proposal).where(*waiting).order_by(col(Proposal.id)).limit(most)).all()


def finish(db: Session, round_id: int | None, now: datetime) -> Round | None:
    """Note that everybody of a round is introduced or told. None where another has noted it."""
    row = db.exec(select(Round).where(Round.id == round_id, col(Round.carried_out_at).is_(None))).first()
    if row is not None:
        row.carried_out_at = now
        db.add(row)
        db.flush()
    return row


def stir(db: Session, round_id: int | None, *, frees: bool) -> None:
    """Have the tick look at a round; where that ``frees`` somebody, for the next best, too."""
    db.exec(sa.update(Round).where(col(Round.id) == round_id).values(**_stirred_again(frees=frees)))


def stir_all(db: Session, programme_id: int) -> None:
    """Have the tick look at every round of a programme whose people are being asked."""
    asking = (col(Round.programme_id) == programme_id, col(Round.asks_both), col(Round.carried_out_at).is_(None))
    db.exec(sa.update(Round).where(*asking).values(**_stirred_again(frees=True)))


def stirred(db: Session) -> Round | None:
    """The oldest round in which something has changed since the tick looked at it."""
    return _stirred(db).first()


def rest(db: Session, row: Round) -> None:
    """Note that the tick has done what was to be done as it found the round; what changed since is found next time."""
    db.exec(sa.update(Round).where(col(Round.id) == row.id).values(looked_at=row.stirred, sought_at=row.freed))


def stop(db: Session, row: Round, now: datetime) -> bool:
    """Suggest nobody else in a round. False where that was decided before."""
    going_on = (col(Round.id) == row.id, col(Round.stopped_at).is_(None), col(Round.carried_out_at).is_(None))
    return bool(db.exec(sa.update(Round).where(*going_on).values(stopped_at=now)).rowcount)


def proposal(db: Session, proposal_id: int) -> Proposal | None:
    return db.exec(select(Proposal).where(Proposal.id == proposal_id)).first()


def proposals(db: Session, round_id: int | None) -> Sequence[Proposal]:
    """The pairs of a round, the best first."""
    return _proposals(db, round_id=round_id)


def leftovers(db: Session, round_id: int | None) -> Sequence[Leftover]:
    return every(db, Leftover, round_id=round_id)


def _stirred_again(*, frees: bool) -> dict[str, Any]:
    return {"stirred": Round.stirred + 1, "freed": Round.freed + int(frees)}


def _forget_what_was_found(db: Session, row: Round) -> None:
    for table in (Proposal, Leftover):
        db.exec(sa.delete(table).where(col(table.round_id) == row.id))


def _leave_out_paired(db: Session, row: Round) -> None:
    here = (Pair.workspace_id == row.workspace_id, Pair.programme_id == row.programme_id, col(Pair.ended_at).is_(None))
    paired = sa.union(*(select(who).where(*here) for who in (col(Pair.mentor_id), col(Pair.mentee_id))))
    left = sa.delete(Leftover).where(col(Leftover.round_id) == row.id, col(Leftover.user_id).in_(paired))
    db.exec(left.execution_options(synchronize_session=False))


def _asked(db: Session, round_id: int | None) -> Round | None:
    return db.exec(select(Round).where(Round.id == round_id, Round.status == "asked")).first()


@prepared
def _first_claimable() -> SelectOfScalar[Round]:
    unclaimed = sa.or_(col(Round.leased_until).is_(None), col(Round.leased_until) <= given("now"))
    return select(Round).where(Round.status == "asked", unclaimed).order_by(col(Round.id)).limit(1)


@prepared
def _proposals() -> SelectOfScalar[Proposal]:
    made = select(Proposal).where(Proposal.round_id == given("round_id"))
    return made.order_by(col(Proposal.score).desc(), col(Proposal.id))


@prepared
def _stirred() -> SelectOfScalar[Round]:
    asks = (col(Round.asks_both), col(Round.carried_out_at).is_(None))
    return select(Round).where(*asks, Round.stirred > Round.looked_at).order_by(col(Round.id)).limit(1)


@prepared
def _first_to_carry_out() -> SelectOfScalar[Round]:
    approved = select(Round).where(Round.status == "approved", col(Round.carried_out_at).is_(None))
    return approved.where(~col(Round.asks_both)).order_by(col(Round.id)).limit(1)
