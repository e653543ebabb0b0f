"""Certificates: what two people did together, for each of them to show, once their months are over."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot.rules import cadence
from bot.rules.closing import months_of
from bot.rules.refusal import Refusal
from handlers import forms
from handlers.matchers import on_action
from messages import form
from storage import circles, joining, outbox, pairs, people, programmes, sessions, withdrawals
from storage.store import Store
from storage.tables import Outbox, Pair

GIVEN = "certificates/given"


def register(app: App) -> None:
    on_action(app, "certificates.again", again)


def give(db: Session, pair: Pair, user_id: str, now: datetime) -> None:
    """Somebody's pair, or circle, has completed its months: they are to have a certificate, unless it never met."""
    values = _about(db, pair, user_id, now)
    if values is not None:
        _send(db, pair, user_id, 1, cadence.waking(now, people.zone(db, user_id)), values)


def names(client: WebClient, row: Outbox) -> dict[str, Any] | None:
    """What Slack calls the two and the company, which is stored nowhere. None where the person has gone.

    It is asked at the moment of sending, and what no font can draw gives way to the next name.
    """
    person, partner = _user(client, row.recipient), row.values["partner"]
    if person.get("deleted", True):
        return None
    partner_names = _called(_user(client, partner)) if isinstance(partner, str) else []
    return {"names": _called(person), "partner_names": partner_names, "workspace": _workspace(client)}


def again(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Send somebody their own certificate once more, with all that is known by now; one that still waits is enough."""
    with store.begin() as db:
        pair = pairs.pair(db, int(action["value"]))
        values = _about(db, pair, user_id, now) if pair is not None else None
        if pair is None or values is None:
            raise Refusal("certificates/none")
        number = withdrawals.said_before(db, _key(pair, user_id))
        last = outbox.by_key(db, f"{_key(pair, user_id)}:{number}")
        if last is None or last.status not in ("waiting", "sending"):
            _send(db, pair, user_id, number + 1, now, values)
    forms.show(client, body, form("certificates/again"))
    ack()


def _about(db: Session, pair: Pair, user_id: str, now: datetime) -> dict[str, Any] | None:
    """What a certificate says of a pair, without names; None where there is none for this person."""
    programme = programmes.programme(db, pair.programme_id)
    place = joining.participant(db, pair.programme_id, user_id)
    held = sessions.of_pair(db, circles.whole(pair))
    entitled = user_id in (pair.mentor_id, pair.mentee_id) and place is not None and place.status != "left"
    if programme is None or pair.ended_at is None or pair.ended_as != pairs.COMPLETED or not entitled or not held:
        return None
    zone = people.zone(db, user_id)
    return {
        "programme_id": programme.id,
        "programme": programme.name,
        "role": pairs.side(pair, user_id),
        "partner": _with_whom(db, pair, user_id, now),
        "months": months_of(pair.introduced_at, pair.ended_at),
        "sessions": len(held),
        "minutes": sum(session.minutes for session in held),
        "began_on": cadence.local_day(pair.introduced_at, zone).isoformat(),
        "ended_on": cadence.local_day(pair.ended_at, zone).isoformat(),
    }


def _with_whom(db: Session, pair: Pair, user_id: str, now: datetime) -> circles.Company:
    """A mentee's mentor; the mentor of a circle has taught all of it."""
    return circles.company(db, pair, user_id, now) if user_id == pair.mentor_id else pairs.partner(pair, user_id)


def _send(db: Session, pair: Pair, user_id: str, number: int, due: datetime, values: dict[str, Any]) -> None:
    file = f"mentoring-certificate-{pair.id}-{number}.pdf"
    outbox.notice(db, f"{_key(pair, user_id)}:{number}", GIVEN, user_id, due, pair_id=pair.id, file=file, **values)


def _key(pair: Pair, user_id: str) -> str:
    return f"certificate:{pair.id}:{user_id}"


def _user(client: WebClient, user_id: str) -> dict[str, Any]:
    try:
        user: dict[str, Any] = client.users_info(user=user_id)["user"]
        return user
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
