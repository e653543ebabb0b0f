"""What people answer after a session: kept and shown as the answers to surveys are.

To ``storage.surveys`` each of the questions is a survey of its own, answered with one tap in some month; the session is
what it is about. That somebody has answered stays when a session is deleted: of how many people the answers are is told
by it, and nobody knows which of them are about that session.

Role drift is counted for a pair, as one number: how many of its answers said that the mentor learned. Read once, it
says nothing of one of the two unless none or all said so; read before and after an answer, it says what that was. It
is deleted with the hint, with the end of the pair, and when one of the two leaves. The hint itself comes only once both
have answered about three sessions. What remains: who reads it and said otherwise may guess that the other one said so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.rules.cadence import UNDO
from bot.rules.reflections import QUESTIONS, is_drift
from storage import pairs, survey_reports, surveys
from storage.prepared import one
from storage.tables import Drift, HeldSession, Pair

SHOWN = 3


@dataclass(frozen=True)
class Result:
    """How often each answer to a question was given in some closed months; None where that tells too much."""

    windows: tuple[str, ...]
    answered: int
    people: int
    counts: dict[str, int] | None


def noted(db: Session, session: HeldSession, pair: Pair, user_id: str) -> set[str]:
    """Which questions about a session somebody has answered."""
    return surveys.answered_about(db, pair.programme_id, user_id, _about(session))


def answer(db: Session, session: HeldSession, pair: Pair, by: str, question: str, said: str, today: date) -> bool:
    """Keep an answer, and apart from it that there is one. False where somebody has answered the question before."""
    if said not in QUESTIONS[question]:
        raise ValueError(f"nobody was offered such an answer to {question!r}")
    number = QUESTIONS[question].index(said)
    return surveys.answer_unasked(db, question, pair.programme_id, by, today, {question: number}, about=_about(session))


def count_drift(db: Session, session: HeldSession, pair: Pair, by: str, said: str) -> bool:
    """Count an answer to "who learned?". True where the senior surely taught in so many sessions that it is a drift.

    The count is deleted then.
    """
    assert pair.id is not None
    row = one(db, Drift, pair_id=pair.id) or Drift(pair_id=pair.id)
    row.answers += said == "mentor"
    row.by_both += "learned" in noted(db, session, pair, pairs.partner(pair, by))
    db.add(row)
    db.flush()
    if not is_drift(row.answers, row.by_both):
        return False
    db.delete(row)
    db.flush()
    return True


def results(db: Session, programme_id: int) -> dict[str, list[Result]]:
    """What the people of a programme answered, question by question, the newest months first."""
    return {
        question: [_result(question, one) for one in survey_reports.reports(db, programme_id, question)[:SHOWN]]
        for question in QUESTIONS
    }


def forget_drift(db: Session, pair_ids: Iterable[int]) -> None:
    """Delete what was counted for pairs."""
    db.exec(sa.delete(Drift).where(col(Drift.pair_id).in_(list(pair_ids))))


def forget_ended(db: Session, now: datetime) -> int:
    """Delete what was counted for pairs that have ended for good. Returns for how many."""
    ended = select(Pair.id).where(Pair.id == Drift.pair_id, col(Pair.ended_at) <= now - UNDO)
    return int(db.exec(sa.delete(Drift).where(ended.exists())).rowcount)


def _result(question: str, report: survey_reports.Report) -> Result:
    (answered,) = report.items
    counts = answered.counts
    named = {said: counts[number] for number, said in enumerate(QUESTIONS[question])} if counts is not None else None
    return Result(report.windows, report.answered, report.people, named)


def _about(session: HeldSession) -> str:
    return f"session:{session.id}"
