"""Who is asked which survey on which day: after joining, after a round, while two are paired, and after that.

The mentor of a circle is asked once for all of it. Where the end of a pair moves, what is asked while it lasts is
planned anew: what was not asked yet.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.rules.cadence import A_DAY, local_day
from bot.rules.surveys import AFTERWARDS, CLOSES_AFTER, WHILE_PAIRED, Turn, in_pair
from storage import people
from storage.circles import whole
from storage.prepared import amend, given, prepared
from storage.surveys import ask, unask, was_asked
from storage.tables import Pair, Survey


def ask_newcomer(db: Session, programme_id: int, user_id: str, now: datetime) -> None:
    """Ask whoever has joined for the baseline, the next morning."""
    ask(db, "baseline", programme_id, user_id, _tomorrow(db, user_id, now))


def ask_unmatched(db: Session, programme_id: int, user_id: str, round_id: int | None, now: datetime) -> None:
    """Ask whoever a round left over, once a round."""
    ask(db, "unmatched", programme_id, user_id, _tomorrow(db, user_id, now), about=str(round_id))


def ask_while_paired(db: Session, pair: Pair, now: datetime) -> None:
    """Plan what both of a pair are asked as long as it lasts, or plan anew what they were not asked yet."""
    for user_id in (pair.mentor_id, pair.mentee_id):
        _plan(db, pair, user_id, now)
    amend(db, pair, surveyed_until=pair.ends_at)


def any_moved(db: Session, now: datetime) -> bool:
    """Whether it is worth looking closer: the cheap question of every second."""
    return _moved(db, now=now, most=1).first() is not None


def moved(db: Session, now: datetime, most: int) -> Sequence[Pair]:
    """Some of the pairs that go on and whose surveys are planned for another end than theirs."""
    return _moved(db, now=now, most=most).all()


def ask_about_fit(db: Session, pair: Pair, now: datetime) -> None:
    """Ask both, once, how they fit: after their first session."""
    for user_id in (pair.mentor_id, pair.mentee_id):
        day = _tomorrow(db, user_id, now)
        ask(db, "fit", pair.programme_id, user_id, day, about=str(whole(pair)), pair=pair, while_paired=True)


def ask_after_exit(db: Session, pair: Pair, now: datetime, *, besides: Collection[str] = ()) -> None:
    """A pair was ended by one of the two: ask both how that was, and later what remained; ``besides`` are those whose
    circle goes on."""
    _ask_after(db, "exit", pair, now, besides)


def ask_at_close(db: Session, pair: Pair, now: datetime) -> None:
    """The months of a pair are over: ask both to look back, and later what remained."""
    _ask_after(db, "close", pair, now)


def _ask_after(db: Session, first: str, pair: Pair, now: datetime, besides: Collection[str] = ()) -> None:
    for user_id in (who for who in (pair.mentor_id, pair.mentee_id) if who not in besides):
        ended_on = local_day(now, people.zone(db, user_id))
        for kind, later in {first: A_DAY, **AFTERWARDS}.items():
            ask(db, kind, pair.programme_id, user_id, ended_on + later, about=f"{whole(pair)}:{ended_on}", pair=pair)


def _plan(db: Session, pair: Pair, user_id: str, now: datetime) -> None:
    """Whatever stays on its day stays untouched, and so does whatever had its turn."""
    zone = people.zone(db, user_id)
    began, ends, today = (local_day(moment, zone) for moment in (pair.introduced_at, pair.ends_at, now))
    asked = _while_paired(db, user_id=user_id, about=f"{whole(pair)}:%").all()
    had = {_turn(row): _day(row) for row, was_said in asked if was_said or _is_over(row, today)}
    planned = in_pair(began, ends, today, had)
    unask(db, [row for row, _ in asked if _turn(row) not in had and planned.get(_turn(row)) != _day(row)])
    for (kind, number), day in planned.items():
        about = f"{whole(pair)}:{number}"
        ask(db, kind, pair.programme_id, user_id, day, about=about, pair=pair, while_paired=True)


def _turn(row: Survey) -> Turn:
    return row.kind, row.about.partition(":")[2]


def _day(row: Survey) -> date:
    return row.closes_on - CLOSES_AFTER


def _is_over(row: Survey, today: date) -> bool:
    """Whether it was answered, or could not be asked in its two weeks, in a pause: then it is not made up for."""
    return row.status != "open" or row.closes_on <= today


def _tomorrow(db: Session, user_id: str, now: datetime) -> date:
    return local_day(now, people.zone(db, user_id)) + timedelta(days=1)


@prepared
def _while_paired() -> Select[Survey, bool]:
    """What somebody was or is to be asked about a pair, or a circle, as long as it lasts, and whether they were."""
    mine = (Survey.user_id == given("user_id"), col(Survey.kind).in_(WHILE_PAIRED))
    return select(Survey, was_asked()).where(*mine, col(Survey.about).like(given("about")))


@prepared
def _moved() -> SelectOfScalar[Pair]:
    moved = (col(Pair.ended_at).is_(None), col(Pair.surveyed_until) != Pair.ends_at)
    goes_on = select(Pair).where(*moved, col(Pair.ends_at) > given("now"))
    return goes_on.order_by(col(Pair.ends_at), col(Pair.id)).limit(given("most"))
