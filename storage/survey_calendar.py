"""Who is asked which survey on which day: after joining, after a round, while two are paired, and after that.

The mentor of a circle is asked once for all of it.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.rules.cadence import A_DAY, local_day
from bot.rules.surveys import AFTERWARDS, in_pair
from storage import people
from storage.circles import whole
from storage.surveys import ask
from storage.tables import Pair


def ask_newcomer(db: Session, programme_id: int, user_id: str, now: datetime) -> None:
    """Ask whoever has joined for the baseline, the next morning."""
    ask(db, "baseline", programme_id, user_id, _tomorrow(db, user_id, now))


def ask_unmatched(db: Session, programme_id: int, user_id: str, round_id: int | None, now: datetime) -> None:
    """Ask whoever a round left over, once a round."""
    ask(db, "unmatched", programme_id, user_id, _tomorrow(db, user_id, now), about=str(round_id))


def ask_while_paired(db: Session, pair: Pair) -> None:
    """Plan what both of a pair are asked as long as it lasts."""
    for user_id in (pair.mentor_id, pair.mentee_id):
        zone = people.zone(db, user_id)
        for kind, number, day in in_pair(local_day(pair.introduced_at, zone), local_day(pair.ends_at, zone)):
            about = f"{whole(pair)}:{number}"
            ask(db, kind, pair.programme_id, user_id, day, about=about, pair=pair, while_paired=True)


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


def _tomorrow(db: Session, user_id: str, now: datetime) -> date:
    return local_day(now, people.zone(db, user_id)) + timedelta(days=1)
