"""What coordinators read of skills before and after: of groups, put together once and never cut anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.rules.surveys import Group, change_may_be_shown, groups, shown_from
from storage.prepared import every
from storage.tables import Programme, Skill, SkillResult

Topic = tuple[str, str]


@dataclass(frozen=True)
class Change:
    """The means of one group's ratings of a topic, before and after; None where they would tell too much."""

    windows: tuple[str, ...]
    people: int
    before: float | None
    after: float | None


def put_together(db: Session, programme: Programme, today: date) -> int:
    """Add up the ratings of closed months, for good, as soon as enough people have rated. Returns how many groups."""
    rated: dict[Topic, list[Skill]] = {}
    for row in every(db, Skill, programme_id=programme.id, status="answered"):
        rated.setdefault((row.side, row.topic), []).append(row)
    made = 0
    for topic, rows in rated.items():
        for group in groups(_closed(db, programme, topic, rows, today), programme.smallest_group):
            db.add(_together(programme, topic, group, [row for row in rows if row.window in group.windows]))
            made += 1
    db.flush()
    return made


def changes(db: Session, programme_id: int, side: str) -> list[tuple[str, list[Change]]]:
    """By topic, in the order of their names, what groups of people rated before and after; the newest group first."""
    found: dict[str, list[Change]] = {}
    rows = every(db, SkillResult, programme_id=programme_id, side=side)
    for row in sorted(rows, key=lambda row: row.last_window, reverse=True):
        before, after = (None if total is None else total / row.people for total in (row.before, row.after))
        found.setdefault(row.topic, []).append(Change(tuple(row.windows), row.people, before, after))
    return sorted(found.items())


def _closed(
    db: Session, programme: Programme, topic: Topic, rows: Sequence[Skill], today: date
) -> list[tuple[str, list[str]]]:
    """Months in which nobody can rate any more and that wait to be shown, with who has rated the topic."""
    side, name = topic
    shown = every(db, SkillResult, programme_id=programme.id, side=side, topic=name)
    last = max((result.last_window for result in shown), default="")
    waiting: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.window or ""):
        if row.window and row.window > last and shown_from(row.window) <= today:
            waiting.setdefault(row.window, []).append(row.user_id)
    return [*waiting.items()]


def _together(programme: Programme, topic: Topic, group: Group, rows: Iterable[Skill]) -> SkillResult:
    ratings = [(int(row.before), int(row.after or 0)) for row in rows]
    shown = change_may_be_shown(ratings, programme.smallest_group)
    before, after = (sum(side) for side in zip(*ratings, strict=True))
    return SkillResult(
        programme_id=programme.id or 0,
        side=topic[0],
        topic=topic[1],
        last_window=group.windows[-1],
        windows=list(group.windows),
        people=len(ratings),
        before=before if shown else None,
        after=after if shown else None,
    )
