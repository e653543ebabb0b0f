"""When somebody is asked next, whatever it is about: by their check-ins and by what the stories wish to ask them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.rules.cadence import MOST_UNANSWERED, UNDO, local_day, morning, morning_after
from storage import outbox
from storage.mornings import takes_part
from storage.pairs import looks_open
from storage.prepared import given, prepared
from storage.tables import Pair, Participant, Programme, Seat, Wish

_Asked = tuple[datetime | None, datetime | None, str | None, date | None]
"""When something is to be asked, and until when; whether the person is paused where it is about, and until when."""


def next_nudge(db: Session, user_id: str, zone: str | None, now: datetime) -> date | None:
    """The person's local day on whose morning they are asked next; None where nothing is to be asked.

    What waits for the end of their own pause is asked after it; what waits for somebody else's is not announced. Nor
    are surveys: one that follows the end of a pair would tell of it within the undo hour.
    """
    mine = {"user_id": user_id, "undo_since": now - UNDO}
    mornings = list(_mornings([*_seats(db, **mine), *_wishes(db, **mine, now=now)], zone, now))
    if not mornings:
        return None
    day = local_day(min(mornings), zone)
    return local_day(morning_after(day, zone), zone) if outbox.nudged_on(db, user_id, day) else day


def _mornings(found: Iterable[_Asked], zone: str | None, now: datetime) -> Iterator[datetime]:
    for due, until, status, paused_until in found:
        assert due is not None
        first = morning(max(due, now), zone)
        if status == "paused":
            if paused_until is None:
                continue
            first = max(first, morning_after(paused_until - timedelta(days=1), zone))
        if until is None or first < until:
            yield first


@prepared
def _seats() -> Select[*_Asked]:
    mine = aliased(Participant)
    asked = (Seat.user_id == given("user_id"), col(Seat.ask_at).is_not(None), Seat.unanswered < MOST_UNANSWERED)
    found = select(col(Seat.ask_at), sa.null(), mine.status, col(mine.paused_until))
    of_pair = found.join(Pair, col(Pair.id) == Seat.pair_id)
    in_programme = of_pair.join(Programme, col(Programme.id) == Pair.programme_id).join(mine, _is_of(mine))
    return in_programme.where(*asked, Programme.status == "open", _stands(mine))


@prepared
def _wishes() -> Select[*_Asked]:
    mine = aliased(Participant)
    in_time = sa.or_(col(Wish.until).is_(None), col(Wish.until) > given("now"))
    waiting = (Wish.user_id == given("user_id"), Wish.status == "waiting", in_time, col(Wish.programme_id).is_(None))
    asked = select(Wish.due_at, col(Wish.until), mine.status, col(mine.paused_until))
    found = asked.outerjoin(Pair, col(Pair.id) == Wish.pair_id).outerjoin(mine, _is_of(mine))
    return found.where(*waiting, sa.or_(col(Wish.pair_id).is_(None), _stands(mine)))


def _is_of(mine: type[Participant]) -> sa.ColumnElement[bool]:
    here = col(mine.workspace_id) == Pair.workspace_id, col(mine.programme_id) == Pair.programme_id
    return sa.and_(*here, col(mine.user_id) == given("user_id"))


def _stands(mine: type[Participant]) -> sa.ColumnElement[bool]:
    """The person has not left, and as far as they know the pair is open and the other one takes part."""
    both = (col(Pair.mentor_id), col(Pair.mentee_id))
    other_takes_part = (sa.or_(one == given("user_id"), takes_part(one), _left_unseen(one)) for one in both)
    return sa.and_(looks_open(), col(mine.status).in_(("active", "paused")), *other_takes_part)


def _left_unseen(user_id: Mapped[str]) -> sa.ColumnElement[bool]:
    left = select(Participant.id).where(
        Participant.workspace_id == Pair.workspace_id,
        Participant.programme_id == Pair.programme_id,
        col(Participant.user_id) == user_id,
        col(Participant.left_at) > given("undo_since"),
    )
    return left.exists()
