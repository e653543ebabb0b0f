"""The preview: the announcement as it will look, whom it reaches, how long it takes, and the one click that decides."""

from datetime import datetime
from math import ceil
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlmodel import Session

from bot.rules.cadence import waking
from bot.rules.refusal import Refusal
from handlers import forms, home
from handlers.announcements import standing
from handlers.announcements.which import announced, opened
from messages import form
from storage import announcements, audiences, people
from storage.sending import A_MINUTE_AT_MOST
from storage.store import Store
from storage.tables import Announcement, Programme

CALLBACK = "announcements.confirm"


def register(app: App) -> None:
    app.view(CALLBACK)(confirm)


def shown(db: Session, row: Announcement, programme: Programme, user_id: str, now: datetime) -> dict[str, Any]:
    """The draft as its readers will see it."""
    moment = max(row.send_at or now, now)
    to_channel = row.audience == "channel"
    present = {} if to_channel else audiences.zones(db, row, now)
    people_reached = sum(present.values())
    return form(
        "announcements/preview",
        **announcements.words(row, programme, user_id),
        carry=[row.id, row.revision],
        id=row.id,
        audience=row.audience,
        channel=row.channel,
        people=people_reached,
        asleep=sum(count for zone, count in present.items() if waking(moment, zone) > moment),
        paused=0 if to_channel else audiences.paused(db, row),
        minutes=ceil(people_reached / A_MINUTE_AT_MOST),
        send_at=row.send_at if moment > now else None,
        zone=people.zone(db, user_id),
    )


def confirm(ack: Ack, view: dict[str, Any], client: WebClient, store: Store, user_id: str, now: datetime) -> None:
    """Send it, or have it sent when its time comes; a second time changes nothing and shows how it stands."""
    announcement_id, seen = forms.carried(view)
    with store.begin() as db:
        row, programme = announced(db, user_id, announcement_id)
        if row.status == "draft":
            opened(db, user_id, row.programme_id)
            _decide(db, row, seen, user_id, now)
        values = standing.shown(db, row, programme, user_id, now)
    home.refresh(client, store, user_id, now)
    ack(response_action="update", view=form("announcements/show", **values))


def _decide(db: Session, row: Announcement, seen: int, user_id: str, now: datetime) -> None:
    if not announcements.confirm(db, row, seen, user_id, now):
        raise Refusal("announcements/old_preview", who=row.written_by)
    if row.send_at is not None and row.send_at <= now:
        announcements.begin(db, row, now)
