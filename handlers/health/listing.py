"""Whom a number on a coordinator's Home is about, twenty a page; who did or cancelled what, and never what was said."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from math import ceil
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.programmes import PEERS
from bot.rules.refusal import Refusal
from handlers import forms, rights
from handlers.matchers import on_action
from messages import form
from storage import agreements, announcements, health, people, programmes, reflections, rounds, undelivered, unsigned
from storage.store import Store
from storage.tables import Announcement, Outbox, Pair, Participant, Programme

PAGE = 20
Row = dict[str, Any]
List = Callable[[Session, Programme, datetime], Sequence[Any]]


def register(app: App) -> None:
    on_action(app, "health.list", show)


def show(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Open a list from Home, or turn its page."""
    with store.read() as db:
        view = listed(db, action["value"], user_id, now)
    forms.show(client, body, view)
    ack()


def listed(db: Session, place: str, user_id: str, now: datetime) -> dict[str, Any]:
    """A page of a list, "programme:what:page", as things stand, for somebody who coordinates the programme."""
    programme_id, what, page = place.split(":")
    programme = rights.coordinated(db, user_id, int(programme_id))
    if what not in LISTS:
        raise Refusal("health/no_such_list")
    find, describe = LISTS[what]
    found = find(db, programme, now)
    pages = max(1, ceil(len(found) / PAGE))
    here = min(max(int(page), 0), pages - 1)
    return form(
        f"health/{what}",
        place=f"{programme_id}:{what}",
        page=here,
        pages=pages,
        total=len(found),
        programme=programme.name,
        programme_id=programme.id,
        status=programme.status,
        smallest=programme.smallest_group,
        round=_round_state(db, programme),
        zone=people.zone(db, user_id),
        rows=[describe(db, one) for one in found[here * PAGE : (here + 1) * PAGE]],
    )


def _round_state(db: Session, programme: Programme) -> str | None:
    live = rounds.live(db, programme.id or 0)
    return live.status if live else None


def _person(db: Session, row: Participant) -> Row:
    return {"user": row.user_id, "role": _role(db, row), "joined_at": row.joined_at, "paused": row.status == "paused"}


def _role(db: Session, row: Participant) -> str:
    programme = programmes.programme(db, row.programme_id)
    return "peer" if programme is not None and programme.kind == PEERS else row.role


def _pair(_db: Session, row: Pair) -> Row:
    both = {"mentor": row.mentor_id, "mentee": row.mentee_id, "peers": row.kind == PEERS}
    return both | {"introduced_at": row.introduced_at}


def _exit(db: Session, row: Pair) -> Row:
    return _pair(db, row) | {"ended_at": row.ended_at}


def _ending(db: Session, row: Pair) -> Row:
    return _pair(db, row) | {"ends_at": row.ends_at}


def _behind(db: Session, row: health.Behind) -> Row:
    return _pair(db, row.pair) | {"held": row.held, "expected": row.expected}


def _unsigned(db: Session, row: Pair) -> Row:
    missing, may = agreements.not_signed_by(db, row), unsigned.may_be_reminded(db, row)
    return _pair(db, row) | {"pair": row.id, "missing": missing, "may_be_reminded": may}


def _reached(db: Session, row: tuple[Pair, int]) -> Row:
    return _pair(db, row[0]) | {"reached": row[1]}


def _promised(db: Session, row: tuple[Pair, int]) -> Row:
    return _pair(db, row[0]) | {"open": row[1]}


def _announced(_db: Session, row: Announcement) -> Row:
    return {name: getattr(row, name) for name in ("id", "send_at", "audience", "channel", "words")}


def _answers(_db: Session, row: tuple[str, list[reflections.Result]]) -> Row:
    return {"question": row[0], "results": [asdict(one) for one in row[1]]}


def _undelivered(_db: Session, row: Outbox) -> Row:
    """To whom and of which kind; the words stay between the bot and them."""
    channel = row.recipient.startswith(("C", "G", "D"))
    return {
        "message": row.id,
        "channel": row.recipient if channel else None,
        "users": [] if channel else row.recipient.split(","),
        "template": row.template,
        "unknown": row.status == "unknown",
        "due_at": row.due_at,
        "error": row.error or "",
    }


LISTS: dict[str, tuple[List, Callable[[Session, Any], Row]]] = {
    "unmatched": (lambda db, programme, now: health.unmatched(db, programme.id or 0, now), _person),
    "behind": (health.behind, _behind),
    "quiet": (lambda db, programme, now: health.quiet(db, [programme.id or 0], now), _pair),
    "let_down": (lambda db, programme, now: health.let_down(db, [programme.id or 0], now), _pair),
    "exits": (lambda db, programme, now: health.exits(db, [programme.id or 0], now), _exit),
    "ending": (lambda db, programme, now: health.ending(db, programme.id or 0, now), _ending),
    "unsigned": (lambda db, programme, now: unsigned.of_programme(db, programme.id or 0, now), _unsigned),
    "goals": (lambda db, programme, now: health.pairs_with_goals(db, programme.id or 0, now), _reached),
    "promises": (lambda db, programme, now: health.pairs_with_promises(db, programme.id or 0, now), _promised),
    "upcoming": (lambda db, programme, _now: announcements.upcoming(db, programme.id or 0), _announced),
    "looked_back": (lambda db, programme, _now: [*reflections.results(db, programme.id or 0).items()], _answers),
    "undelivered": (lambda db, programme, now: undelivered.of_programme(db, programme.id or 0, now), _undelivered),
}
"""For each number: whom it is about, and what a coordinator reads of one of them."""
