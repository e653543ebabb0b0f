"""Named queries about participants, what they offer and want, and their half-filled forms."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.rules.joining import DEFAULT_WEIGHT, Answers, rated
from storage import skills
from storage.prepared import given, one, prepared
from storage.tables import Draft, Interest, Pair, Participant, Programme

FORM = "joining"
"""The draft of the joining form; it is about one programme."""


def participant(db: Session, programme_id: int, user_id: str) -> Participant | None:
    """Somebody's place in a programme, also after they left."""
    return one(db, Participant, programme_id=programme_id, user_id=user_id)


def gone(db: Session, programme_id: int, people: Iterable[str] | None = None) -> frozenset[str]:
    """Those who have left a programme, of a few people or of all."""
    left = select(Participant.user_id).where(Participant.programme_id == programme_id, Participant.status == "left")
    few = left if people is None else left.where(col(Participant.user_id).in_([*people]))
    return frozenset(db.exec(few).all())


def is_left_in_peace(db: Session, programme_id: int, user_id: str) -> bool:
    """Whether somebody is asked nothing for now: they are paused, or have left."""
    return _status(db, programme_id=programme_id, user_id=user_id).first() in ("paused", "left")


@prepared
def _status() -> SelectOfScalar[str]:
    mine = (Participant.programme_id == given("programme_id"), Participant.user_id == given("user_id"))
    return select(Participant.status).where(*mine)


def present(db: Session, user_id: str) -> Sequence[Participant]:
    """Where somebody takes part now, active or paused, in programmes that are open."""
    return _present(db, user_id=user_id).all()


@prepared
def _present() -> SelectOfScalar[Participant]:
    here = (Participant.user_id == given("user_id"), Participant.status != "left", Programme.status == "open")
    places = select(Participant).join(Programme, col(Programme.id) == Participant.programme_id).where(*here)
    return places.order_by(col(Participant.id))


def open_places(db: Session, user_id: str) -> Sequence[tuple[Programme, Participant | None]]:
    """Every open programme, oldest first, with the place that somebody has in it, or had."""
    return _open_places(db, user_id=user_id).all()


@prepared
def _open_places() -> Select[Programme, Participant | None]:
    mine = sa.and_(col(Participant.programme_id) == Programme.id, col(Participant.user_id) == given("user_id"))
    opened = select(Programme, Participant).outerjoin(Participant, mine).where(Programme.status == "open")
    return opened.order_by(col(Programme.id))


def enrolled(db: Session, programme_id: int) -> Sequence[Participant]:
    """Everybody who takes part in a programme, active or paused, in the order in which they joined."""
    taking_part = select(Participant).where(Participant.programme_id == programme_id, Participant.status != "left")
    return db.exec(taking_part.order_by(col(Participant.id))).all()


def late(db: Session, programme_id: int) -> bool:
    """Whether people were matched before, so that who joins now waits for the next round."""
    return db.exec(select(Pair.id).where(Pair.programme_id == programme_id)).first() is not None


def enrol(db: Session, programme_id: int, user_id: str, answers: Answers, now: datetime) -> Participant:
    """Take somebody in, or change the answers of one who takes part; the draft has served. The Person must be there."""
    row = participant(db, programme_id, user_id)
    if row is None or row.status == "left":
        row = row or Participant(programme_id=programme_id, user_id=user_id, role="", consented_at=now, joined_at=now)
        row.status, row.left_at, row.forgotten_at, row.paused_until = "active", None, None, None
        row.next_round = True
        row.consented_at = row.joined_at = now
    for name in ("role", "style", "formats", "languages", "hours_from", "hours_to", "capacity", "purpose", "never"):
        if name in answers:
            setattr(row, name, answers[name])
    db.add(row)
    db.flush()
    assert row.id is not None
    set_interests(db, row.id, _interests_of(answers))
    skills.keep(db, programme_id, user_id, {(side, topic): value for side, topic, value in rated(answers) if value})
    drop_draft(db, user_id, FORM, str(programme_id))
    return row


def answers(db: Session, row: Participant) -> Answers:
    """What somebody who takes part has answered."""
    given = interests(db, [row.id]).get(row.id or 0, [])
    known = skills.ratings(db, row.programme_id, row.user_id)
    offers = [one for one in given if one.side == "offer"]
    wants = [one for one in given if one.side == "want"]
    return {
        "role": row.role,
        "offers": [one.topic for one in offers],
        "wants": [one.topic for one in wants],
        "offer_weights": {one.topic: one.weight for one in offers},
        "want_weights": {one.topic: one.weight for one in wants},
        "offer_ratings": {one.topic: known["offer", one.topic] for one in offers if ("offer", one.topic) in known},
        "want_ratings": {one.topic: known["want", one.topic] for one in wants if ("want", one.topic) in known},
        "style": row.style,
        "formats": row.formats,
        "languages": row.languages,
        "hours_from": row.hours_from,
        "hours_to": row.hours_to,
        "capacity": row.capacity,
        "purpose": row.purpose,
        "never": row.never,
    }


def interests(db: Session, participant_ids: Iterable[int | None]) -> dict[int, list[Interest]]:
    """What participants offer and want, by participant."""
    found: dict[int, list[Interest]] = {}
    for row in db.exec(
        select(Interest).where(col(Interest.participant_id).in_(list(participant_ids))).order_by(col(Interest.id))
    ):
        found.setdefault(row.participant_id, []).append(row)
    return found


def set_interests(db: Session, participant_id: int, wanted: Iterable[Interest]) -> None:
    """Let a participant offer and want exactly these topics."""
    db.exec(sa.delete(Interest).where(col(Interest.participant_id) == participant_id))
    for row in wanted:
        row.participant_id = participant_id
        db.add(row)
    db.flush()


def pause(db: Session, user_id: str, programme_ids: Iterable[int] | None, until: date | None) -> Sequence[Participant]:
    """Pause until a day, on which it is over, or without end; in these programmes or in all. Returns where."""
    rows = _of(db, user_id, programme_ids)
    for row in rows:
        row.status, row.paused_until = "paused", until
        db.add(row)
    db.flush()
    return rows


def resume(db: Session, user_id: str, programme_ids: Iterable[int] | None) -> Sequence[Participant]:
    """End the pauses in these programmes, or all. Returns those that were paused."""
    rows = [row for row in _of(db, user_id, programme_ids) if row.status == "paused"]
    for row in rows:
        row.status, row.paused_until = "active", None
        db.add(row)
    db.flush()
    return rows


def paused_until(db: Session, day: date) -> Sequence[Participant]:
    """Pauses in open programmes that are over on ``day``. People live in different zones, so ask for the latest day."""
    return _paused_until(db, day=day)


@prepared
def _paused_until() -> SelectOfScalar[Participant]:
    over = (Participant.status == "paused", col(Participant.paused_until) <= given("day"), Programme.status == "open")
    due = select(Participant).join(Programme, col(Programme.id) == Participant.programme_id).where(*over)
    return due.order_by(col(Participant.id))


def to_forget(db: Session, left_before: datetime) -> Sequence[Participant]:
    """Who left up to a moment and has not been forgotten yet."""
    return _to_forget(db, left_before=left_before)


@prepared
def _to_forget() -> SelectOfScalar[Participant]:
    gone = select(Participant).where(
        Participant.status == "left",
        col(Participant.left_at) <= given("left_before"),
        col(Participant.forgotten_at).is_(None),
    )
    return gone.order_by(col(Participant.id))


def forget(db: Session, row: Participant, now: datetime) -> None:
    """Delete what somebody who left had told us. That they were here stays, so that their pairs can be counted."""
    row.style, row.purpose, row.formats, row.languages, row.never = "", "", [], [], []
    row.hours_from, row.hours_to, row.capacity, row.forgotten_at = "09:00", "17:30", 1, now
    db.add(row)
    assert row.id is not None
    assert row.left_at is not None
    set_interests(db, row.id, ())
    about_this = sa.and_(col(Draft.form).in_((FORM, "leaving")), col(Draft.about) == str(row.programme_id))
    which = about_this if present(db, row.user_id) else sa.true()
    db.exec(sa.delete(Draft).where(col(Draft.user_id) == row.user_id, col(Draft.updated_at) <= row.left_at, which))


def draft(db: Session, user_id: str, form: str, about: str = "") -> Draft | None:
    """Answers that somebody has not sent for good."""
    return one(db, Draft, user_id=user_id, form=form, about=about)


def keep_draft(
    db: Session, user_id: str, form: str, answers: Mapping[str, Any], now: datetime, about: str = ""
) -> Draft:
    """Add answers to a draft; a question that was answered before is answered anew."""
    row = draft(db, user_id, form, about) or Draft(user_id=user_id, form=form, about=about, updated_at=now)
    row.answers = {**row.answers, **answers}
    row.updated_at = now
    db.add(row)
    db.flush()
    return row


def drop_draft(db: Session, user_id: str, form: str, about: str = "") -> None:
    row = draft(db, user_id, form, about)
    if row is not None:
        db.delete(row)


def drafted(db: Session, user_id: str, programme_id: int) -> tuple[Answers, datetime | None]:
    """The half-filled joining form, or HR's suggestions for it, and when it was touched last."""
    row = draft(db, user_id, FORM, str(programme_id))
    return (cast(Answers, row.answers), row.updated_at) if row else ({}, None)


def _of(db: Session, user_id: str, programme_ids: Iterable[int] | None) -> Sequence[Participant]:
    wanted = None if programme_ids is None else set(programme_ids)
    return [row for row in present(db, user_id) if wanted is None or row.programme_id in wanted]


def _interests_of(answers: Answers) -> list[Interest]:
    weights = {"offer": answers.get("offer_weights", {}), "want": answers.get("want_weights", {})}
    return [
        Interest(participant_id=0, side=side, topic=topic, weight=weights[side].get(topic, DEFAULT_WEIGHT))
        for side, topic, _rating in rated(answers)
    ]
