"""Circles: pairs that share their mentor; what everybody of a circle does together stands under its first pair."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import outbox, pairs
from storage.pairs import EXIT
from storage.prepared import given, prepared
from storage.tables import Outbox, Pair, Wish

Company = str | list[str]
"""With whom somebody meets: a partner, or all the others of a circle."""
WORDLESS: dict[str, Any] = {"purpose": "", "reasons": []}
TOGETHER = ("sessions/%", "reflections/%", "surveys/%", "checkins/%", "rounds/%")
"""The messages to a mentor that are about the whole circle, by the names of their templates."""


def whole(row: Pair) -> int:
    """The pair under which sessions and whatever else is common stand: the pair itself, or the first of its circle."""
    assert row.id is not None
    return row.circle_id or row.id


def whole_of_each() -> Any:
    """The same for each Pair of a question."""
    return sa.func.coalesce(col(Pair.circle_id), col(Pair.id))


def of_pair(db: Session, row: Pair) -> Sequence[Pair]:
    """All pairs of a circle, ended ones too, the first one first; a pair that is in none by itself."""
    return [row] if row.circle_id is None else _of_circle(db, circle_id=row.circle_id).all()


def going_on(db: Session, row: Pair) -> list[Pair]:
    """The pairs of a circle that have not ended."""
    return [one for one in of_pair(db, row) if one.ended_at is None]


def over(db: Session, rows: Sequence[Pair]) -> list[int]:
    """Under which pairs stands what is over with these: a circle that goes on without one of them is not."""
    return [whole(row) for row in rows if row.circle_id is None or not going_on(db, row)]


def people(rows: Sequence[Pair]) -> list[str]:
    """Everybody in these pairs, each once."""
    return list(dict.fromkeys(who for row in rows for who in (row.mentor_id, row.mentee_id)))


def everybody(db: Session, row: Pair) -> list[tuple[str, Pair]]:
    """Both of a pair, or all of a circle that goes on, each with a pair of their own."""
    together = [row] if row.circle_id is None else going_on(db, row)
    own_pair = {who: one for one in reversed(together) for who in (one.mentor_id, one.mentee_id)}
    return [(who, own_pair[who]) for who in people(together)]


def company(db: Session, row: Pair, viewer: str, now: datetime) -> Company:
    """With whom somebody of a pair meets, as far as they may know it; once it has ended, with whom they did."""
    if row.circle_id is None:
        return pairs.partner(row, viewer)
    return [who for who in people(fellows(db, row, viewer, now)) if who != viewer]


def fellows(db: Session, row: Pair, viewer: str, now: datetime) -> list[Pair]:
    """The pairs of a circle that go on beside one, as somebody may know it, or that ended together with it."""
    if pairs.is_open(row, viewer, now):
        return [one for one in of_pair(db, row) if pairs.is_open(one, viewer, now)]
    return [one for one in of_pair(db, row) if (one.ended_as, one.ended_at) == (row.ended_as, row.ended_at)]


def own(db: Session, row: Pair, user_id: str, now: datetime) -> Pair:
    """Somebody's own pair in the circle of a pair: an open one where there is any, as far as they may know it."""
    mine = [one for one in of_pair(db, row) if user_id in (one.mentor_id, one.mentee_id)]
    return next((one for one in mine if pairs.is_open(one, user_id, now)), mine[0] if mine else row)


def of_person(db: Session, row: Pair, user_id: str, now: datetime) -> list[Pair]:
    """The pairs beside one that somebody is in themselves: a mentor's are all that go on, or that ended with it."""
    return [one for one in fellows(db, row, user_id, now) if user_id in (one.mentor_id, one.mentee_id)]


def each_once(rows: Sequence[Pair]) -> list[Pair]:
    """One pair for each circle: the first."""
    return list({whole(row): row for row in reversed(rows)}.values())[::-1]


def leads(undo_since: Any) -> sa.ColumnElement[bool]:
    """Whether a Pair of the question is the first of its circle that goes on, as far as a coordinator may know.

    One in no circle always is.
    """
    other = aliased(Pair)
    unseen = sa.and_(col(other.ended_as) == EXIT, col(other.ended_at) > undo_since)
    return ~_earlier(other).where(sa.or_(col(other.ended_at).is_(None), unseen)).exists()


def lasts_longest() -> sa.ColumnElement[bool]:
    """Whether no other pair of the circle of a Pair of the question lasts longer, or as long under a later id."""
    other = aliased(Pair)
    goes_on, ended = col(Pair.ended_at).is_(None), col(other.ended_at).is_(None)
    longer = sa.or_(sa.and_(~goes_on, ended), col(other.ended_at) > Pair.ended_at)
    as_long = sa.and_(sa.or_(sa.and_(goes_on, ended), col(other.ended_at) == Pair.ended_at), col(other.id) > Pair.id)
    same = (other.workspace_id == Pair.workspace_id, other.circle_id == Pair.circle_id)
    return ~select(other.id).where(*same, sa.or_(longer, as_long)).exists()


def leads_among(takes_part: Any) -> sa.ColumnElement[bool]:
    """Whether it is the first of those that have not ended and whose mentee fulfils something."""
    other = aliased(Pair)
    return ~_earlier(other).where(col(other.ended_at).is_(None), takes_part(col(other.mentee_id))).exists()


def hand_on(db: Session, row: Pair) -> None:
    """A mentee has left a circle that goes on: what its mentor was to hear of the whole hangs on another pair now."""
    others = [one for one in going_on(db, row) if one.id != row.id]
    if not others:
        return
    regroup(db, row, others)
    for table in (Outbox, Wish):
        common = sa.or_(*(col(table.template).like(name) for name in TOGETHER))
        theirs = (col(table.pair_id) == row.id, col(table.user_id) == row.mentor_id, col(table.status) == "waiting")
        db.exec(sa.update(table).where(*theirs, common).values(pair_id=others[0].id))


def regroup(db: Session, row: Pair, those: Sequence[Pair]) -> None:
    """Let the group conversation begin with exactly those, where it has not begun yet."""
    said = outbox.by_key(db, together_key(row))
    if said is not None and said.status == "waiting":
        said.recipient, said.pair_id = ",".join(people(those)), those[0].id
        said.values = said.values | {"mentees": [one.mentee_id for one in those]}
        db.add(said)
        db.flush()


def forget_words(db: Session, user_id: str, rows: Sequence[Pair]) -> None:
    """Empty what a mentee who left had told the mentor of their circle, in a message that is about others, too."""
    for row in (one for one in rows if one.circle_id is not None and one.mentee_id == user_id):
        said = outbox.by_key(db, f"{together_key(row)}:{row.mentor_id}")
        if said is not None and "people" in said.values:
            kept = [one if one["partner"] != user_id else one | WORDLESS for one in said.values["people"]]
            said.values = said.values | {"people": kept}
            db.add(said)
    db.flush()


def together_key(row: Pair) -> str:
    """The key of the message that opens the group conversation of a circle."""
    return f"introduced:{whole(row)}"


def ended_by(db: Session, row: Pair, user_id: str) -> list[Pair]:
    """What somebody can take back with a pair: all that they ended of the circle that they lead."""
    if row.circle_id is None or user_id != row.mentor_id:
        return [row]
    return [one for one in of_pair(db, row) if one.ended_as == EXIT and one.ended_by == user_id] or [row]


def _earlier(other: Any) -> SelectOfScalar[Any]:
    same = (other.workspace_id == Pair.workspace_id, other.circle_id == Pair.circle_id, other.id < Pair.id)
    return select(other.id).where(*same)


@prepared
def _of_circle() -> SelectOfScalar[Pair]:
    return select(Pair).where(Pair.circle_id == given("circle_id")).order_by(col(Pair.id))
