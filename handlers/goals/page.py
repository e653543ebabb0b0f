"""The page of a pair's goals: what they are, how each stands, and what one can do about it."""

from datetime import datetime

from slack_bolt import App
from sqlmodel import Session

from handlers.checkins import pair_of
from handlers.goals.telling import told
from handlers.own_pairs import View, opens_for_pair
from messages import form
from storage import goals, pairs
from storage.tables import Goal, Pair

SHOWN_REACHED = 10


def register(app: App) -> None:
    opens_for_pair(app, "goals", "goals.show", lambda db, pair, viewer, _now: page_of(db, pair, viewer))


def page_of(db: Session, pair: Pair, user_id: str, *, is_new: bool = False) -> View:
    """The page as one of the two sees it; ``is_new`` where something changed since they last looked."""
    rows = goals.of_pair(db, pair.id)
    live = [row for row in rows if row.status in goals.LIVE]
    return form(
        "goals/page",
        pair=pair.id,
        partner=pairs.partner(pair, user_id),
        live=[told(row, pair, user_id) for row in live],
        reached=[row.what for row in rows if row.status == "reached"][-SHOWN_REACHED:],
        may_add=len(live) < goals.MOST_LIVE,
        is_new=is_new,
    )


def goal_of(db: Session, goal_id: int, user_id: str, now: datetime) -> tuple[Goal, Pair]:
    """A goal and its open pair, for one of the two. Refuses everybody else, and a pair that has ended."""
    row = goals.goal(db, goal_id)
    pair = pair_of(db, row.pair_id if row else 0, user_id, now)
    assert row is not None
    return row, pair
