"""Approving one pair of a preview: its people are asked, or introduced, at once, and the others wait as before."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, Respond
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.matching import Candidate
from bot.rules.refusal import Refusal
from handlers import home
from handlers.consent.asking import ask_senior
from handlers.rounds.carrying_out import people_of
from handlers.rounds.introducing import introduce
from handlers.rounds.preview import answer, pair_of, shown
from handlers.rounds.standing import Standing, absence
from storage import proposals, withdrawals
from storage.pool import pool
from storage.store import Store
from storage.tables import Programme, Proposal, Round


def approve_alone(
    ack: Ack,
    action: dict[str, Any],
    body: dict[str, Any],
    client: WebClient,
    respond: Respond,
    user_id: str,
    store: Store,
    now: datetime,
) -> None:
    """Approve one pair; whoever comes second, or too late, changes nothing and sees how things stand."""
    with store.begin() as db:
        one, row, programme, look = pair_of(db, action["value"], user_id)
        if row.status == "preview" and programme.status != "open":
            raise Refusal("rounds/not_open", programme=programme.name)
        if one is not None and proposals.approve_alone(db, row, one, user_id, asks_both=programme.approval != "none"):
            _begin(db, row, programme, one, now)
        values = shown(db, row, now, look)
    ack()
    answer(body, client, respond, values)
    home.refresh(client, store, user_id, now)


def _begin(db: Session, row: Round, programme: Programme, one: Proposal, now: datetime) -> None:
    """What approving all would do for this pair; refused, and undone, where the two can no longer be paired."""
    both = _both(db, programme, one, now)
    if not row.asks_both:
        introduce(db, row, programme, one, both, withdrawals.about_to_hear_of_an_end(db, now), now)
    elif ask_senior(db, programme, one, both, now) is None:
        raise _no_longer(one, "taken", one.mentee_id)


def _both(db: Session, programme: Programme, one: Proposal, now: datetime) -> tuple[Candidate, Candidate]:
    standing = Standing(pool(db, programme, now, only=people_of([one])), now)
    if who := standing.missing(one):
        raise _no_longer(one, absence(db, programme, who), who)
    both = standing.take(one)
    if both is None:
        raise _no_longer(one, "apart", None)
    return both


def _no_longer(one: Proposal, why: str, who: str | None) -> Refusal:
    pair = {"mentor": one.mentor_id, "mentee": one.mentee_id, "why": why, "who": who}
    return Refusal("rounds/no_longer", one=pair)
