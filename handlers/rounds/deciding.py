"""Approving a round: everything is asked once more, then people are introduced and the others are told."""

from collections import Counter
from datetime import datetime
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules import cadence
from bot.rules.matching import Candidate
from bot.rules.protection import Protection
from bot.rules.refusal import Refusal
from handlers import home
from handlers.rounds import introducing
from handlers.rounds.preview import answer, round_for, shown
from storage import joining, outbox, rounds
from storage.pool import Pool, pool
from storage.store import Store
from storage.tables import Programme, Proposal, Round


def approve(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Introduce every pair that was not dropped and still may be, and say which could not."""
    with store.begin() as db:
        row, programme = round_for(db, int(action["value"]), user_id)
        if programme.status != "open":
            raise Refusal("rounds/not_open", programme=programme.name)
        if rounds.decide(db, row, "approved", user_id, now):
            _carry_out(db, row, programme, now)
        values = shown(db, row)
    ack()
    answer(body, client, respond, values)
    home.show(client, store, user_id, now)


class _Present:
    """Who is free at this moment, and becomes taken while the round is carried out."""

    def __init__(self, waiting: Pool) -> None:
        self.free = waiting.candidates
        self._protection = Protection(waiting.managers, waiting.candidates, waiting.policy)
        self._taught: Counter[str] = Counter()
        self.matched: set[str] = set()

    def obstacle(self, db: Session, one: Proposal, programme: Programme) -> tuple[str, str | None] | None:
        """Why a pair can no longer be introduced: left, paused, taken (and who), or apart; None where it can."""
        mentor, mentee = self.free.get(one.mentor_id), self.free.get(one.mentee_id)
        if mentor is None or not mentor.teaches or not self._has_room(mentor):
            return _absence(db, programme, one.mentor_id), one.mentor_id
        if mentee is None or not mentee.learns or mentee.user in self.matched:
            return _absence(db, programme, one.mentee_id), one.mentee_id
        return None if self._protection.allows(mentor, mentee) else ("apart", None)

    def take(self, one: Proposal) -> None:
        self._taught[one.mentor_id] += 1
        self.matched |= {one.mentor_id, one.mentee_id}

    def _has_room(self, mentor: Candidate) -> bool:
        learns_now = mentor.user in self.matched and not self._taught[mentor.user]
        return self._taught[mentor.user] < mentor.capacity and not learns_now


def _carry_out(db: Session, row: Round, programme: Programme, now: datetime) -> None:
    present = _Present(pool(db, programme))
    made = rounds.proposals(db, row.id)
    for one in made:
        if one.dropped:
            continue
        obstacle = present.obstacle(db, one, programme)
        if obstacle:
            rounds.skip(db, one, *obstacle)
        else:
            present.take(one)
            introducing.introduce(db, row, programme, one, present.free, now)
    _tell_the_others(db, row, programme, made, present, now)


def _tell_the_others(
    db: Session, row: Round, programme: Programme, made: Any, present: _Present, now: datetime
) -> None:
    """Write kindly to everybody of the round who is still free and unmatched."""
    reasons = {one.user_id: one.reasons for one in rounds.leftovers(db, row.id)}
    in_pairs = (who for one in made for who in (one.mentor_id, one.mentee_id))
    for who in dict.fromkeys([*in_pairs, *reasons]):
        candidate = present.free.get(who)
        if candidate is None or who in present.matched:
            continue
        outbox.notice(
            db,
            f"round-leftover:{row.id}:{who}",
            "rounds/leftover",
            who,
            cadence.waking(now, candidate.zone),
            programme=programme.name,
            programme_id=programme.id,
            reasons=reasons.get(who, []),
        )


def _absence(db: Session, programme: Programme, who: str) -> str:
    row = joining.participant(db, programme.id or 0, who)
    if row is None or row.status == "left":
        return "left"
    return "paused" if row.status == "paused" else "taken"
