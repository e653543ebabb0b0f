"""The invitation of a planned session: a file for both calendars, and another one that moves or removes its entry."""

import uuid
from datetime import datetime

from sqlmodel import Session

from bot.rules import cadence
from bot.rules.programmes import PEERS
from storage import outbox, people, plan_cards
from storage.tables import Pair, Plan

TEMPLATE = "planning/invitation"


def invite(db: Session, row: Plan, pair: Pair, by: str | None, now: datetime) -> None:
    """Put the session as it stands into both calendars; out of those only that have it, where it is cancelled.

    Who did it, if anybody did, gets the file at once. What still waited to be sent about it is sent no more.
    """
    plan_cards.withdraw(db, row, plan_cards.INVITATION, now)
    for user_id in (pair.mentor_id, pair.mentee_id):
        invited = plan_cards.is_invited(db, row, user_id)
        if invited or row.status == "accepted":
            _send(db, row, pair, user_id, by, now, invited=invited)


def _send(db: Session, row: Plan, pair: Pair, user_id: str, by: str | None, now: datetime, *, invited: bool) -> None:
    zone = people.zone(db, user_id)
    outbox.notice(
        db,
        f"plan:{row.id}:{plan_cards.INVITATION}:{row.revision}:{user_id}",
        TEMPLATE,
        user_id,
        now if user_id == by else cadence.waking(now, zone),
        pair_id=pair.id,
        peers=pair.kind == PEERS,
        file=f"mentoring-session-{row.id}-{row.revision}.ics",
        plan=plan_cards.facts(row, pair, user_id, zone, now),
        news="cancelled" if row.status == "cancelled" else "moved" if invited else "first",
        uid=_uid(row, pair),
        sequence=row.sequence,
        written_at=now.isoformat(),
    )


def _uid(row: Plan, pair: Pair) -> str:
    """The same for every file about a plan, in whichever database it is, and no word about who meets."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{row.workspace_id}:{pair.introduced_at.isoformat()}:{row.id}"))
