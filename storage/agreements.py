"""Named queries about agreements: the first version is the programme's own, and stands without a row until signed.

What both have signed holds until both have signed something else; what one of them proposes waits beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import wishes
from storage.pairs import partner
from storage.prepared import given, prepared
from storage.programmes import programme
from storage.tables import Agreement, HeldSession, Pair

Terms = dict[str, str]
"""What a pair has put in its own words, by clause; a clause that is missing stands as the programme words it."""
State = Literal[
    "signed",
    "unsigned",
    "waits for me",
    "waits for them",
    "proposal waits for me",
    "proposal waits for them",
    "change waits for me",
    "change waits for them",
]
"""How far the signing is: of the usual terms, of others that were proposed before any held, or beside some that do."""

FIRST = 1


@dataclass(frozen=True)
class Standing:
    """How an agreement stands: what both have signed or are to sign first, and what one of them proposes instead."""

    held: Agreement | None
    proposed: Agreement | None

    @property
    def newest(self) -> Agreement | None:
        """What is to be read and signed; None is the programme's own, which nobody has signed."""
        return self.proposed or self.held

    @property
    def version(self) -> int:
        return self.newest.version if self.newest else FIRST

    @property
    def holds(self) -> bool:
        """Whether there are terms that both have signed."""
        return self.held is not None and _by_both(self.held)


def standing(db: Session, pair_id: int | None) -> Standing:
    """How the agreement of a pair stands."""
    return _standing(_newest_first(db, pair_id=pair_id).all())


def in_force(db: Session, pair_id: int | None) -> Terms:
    """What holds between the two: the newest terms that both have signed; without any, the programme's own."""
    stands = standing(db, pair_id)
    return stands.held.terms if stands.held and stands.holds else {}


def state(stands: Standing, pair: Pair, viewer: str) -> State:
    """How far the signing is, as one of the two sees it."""
    mine, theirs = (_signed(stands.newest, pair, user_id) for user_id in (viewer, partner(pair, viewer)))
    if mine and theirs:
        return "signed"
    if stands.holds:
        return "change waits for them" if mine else "change waits for me"
    if stands.proposed:
        return "proposal waits for them" if mine else "proposal waits for me"
    if mine:
        return "waits for them"
    return "waits for me" if theirs else "unsigned"


def states(db: Session, pairs: Iterable[Pair], viewer: str) -> dict[int, State]:
    """How far the signing is in each of somebody's pairs, by pair."""
    mine: dict[int, Pair] = {pair.id: pair for pair in pairs if pair.id is not None}
    rows: dict[int, list[Agreement]] = {pair_id: [] for pair_id in mine}
    for row in _of_pairs(db, pair_ids=list(mine)) if mine else ():
        rows[row.pair_id].append(row)
    return {pair_id: state(_standing(rows[pair_id]), pair, viewer) for pair_id, pair in mine.items()}


def sign(db: Session, pair: Pair, read: int, by: str, now: datetime) -> Agreement | None:
    """Sign the version that somebody has read; a second time changes nothing. None where another one is to be read."""
    stands = standing(db, pair.id)
    if stands.version != read:
        return None
    row = stands.newest or _new(db, pair, FIRST, {}, None, now)
    _put_signature(row, pair, by, now)
    db.add(row)
    db.flush()
    _withdraw_reminders(db, pair, by)
    return row


def propose(db: Session, pair: Pair, read: int, terms: Terms, by: str, now: datetime) -> Agreement | None:
    """Put other terms, signed by whoever proposes them, beside those that hold, and in the place of what was proposed.

    None where somebody has read neither.
    """
    rows = _newest_first(db, pair_id=pair.id).all()
    if _standing(rows).version != read:
        return None
    row = _new(db, pair, (rows[0].version if rows else FIRST) + 1, terms, by, now)
    _put_signature(row, pair, by, now)
    db.flush()
    _withdraw_reminders(db, pair, by)
    return row


def decline(db: Session, pair: Pair, read: int, by: str, now: datetime) -> Agreement | None:
    """Decline what the other one proposes, as somebody has read it: what stood before stands.

    None where that is not theirs to decline, or not any more.
    """
    row = standing(db, pair.id).proposed
    if row is None or row.version != read or row.proposed_by == by:
        return None
    row.declined_at = now
    db.add(row)
    db.flush()
    return row


def not_signed_by(db: Session, pair: Pair) -> list[str]:
    """Who of an open pair has still to sign; nobody where terms hold that both have signed."""
    stands = standing(db, pair.id)
    both = (pair.mentor_id, pair.mentee_id)
    return [] if stands.holds else [user_id for user_id in both if not _signed(stands.newest, pair, user_id)]


def forget_words(db: Session, pair_ids: Iterable[int]) -> None:
    """Empty what pairs have put in their own words; that they signed, stays."""
    db.exec(sa.update(Agreement).where(col(Agreement.pair_id).in_(list(pair_ids))).values(terms={}))


def must_be_signed(db: Session, pair: Pair) -> bool:
    """Whether the programme wants the agreement signed before the first session, and that is still to be done."""
    held_in = programme(db, pair.programme_id)
    if held_in is None or not held_in.agreement_first:
        return False
    held = select(HeldSession.id).where(HeldSession.pair_id == (pair.circle_id or pair.id)).limit(1)
    return not standing(db, pair.id).holds and db.exec(held).first() is None


def asks(pair: Pair, user_id: str) -> str:
    """The key of the question that comes by itself."""
    return f"agreement:{pair.id}:{user_id}"


def asks_again(pair: Pair, user_id: str) -> str:
    """The key of the one that a coordinator asks for."""
    return f"{asks(pair, user_id)}:again"


@prepared
def _newest_first() -> SelectOfScalar[Agreement]:
    return select(Agreement).where(Agreement.pair_id == given("pair_id")).order_by(col(Agreement.version).desc())


@prepared
def _of_pairs() -> SelectOfScalar[Agreement]:
    theirs = col(Agreement.pair_id).in_(given("pair_ids", expanding=True))
    return select(Agreement).where(theirs).order_by(col(Agreement.version).desc())


def _standing(newest_first: Sequence[Agreement]) -> Standing:
    signed = (row for row in newest_first if _by_both(row))
    held = next(signed, None) or next((row for row in newest_first if row.version == FIRST), None)
    newest = newest_first[0] if newest_first else None
    waits = newest is not None and newest is not held and newest.declined_at is None
    return Standing(held, newest if waits else None)


def _by_both(row: Agreement) -> bool:
    return bool(row.mentor_signed_at and row.mentee_signed_at)


def _new(db: Session, pair: Pair, number: int, terms: Terms, by: str | None, now: datetime) -> Agreement:
    assert pair.id is not None
    row = Agreement(pair_id=pair.id, version=number, terms=terms, proposed_by=by, proposed_at=now)
    db.add(row)
    return row


def _put_signature(row: Agreement, pair: Pair, by: str, now: datetime) -> None:
    if by == pair.mentor_id:
        row.mentor_signed_at = row.mentor_signed_at or now
    else:
        row.mentee_signed_at = row.mentee_signed_at or now


def _signed(row: Agreement | None, pair: Pair, user_id: str) -> bool:
    moment = row and (row.mentor_signed_at if user_id == pair.mentor_id else row.mentee_signed_at)
    return bool(moment)


def _withdraw_reminders(db: Session, pair: Pair, user_id: str) -> None:
    for key in (asks(pair, user_id), asks_again(pair, user_id)):
        wishes.withdraw(db, key)
