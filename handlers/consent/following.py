"""What follows from the answers, piece by piece: introductions, the next who are asked, the next best for whoever is
free again, a word to those for whom there is nobody, and the result for the coordinator."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.rules.programmes import CIRCLES
from handlers.consent.asking import ask_junior, ask_senior
from handlers.consent.ending import end_all, fall_through
from handlers.consent.in_circles import can_be_filled, gather_some, of_same_circles
from handlers.consent.next_best import find_next_best, looks_on
from handlers.rounds.carrying_out import (
    PAIRS_AT_ONCE,
    TOLD_AT_ONCE,
    finish,
    is_closed,
    leftover_key,
    people_of,
    tell_some,
    unmatched,
)
from handlers.rounds.introducing import introduce
from handlers.rounds.standing import Standing
from storage import outbox, programmes, proposals, rounds, suggestions, survey_calendar, withdrawals
from storage.pool import pool
from storage.store import Store
from storage.tables import Programme, Proposal, Round, Suggestion


def carry_on(store: Store, now: datetime) -> int:
    """Take the oldest round in which something has changed a piece further. Returns 1 where there was one.

    Of a round that is not approved only those pairs go on that were approved by themselves. Where this dies halfway,
    the rest is done later: who was asked, introduced or told stays so.
    """
    with store.read() as db:
        row = rounds.stirred(db)
        programme = programmes.programme(db, row.programme_id) if row else None
    if row is None or programme is None:
        return 0
    goes_on = _goes_on(store, row, programme, now)
    if row.status != "approved":
        return int(goes_on and _one_piece(store, row, programme, now)) or _rest(store, row)
    if not goes_on:
        return finish(store, row, now)
    if _one_piece(store, row, programme, now):
        return 1
    with store.read() as db:
        asking = suggestions.any_live(db, row.id)
    if asking and row.freed == row.sought_at:
        return _rest(store, row)
    if find_next_best(store, row, programme, now):
        return 1
    with store.read() as db:
        silent = suggestions.silent(suggestions.of_round(db, row.id))
    if (
        tell_some(store, row, programme, now, besides=silent, asking=asking and looks_on(row, programme))
        == TOLD_AT_ONCE
    ):
        return 1
    return _rest(store, row) if asking else _finish(store, row, programme, now)


def _goes_on(store: Store, row: Round, programme: Programme, now: datetime) -> bool:
    """Whether the programme is open; where it was closed, whatever is on its way ends."""
    with store.read() as db:
        closed = is_closed(db, programme)
    if closed:
        with store.begin() as db:
            end_all(db, row.id, now, goes_on=False)
    return not closed


def _one_piece(store: Store, row: Round, programme: Programme, now: datetime) -> bool:
    """Introduce some, or ask some: juniors first, since their seniors wait."""
    with store.read() as db:
        if not suggestions.any_to_do(db, row.id):
            return False
    with store.begin() as db:
        return (
            _introduce_some(db, row, programme, now)
            or _ask_juniors(db, row, programme, now)
            or _ask_seniors(db, row, programme, now)
        )


def _introduce_some(db: Session, row: Round, programme: Programme, now: datetime) -> bool:
    if programme.kind == CIRCLES:
        return gather_some(db, row, programme, now)
    agreed = suggestions.of_status(db, row.id, "agreed", PAIRS_AT_ONCE)
    standing = _standing(db, row, programme, agreed, now)
    surprised = withdrawals.about_to_hear_of_an_end(db, now) if agreed else ()
    for one, proposal in agreed:
        both = standing.take(proposal) if standing and not proposal.dropped else None
        if both is None:
            fall_through(db, one, now)
        elif suggestions.move(db, one, "introduced"):
            introduce(db, row, programme, proposal, both, surprised, now)
    return bool(agreed)


def _ask_juniors(db: Session, row: Round, programme: Programme, now: datetime) -> bool:
    willing = suggestions.of_status(db, row.id, "willing", TOLD_AT_ONCE)
    standing = _standing(db, row, programme, willing, now)
    for one, proposal in willing:
        both = standing.take(proposal) if standing and not proposal.dropped else None
        if both is None or (programme.kind == CIRCLES and not can_be_filled(db, one, programme)):
            fall_through(db, one, now)
        else:
            outbox.unsay(db, leftover_key(row, proposal.mentor_id))
            ask_junior(db, one, programme, proposal, both, now)
    return bool(willing)


def _ask_seniors(db: Session, row: Round, programme: Programme, now: datetime) -> bool:
    """Those who can no longer be paired are dropped without a word: nobody has heard of it."""
    waiting = suggestions.to_ask(db, row.id, TOLD_AT_ONCE)
    beside = of_same_circles(db, row.id, programme, waiting)
    standing = Standing(pool(db, programme, now, beside, people_of(waiting), row.id), now) if waiting else None
    for proposal in waiting:
        both = standing.take(proposal) if standing else None
        if both and ask_senior(db, programme, proposal, both, now):
            outbox.unsay(db, leftover_key(row, proposal.mentee_id))
        else:
            proposals.drop_late(db, proposal)
    return bool(waiting)


def _standing(
    db: Session, row: Round, programme: Programme, these: Sequence[tuple[Suggestion, Proposal]], now: datetime
) -> Standing | None:
    """Who is free, where those of these very suggestions count as free."""
    proposed = [proposal for _, proposal in these]
    besides, only = [one.id for one, _ in these], people_of(proposed)
    besides += of_same_circles(db, row.id, programme, proposed)
    return Standing(pool(db, programme, now, besides, only, row.id), now) if these else None


def _rest(store: Store, row: Round) -> int:
    with store.begin() as db:
        rounds.rest(db, row)
    return 1


def _finish(store: Store, row: Round, programme: Programme, now: datetime) -> int:
    """Nobody is asked any more: whoever is left hears nothing new, and is asked how that was."""
    with store.begin() as db:
        for one in unmatched(db, row, programme, now):
            survey_calendar.ask_unmatched(db, programme.id or 0, one.user, row.id, now)
    return finish(store, row, now)
