"""Named queries about agreements: the first version is the programme's own, and stands without a row until signed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.cadence import UNDO
from storage import wishes
from storage.pairs import partner, seems_open
from storage.prepared import given, one, prepared
from storage.programmes import programme
from storage.tables import Agreement, HeldSession, Pair, Wish

Terms = dict[str, str]
"""What a pair has put in its own words, by clause; a clause that is missing stands as the programme words it."""
State = Literal["signed", "waits for me", "waits for them", "unsigned"]
FIRST = 1
UNSIGNED = "agreements/unsigned"
ASKED_AFTER, ASKED_UNTIL, PRIORITY = timedelta(days=3), timedelta(days=30), 50


def current(db: Session, pair_id: int | None) -> Agreement | None:
    """The newest version of a pair's agreement, or None where nobody has signed or changed the first one."""
    return _newest(db, pair_id=pair_id).first()


def in_force(db: Session, pair_id: int | None) -> Terms:
    """What holds between the two: the newest terms that both have signed; without any, the programme's own."""
    signed = [row for row in _newest(db, pair_id=pair_id) if row.mentor_signed_at and row.mentee_signed_at]
    return signed[0].terms if signed else {}


def version(row: Agreement | None) -> int:
    return row.version if row else FIRST


def state(row: Agreement | None, pair: Pair, viewer: str) -> State:
    """How far the signing is, as one of the two sees it."""
    mine, theirs = _signed(row, pair, viewer), _signed(row, pair, partner(pair, viewer))
    if mine:
        return "signed" if theirs else "waits for them"
    return "waits for me" if theirs else "unsigned"


def states(db: Session, pairs: Iterable[Pair], viewer: str) -> dict[int, State]:
    """How far the signing is in each of somebody's pairs, by pair."""
    mine = {pair.id: pair for pair in pairs if pair.id is not None}
    rows = {row.pair_id: row for row in _of_pairs(db, pair_ids=list(mine))} if mine else {}
    return {pair_id: state(rows.get(pair_id), pair, viewer) for pair_id, pair in mine.items()}


def sign(db: Session, pair: Pair, read: int, by: str, now: datetime) -> Agreement | None:
    """Sign the version that somebody has read; a second time changes nothing. None where there is a newer one."""
    row = current(db, pair.id)
    if version(row) != read:
        return None
    row = row or _new(db, pair, FIRST, {}, None, now)
    _put_signature(row, pair, by, now)
    db.add(row)
    db.flush()
    _withdraw_reminders(db, pair, by)
    return row


def propose(db: Session, pair: Pair, read: int, terms: Terms, by: str, now: datetime) -> Agreement | None:
    """Put other terms in the place of those that somebody has read, signed by them. None where there are newer ones."""
    if version(current(db, pair.id)) != read:
        return None
    row = _new(db, pair, read + 1, terms, by, now)
    _put_signature(row, pair, by, now)
    db.flush()
    _withdraw_reminders(db, pair, by)
    return row


def ask_to_sign(db: Session, pair: Pair, user_id: str, now: datetime) -> None:
    """Have somebody reminded once, some days after the introduction, unless they sign before."""
    wishes.wish(
        db,
        _key(pair, user_id),
        UNSIGNED,
        user_id,
        now + ASKED_AFTER,
        priority=PRIORITY,
        pair_id=pair.id,
        until=now + ASKED_UNTIL,
        pair=pair.id,
        partner=partner(pair, user_id),
    )


def not_signed_by(db: Session, pair: Pair) -> list[str]:
    """Who of an open pair has still to sign."""
    row = current(db, pair.id)
    return [user_id for user_id in (pair.mentor_id, pair.mentee_id) if not _signed(row, pair, user_id)]


def may_be_reminded(db: Session, pair: Pair) -> list[str]:
    """Who has still to sign, has had the one question that comes by itself, and was not reminded by anybody since."""
    missing = not_signed_by(db, pair)
    asked = [user_id for user_id in missing if (own := one(db, Wish, key=_key(pair, user_id))) and own.status == "said"]
    return [user_id for user_id in asked if one(db, Wish, key=_again(pair, user_id)) is None]


def remind(db: Session, pair: Pair, now: datetime) -> int:
    """Have those asked once more who may be, in their next morning. Returns how many; a second call finds nobody."""
    whom = may_be_reminded(db, pair)
    for user_id in whom:
        about: dict[str, Any] = {"pair": pair.id, "partner": partner(pair, user_id)}
        until = now + ASKED_UNTIL
        key = _again(pair, user_id)
        wishes.wish(db, key, UNSIGNED, user_id, now, priority=PRIORITY, pair_id=pair.id, until=until, **about)
    return len(whom)


def must_be_signed(db: Session, pair: Pair) -> bool:
    """Whether the programme wants the agreement signed before the first session, and that is still to be done."""
    held_in = programme(db, pair.programme_id)
    if held_in is None or not held_in.agreement_first:
        return False
    held = select(HeldSession.id).where(HeldSession.pair_id == pair.id).limit(1)
    return state(current(db, pair.id), pair, pair.mentor_id) != "signed" and db.exec(held).first() is None


def unsigned(db: Session, programme_id: int, now: datetime) -> list[Pair]:
    """The open pairs of a programme whose agreement is not signed by both, the oldest first."""
    of_pair = (col(Agreement.workspace_id) == Pair.workspace_id, col(Agreement.pair_id) == Pair.id)
    done = select(Agreement.id).where(*of_pair, *signed_by_both()).exists()
    still_open = select(Pair).where(Pair.programme_id == programme_id, seems_open(now - UNDO), ~done)
    return list(db.exec(still_open.order_by(col(Pair.id))).all())


def signed_by_both() -> tuple[sa.ColumnElement[bool], ...]:
    """Whether an Agreement is the newest of its pair and both have signed it, in a question about agreements."""
    newer = aliased(Agreement)
    of_same = (col(newer.workspace_id) == Agreement.workspace_id, col(newer.pair_id) == Agreement.pair_id)
    is_newest = ~select(newer.id).where(*of_same, col(newer.version) > Agreement.version).exists()
    return col(Agreement.mentor_signed_at).is_not(None), col(Agreement.mentee_signed_at).is_not(None), is_newest


@prepared
def _newest() -> SelectOfScalar[Agreement]:
    return select(Agreement).where(Agreement.pair_id == given("pair_id")).order_by(col(Agreement.version).desc())


@prepared
def _of_pairs() -> SelectOfScalar[Agreement]:
    theirs = col(Agreement.pair_id).in_(given("pair_ids", expanding=True))
    return select(Agreement).where(theirs).order_by(col(Agreement.version))


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


def _key(pair: Pair, user_id: str) -> str:
    return f"agreement:{pair.id}:{user_id}"


def _again(pair: Pair, user_id: str) -> str:
    return f"{_key(pair, user_id)}:again"


def _withdraw_reminders(db: Session, pair: Pair, user_id: str) -> None:
    wishes.withdraw(db, _key(pair, user_id))
    wishes.withdraw(db, _again(pair, user_id))
