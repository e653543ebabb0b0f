"""What people answer after a session, stored so that no answer leads to a person.

An answer is a row of a random key, a programme, a question and the answer: no person, pair, session, time or order.
Apart from it stands who has answered which question about which session, so that nobody is asked or counted twice.

What remains: somebody who can read the database before and after one answer sees which row is new and who was new to
answer. So does somebody who reads PostgreSQL's own bookkeeping (``xmin``), a dead row before it is vacuumed, or an old
backup; SQLite overwrites what it deletes (``secure_delete``), and its log (WAL) is emptied after every answer.

Role drift is counted for a pair, as one number: how many of its answers said that the mentor learned. Read once, it
says nothing of one of the two unless none or all said so; read before and after an answer, it says what that was. It
is deleted with the hint, with the end of the pair, and when one of the two leaves.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.cadence import UNDO
from bot.rules.reflections import DRIFT, QUESTIONS, fewest_sessions
from storage.prepared import every, given, one, prepared
from storage.tables import Drift, HeldSession, LookedBack, Pair, Programme, Reflection

Results = dict[str, dict[str, int] | None]
"""By question how often each answer was given; None where fewer people answered than may be shown."""


def noted(db: Session, session_id: int | None, user_id: str) -> set[str]:
    """Which questions about a session somebody has answered."""
    return {row.question for row in every(db, LookedBack, session_id=session_id, user_id=user_id)}


def answer(db: Session, session: HeldSession, pair: Pair, by: str, question: str, said: str) -> bool:
    """Keep an answer, and apart from it that there is one. False where somebody has answered the question before."""
    assert session.id is not None
    if said not in QUESTIONS[question]:
        raise ValueError(f"nobody was offered such an answer to {question!r}")
    if question in noted(db, session.id, by):
        return False
    db.add(LookedBack(session_id=session.id, user_id=by, question=question))
    db.add(Reflection(id=secrets.token_hex(16), programme_id=pair.programme_id, question=question, answer=said))
    db.flush()
    return True


def count_drift(db: Session, session: HeldSession, pair: Pair, said: str) -> bool:
    """Count an answer to "who learned?". True where the senior surely taught in so many sessions that it is a drift.

    The count is deleted then.
    """
    assert pair.id is not None
    row = one(db, Drift, pair_id=pair.id) or Drift(pair_id=pair.id)
    row.answers += said == "mentor"
    row.by_both += len(_who_answered(db, session_id=session.id, question="learned").all()) == 2
    db.add(row)
    db.flush()
    if fewest_sessions(row.answers, row.by_both) < DRIFT:
        return False
    db.delete(row)
    db.flush()
    return True


def results(db: Session, programme: Programme) -> Results:
    """What the people of a programme answer, question by question; withheld where too few of them did."""
    assert programme.id is not None
    counted = select(Reflection.question, Reflection.answer, sa.func.count(col(Reflection.id)))
    of_programme = counted.where(Reflection.programme_id == programme.id)
    given_answers = {
        (question, said): count
        for question, said, count in db.exec(of_programme.group_by(Reflection.question, Reflection.answer))
    }
    people = _people(db, programme.id)
    return {
        question: {said: given_answers.get((question, said), 0) for said in possible}
        if people.get(question, 0) >= programme.smallest_group
        else None
        for question, possible in QUESTIONS.items()
    }


def forget_drift(db: Session, pair_ids: Iterable[int]) -> None:
    """Delete what was counted for pairs."""
    db.exec(sa.delete(Drift).where(col(Drift.pair_id).in_(list(pair_ids))))


def forget_ended(db: Session, now: datetime) -> int:
    """Delete what was counted for pairs that have ended for good. Returns for how many."""
    ended = select(Pair.id).where(Pair.id == Drift.pair_id, col(Pair.ended_at) <= now - UNDO)
    return int(db.exec(sa.delete(Drift).where(ended.exists())).rowcount)


@prepared
def _who_answered() -> SelectOfScalar[LookedBack]:
    return select(LookedBack).where(
        LookedBack.session_id == given("session_id"), LookedBack.question == given("question")
    )


def _people(db: Session, programme_id: int) -> dict[str, int]:
    """How many different people have answered each question."""
    counted = select(LookedBack.question, sa.func.count(sa.distinct(col(LookedBack.user_id))))
    about = counted.join(HeldSession, col(HeldSession.id) == LookedBack.session_id)
    of_programme = about.join(Pair, col(Pair.id) == HeldSession.pair_id).where(Pair.programme_id == programme_id)
    return dict(db.exec(of_programme.group_by(LookedBack.question)).all())
