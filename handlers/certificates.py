"""Certificates: what two people did together, for each of them to show, once their months are over."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot.rules import cadence
from storage import outbox, pairs, people, programmes, sessions
from storage.tables import HeldSession, Outbox, Pair, Programme

GIVEN = "certificates/given"
A_MONTH = 365.25 / 12


def give(db: Session, pair: Pair, now: datetime) -> None:
    """A pair has completed its months: give both their certificate, unless they never met."""
    held = sessions.of_pair(db, pair.id)
    programme = programmes.programme(db, pair.programme_id)
    if held and programme is not None:
        for user_id in (pair.mentor_id, pair.mentee_id):
            _give(db, pair, programme, held, user_id, now)


def names(client: WebClient, row: Outbox) -> dict[str, Any] | None:
    """What Slack calls the two and the company, which is stored nowhere. None where the person has gone.

    It is asked at the moment of sending, and what a font cannot draw gives way to the next name.
    """
    person, partner = _user(client, row.recipient), _user(client, row.values["partner"])
    if person.get("deleted", True):
        return None
    return {"names": _called(person), "partner_names": _called(partner), "workspace": _workspace(client)}


def _give(
    db: Session, pair: Pair, programme: Programme, held: Sequence[HeldSession], user_id: str, now: datetime
) -> None:
    zone = people.zone(db, user_id)
    began_on, ended_on = cadence.local_day(pair.introduced_at, zone), cadence.local_day(now, zone)
    outbox.notice(
        db,
        f"certificate:{pair.id}:{user_id}",
        GIVEN,
        user_id,
        cadence.waking(now, zone),
        pair_id=pair.id,
        file=f"mentoring-certificate-{pair.id}.pdf",
        programme_id=programme.id,
        programme=programme.name,
        role="mentor" if user_id == pair.mentor_id else "mentee",
        partner=pairs.partner(pair, user_id),
        months=max(1, round((ended_on - began_on).days / A_MONTH)),
        sessions=len(held),
        minutes=sum(session.minutes for session in held),
        began_on=began_on.isoformat(),
        ended_on=ended_on.isoformat(),
    )


def _user(client: WebClient, user_id: str) -> dict[str, Any]:
    try:
        return client.users_info(user=user_id)["user"]
    except SlackApiError as refused:
        if refused.response.get("error") != "user_not_found":
            raise
        return {}


def _called(user: dict[str, Any]) -> list[str]:
    """Somebody's names, the most official first; the handle has Latin letters only."""
    profile = user.get("profile", {})
    known = [profile.get(name) for name in ("real_name", "display_name", "real_name_normalized")]
    return [name for name in (*known, user.get("name")) if name]


@lru_cache(maxsize=1)
def _workspace(client: WebClient) -> str:
    """The company's name for its workspace, asked once."""
    return str(client.auth_test()["team"])
