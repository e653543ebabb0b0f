"""How an announcement stands: to come, on its way, sent; what may still be cancelled, tried again or sent to others."""

from collections.abc import Callable
from datetime import datetime
from math import ceil
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from handlers import forms, home
from handlers.announcements.which import announced, opened
from handlers.matchers import on_action
from messages import form
from storage import announcements, audiences, people
from storage.sending import A_MINUTE_AT_MOST
from storage.store import Store
from storage.tables import Announcement, Programme

UNSAID = ("waiting", "sending")


def register(app: App) -> None:
    on_action(app, "announcements.show", show)
    on_action(app, "announcements.cancel", cancel)
    on_action(app, "announcements.try_again", try_again)
    on_action(app, "announcements.send_to_newcomers", send_to_newcomers)


def show(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Open the page, or show it as it stands by now."""
    with store.read() as db:
        row, programme = announced(db, user_id, int(action["value"]))
        values = shown(db, row, programme, user_id, now)
    forms.show(client, body, form("announcements/show", **values))
    ack()


def cancel(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Take back whatever is not sent yet."""
    values = _changed(store, action, user_id, now, lambda db, row: announcements.cancel(db, row, user_id))
    _answer(ack, body, client, store, user_id, now, values)


def try_again(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Send once more what failed; a second click finds nothing that failed."""
    values = _changed(store, action, user_id, now, lambda db, row: announcements.try_again(db, row, now), sends=True)
    _answer(ack, body, client, store, user_id, now, values)


def send_to_newcomers(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime
) -> None:
    """Send it to those who joined since; nobody gets it twice."""
    values = _changed(store, action, user_id, now, lambda db, row: announcements.begin(db, row, now), sends=True)
    _answer(ack, body, client, store, user_id, now, values)


def shown(db: Session, row: Announcement, programme: Programme, user_id: str, now: datetime) -> dict[str, Any]:
    """The page as values for its templates."""
    counts = announcements.counts(db, row)
    unsaid = sum(counts.get(status, 0) for status in UNSAID)
    sent_before = row.status == "confirmed" and row.finished_at is not None and row.audience != "channel"
    return {
        "id": row.id,
        "programme": programme.name,
        "words": row.words,
        "status": row.status,
        "by": row.confirmed_by,
        "cancelled_by": row.cancelled_by,
        "audience": row.audience,
        "channel": row.channel,
        "send_at": row.send_at,
        "begun": row.begun_at is not None,
        "finished": row.finished_at is not None,
        "written": sum(counts.values()),
        "counts": {status: counts.get(status, 0) for status in ("sent", "failed", "unknown", "withdrawn")},
        "unsaid": unsaid,
        "minutes": ceil(unsaid / A_MINUTE_AT_MOST),
        "last_due": _later(announcements.last_due(db, row), now),
        "failures": announcements.failures(db, row),
        "newcomers": audiences.newcomers(db, row, now) if sent_before else 0,
        "zone": people.zone(db, user_id),
        "open": programme.status == "open",
    }


def _changed(
    store: Store,
    action: dict[str, Any],
    user_id: str,
    now: datetime,
    change: Callable[[Session, Announcement], object],
    *,
    sends: bool = False,
) -> dict[str, Any]:
    with store.begin() as db:
        row, programme = announced(db, user_id, int(action["value"]))
        if sends:
            opened(db, user_id, row.programme_id)
        change(db, row)
        db.flush()
        return shown(db, row, programme, user_id, now)


def _answer(
    ack: Ack,
    body: dict[str, Any],
    client: WebClient,
    store: Store,
    user_id: str,
    now: datetime,
    values: dict[str, Any],
) -> None:
    client.views_update(view_id=body["view"]["id"], view=form("announcements/show", **values))
    home.refresh(client, store, user_id, now)
    ack()


def _later(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment > now else None
