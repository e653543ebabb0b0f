"""The Home tab: what is next for me, and for coordinators the health of their programmes."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from http.client import HTTPException
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot.rules.cadence import local_day
from messages import form
from storage import (
    agreements,
    circles,
    closing,
    credit,
    goals,
    health,
    home,
    joining,
    people,
    plan_cards,
    programmes,
    promises,
    rates,
    skills,
    suggestions,
    surveys,
)
from storage.next_nudge import next_nudge
from storage.store import Store
from storage.tables import Participant, Programme

log = logging.getLogger(__name__)

SHOWN_QUIET = 10
SHOWN = 8
SURVEYS = 3
"""Programmes of a coordinator, or a sponsor, for which Home has room."""


def register(app: App) -> None:
    app.event("app_home_opened")(opened)


def opened(event: dict[str, Any], client: WebClient, store: Store, now: datetime) -> None:
    """Show the Home tab as things stand; the conversation's tab needs nothing."""
    if event.get("tab") == "home":
        show(client, store, event["user"], now)


def show(client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Publish somebody's Home tab as things stand."""
    with store.read() as db:
        view = _view(db, user_id, now)
    client.views_publish(user_id=user_id, view=view)


def refresh(client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Show the Home tab anew after a decision. Where Slack does not take it, the decision stands all the same."""
    try:
        show(client, store, user_id, now)
    except (SlackApiError, OSError, HTTPException) as failed:
        log.warning("the Home tab of %s could not be refreshed: %s", user_id, failed)


def _view(db: Session, user_id: str, now: datetime) -> dict[str, Any]:
    participations = joining.present(db, user_id)
    every_programme = programmes.all_programmes(db)
    names = {row.id: row for row in every_programme}
    mine = home.my_pairs(db, user_id, now)
    rights, zone = programmes.rights(db, user_id), people.zone(db, user_id)
    joined = {row.programme_id for row in participations}
    suggested = suggestions.on_home(db, user_id, now) if participations else suggestions.OnHome()
    waits = not mine and not suggested.asked and not suggested.agreed
    return form(
        "home/home",
        now=now,
        zone=zone,
        today=local_day(now, zone),
        next_nudge=next_nudge(db, user_id, zone, now),
        participations=[(row, names[row.programme_id]) for row in participations],
        joinable=[row for row in every_programme if row.status == "open" and row.id not in joined],
        pairs=mine,
        completed=_completed(db, participations, names, user_id, now),
        agreements=agreements.states(db, [one.pair for one in mine], user_id),
        goals=goals.of_person(db, user_id) if mine else {},
        promises=promises.ledgers(db, user_id, [one.pair.id for one in mine]),
        surveys=surveys.waiting_for(db, user_id, local_day(now, zone))[:SURVEYS] if participations else [],
        skills=skills.waiting_for(db, user_id, local_day(now, zone)) if participations else [],
        suggested=suggested,
        comes_first=_comes_first(db, participations, names, user_id, now) if waits else {},
        plans=plan_cards.by_pair(db, [one.pair for one in mine], user_id, zone, now),
        coordinated=health.of_programmes(db, [row for row in every_programme if rights & {None, row.id}][:SHOWN], now),
        sponsored=rates.of_programmes(db, [row for row in every_programme if row.sponsor_id == user_id][:SHOWN], now),
        founder=None in rights,
        shown_quiet=SHOWN_QUIET,
    )


def _comes_first(
    db: Session, places: Sequence[Participant], held_in: Mapping[int | None, Programme], user_id: str, now: datetime
) -> dict[int, bool]:
    """The programmes in whose next round somebody comes first, and whether its weakest match matters more."""
    waiting = [held_in[row.programme_id] for row in places if row.status == "active" and row.next_round]
    first = [one for one in waiting if user_id in credit.coming_first(db, one, now, only=user_id)]
    return {one.id or 0: credit.behind_weakest(one) for one in first}


def _completed(
    db: Session, places: Sequence[Participant], held_in: Mapping[int | None, Programme], user_id: str, now: datetime
) -> list[dict[str, Any]]:
    """The pairs that somebody completed last, what they reached, and whether this person is in the next round."""
    mine = {row.programme_id: row for row in places}
    return [
        {
            "pair": pair.id,
            "partner": circles.company(db, pair, user_id, now),
            "circle": pair.circle_id is not None,
            "ended_at": pair.ended_at,
            "programme_id": pair.programme_id,
            "next_round": mine[pair.programme_id].next_round,
            **asdict(closing.reached(db, theirs, held_in[pair.programme_id], pair.ended_at)),
        }
        for pair in closing.last_completed(db, user_id, mine)
        if pair.ended_at is not None and (theirs := circles.of_person(db, pair, user_id, now))
    ]
