"""The tick's part of an approved round: each pair is asked about once more and introduced, then the others are told."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.rules import cadence
from bot.rules.matching import Candidate
from bot.rules.protection import Protection
from handlers.rounds.introducing import introduce
from handlers.rounds.preview import shown
from storage import joining, outbox, programmes, rounds, withdrawals
from storage.pool import Pool, pool
from storage.store import Store
from storage.tables import Programme, Proposal, Round

PAIRS_AT_ONCE = 10
"""Pairs in one transaction: about 0.2 s in which nobody else can write."""
TOLD_AT_ONCE = 40


def carry_out(store: Store, now: datetime) -> int:
    """Carry the oldest approved round out, in short transactions. Returns how many rounds were.

    Where this dies halfway, the rest is done later: who is introduced or told stays so.
    """
    with store.read() as db:
        row = rounds.to_carry_out(db)
        programme = programmes.programme(db, row.programme_id) if row else None
    if row is None or programme is None:
        return 0
    while _introduce_some(store, row, programme, now):
        pass
    _tell_the_others(store, row, programme, now)
    return _finish(store, row, now)


def _introduce_some(store: Store, row: Round, programme: Programme, now: datetime) -> bool:
    with store.begin() as db:
        waiting = rounds.to_introduce(db, row.id, PAIRS_AT_ONCE)
        if waiting:
            _introduce(db, row, programme, waiting, now)
    return bool(waiting)


def _introduce(db: Session, row: Round, programme: Programme, waiting: Sequence[Proposal], now: datetime) -> None:
    present = pool(db, programme)
    protection = Protection(present.managers, present.candidates, present.policy)
    surprised = withdrawals.about_to_hear_of_an_end(db)
    taught: dict[str, int] = {}
    learning: set[str] = set()
    for one in waiting:
        mentor = _free_to_teach(present, one.mentor_id, taught, learning)
        mentee = _free_to_learn(present, one.mentee_id, taught, learning)
        if mentor is None or mentee is None:
            who = one.mentor_id if mentor is None else one.mentee_id
            rounds.skip(db, one, _absence(db, programme, who), who)
        elif not protection.allows(mentor, mentee):
            rounds.skip(db, one, "apart", None)
        else:
            taught[mentor.user] = taught.get(mentor.user, 0) + 1
            learning.add(mentee.user)
            introduce(db, row, programme, one, (mentor, mentee), surprised, now)


def _free_to_teach(present: Pool, who: str, taught: dict[str, int], learning: set[str]) -> Candidate | None:
    found = present.candidates.get(who)
    free = found and found.teaches and taught.get(who, 0) < found.capacity and who not in learning
    return found if free else None


def _free_to_learn(present: Pool, who: str, taught: dict[str, int], learning: set[str]) -> Candidate | None:
    found = present.candidates.get(who)
    return found if found and found.learns and who not in learning and who not in taught else None


def _absence(db: Session, programme: Programme, who: str) -> str:
    """Why somebody is no longer free: left, paused or taken."""
    row = joining.participant(db, programme.id or 0, who)
    if row is None or row.status == "left":
        return "left"
    return "paused" if row.status == "paused" else "taken"


def _tell_the_others(store: Store, row: Round, programme: Programme, now: datetime) -> None:
    """Write kindly to everybody of the round who is still free and unmatched."""
    with store.read() as db:
        present = pool(db, programme)
        reasons = {one.user_id: one.reasons for one in rounds.leftovers(db, row.id)}
        proposed = [who for one in rounds.proposals(db, row.id) for who in (one.mentor_id, one.mentee_id)]
    everybody = dict.fromkeys([*proposed, *reasons])
    unmatched = [who for who in everybody if who in present.candidates and who not in present.paired]
    for first in range(0, len(unmatched), TOLD_AT_ONCE):
        with store.begin() as db:
            for who in unmatched[first : first + TOLD_AT_ONCE]:
                outbox.notice(
                    db,
                    f"round-leftover:{row.id}:{who}",
                    "rounds/leftover",
                    who,
                    cadence.waking(now, present.candidates[who].zone),
                    programme=programme.name,
                    programme_id=programme.id,
                    reasons=reasons.get(who, []),
                )


def _finish(store: Store, row: Round, now: datetime) -> int:
    """Show the result where the preview was, and to whoever decided."""
    with store.begin() as db:
        done = rounds.finish(db, row.id, now)
        if done is None:
            return 0
        result = shown(db, done)
        preview = outbox.by_key(db, f"round-preview:{done.id}")
        if preview is not None:
            outbox.say_instead(db, preview, f"round-result:{done.id}", now, "rounds/preview", **result)
        if done.decided_by and (preview is None or done.decided_by != preview.recipient):
            key = f"round-result:{done.id}:{done.decided_by}"
            outbox.notice(db, key, "rounds/preview", done.decided_by, now, **result)
    return 1
