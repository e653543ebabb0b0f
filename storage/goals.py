"""Named queries about the goals of a pair: one proposes or edits, the other agrees, either moves or drops them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.rules.cadence import morning_after
from storage import counts, people, wishes
from storage.pairs import partner
from storage.prepared import given, one, prepared
from storage.sealing import closed
from storage.tables import Goal, Pair, Seat

LIVE = ("proposed", "agreed")
MOST_LIVE = 3
DONE = 100
PASSED, PRIORITY = "goals/passed", 40
Line = Mapping[str, Any]
"""A goal as a message names it: its id, what it is, how far it is, and how it stands."""


@dataclass(frozen=True)
class Wording:
    """A goal in somebody's words; ``progress`` is 0 to 100."""

    what: str
    topic: str
    measure: str
    due_on: date | None
    progress: int


def goal(db: Session, goal_id: int) -> Goal | None:
    return one(db, Goal, id=goal_id)


def of_pair(db: Session, pair_id: int | None) -> Sequence[Goal]:
    """The goals of a pair but the dropped ones, oldest first."""
    return _of_pair(db, pair_id=pair_id).all()


def of_person(db: Session, user_id: str) -> dict[int, list[Goal]]:
    """The goals in all of somebody's pairs but the dropped ones, by pair, oldest first."""
    found: dict[int, list[Goal]] = {}
    for row in _of_person(db, user_id=user_id):
        found.setdefault(row.pair_id, []).append(row)
    return found


def reached(db: Session, ids: counts.Ids) -> dict[int, int]:
    """How many goals the pairs of programmes have reached, those that ended included, by programme."""
    return dict(_reached(db, ids=ids).all())


def wording(row: Goal) -> Wording:
    return Wording(row.what, row.topic, row.measure, row.due_on, row.progress)


def line(row: Goal) -> Line:
    return {"goal": row.id, "what": row.what, "progress": row.progress, "status": row.status}


def agreed_lines(db: Session, pair_id: int | None) -> list[Line]:
    """What a pair is working on; while other words of a goal wait, those that both agreed on."""
    return [_agreed_line(row) for row in of_pair(db, pair_id) if is_agreed(row)]


def lines_now(db: Session, named: Iterable[Line]) -> list[Line]:
    """The goals that a message names, as they stand now."""
    rows = (goal(db, one["goal"]) for one in named)
    return [_agreed_line(row) if is_agreed(row) else line(row) for row in rows if row is not None]


def is_agreed(row: Goal) -> bool:
    """Whether both agreed on a goal that is worked on, though other words of it may wait."""
    return row.status == "agreed" or (row.status == "proposed" and bool(row.agreed))


def propose(db: Session, pair: Pair, words: Wording, by: str, now: datetime) -> Goal | None:
    """Propose one more goal; the same words a second time are the same goal. None where the pair has all it may."""
    assert pair.id is not None
    live = [row for row in of_pair(db, pair.id) if row.status in LIVE]
    same = next((row for row in live if row.changed_by == by and wording(row) == words), None)
    if same is not None:
        return same
    if len(live) >= MOST_LIVE:
        return None
    row = Goal(pair_id=pair.id, changed_by=by, changed_at=now, **vars(words))
    db.add(row)
    db.flush()
    return row


def edit(db: Session, pair: Pair, row: Goal, read: int, words: Wording, by: str, now: datetime) -> bool:
    """Put other words in the place of those that somebody has read; the other one agrees anew.

    Where only the progress differs, what was agreed stays agreed. False where there are newer words, or the goal is
    no longer worked on.
    """
    if replace(words, progress=row.progress) == wording(row):
        moved = _change(db, row, col(Goal.status).in_(LIVE), {"progress": words.progress, "changed_at": now})
        if row.status == "agreed":
            reach_when_done(db, pair, row, now)
        return moved
    as_read = sa.and_(col(Goal.revision) == read, col(Goal.status).in_(LIVE))
    agreed = _plain(row) if row.status == "agreed" else row.agreed
    changes = {"status": "proposed", "agreed": agreed, "changed_by": by, "changed_at": now, "revision": read + 1}
    if not _change(db, row, as_read, vars(words) | changes):
        return False
    _unask(db, pair, row.id)
    return True


def agree(db: Session, pair: Pair, row: Goal, read: int, by: str, now: datetime) -> bool:
    """Agree to what the other one proposed, as somebody has read it. False where it is not theirs to agree to now."""
    theirs = sa.and_(col(Goal.revision) == read, col(Goal.status) == "proposed", col(Goal.changed_by) != by)
    if not _change(db, row, theirs, {"status": "agreed", "agreed": {}, "changed_at": now}):
        return False
    if not reach_when_done(db, pair, row, now):
        _ask_when_passed(db, pair, row)
    return True


def move(db: Session, pair: Pair, row: Goal, progress: int, now: datetime) -> bool:
    """Note how far an agreed goal is. Whether that reaches it."""
    if row.progress != progress and is_agreed(row):
        _change(db, row, col(Goal.status) == row.status, {"progress": progress, "changed_at": now})
    return reach_when_done(db, pair, row, now)


def reach(db: Session, pair: Pair, row: Goal, now: datetime) -> bool:
    """Reach an agreed goal, in the words that both agreed on. False where it was reached before, or is not agreed."""
    changes = {"status": "reached", "reached_at": now, "progress": DONE, "changed_at": now, "agreed": {}}
    if not is_agreed(row) or not _change(db, row, col(Goal.status) == row.status, _worded(row.agreed) | changes):
        return False
    _unask(db, pair, row.id)
    return True


def reach_when_done(db: Session, pair: Pair, row: Goal, now: datetime) -> bool:
    return row.progress == DONE and reach(db, pair, row, now)


def drop(db: Session, pair: Pair, row: Goal, read: int, now: datetime) -> bool:
    """Drop a goal as somebody has read it. False where there are newer words, or it is no longer worked on."""
    as_read = sa.and_(col(Goal.revision) == read, col(Goal.status).in_(LIVE))
    if not _change(db, row, as_read, {"status": "dropped", "changed_at": now}):
        return False
    _unask(db, pair, row.id)
    return True


def forget_words(db: Session, pair_ids: Iterable[int]) -> None:
    """Empty what the goals of pairs say; that there were goals, and how far they came, stays."""
    theirs = sa.update(Goal).where(col(Goal.pair_id).in_(list(pair_ids)))
    db.exec(theirs.values(what="", topic="", measure="", agreed={}))


@prepared
def _reached() -> Select[int, int]:
    counted = select(Pair.programme_id, sa.func.count(col(Goal.id))).join(Goal, sa.and_(*counts.of_pair(Goal)))
    here = counted.where(counts.among_these(), Goal.status == "reached")
    return here.group_by(col(Pair.programme_id))


@prepared
def _of_pair() -> SelectOfScalar[Goal]:
    shown = (Goal.pair_id == given("pair_id"), Goal.status != "dropped")
    return select(Goal).where(*shown).order_by(col(Goal.id))


@prepared
def _of_person() -> SelectOfScalar[Goal]:
    mine = (Seat.workspace_id == given("workspace_id"), Seat.user_id == given("user_id"))
    in_pairs = select(Goal).join(Seat, col(Seat.pair_id) == Goal.pair_id).where(*mine, Goal.status != "dropped")
    return in_pairs.order_by(col(Goal.id))


def _agreed_line(row: Goal) -> Line:
    return dict(line(row)) | {"what": row.agreed.get("what", row.what), "status": "agreed"}


def _plain(row: Goal) -> dict[str, Any]:
    """The words of a goal as they are kept while others wait; how far it is, is not among them."""
    words = vars(wording(row)) | {"due_on": row.due_on and row.due_on.isoformat()}
    return {name: word for name, word in words.items() if name != "progress"}


def _worded(kept: Mapping[str, Any]) -> dict[str, Any]:
    due_on = kept.get("due_on")
    return dict(kept) | ({"due_on": due_on and date.fromisoformat(due_on)} if kept else {})


def _change(db: Session, row: Goal, only_if: sa.ColumnElement[bool], changes: Mapping[str, Any]) -> bool:
    """Change a goal where it still is what somebody saw; the row that the caller holds reads as it stands then."""
    stored = closed(db, Goal, changes, id=row.id)
    changed = db.exec(sa.update(Goal).where(col(Goal.id) == row.id, only_if).values(**stored)).rowcount
    db.refresh(row)
    return bool(changed)


def _ask_when_passed(db: Session, pair: Pair, row: Goal) -> None:
    """Have both asked, in the morning after the day that they set, what became of the goal: once a goal and day."""
    if row.due_on is None:
        return
    about: dict[str, Any] = {
        "goal": row.id,
        "revision": row.revision,
        "what": row.what,
        "due_on": row.due_on.isoformat(),
    }
    for user_id in (pair.mentor_id, pair.mentee_id):
        due = morning_after(row.due_on, people.zone(db, user_id))
        key, other = f"{_asking(row.id, user_id)}{row.due_on}", partner(pair, user_id)
        wishes.wish(
            db, key, PASSED, user_id, due, priority=PRIORITY, pair_id=pair.id, pair=pair.id, partner=other, **about
        )


def _unask(db: Session, pair: Pair, goal_id: int | None) -> None:
    for user_id in (pair.mentor_id, pair.mentee_id):
        wishes.unwish(db, _asking(goal_id, user_id))


def _asking(goal_id: int | None, user_id: str) -> str:
    return f"goal-passed:{goal_id}:{user_id}:"
