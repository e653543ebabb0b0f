"""Who is asked which survey and when, and what was answered, stored so that no answer leads to a person.

An answer is a row of a random key, a programme, a month, a role, a question and what was answered: no person, pair,
time or order, and nothing that joins the answers of one form. Apart from it stands who has answered which survey.
With every answer others of its month are written anew, in random order and under new keys, so that neither the place
of a row in the file nor PostgreSQL's bookkeeping (``xmin``) tells which was the last; SQLite overwrites what it
deletes (``secure_delete``), and its log (WAL) is emptied after every answer (``store.begin_unseen``).

Words are sealed where a key is set (``storage.sealing``), and those of a month are all sealed anew with each answer: so
that a copy of the database from before it and one from after it have no sealed text in common.

What remains: somebody who copies the database before and after one answer sees which answers are new and who was new
to answer. On PostgreSQL so does somebody who reads dead rows before they are vacuumed, or the server's own log (WAL).
"""

import secrets
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from random import SystemRandom
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.rules.cadence import morning_of
from bot.rules.surveys import AFTERWARDS, CLOSES_AFTER, ITEMS, REMINDED_AFTER, SURVEYS, window
from storage import joining, pairs, people, wishes
from storage.prepared import given, insert_once, one, prepared, prepared_update
from storage.sealing import closed
from storage.tables import Pair, Survey, SurveyAnswer, Wish

ASKED, PRIORITY = "surveys/asked", 60
SHUFFLED = 200
"""Numbers that are written anew with each new answer; words are all of them."""
KEPT = ("programme_id", "kind", "window", "role", "item", "number", "words")
"""What stays of an answer that is written anew."""
AGAIN = ":again"
Answers = Mapping[str, int | str | None]


def ask(
    db: Session,
    kind: str,
    programme_id: int,
    user_id: str,
    opens_on: date,
    *,
    about: str = "",
    pair: Pair | None = None,
    while_paired: bool = False,
) -> None:
    """Have somebody asked on the morning of a day, and once more a week later; the survey closes after two weeks.

    One of a kind is asked once. ``while_paired`` asks only as long as the pair is open.
    """
    closes_on = opens_on + CLOSES_AFTER
    row_id = insert_once(
        db,
        Survey,
        programme_id=programme_id,
        kind=kind,
        user_id=user_id,
        about=about,
        role=_role(db, programme_id, user_id, pair),
        pair_id=pair.id if pair else None,
        window=window(opens_on),
        closes_on=closes_on,
    )
    if row_id is not None:
        pair_id = pair.id if pair and while_paired else None
        told = {"survey": row_id, "kind": kind, "questions": len(SURVEYS[kind]), "closes_on": closes_on.isoformat()}
        _wish(db, user_id, opens_on, pair_id=pair_id, programme_id=programme_id, told=told)


def stop_asking(db: Session, programme_id: int) -> None:
    """A programme has closed: what is left to ask is how the pairs were that there had been."""
    of_no_pair = (Survey.programme_id == programme_id, col(Survey.pair_id).is_(None), Survey.status == "open")
    asked = (col(Wish.key).in_(select(key).where(*of_no_pair)) for key in _both_keys())
    db.exec(sa.update(Wish).where(col(Wish.status) == "waiting", sa.or_(*asked)).values(status="withdrawn"))


def forget_end(db: Session, pair: Pair) -> None:
    """An exit was taken back: nobody is asked about it, unless the day has come."""
    kinds = ("exit", *AFTERWARDS)
    mine = (col(Survey.pair_id) == pair.id, col(Survey.kind).in_(kinds), col(Survey.status) == "open")
    ids = db.exec(select(Survey.id).where(*mine)).all()
    keys = [key for row_id in ids if row_id for key in (_key(row_id), _key_again(row_id))]
    db.exec(sa.delete(Wish).where(col(Wish.key).in_(keys), col(Wish.status) == "waiting"))
    db.exec(sa.delete(Survey).where(col(Survey.id).in_(ids)))


def survey(db: Session, survey_id: int) -> Survey | None:
    return one(db, Survey, id=survey_id)


def is_open(row: Survey, today: date) -> bool:
    """Whether it may still be answered."""
    return row.status == "open" and today <= row.closes_on


def waiting_for(db: Session, user_id: str, today: date) -> list[Survey]:
    """The surveys that somebody was asked and may still answer, the first to close first."""
    return list(_asked_and_open(db, user_id=user_id, today=today).all())


def answer(db: Session, row: Survey, answers: Answers) -> bool:
    """Keep the answers, and apart from them that there are some. False where somebody has answered before."""
    if not _settle(db, row, "answered"):
        return False
    rows = [*_take_out(db, row), *_written(row, answers)]
    SystemRandom().shuffle(rows)
    workspace_id = db.info["workspace_id"]
    keyed = ({**one, "id": secrets.token_hex(16), "workspace_id": workspace_id} for one in rows)
    db.exec(sa.insert(SurveyAnswer), params=[closed(db, SurveyAnswer, one) for one in keyed])
    return True


def decline(db: Session, row: Survey) -> bool:
    """ "Not for me" is an answer. False where there was one before."""
    return _settle(db, row, "declined")


def forget(db: Session, user_id: str, programme_id: int) -> None:
    """Somebody has left: that they were asked and answered stays as a number."""
    mine = (col(Survey.user_id) == user_id, col(Survey.programme_id) == programme_id)
    db.exec(sa.update(Survey).where(*mine).values(user_id=None))


def _wish(
    db: Session, user_id: str, opens_on: date, *, pair_id: int | None, programme_id: int, told: dict[str, Any]
) -> None:
    """Whoever could not be asked until they would be reminded is asked then, and only once."""
    zone = people.zone(db, user_id)
    days = (opens_on, opens_on + REMINDED_AFTER, opens_on + CLOSES_AFTER)
    asked, reminded, closed = (morning_of(day, zone) for day in days)
    wish = partial(
        wishes.wish, db, template=ASKED, user_id=user_id, priority=PRIORITY, pair_id=pair_id, programme_id=programme_id
    )
    wish(_key(told["survey"]), due=asked, until=reminded, **told, again=False)
    wish(_key_again(told["survey"]), due=reminded, until=closed, **told, again=True)


def _settle(db: Session, row: Survey, status: str) -> bool:
    still_open = sa.update(Survey).where(col(Survey.id) == row.id, col(Survey.status) == "open")
    if not db.exec(still_open.values(status=status)).rowcount:
        return False
    assert row.id is not None
    for key in (_key(row.id), _key_again(row.id)):
        wishes.withdraw(db, key)
    return True


def _written(row: Survey, answers: Answers) -> Iterator[dict[str, object]]:
    of_month = {"programme_id": row.programme_id, "kind": row.kind, "window": row.window, "role": row.role}
    for item, scale in ((item, ITEMS[item].scale) for item in SURVEYS[row.kind]):
        given = answers.get(item)
        if given is not None:
            number, words = (None, given) if scale == "words" else (given, None)
            yield {**of_month, "item": item, "number": number, "words": words}


def _take_out(db: Session, row: Survey) -> list[dict[str, object]]:
    """Take answers of the same survey and month out, to be written anew: all words, and as many numbers as may be."""
    present = _of_month(db, programme_id=row.programme_id, kind=row.kind, window=row.window)
    numbers = [id_ for id_, number in present if number is not None]
    words = [id_ for id_, number in present if number is None]
    ids = [*words, *SystemRandom().sample(numbers, min(SHUFFLED, len(numbers)))]
    taken = [{name: getattr(one, name) for name in KEPT} for one in _these(db, ids=ids)]
    _delete(db, ids=ids)
    return taken


@prepared
def _of_month() -> Select[str, int | None]:
    of_survey = (SurveyAnswer.programme_id == given("programme_id"), SurveyAnswer.kind == given("kind"))
    return select(SurveyAnswer.id, SurveyAnswer.number).where(*of_survey, SurveyAnswer.window == given("window"))


@prepared
def _these() -> SelectOfScalar[SurveyAnswer]:
    return select(SurveyAnswer).where(col(SurveyAnswer.id).in_(given("ids", expanding=True)))


@prepared_update
def _delete() -> sa.Delete:
    return sa.delete(SurveyAnswer).where(col(SurveyAnswer.id).in_(given("ids", expanding=True)))


@prepared
def _asked_and_open() -> SelectOfScalar[Survey]:
    mine = (Survey.user_id == given("user_id"), Survey.status == "open", Survey.closes_on >= given("today"))
    return select(Survey).where(*mine, was_asked()).order_by(col(Survey.closes_on), col(Survey.id))


def was_asked() -> sa.ColumnElement[bool]:
    """Whether somebody was asked a Survey of the question, at first or where the reminder was to come."""
    said = select(Wish.id).where(
        Wish.workspace_id == Survey.workspace_id, col(Wish.key).in_(_both_keys()), Wish.status == "said"
    )
    return said.exists()


def _both_keys() -> tuple[sa.ColumnElement[str], sa.ColumnElement[str]]:
    """Under which it is wished that somebody is asked a Survey of the question, and reminded."""
    key = sa.literal("survey:", type_=sa.String) + sa.cast(col(Survey.id), sa.String)
    return key, key + sa.literal(AGAIN)


def _role(db: Session, programme_id: int, user_id: str, pair: Pair | None) -> str:
    if pair is not None:
        return pairs.side(pair, user_id)
    place = joining.participant(db, programme_id, user_id)
    return place.role if place else "either"


def _key(survey_id: int) -> str:
    return f"survey:{survey_id}"


def _key_again(survey_id: int) -> str:
    return _key(survey_id) + AGAIN
