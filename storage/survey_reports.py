"""What coordinators read of the surveys: how many answered, and what enough of them said together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.rules.surveys import (
    ITEMS,
    KINDS,
    SCALES,
    SURVEYS,
    Crowd,
    Group,
    breakdown_may_be_shown,
    crowd,
    enps,
    groups,
    may_be_shown,
    shown_from,
)
from storage.prepared import every, given, prepared
from storage.surveys import was_asked
from storage.tables import Programme, Survey, SurveyAnswer, SurveyGroup

EVERYBODY = "everybody"
Answerer = tuple[str, str, str | None]
"""In which month somebody has answered and in which role, and who that is: None where they have left."""


@dataclass(frozen=True)
class Response:
    """How many were asked, and what became of it; of few people not how many declined, which nobody is to learn."""

    kind: str
    asked: int
    answered: int
    declined: int | None


@dataclass(frozen=True)
class Answered:
    """The answers to one question: how often each value was given and their mean, or None where that tells too much.

    ``enps`` stands with the one question that it comes from. ``by_role`` are the means of mentors and mentees, where
    both may be shown.
    """

    item: str
    counts: dict[int, int] | None
    mean: float | None
    enps: int | None
    by_role: dict[str, float]


@dataclass(frozen=True)
class Report:
    """The answers of some closed months together: numbers by question, and what people wrote, in random order.

    The survey was ``answered`` so often, by so many ``people`` at least: some answer in several months.
    """

    windows: tuple[str, ...]
    answered: int
    people: int
    items: tuple[Answered, ...]
    words: tuple[str, ...]


def responses(db: Session, programme: Programme) -> list[Response]:
    """How many were asked and answered, by kind, in the order in which people meet the surveys."""
    counted = select(Survey.kind, Survey.status, sa.func.count(col(Survey.id)))
    asked = counted.where(Survey.programme_id == programme.id, was_asked())
    rows = db.exec(asked.group_by(col(Survey.kind), col(Survey.status))).all()
    people = select(Survey.kind, sa.func.count(sa.distinct(col(Survey.user_id))))
    of_kind = people.where(Survey.programme_id == programme.id, was_asked()).group_by(col(Survey.kind))
    crowds = dict(db.exec(of_kind).all())
    counts: dict[str, Counter[str]] = {}
    for kind, status, count in rows:
        counts.setdefault(kind, Counter())[status] = count
    return [_response(kind, counts[kind], crowds[kind], programme) for kind in SURVEYS if kind in counts]


def put_together(db: Session, programme: Programme, today: date) -> int:
    """Put closed months of answers together, for good, as soon as enough people have answered. Returns how many.

    Months in which people may still answer wait. What was put together is never cut or extended, also where the
    programme asks for larger groups later: so no two reports can be subtracted.
    """
    made = 0
    for kind in KINDS:
        rows = _closed(db, programme.id, kind, today)
        by_month = [(window, [who for *_, who in found]) for window, found in groupby(rows, key=itemgetter(0))]
        for group in groups(by_month, programme.smallest_group):
            db.add(_together(programme, kind, group, [row for row in rows if row[0] in group.windows]))
            made += 1
    db.flush()
    return made


def reports(db: Session, programme_id: int, kind: str) -> list[Report]:
    """What was answered in months that were put together, the newest first."""
    rows = every(db, SurveyGroup, programme_id=programme_id, kind=kind)
    return [_report(db, row) for row in sorted(rows, key=lambda row: row.last_window, reverse=True)]


def _response(kind: str, counts: Counter[str], people: int, programme: Programme) -> Response:
    declined = counts["declined"] if people >= programme.smallest_group else None
    return Response(kind, counts.total(), counts["answered"], declined)


def _together(programme: Programme, kind: str, group: Group, rows: Sequence[Answerer]) -> SurveyGroup:
    crowds = {role: crowd([who for _, one, who in rows if one == role]) for role in {role for _, role, _ in rows}}
    crowds[EVERYBODY] = crowd([who for *_, who in rows])
    return SurveyGroup(
        programme_id=programme.id or 0,
        kind=kind,
        last_window=group.windows[-1],
        windows=list(group.windows),
        answered=group.answered,
        crowds={role: [one.people, one.most] for role, one in crowds.items()},
        smallest=programme.smallest_group,
    )


def _closed(db: Session, programme_id: int | None, kind: str, today: date) -> Sequence[Answerer]:
    """Who has answered in months that nobody can answer in any more and that wait to be shown, month by month."""
    shown = max((row.last_window for row in every(db, SurveyGroup, programme_id=programme_id, kind=kind)), default="")
    rows = _answered_since(db, programme_id=programme_id, kind=kind, shown=shown)
    return [row for row in rows if shown_from(row[0]) <= today]


@prepared
def _answered_since() -> Select[str, str, str | None]:
    of_kind = (Survey.programme_id == given("programme_id"), Survey.kind == given("kind"), Survey.status == "answered")
    answered = select(Survey.window, Survey.role, Survey.user_id).where(*of_kind, Survey.window > given("shown"))
    return answered.order_by(col(Survey.window))


def _report(db: Session, group: SurveyGroup) -> Report:
    of_group = (
        SurveyAnswer.programme_id == group.programme_id,
        SurveyAnswer.kind == group.kind,
        col(SurveyAnswer.window).in_(group.windows),
    )
    rows = db.exec(select(SurveyAnswer).where(*of_group).order_by(col(SurveyAnswer.id))).all()
    asked = [item for item in KINDS[group.kind] if ITEMS[item].scale != "words"]
    return Report(
        tuple(group.windows),
        group.answered,
        _crowd(group, EVERYBODY, group.answered).people,
        tuple(_answered(item, [row for row in rows if row.item == item], group) for item in asked),
        tuple(row.words for row in rows if row.words),
    )


def _answered(item: str, rows: Sequence[SurveyAnswer], group: SurveyGroup) -> Answered:
    counts = _counts(rows)
    if not may_be_shown(counts, _crowd(group, EVERYBODY, counts.total()), group.smallest):
        return Answered(item, None, None, None, {})
    parts = {role: _counts([row for row in rows if row.role == role]) for role in {row.role for row in rows}}
    crowds = [(part, _crowd(group, role, part.total())) for role, part in parts.items()]
    apart = breakdown_may_be_shown(crowds, group.smallest)
    by_role = {role: _mean(part) for role, part in sorted(parts.items())} if apart else {}
    scale = ITEMS[item].scale
    shown = {value: counts[value] for value in SCALES[scale]}
    return Answered(item, shown, _mean(counts), enps(counts) if scale == "recommend" else None, by_role)


def _crowd(group: SurveyGroup, role: str, answered: int) -> Crowd:
    """Who answered. What earlier releases put together took each answer for another person's, and stays as it is."""
    return Crowd(*group.crowds.get(role, (answered, 1)))


def _counts(rows: Sequence[SurveyAnswer]) -> Counter[int]:
    return Counter(row.number for row in rows if row.number is not None)


def _mean(counts: Counter[int]) -> float:
    return sum(value * count for value, count in counts.items()) / counts.total()
