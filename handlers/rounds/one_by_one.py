"""Approving one pair or one circle of a preview: its people are asked, or introduced, at once; the others wait."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.rules.programmes import CIRCLES
from bot.rules.refusal import Refusal
from handlers.consent.asking import ask_senior
from handlers.rounds import in_circles
from handlers.rounds.carrying_out import people_of
from handlers.rounds.gathering import gather
from handlers.rounds.introducing import introduce
from handlers.rounds.preview import Values, pairs_of, shown
from handlers.rounds.standing import Standing, absence
from storage import proposals, withdrawals
from storage.pool import pool
from storage.tables import Programme, Proposal, Round


def approve_alone(db: Session, value: str, user_id: str, now: datetime) -> Values:
    """Approve one pair or circle; whoever comes second, or too late, changes nothing and sees how things stand."""
    named, row, programme, look = pairs_of(db, value, user_id)
    if row.status == "preview" and programme.status != "open":
        raise Refusal("rounds/not_open", programme=programme.name)
    if these := _undecided(db, row, programme, named):
        asks_both = programme.approval != "none"
        besides = in_circles.left_out(db, programme, these[0])
        if proposals.approve_alone(db, row, these, user_id, asks_both=asks_both, besides=besides):
            _begin(db, row, programme, these, now)
    return shown(db, row, now, look)


def _undecided(db: Session, row: Round, programme: Programme, named: Sequence[Proposal]) -> Sequence[Proposal]:
    """A pair, or the whole circle, of which nothing is decided yet; none where something is."""
    if not named or row.status != "preview" or any(one.approved_by for one in named):
        return ()
    return in_circles.whole(db, programme, named) if programme.kind == CIRCLES else named[:1]


def _begin(db: Session, row: Round, programme: Programme, these: Sequence[Proposal], now: datetime) -> None:
    """What approving all would do for these; refused, and undone, where they can no longer be paired."""
    standing = _together(db, row, programme, these, now)
    if row.asks_both:
        _ask(db, programme, these, standing, now)
    elif programme.kind == CIRCLES:
        gather(db, row, programme, these, standing, now)
    else:
        surprised = withdrawals.about_to_hear_of_an_end(db, now)
        introduce(db, row, programme, these[0], standing.both(these[0]), surprised, now)


def _ask(db: Session, programme: Programme, these: Sequence[Proposal], standing: Standing, now: datetime) -> None:
    for one in these:
        if ask_senior(db, programme, one, standing.both(one), now) is None:
            raise _no_longer(programme, one, "taken", one.mentee_id)


def _together(db: Session, row: Round, programme: Programme, these: Sequence[Proposal], now: datetime) -> Standing:
    """Everybody of a pair or a circle, who can be in it now. Refuses where one of them cannot, and says why."""
    standing = Standing(pool(db, programme, now, only=people_of(these), run=row.id), now)
    for one in these:
        if who := standing.missing(one):
            raise _no_longer(programme, one, absence(db, programme, who), who)
    possible = standing.together(these) if programme.kind == CIRCLES else [*filter(standing.allows, these)]
    if apart := [one for one in these if one not in possible]:
        raise _no_longer(programme, apart[0], "apart", None)
    return standing


def _no_longer(programme: Programme, one: Proposal, why: str, who: str | None) -> Refusal:
    pair = {"mentor": one.mentor_id, "mentee": one.mentee_id, "why": why, "who": who}
    return Refusal("rounds/no_longer", one=pair, circle=programme.kind == CIRCLES)
