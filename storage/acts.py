"""Named queries about acts: what coordinators did to a preview, so that the last of it can be undone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import rulings, tallies
from storage.rulings import Pair
from storage.tables import Act, Proposal, Round, Ruling


def note(
    db: Session,
    row: Round,
    kind: str,
    pair: Pair,
    by: str,
    now: datetime,
    *,
    changes: Iterable[Proposal] = (),
    rules_on: Iterable[Pair] = (),
) -> None:
    """Note, before it is done, what somebody does to a pair, and how the proposals and rulings are that it changes."""
    before = {
        "proposals": [_proposal(one) for one in changes],
        "rulings": [_ruling(each, rulings.on(db, row.programme_id, each)) for each in rules_on],
    }
    mentor_id, mentee_id = pair
    db.add(Act(round_id=row.id or 0, kind=kind, mentor_id=mentor_id, mentee_id=mentee_id, by=by, at=now, before=before))
    db.flush()


def last(db: Session, round_id: int | None) -> Act | None:
    """What was done last to a preview, and is not undone."""
    found = select(Act).where(Act.round_id == round_id).order_by(col(Act.id).desc()).limit(1)
    return db.exec(found).first()


def changed_by(db: Session, act: Act) -> Sequence[Proposal]:
    """The proposals that an act has changed."""
    return db.exec(select(Proposal).where(col(Proposal.id).in_([each["id"] for each in act.before["proposals"]]))).all()


def undo(db: Session, row: Round, act: Act) -> None:
    """Put back what an act has changed, and forget the act."""
    for each in act.before["proposals"]:
        values = {name: value for name, value in each.items() if name != "id"}
        db.exec(sa.update(Proposal).where(col(Proposal.id) == each["id"]).values(**values))
    said = act.before["rulings"]
    for each in said:
        rulings.lift(db, row.programme_id, (each["mentor"], each["mentee"]))
    for each in said:
        if each["kind"] is not None:
            at = datetime.fromisoformat(each["at"])
            rulings.rule(db, row.programme_id, (each["mentor"], each["mentee"]), each["kind"], each["by"], at)
    db.delete(act)
    db.flush()
    tallies.take(db, row.id)


def forget(db: Session, round_ids: Sequence[int | None]) -> None:
    """Leave nothing to undo in these rounds."""
    db.exec(sa.delete(Act).where(col(Act.round_id).in_(round_ids)))


def forget_about(db: Session, one: Proposal) -> None:
    """Leave nothing to undo about a proposal that is decided by now, nor what an undo would put back beneath that."""
    decided: set[int | Pair] = {one.id or 0, (one.mentor_id, one.mentee_id), (one.mentee_id, one.mentor_id)}
    for act in db.exec(select(Act).where(Act.round_id == one.round_id).order_by(col(Act.id).desc())).all():
        changed = _changed(act)
        if changed & decided:
            decided |= changed
            db.delete(act)
    db.flush()


def _changed(act: Act) -> set[int | Pair]:
    """The proposals that an act has changed, by number, and the pairs of which it has changed what is said."""
    said = {(each["mentor"], each["mentee"]) for each in act.before["rulings"]}
    return {*said, *(each["id"] for each in act.before["proposals"])}


def _proposal(one: Proposal) -> dict[str, Any]:
    names = ("id", "mentor_id", "mentee_id", "score", "reasons", "dropped")
    return {name: getattr(one, name) for name in names}


def _ruling(pair: Pair, held: Ruling | None) -> dict[str, Any]:
    """What is said of a pair; a kind of None where nothing is."""
    if held is None:
        return {"mentor": pair[0], "mentee": pair[1], "kind": None}
    both = {"mentor": held.mentor_id, "mentee": held.mentee_id}
    return {**both, "kind": held.kind, "by": held.by, "at": held.at.isoformat()}
