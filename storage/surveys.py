"""Who is asked which survey and when, and that they have answered; what they answered stands apart, and is nobody's."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.rules.cadence import morning_of
from bot.rules.surveys import AFTERWARDS, CLOSES_AFTER, REMINDED_AFTER, SURVEYS, window
from storage import joining, pairs, people, wishes
from storage.prepared import given, insert_once, one, prepared, prepared_update
from storage.survey_answers import Answers, keep
from storage.tables import Pair, Survey, Wish

ASKED, PRIORITY = "surveys/asked", 60
AGAIN = ":again"


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
    unask(db, db.exec(select(Survey).where(*mine)).all())


def unask(db: Session, rows: Iterable[Survey]) -> None:
    """Ask these no more, as if nobody had ever been to be asked."""
    ids = [row.id for row in rows if row.id]
    if ids:
        _unwish(db, keys=[key for row_id in ids for key in (_key(row_id), _key_again(row_id))])
        _unask(db, ids=ids)


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
    keep(db, row, answers)
    return True


def answer_unasked(
    db: Session, kind: str, programme_id: int, user_id: str, today: date, answers: Answers, *, about: str
) -> bool:
    """Keep, as of this month, what somebody answers who was asked in other words. False where they have before."""
    answered: dict[str, Any] = {
        "programme_id": programme_id,
        "kind": kind,
        "user_id": user_id,
        "about": about,
        "role": "either",
        "window": window(today),
        "closes_on": today,
        "status": "answered",
    }
    if insert_once(db, Survey, **answered) is None:
        return False
    keep(db, Survey(**answered), answers)
    return True


def answered_about(db: Session, programme_id: int, user_id: str, about: str) -> set[str]:
    """The kinds of what somebody has answered about something."""
    return set(_answered_about(db, programme_id=programme_id, user_id=user_id, about=about).all())


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


@prepared_update
def _unwish() -> sa.Delete:
    return sa.delete(Wish).where(col(Wish.key).in_(given("keys", expanding=True)), col(Wish.status) == "waiting")


@prepared_update
def _unask() -> sa.Delete:
    return sa.delete(Survey).where(col(Survey.id).in_(given("ids", expanding=True)))


@prepared
def _answered_about() -> SelectOfScalar[str]:
    mine = (Survey.programme_id == given("programme_id"), Survey.user_id == given("user_id"))
    return select(Survey.kind).where(*mine, Survey.about == given("about"), Survey.status == "answered")


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
