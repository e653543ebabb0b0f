"""The answers about a circle: once nobody of it is asked any more it is introduced with those who agreed; where they
are too few, it comes to nothing for all, in the usual words."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot.rules.programmes import CIRCLES
from handlers.consent.ending import end_at_once, fall_through
from handlers.rounds.carrying_out import people_of
from handlers.rounds.gathering import gather
from handlers.rounds.standing import Standing
from storage import circle_answers, suggestions
from storage.pool import pool
from storage.tables import Programme, Proposal, Round, Suggestion


def gather_some(db: Session, row: Round, programme: Programme, now: datetime) -> bool:
    """Introduce one circle of which nobody is asked any more, or let it come to nothing. False where there is none."""
    agreed = circle_answers.complete(db, row.id)
    if not agreed:
        return False
    these = [proposal for _, proposal in agreed if not proposal.dropped]
    besides = [one.id for one, _ in agreed]
    only = people_of(proposal for _, proposal in agreed)
    standing = Standing(pool(db, programme, now, besides, only, row.id), now)
    gathered = gather(db, row, programme, these, standing, now)
    for one, proposal in agreed:
        if proposal in gathered:
            suggestions.move(db, one, "introduced")
        elif row.stopped_at is not None:
            end_at_once(db, one, now)
        else:
            fall_through(db, one, now)
    return True


def can_be_filled(db: Session, one: Suggestion, programme: Programme) -> bool:
    """Whether as many as a circle needs may still say yes: else its mentor is asked for nothing."""
    return circle_answers.possible(db, one) >= programme.circle_least


def of_same_circles(
    db: Session, round_id: int | None, programme: Programme, these: Iterable[Proposal]
) -> list[int | None]:
    """What is on its way in the same circles, which takes nobody who is in it; of pairs, nothing."""
    if programme.kind != CIRCLES:
        return []
    return circle_answers.on_their_way(db, round_id, {one.mentor_id for one in these})
