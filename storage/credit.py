"""Who comes first in the next round: whoever the last one left over, or whose pair was ended by one of the two.

Nothing is written down for it but what rounds and pairs leave anyway. Whoever was in a round and got no pair was left
over, whatever they answered: else it would tell of a no, or of silence.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.rules.cadence import UNDO
from bot.rules.matching import Why
from bot.rules.programmes import PAIRS, PEERS
from storage.pairs import EXIT, seems_open
from storage.tables import Leftover, Pair, Programme, Proposal, Round, Seat


@dataclass(frozen=True, slots=True)
class Past:
    """A pair as far as a coordinator may know: how it ended is None while it goes on. All of a circle are one whole."""

    whole: int
    circle: int | None
    mentor: str
    mentee: str
    introduced_at: datetime
    ended_as: str | None
    ended_at: datetime | None
    ended_by: str | None

    @property
    def both(self) -> tuple[str, str]:
        return self.mentor, self.mentee

    def ended_since(self, moment: datetime) -> bool:
        """Whether one of the two ended it, and not before a moment."""
        return self.ended_as == EXIT and self.ended_at is not None and self.ended_at >= moment


def coming_first(
    db: Session, programme: Programme, now: datetime, *, run: int | None = None, only: str | None = None
) -> dict[str, Why]:
    """Everybody who comes first in the next round of a programme, or one person alone, and why; in that ``run``, as it
    was before it."""
    pairs = [Past(*row) for row in db.connection().execute(_pairs(programme, now, only))]
    newest = {who: one.introduced_at for one in pairs for who in one.both}
    going_on = {who for one in pairs if one.ended_as is None for who in one.both}
    in_round = _last_rounds(db, programme, run, only)
    alone = ((who, asked_at) for who, asked_at in in_round.items() if who not in going_on)
    left = [who for who, asked_at in alone if who not in newest or newest[who] < asked_at]
    found: dict[str, Why] = dict.fromkeys(left, "left_over")
    return found | dict.fromkeys(_let_down(pairs, newest, peers=programme.kind == PEERS), "ended")


def behind_weakest(programme: Programme) -> bool:
    """Whether the weakest pair of a round matters more than who comes first."""
    return programme.fair and programme.kind == PAIRS


def _let_down(pairs: Collection[Past], newest: Mapping[str, datetime], *, peers: bool) -> Iterator[str]:
    """Mentors of whose pairs, or circles, one was ended since they got the newest; and mentees whose circle was ended
    by its mentor. Of two peers it is either."""
    wholes: dict[int, list[Past]] = {}
    for one in pairs:
        wholes.setdefault(one.whole, []).append(one)
    for whole in wholes.values():
        mentor = whole[0].mentor
        if all(one.ended_as == EXIT for one in whole) and any(one.ended_since(newest[mentor]) for one in whole):
            yield mentor
    for one in pairs:
        by_mentor = one.circle is not None and one.ended_by == one.mentor
        if (peers or by_mentor) and one.ended_since(newest[one.mentee]):
            yield one.mentee


def _pairs(programme: Programme, now: datetime, only: str | None) -> sa.Select[Any]:
    """All pairs of a programme, or of one person in it, the newest last."""
    ended_as = sa.case((~seems_open(now - UNDO), col(Pair.ended_as)))
    whole = sa.func.coalesce(col(Pair.circle_id), col(Pair.id))
    who = (whole, col(Pair.circle_id), col(Pair.mentor_id), col(Pair.mentee_id))
    found = sa.select(*who, col(Pair.introduced_at), ended_as, col(Pair.ended_at), col(Pair.ended_by))
    here = (col(Pair.workspace_id) == programme.workspace_id, col(Pair.programme_id) == programme.id)
    found = found.where(*here).order_by(col(Pair.id))
    sits_in = sa.select(col(Seat.pair_id)).where(col(Seat.workspace_id) == programme.workspace_id)
    return found if only is None else found.where(col(Pair.id).in_(sits_in.where(col(Seat.user_id) == only)))


def _last_rounds(db: Session, programme: Programme, before: int | None, only: str | None) -> dict[str, datetime]:
    """When the last approved round was asked for that somebody was in."""
    sides = ((Leftover, Leftover.user_id), (Proposal, Proposal.mentor_id), (Proposal, Proposal.mentee_id))
    asked = sa.union_all(*(_in_rounds(programme, before, table, col(who), only) for table, who in sides)).subquery()
    last = sa.select(asked.c.who, sa.func.max(asked.c.asked_at)).group_by(asked.c.who)
    rows: Sequence[Any] = db.connection().execute(last).all()
    return dict(rows)


def _in_rounds(programme: Programme, before: int | None, table: Any, who: Any, only: str | None) -> sa.Select[Any]:
    """Who was in the approved rounds of a programme, and when those were asked for."""
    these = [table.workspace_id == programme.workspace_id, col(Round.programme_id) == programme.id]
    these += [col(Round.status) == "approved"]
    these += [] if before is None else [col(Round.id) < before]
    these += [] if only is None else [who == only]
    found = sa.select(who.label("who"), col(Round.asked_at))
    return found.join(Round, col(Round.id) == table.round_id).where(*these)
