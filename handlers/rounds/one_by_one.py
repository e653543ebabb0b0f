"""Approving one pair of a preview: its people are asked, or introduced, at once, and the others wait as before."""

from datetime import datetime

from sqlmodel import Session

from bot.rules.matching import Candidate
from bot.rules.programmes import CIRCLES
from bot.rules.refusal import Refusal
from handlers.consent.asking import ask_senior
from handlers.rounds.carrying_out import people_of
from handlers.rounds.introducing import introduce
from handlers.rounds.preview import Values, pair_of, shown
from handlers.rounds.standing import Standing, absence
from storage import proposals, withdrawals
from storage.pool import pool
from storage.tables import Programme, Proposal, Round


def approve_alone(db: Session, value: str, user_id: str, now: datetime) -> Values:
    """Approve one pair; whoever comes second, or too late, changes nothing and sees how things stand. A mentee of a
    circle goes with the others."""
    one, row, programme, look = pair_of(db, value, user_id)
    if row.status == "preview" and programme.status != "open":
        raise Refusal("rounds/not_open", programme=programme.name)
    asks_both, alone = programme.approval != "none", programme.kind != CIRCLES
    if one is not None and alone and proposals.approve_alone(db, row, one, user_id, asks_both=asks_both):
        _begin(db, row, programme, one, now)
    return shown(db, row, now, look)


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
