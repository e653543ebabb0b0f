"""What somebody who left had told us is deleted once they can no longer take it back."""

from datetime import datetime

from sqlmodel import Session

from bot.rules import cadence
from handlers.consent.ending import fall_through
from storage import (
    acts,
    agreements,
    circles,
    goals,
    joining,
    nominations,
    outbox,
    pairs,
    plans,
    promises,
    proposals,
    reflections,
    rulings,
    sessions,
    skills,
    suggestions,
    surveys,
    wishes,
)
from storage.store import Store
from storage.tables import Participant


def forget_those_who_left(store: Store, now: datetime) -> int:
    """Delete the answers of those who left an hour ago or more; that they were here, and their pairs, stay."""
    with store.read() as db:
        if not joining.to_forget(db, now - cadence.UNDO):
            return 0
    with store.begin() as db:
        gone = joining.to_forget(db, now - cadence.UNDO)
        for row in gone:
            _forget(db, row, now)
    return len(gone)


def _forget(db: Session, row: Participant, now: datetime) -> None:
    """The answers, and what was said with them: introductions name a purpose, previews name topics."""
    joining.forget(db, row, now)
    nominations.forget_nominator(db, row.user_id)
    surveys.forget(db, row.user_id, row.programme_id)
    skills.forget(db, row.user_id, row.programme_id)
    wishes.withdraw_from(db, row.user_id, row.programme_id)
    for one in suggestions.live(db, row.programme_id, [row.user_id]):
        fall_through(db, one, now)
    held = proposals.forget_reasons(db, row.programme_id, row.user_id)
    rulings.forget(db, row.programme_id, row.user_id)
    acts.forget(db, held)
    previews = [f"round-{what}:{round_id}" for round_id in held for what in ("preview", "result")]
    ever = pairs.ever(db, row.programme_id, row.user_id)
    theirs = [pair.id for pair in ever if pair.id is not None]
    goals.forget_words(db, theirs)
    wishes.forget_words(db, theirs)
    promises.forget_words(db, theirs)
    plans.forget_links(db, theirs)
    agreements.forget_words(db, theirs)
    sessions.forget_topics(db, circles.over(db, ever))
    sessions.forget_topics(db, {circles.whole(pair) for pair in ever}, by=row.user_id)
    reflections.forget_drift(db, theirs)
    suggested = suggestions.forget_words(db, row.programme_id, row.user_id)
    outbox.forget_words(db, row.user_id, theirs, [*previews, *suggested])
    circles.forget_words(db, row.user_id, ever)
