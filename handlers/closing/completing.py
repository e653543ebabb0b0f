"""Pairs whose months are over end a few at a time: both read what they reached, and are asked to look back."""

from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session

from bot.rules import cadence
from handlers import certificates
from handlers.planning import telling
from storage import circles, closing, outbox, people, plans, programmes, skills, survey_calendar
from storage.store import Store
from storage.tables import Pair, Programme

CELEBRATION = "closing/celebration"
AT_ONCE = 20
"""Pairs in one transaction, in which nobody else can write."""


def complete(store: Store, now: datetime) -> int:
    """End the pairs whose months are over. Returns how many."""
    with store.read() as db:
        if not closing.any_due(db, now):
            return 0
    completed, size = 0, AT_ONCE
    while size == AT_ONCE:
        with store.begin() as db:
            due = closing.due(db, now, AT_ONCE)
            completed += sum(_complete(db, pair, now) for pair in due)
        size = len(due)
    return completed


def _complete(db: Session, pair: Pair, now: datetime) -> bool:
    """End one; while its programme asks whether they met, one that has just met is given time to say so."""
    programme = programmes.programme(db, pair.programme_id)
    assert programme is not None
    if programme.status == "open" and closing.postpone(db, pair, now):
        return False
    together = circles.everybody(db, pair)
    if not _close(db, pair, now):
        return False
    for one in circles.going_on(db, pair):
        _close(db, one, now)
    for user_id, own in together:
        _celebrate(db, own, programme, user_id, now)
        certificates.give(db, own, user_id, now)
    return True


def _close(db: Session, pair: Pair, now: datetime) -> bool:
    """End a pair; a circle ends as one, and each of it is asked once."""
    if not closing.complete(db, pair, now):
        return False
    planned = plans.live(db, pair.id, now)
    if planned is not None and plans.call_off(db, planned, now):
        telling.tell_of_end(db, planned, pair, now)
    survey_calendar.ask_at_close(db, pair, now)
    skills.ask_after(db, pair, now)
    return True


def _celebrate(db: Session, pair: Pair, programme: Programme, user_id: str, now: datetime) -> None:
    outbox.notice(
        db,
        f"pair-completed:{pair.id}:{user_id}",
        CELEBRATION,
        user_id,
        cadence.waking(now, people.zone(db, user_id)),
        pair_id=pair.id,
        programme=programme.name,
        programme_id=programme.id,
        open=programme.status == "open",
        pair=pair.id,
        partner=circles.company(db, pair, user_id, now),
        circle=pair.circle_id is not None,
        rotation=programme.rotation,
        choice=None,
        paused=False,
        **asdict(closing.reached(db, circles.of_person(db, pair, user_id, now), programme, now)),
    )
