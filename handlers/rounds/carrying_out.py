"""The tick's part of an approved round: each pair is asked about once more and introduced, then the others are told."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.rules import cadence
from bot.rules.matching import Candidate
from bot.rules.programmes import CIRCLES
from handlers.rounds.gathering import gather
from handlers.rounds.in_circles import TOO_SMALL
from handlers.rounds.introducing import introduce
from handlers.rounds.preview import shown
from handlers.rounds.standing import Standing, absence
from storage import circle_pages, credit, outbox, programmes, proposals, rounds, survey_calendar, withdrawals
from storage.pool import pool
from storage.store import Store
from storage.tables import Programme, Proposal, Round

PAIRS_AT_ONCE = 10
"""Pairs in one run, about 0.3 s in which nobody else can write; the courier is slower than that anyway."""
TOLD_AT_ONCE = 40


def carry_out(store: Store, now: datetime) -> int:
    """Carry the oldest approved round a piece further; the tick comes every second. Returns 1 where it did something.

    Where this dies halfway, the rest is done later: who is introduced or told stays so.
    """
    with store.read() as db:
        row = rounds.to_carry_out(db)
        programme = programmes.programme(db, row.programme_id) if row else None
    if row is None or programme is None:
        return 0
    with store.begin() as db:
        waiting = rounds.to_introduce(db, row.id, PAIRS_AT_ONCE)
        if waiting:
            _introduce(db, row, programme, waiting, now)
    more = len(waiting) == PAIRS_AT_ONCE or (waiting and programme.kind == CIRCLES)
    if more or tell_some(store, row, programme, now) == TOLD_AT_ONCE:
        return 1
    return finish(store, row, now)


def _introduce(db: Session, row: Round, programme: Programme, waiting: Sequence[Proposal], now: datetime) -> None:
    if is_closed(db, programme):
        for one in waiting:
            proposals.skip(db, one, "closed", None)
        return
    if programme.kind == CIRCLES:
        _gather(db, row, programme, circle_pages.of_mentor(db, row.id, waiting[0].mentor_id), now)
        return
    standing = Standing(pool(db, programme, now, only=people_of(waiting), run=row.id), now)
    surprised = withdrawals.about_to_hear_of_an_end(db, now)
    for one in waiting:
        if who := standing.missing(one):
            proposals.skip(db, one, absence(db, programme, who), who)
        elif both := standing.take(one):
            introduce(db, row, programme, one, both, surprised, now)
        else:
            proposals.skip(db, one, "apart", None)


def _gather(db: Session, row: Round, programme: Programme, these: Sequence[Proposal], now: datetime) -> None:
    """Introduce one circle, and note why somebody of it was left out."""
    standing = Standing(pool(db, programme, now, only=people_of(these), run=row.id), now)
    gone = {one.id: standing.missing(one) for one in these}
    gathered = gather(db, row, programme, these, standing, now)
    for one in (one for one in these if one not in gathered):
        who = gone[one.id]
        why = absence(db, programme, who) if who else "apart" if gathered else TOO_SMALL
        proposals.skip(db, one, why, who)


def is_closed(db: Session, programme: Programme) -> bool:
    """Whether the programme was closed meanwhile: then nobody is introduced any more."""
    found = programmes.programme(db, programme.id or 0)
    return found is None or found.status != "open"


def people_of(proposals: Iterable[Proposal]) -> list[str]:
    """Everybody who was proposed, each once, in the order of the proposals."""
    return list(dict.fromkeys(who for one in proposals for who in (one.mentor_id, one.mentee_id)))


def unmatched(
    db: Session, row: Round, programme: Programme, now: datetime, only: Collection[str] | None = None
) -> list[Candidate]:
    """Those of a round, or of some people, who are free now, in no pair and asked about none."""
    present = pool(db, programme, now, only=only)
    left = [one.user_id for one in rounds.leftovers(db, row.id)]
    everybody = only or dict.fromkeys([*people_of(rounds.proposals(db, row.id)), *left])
    return [present.candidates[who] for who in everybody if who in present.candidates and who not in present.paired]


def tell_some(
    store: Store,
    row: Round,
    programme: Programme,
    now: datetime,
    *,
    besides: Collection[str] = (),
    asking: bool = False,
) -> int:
    """Write kindly to some of those of the round who are still free and unmatched. Returns to how many.

    ``besides`` are told otherwise. While others are still ``asking`` each other, somebody may yet become free.
    """
    with store.read() as db:
        reasons = {one.user_id: one.reasons for one in rounds.leftovers(db, row.id)}
        found = [one.user for one in _untold(db, row, programme, now, besides)[:TOLD_AT_ONCE]]
    if not found:
        return 0
    with store.begin() as db:
        if is_closed(db, programme):
            return 0
        untold = _untold(db, row, programme, now, besides, only=found)
        for one in untold:
            outbox.notice(
                db,
                leftover_key(row, one.user),
                "rounds/leftover",
                one.user,
                cadence.waking(now, one.zone),
                programme=programme.name,
                programme_id=programme.id,
                reasons=reasons.get(one.user, []),
                asking=asking,
                fair=credit.behind_weakest(programme),
            )
            if not asking:
                survey_calendar.ask_unmatched(db, programme.id or 0, one.user, row.id, now)
    return len(found)


def _untold(
    db: Session,
    row: Round,
    programme: Programme,
    now: datetime,
    besides: Collection[str],
    only: Collection[str] | None = None,
) -> list[Candidate]:
    alone = [one for one in unmatched(db, row, programme, now, only) if one.user not in besides]
    told = outbox.decided(db, [leftover_key(row, one.user) for one in alone])
    return [one for one in alone if leftover_key(row, one.user) not in told]


def leftover_key(row: Round, user_id: str) -> str:
    return f"round-leftover:{row.id}:{user_id}"


def finish(store: Store, row: Round, now: datetime) -> int:
    """Show the result where the preview was, and to whoever decided."""
    with store.begin() as db:
        done = rounds.finish(db, row.id, now)
        if done is None:
            return 0
        result = shown(db, done, now)
        preview = outbox.by_key(db, f"round-preview:{done.id}")
        if preview is not None:
            outbox.say_instead(db, preview, f"round-result:{done.id}", now, "rounds/preview", **result)
        if done.decided_by and (preview is None or done.decided_by != preview.recipient):
            key = f"round-result:{done.id}:{done.decided_by}"
            outbox.notice(db, key, "rounds/preview", done.decided_by, now, **result)
    return 1
