"""What was answered, stored so that no answer leads to a person.

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
from random import SystemRandom

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.rules.surveys import ITEMS, KINDS
from storage.prepared import given, insert_all, prepared, prepared_update
from storage.tables import Survey, SurveyAnswer

SHUFFLED = 200
"""Numbers that are written anew with each new answer; words are all of them."""
KEPT = ("programme_id", "kind", "window", "role", "item", "number", "words")
"""What stays of an answer that is written anew."""
Answers = Mapping[str, int | str | None]


def keep(db: Session, row: Survey, answers: Answers) -> None:
    """Keep the answers of one form, or of one tap, and write others of their month anew with them."""
    rows = [*_take_out(db, row), *_written(row, answers)]
    SystemRandom().shuffle(rows)
    insert_all(db, SurveyAnswer, [{**one, "id": secrets.token_hex(16)} for one in rows])


def _written(row: Survey, answers: Answers) -> Iterator[dict[str, object]]:
    of_month = {"programme_id": row.programme_id, "kind": row.kind, "window": row.window, "role": row.role}
    for item, scale in ((item, ITEMS[item].scale) for item in KINDS[row.kind]):
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
