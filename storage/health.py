"""How programmes are doing: counts for Home, each one question however many take part, and whom a count is about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.cadence import UNDO
from bot.rules.health import expected
from bot.rules.programmes import PAIRS
from bot.rules.surveys.calendar import A_MONTH
from storage import counts, goals, promises, suggestions, undelivered
from storage.circles import leads, whole_of_each
from storage.counts import Ids, among_these, of_pair
from storage.pairs import EXIT, seems_open
from storage.prepared import given, prepared
from storage.promises import Counts
from storage.tables import Goal, HeldSession, Pair, Participant, Plan, PlanChange, Programme, Promise, Round, Seat

ENDED = ("cancelled", "held", "missed")
LATELY = timedelta(days=60)


@dataclass(frozen=True)
class Health:
    """A programme in numbers, and the pairs that fell silent."""

    programme: Programme
    enrolled: int
    matched: int
    sessions: int
    expected: int
    quiet: Sequence[Pair]
    let_down: int
    exits: int
    ending: int
    completed: int
    rotating: int
    resting: int
    unsigned: int
    goals: int
    promises: Counts
    upcoming: int
    undelivered: int
    round: Round | None
    asking: Sequence[suggestions.Asking]
    """The rounds whose people are being asked whether they want to be introduced."""
    circles: counts.Circles | None = None

    @property
    def unmatched(self) -> int:
        return self.enrolled - self.matched - self.resting


@dataclass(frozen=True)
class Behind:
    """A pair that has held fewer sessions than its time would have had room for."""

    pair: Pair
    held: int
    expected: int


def of_programmes(db: Session, programmes: Sequence[Programme], now: datetime) -> list[Health]:
    """How these programmes are doing, as of now."""
    ids = [row.id for row in programmes if row.id is not None]
    if not ids:
        return []
    completed = counts.completed(db, ids)
    counted = {
        "enrolled": counts.enrolled(db, ids),
        "matched": counts.matched(db, ids, now),
        "sessions": counts.held(db, ids),
        "expected": counts.due(db, programmes, now),
        "let_down": Counter(pair.programme_id for pair in let_down(db, ids, now)),
        "exits": Counter(pair.programme_id for pair in exits(db, ids, now)),
        "ending": counts.ending(db, ids, now),
        "completed": completed,
        "rotating": counts.free_again(db, completed, wanted=True),
        "resting": counts.free_again(db, completed, wanted=False),
        "unsigned": counts.unsigned(db, ids, now),
        "goals": goals.reached(db, ids),
        "upcoming": counts.upcoming(db, ids),
        "undelivered": undelivered.count(db, now),
    }
    silent, live = quiet(db, ids, now), {row.programme_id: row for row in _live_rounds(db, ids=ids)}
    gathered = counts.in_circles(db, programmes, now)
    promised, asking = promises.counts(db, ids, now), suggestions.asking(db, ids, now)
    return [
        Health(
            programme=row,
            quiet=[pair for pair in silent if pair.programme_id == row.id],
            promises=promised.get(row.id or 0, Counts()),
            round=live.get(row.id or 0),
            asking=[one for one in asking if one.programme_id == row.id],
            circles=gathered.get(row.id or 0),
            **{name: count.get(row.id or 0, 0) for name, count in counted.items()},
        )
        for row in programmes
    ]


def quiet(db: Session, ids: Ids, now: datetime) -> Sequence[Pair]:
    """The open pairs in which two questions stayed unanswered, the oldest first."""
    return _quiet(db, ids=ids, undo_since=now - UNDO).all()


def let_down(db: Session, ids: Ids, now: datetime) -> Sequence[Pair]:
    """The open pairs whose senior cancelled the last two sessions that were agreed on, with none held since."""
    return _let_down(db, ids=ids, undo_since=now - UNDO).all()


def exits(db: Session, ids: Ids, now: datetime) -> Sequence[Pair]:
    """The pairs that one of the two ended lately, and can no longer take back; the newest end first."""
    return _exits(db, ids=ids, since=now - LATELY, until=now - UNDO).all()


def ending(db: Session, programme_id: int, now: datetime) -> Sequence[Pair]:
    """The open pairs that end within a month, the next to end first."""
    soon = (Pair.programme_id == programme_id, seems_open(now - UNDO), col(Pair.ends_at) <= now + A_MONTH)
    return db.exec(select(Pair).where(*soon).order_by(col(Pair.ends_at), col(Pair.id))).all()


def unmatched(db: Session, programme_id: int, now: datetime) -> Sequence[Participant]:
    """Who wants to be matched and is in no pair, the longest waiting first; an exit shows once it cannot be undone."""
    among = (Pair.programme_id == programme_id, seems_open(now - UNDO))
    paired = sa.union(select(Pair.mentor_id).where(*among), select(Pair.mentee_id).where(*among))
    waiting = (Participant.programme_id == programme_id, Participant.status != "left", col(Participant.next_round))
    alone = select(Participant).where(*waiting, col(Participant.user_id).not_in(paired))
    return db.exec(alone.order_by(col(Participant.joined_at), col(Participant.id))).all()


def behind(db: Session, programme: Programme, now: datetime) -> list[Behind]:
    """The open pairs that have held fewer sessions than expected, the widest gap first; of a circle its first."""
    of_whole = (col(HeldSession.workspace_id) == Pair.workspace_id, col(HeldSession.pair_id) == whole_of_each())
    held = select(sa.func.count(col(HeldSession.id))).where(*of_whole).scalar_subquery()
    still_open = (Pair.programme_id == programme.id, seems_open(now - UNDO), leads(now - UNDO))
    found = [
        Behind(pair, count, expected(pair.introduced_at, now, programme.cadence, programme.sessions))
        for pair, count in db.exec(select(Pair, held).where(*still_open).order_by(col(Pair.id))).all()
    ]
    late = [one for one in found if one.held < one.expected]
    return sorted(late, key=lambda one: one.held - one.expected)


def pairs_with_goals(db: Session, programme_id: int, now: datetime) -> Sequence[tuple[Pair, int]]:
    """The open pairs that reached a goal, with how many; not which."""
    count = sa.func.count(col(Goal.id))
    reached = (Pair.programme_id == programme_id, seems_open(now - UNDO), Goal.status == "reached")
    joined = select(Pair, count).join(Goal, sa.and_(*of_pair(Goal))).where(*reached)
    return db.exec(joined.group_by(col(Pair.id)).order_by(col(Pair.id))).all()


def pairs_with_promises(db: Session, programme_id: int, now: datetime) -> Sequence[tuple[Pair, int]]:
    """The open pairs with open promises, the most of them first, with how many; not which."""
    count = sa.func.count(col(Promise.id))
    still_open = (Pair.programme_id == programme_id, seems_open(now - UNDO), col(Promise.done_at).is_(None))
    joined = select(Pair, count).join(Promise, sa.and_(*of_pair(Promise))).where(*still_open)
    return db.exec(joined.group_by(col(Pair.id)).order_by(count.desc(), col(Pair.id))).all()


@prepared
def _quiet() -> SelectOfScalar[Pair]:
    """A mentor's silence is that of a whole circle, and counts for the first of its pairs."""
    silent = (Seat.workspace_id == given("workspace_id"), col(Seat.quiet_since).is_not(None))
    of_silent = col(Pair.id).in_(select(Seat.pair_id).where(*silent))
    of_mentee = select(Seat.id).where(*silent, col(Seat.pair_id) == Pair.id, col(Seat.user_id) == Pair.mentee_id)
    counts_here = sa.or_(col(Pair.circle_id).is_(None), of_mentee.exists(), leads(given("undo_since")))
    quiet_pairs = select(Pair).where(among_these(), seems_open(given("undo_since")), of_silent, counts_here)
    return quiet_pairs.order_by(col(Pair.id))


@prepared
def _exits() -> SelectOfScalar[Pair]:
    by_one_of_them = (col(Pair.ended_at) > given("since"), col(Pair.ended_at) <= given("until"))
    ended = select(Pair).where(among_these(), *by_one_of_them, Pair.ended_as == EXIT)
    return ended.order_by(col(Pair.ended_at).desc(), col(Pair.id))


@prepared
def _let_down() -> SelectOfScalar[Pair]:
    later = aliased(Plan)
    of_same = (later.workspace_id == Plan.workspace_id, later.pair_id == Plan.pair_id)
    ended_later = (col(later.status).in_(ENDED), col(later.starts_at) > Plan.starts_at)
    after = select(sa.func.count(col(later.id))).where(*of_same, *ended_later).scalar_subquery()
    met_since = sa.exists().where(*of_pair(HeldSession), col(HeldSession.logged_at) > PlanChange.at)
    agreed = (Plan.status == "cancelled", col(Plan.starts_at).is_not(None))
    by_senior = (*agreed, PlanChange.what == "cancelled", col(PlanChange.by) == Pair.mentee_id, Pair.kind == PAIRS)
    cancelled = select(Pair).join(Plan, sa.and_(*of_pair(Plan))).join(PlanChange, col(PlanChange.plan_id) == Plan.id)
    last_two = cancelled.where(among_these(), seems_open(given("undo_since")), *by_senior, after < 2, ~met_since)
    return last_two.group_by(col(Pair.id)).having(sa.func.count(sa.distinct(col(Plan.id))) == 2).order_by(col(Pair.id))


@prepared
def _live_rounds() -> SelectOfScalar[Round]:
    here = col(Round.programme_id).in_(given("ids", expanding=True))
    return select(Round).where(here, col(Round.status).in_(("asked", "preview")))
