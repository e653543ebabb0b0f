"""What the two hear of each other's acts on a goal, and how a goal reads in a message."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.rules import cadence
from storage import goals, outbox, pairs, people
from storage.tables import Goal, Pair

Values = dict[str, Any]


def told(row: Goal, pair: Pair, viewer: str) -> Values:
    """A goal as one of the two reads it; ``mine`` where the words are theirs, so that the other one agrees.

    ``agreed`` is what both agreed on before, while the words wait.
    """
    return dict(goals.line(row)) | {
        "revision": row.revision,
        "topic": row.topic,
        "measure": row.measure,
        "due_on": row.due_on and row.due_on.isoformat(),
        "mine": row.changed_by == viewer,
        "agreed": row.agreed.get("what", ""),
        "pair": pair.id,
        "partner": pairs.partner(pair, viewer),
    }


def standing(row: Goal, pair: Pair, viewer: str) -> tuple[str, Values]:
    """The message that says how a goal stands; where it waits for the reader, the proposal as it reads by now."""
    values = told(row, pair, viewer)
    if row.status == "proposed" and not values["mine"]:
        return "goals/proposed", values | {"newer": True}
    return "goals/standing", values


def tell_of_proposal(db: Session, pair: Pair, row: Goal, by: str, now: datetime) -> None:
    _tell(db, pair, row, f"goal-proposed:{row.id}:{row.revision}", "goals/proposed", by, now, newer=False)


def tell_of_agreement(db: Session, pair: Pair, row: Goal, by: str, now: datetime) -> None:
    """Let the proposer know; a goal that is reached with it is celebrated instead."""
    if row.status == "reached":
        celebrate(db, pair, row, now)
    else:
        _tell(db, pair, row, f"goal-agreed:{row.id}:{row.revision}", "goals/agreed", by, now)


def tell_of_drop(db: Session, pair: Pair, row: Goal, by: str, now: datetime) -> None:
    _tell(db, pair, row, f"goal-dropped:{row.id}", "goals/dropped", by, now)


def celebrate(db: Session, pair: Pair, row: Goal, now: datetime) -> None:
    """Celebrate a goal with both, once."""
    for user_id in (pair.mentor_id, pair.mentee_id):
        other = pairs.partner(pair, user_id)
        _tell(db, pair, row, f"goal-reached:{row.id}:{user_id}", "goals/reached", other, now)


def _tell(db: Session, pair: Pair, row: Goal, key: str, template: str, by: str, now: datetime, **more: Any) -> None:
    other = pairs.partner(pair, by)
    due = cadence.waking(now, people.zone(db, other))
    outbox.notice(db, key, template, other, due, pair_id=pair.id, **told(row, pair, other), **more)
