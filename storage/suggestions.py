"""Named queries about suggestions: pairs about which the senior is asked, then the junior, before an introduction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.rules.matching import Match
from bot.rules.programmes import CIRCLES
from storage import outbox, rounds, wishes
from storage.counts import Ids
from storage.prepared import every, given, insert_once, one, prepared
from storage.tables import Outbox, Programme, Proposal, Round, Suggestion, Wish

Side = Literal["senior", "junior"]
SIDES: tuple[Side, ...] = ("senior", "junior")
ENDED = ("introduced", "over")
ANSWERS = ("consent/agreed", "consent/over")
"""What may stand in the place of a question."""


@dataclass(frozen=True)
class Asking:
    """A round whose people are being asked, in numbers.

    What came to nothing counts as waiting until the time to answer is over: a no reads like silence here, too. In a
    round of very few pairs even numbers tell something, and nothing here can help that.
    """

    round_id: int
    programme_id: int
    seniors: int
    juniors: int
    agreed: int
    over: int
    until: datetime | None
    """When the time of the next one who is asked is over."""


@dataclass(frozen=True)
class OnHome:
    """What somebody is asked, each as the values of its message; and what they said yes to, and whether in a circle."""

    asked: Sequence[dict[str, Any]] = ()
    agreed: Sequence[tuple[Suggestion, bool]] = ()


def key(row: Suggestion, side: Side) -> str:
    """The key of the message in which one of the two is asked."""
    return f"suggestion:{row.id}:{side}"


def reminder(row: Suggestion, side: Side) -> str:
    return f"suggestion-reminder:{row.id}:{side}"


def suggestion(db: Session, suggestion_id: int) -> Suggestion | None:
    return one(db, Suggestion, id=suggestion_id)


def of_proposal(db: Session, proposal_id: int | None) -> Suggestion | None:
    return one(db, Suggestion, proposal_id=proposal_id)


def suggest(db: Session, programme_id: int, proposal: Proposal, answer_by: datetime) -> Suggestion | None:
    """Begin to ask about a pair, the senior first. None where somebody else is suggested to that senior already."""
    both = {"mentor_id": proposal.mentor_id, "mentee_id": proposal.mentee_id, "answer_by": answer_by}
    about = {"programme_id": programme_id, "round_id": proposal.round_id, "proposal_id": proposal.id}
    written = insert_once(db, Suggestion, **about, **both)
    return suggestion(db, written) if written else None


def move(
    db: Session,
    row: Suggestion,
    becomes: str,
    *,
    in_time: datetime | None = None,
    answer_by: datetime | None = None,
    silent_id: str | None = None,
) -> bool:
    """Take a suggestion a step further, and have the tick look at its round. False where another was faster.

    ``in_time``: only while the time to answer is not over.
    """
    as_seen = sa.update(Suggestion).where(col(Suggestion.id) == row.id, col(Suggestion.status) == row.status)
    if in_time is not None:
        as_seen = as_seen.where(col(Suggestion.answer_by) > in_time)
    values = {"status": becomes, "answer_by": answer_by or row.answer_by, "silent_id": silent_id}
    moved = db.exec(as_seen.values(**values)).rowcount
    db.refresh(row)
    if moved:
        rounds.stir(db, row.round_id, frees=becomes in ("held", "over"))
    return bool(moved)


def to_ask(db: Session, round_id: int | None, most: int) -> Sequence[Proposal]:
    """Some proposals of an approved round about which nobody has been asked."""
    here = Suggestion.workspace_id == Proposal.workspace_id
    asked = select(Suggestion.id).where(here, Suggestion.proposal_id == Proposal.id)
    approved = select(Proposal).join(Round, col(Round.id) == Proposal.round_id).where(Round.status == "approved")
    waiting = (Proposal.round_id == round_id, ~col(Proposal.dropped), col(Proposal.approved_by).is_(None))
    return db.exec(approved.where(*waiting, ~asked.exists()).order_by(col(Proposal.id)).limit(most)).all()


def any_to_do(db: Session, round_id: int | None) -> bool:
    """Whether somebody of a round is to be introduced, or to be asked."""
    said = (Suggestion.round_id == round_id, col(Suggestion.status).in_(("willing", "agreed")))
    return bool(to_ask(db, round_id, 1)) or db.exec(select(Suggestion.id).where(*said).limit(1)).first() is not None


def of_status(db: Session, round_id: int | None, status: str, most: int) -> Sequence[tuple[Suggestion, Proposal]]:
    """Some suggestions of a round that are that far, with what was proposed."""
    both = select(Suggestion, Proposal).join(Proposal, col(Proposal.id) == Suggestion.proposal_id)
    these = both.where(Suggestion.round_id == round_id, Suggestion.status == status)
    return db.exec(these.order_by(col(Suggestion.id)).limit(most)).all()


def any_live(db: Session, round_id: int | None) -> bool:
    """Whether anything of a round is still on its way."""
    going_on = (Suggestion.round_id == round_id, col(Suggestion.status).not_in(ENDED))
    return db.exec(select(Suggestion.id).where(*going_on).limit(1)).first() is not None


def of_round(db: Session, round_id: int | None) -> Sequence[Suggestion]:
    return every(db, Suggestion, round_id=round_id)


def live(db: Session, programme_id: int, only: Collection[str] | None = None) -> Sequence[Suggestion]:
    """What is on its way in a programme, to everybody or some; an end of which the senior has yet to hear included."""
    going_on = (Suggestion.programme_id == programme_id, col(Suggestion.status).not_in(ENDED))
    found = select(Suggestion).where(*going_on)
    if only is not None:
        found = found.where(sa.or_(col(Suggestion.mentor_id).in_(only), col(Suggestion.mentee_id).in_(only)))
    return db.exec(found).all()


def due(db: Session, now: datetime, most: int) -> Sequence[Suggestion]:
    """Some suggestions whose time to answer is over."""
    over = select(Suggestion).where(_waits(), col(Suggestion.answer_by) <= now)
    return db.exec(over.order_by(col(Suggestion.answer_by), col(Suggestion.id)).limit(most)).all()


def next_due(db: Session) -> datetime | None:
    """When the next time to answer is over; a moment that has passed where one is over."""
    return _next_due(db).first()


def propose_later(db: Session, row: Round, seen: int, matches: Sequence[Match]) -> int:
    """Propose pairs of people who have become free since a round was approved; how many.

    None where there are other proposals than the ``seen``: somebody else was faster, with the same people.
    """
    if row.id is None or len(rounds.proposals(db, row.id)) != seen:
        return 0
    for pair in matches:
        why = [reason.plain() for reason in pair.reasons]
        proposal = Proposal(round_id=row.id, mentor_id=pair.mentor, mentee_id=pair.mentee, score=pair.score, later=True)
        proposal.reasons = why
        db.add(proposal)
    db.flush()
    return len(matches)


def on_home(db: Session, user_id: str, now: datetime) -> OnHome:
    """What one is asked, and what one said yes to without knowing what came of it."""
    mine: Sequence[Any] = _of_person(db, user_id=user_id, now=now).all()
    waiting = [row for row, _ in mine if is_asked(row, user_id)]
    asked = [outbox.by_key(db, key(row, "senior" if row.mentee_id == user_id else "junior")) for row in waiting]
    agreed = [(row, kind == CIRCLES) for row, kind in mine if not is_asked(row, user_id)]
    return OnHome([said.values for said in asked if said and said.values], agreed)


def is_asked(row: Suggestion, user_id: str) -> bool:
    """Whether it is this person's turn to answer."""
    return (row.status, user_id) in (("senior", row.mentee_id), ("junior", row.mentor_id))


def asking(db: Session, ids: Ids, now: datetime) -> list[Asking]:
    """The approved rounds of these programmes whose people are asked; of one pair approved alone it would tell all."""
    rows: Iterable[Any] = _asking(db, ids=ids, now=now)
    return [Asking(*numbers) for numbers in rows]


def forget_words(db: Session, programme_id: int, user_id: str) -> list[str]:
    """Withdraw and empty the reminders of somebody's suggestions, to either, and their parts of digests.

    Returns the keys of whatever else was said about them.
    """
    theirs = sa.or_(col(Suggestion.mentor_id) == user_id, col(Suggestion.mentee_id) == user_id)
    rows = db.exec(select(Suggestion).where(theirs, Suggestion.programme_id == programme_id)).all()
    about = col(Wish.key).in_([reminder(row, side) for row in rows for side in SIDES])
    said = [outbox_id for outbox_id in db.exec(select(Wish.outbox_id).where(about)) if outbox_id]
    db.exec(sa.update(Wish).where(about, col(Wish.status) == "waiting").values(status="withdrawn"))
    db.exec(sa.update(Wish).where(about).values(values={}))
    ids = {row.id for row in rows}
    for digest in db.exec(select(Outbox).where(sa.or_(col(Outbox.id).in_(said), col(Outbox.replaces).in_(said)))):
        kept = [part for part in digest.values.get("parts", ()) if part["values"].get("suggestion") not in ids]
        digest.values = {"parts": kept} if digest.template == wishes.DIGEST else {}
    asked = [(key(row, side), row.id) for row in rows for side in SIDES]
    return [said for key, of in asked for said in (key, *(f"{key}:{of}:{template}" for template in ANSWERS))]


def silent(rows: Collection[Suggestion]) -> set[str]:
    """Who let their time to answer pass."""
    return {row.silent_id for row in rows if row.silent_id}


def _waits() -> sa.ColumnElement[bool]:
    return col(Suggestion.status).in_(("senior", "junior", "held"))


@prepared
def _next_due() -> SelectOfScalar[Any]:
    return select(sa.func.min(col(Suggestion.answer_by))).where(_waits())


@prepared
def _of_person() -> Select[Any]:
    who: Any = given("user_id")
    as_senior = sa.and_(col(Suggestion.mentee_id) == who, col(Suggestion.status).not_in(ENDED))
    as_junior = sa.and_(col(Suggestion.mentor_id) == who, col(Suggestion.status) == "junior")
    waits = sa.or_(col(Suggestion.answer_by) > given("now"), col(Suggestion.status) == "agreed")
    mine: Any = select(Suggestion, Programme.kind).join(Programme, col(Programme.id) == Suggestion.programme_id)
    mine_live: Select[Any] = mine.where(sa.or_(as_senior, as_junior), waits).order_by(col(Suggestion.id))
    return mine_live


@prepared
def _asking() -> Select[Any]:
    status, in_time = col(Suggestion.status), col(Suggestion.answer_by) > given("now")
    seniors = sa.or_(status == "senior", sa.and_(status == "over", in_time))
    juniors = status.in_(("willing", "junior", "held"))
    agreed = status.in_(("agreed", "introduced"))
    over = sa.and_(status == "over", ~in_time)
    numbers: Any = (sa.func.count(sa.case((which, 1))) for which in (seniors, juniors, agreed, over))
    until = sa.func.min(sa.case((sa.and_(_waits(), in_time), col(Suggestion.answer_by))))
    found: Any = sa.select(col(Suggestion.round_id), col(Suggestion.programme_id), *numbers, until)
    going_on = (Round.status == "approved", col(Round.carried_out_at).is_(None))
    of_round = found.join(Round, col(Round.id) == Suggestion.round_id).where(*going_on)
    among = of_round.where(col(Suggestion.programme_id).in_(given("ids", expanding=True)))
    by_round: Select[Any] = among.group_by(Suggestion.round_id, Suggestion.programme_id).order_by(Suggestion.round_id)
    return by_round
