"""Delivers what is due in the outbox; the only place that sends unasked messages."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.kept_alive import KeptAlive
from handlers import certificates
from handlers.rounds import exporting
from messages import Misworded, enclosed, render
from messages.page import Enclosure
from storage import announcements, sending
from storage.store import Store
from storage.tables import Outbox

log = logging.getLogger(__name__)

PASSING = ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org")
MOST_ATTEMPTS = 6
PATIENCE = timedelta(seconds=10)
"""The first wait after a passing error; it doubles with every attempt."""
EVENT_TYPE = "mentor_outbox"
ASKED_WHEN_SENT = {certificates.GIVEN: certificates.names}
"""Messages with words that are stored nowhere: Slack is asked for them when they are sent."""
READ_WHEN_SENT = {exporting.EXPORTED: exporting.tables}
"""Messages with more than an outbox should hold: what they tell of is read when they are sent."""


class StillUnsaid(Exception):
    """A message cannot be replaced yet: whether it was said at all is still to be found out."""


class NothingSent(Exception):
    """What comes before a message could not be done: nobody has seen anything, and all of it may be repeated."""


class Unwanted(Exception):
    """A message is not to be sent any more: its announcement was cancelled meanwhile, or its recipient has gone."""


@dataclass
class Courier:
    """Sends through one client, which must neither repeat by itself nor wait for ever."""

    client: KeptAlive
    paused_until: datetime = field(default=datetime.min.replace(tzinfo=UTC))

    def deliver(self, store: Store, now: datetime) -> int:
        """Send what may be sent now, and find out about what was lost. Returns how many messages were sent."""
        moment = self.next_moment(store, now)
        if moment is None or moment > now + sending.PER_CHANNEL:
            return 0
        with store.begin() as db:
            sending.expire(db, now)
            lost = sending.abandoned(db, now)
            due = sending.claim(db, now)
        for row in lost:
            self._reconcile(store, row, now)
        return sum(self._send(store, row, now) for row in due)

    def next_moment(self, store: Store, now: datetime) -> datetime | None:
        """When to look again, or None where nothing waits."""
        with store.read() as db:
            moment = sending.next_moment(db, now)
        return None if moment is None else max(moment, self.paused_until)

    def is_behind(self, store: Store, now: datetime) -> bool:
        """Whether something that was due by ``now`` still waits, though nothing keeps Slack from taking it."""
        with store.read() as db:
            return self.paused_until <= now and sending.has_due(db, now)

    def _send(self, store: Store, row: Outbox, now: datetime) -> bool:
        if now < self.paused_until:
            _mark(store, row, "waiting", due_at=self.paused_until, attempts=row.attempts - 1)
            return False
        try:
            place = self._post(store, row)
        except StillUnsaid:
            _mark(store, row, "waiting", due_at=now + sending.LEASE, attempts=row.attempts - 1)
        except NothingSent as failed:
            log.warning("message %s is to be sent later: %s", row.key, failed.__cause__)
            _mark(store, row, "waiting", due_at=now + PATIENCE, attempts=row.attempts - 1)
        except Unwanted as unwanted:
            _mark(store, row, "withdrawn", error=str(unwanted))
        except SlackApiError as refused:
            self._refused(store, row, refused, now)
        except Misworded as misworded:
            log.exception("message %s cannot be said", row.key)
            _mark(store, row, "failed", error=str(misworded)[:500])
        except (OSError, HTTPException) as lost:
            log.warning("the answer for message %s was lost: %s", row.key, lost)
        else:
            _mark(store, row, "sent", sent_at=now, **place)
            return True
        return False

    def _post(self, store: Store, row: Outbox) -> dict[str, str]:
        values = self._values(store, row)
        if row.file is not None:
            return self._share(row, row.file, values)
        message = render(row.template, **values)
        if row.replaces is not None:
            return self._replace(store, row.replaces, message)
        answer = self.client.chat_postMessage(
            channel=self._opened(row.recipient) if "," in row.recipient else row.recipient,
            thread_ts=row.thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": row.key, "class": row.kind}},
            **message,
        )
        return {"channel": answer["channel"], "ts": answer["ts"]}

    def _replace(self, store: Store, said_id: int, message: dict[str, Any]) -> dict[str, str]:
        with store.read() as db:
            said = db.get_one(Outbox, said_id)
        if said.status in ("waiting", "sending"):
            raise StillUnsaid
        if said.channel and said.ts:
            self.client.chat_update(channel=said.channel, ts=said.ts, **message)
        return {}

    def _values(self, store: Store, row: Outbox) -> dict[str, Any]:
        """What a message is filled with: its own values, those that only Slack keeps, or what many share."""
        if row.announcement_id is not None:
            return _said(store, row.announcement_id)
        if row.template in READ_WHEN_SENT:
            return row.values | _wanted(
                READ_WHEN_SENT[row.template](store, row), "who asked for it may not read it now"
            )
        if row.template not in ASKED_WHEN_SENT:
            return row.values
        with _nothing_sent():
            asked = ASKED_WHEN_SENT[row.template](self.client, row)
        return row.values | _wanted(asked, "the person is deactivated")

    def _share(self, row: Outbox, name: str, values: dict[str, Any]) -> dict[str, str]:
        """Send files in Slack's three steps; nobody sees them before the last one, whose answer does not say its ts."""
        words, enclosures = enclosed(row.template, file=name, **values)
        channel = self._opened(row.recipient)
        files = [self._uploaded(enclosure) for enclosure in enclosures]
        self.client.files_completeUploadExternal(
            files=files, channel_id=channel, thread_ts=row.thread_ts, initial_comment=words
        )
        return {"channel": channel}

    def _uploaded(self, enclosure: Enclosure) -> dict[str, str | None]:
        length = len(enclosure.content)
        with _nothing_sent():
            place = self.client.files_getUploadURLExternal(
                filename=enclosure.name, length=length, alt_txt=enclosure.alt_text
            )
            self.client.upload(place["upload_url"], enclosure.content)
        return {"id": place["file_id"], "title": enclosure.title}

    def _opened(self, recipient: str) -> str:
        """The conversation with one or several people; where the recipient is a conversation, that one."""
        if not recipient.startswith(("U", "W")):
            return recipient
        with _nothing_sent():
            return str(self.client.conversations_open(users=recipient)["channel"]["id"])

    def _refused(self, store: Store, row: Outbox, refused: SlackApiError, now: datetime) -> None:
        response: Any = refused.response
        error = str(response.get("error", response.status_code))
        if response.status_code == 429:
            self.paused_until = now + timedelta(seconds=int(response.headers.get("Retry-After", 30)))
            _mark(store, row, "waiting", due_at=self.paused_until, attempts=row.attempts - 1)
        elif (response.status_code >= 500 or error in PASSING) and row.attempts < MOST_ATTEMPTS:
            _mark(store, row, "waiting", due_at=now + PATIENCE * 2 ** (row.attempts - 1), error=error)
        else:
            log.warning("Slack refused message %s: %s", row.key, error)
            _mark(store, row, "failed", error=error)

    def _reconcile(self, store: Store, row: Outbox, now: datetime) -> None:
        """Look for a lost message in the bot's own DM; elsewhere the bot cannot look and does not guess."""
        if row.replaces is not None:
            _mark(store, row, "waiting", due_at=now)
        elif "," in row.recipient or row.recipient.startswith(("C", "G")):
            _mark(store, row, "unknown", error="the answer was lost, and the bot cannot read there")
        else:
            self._look_for(store, row, now)

    def _look_for(self, store: Store, row: Outbox, now: datetime) -> None:
        try:
            channel, said_there = self._own_messages(row)
        except (SlackApiError, NothingSent, OSError, HTTPException) as failed:
            log.warning("message %s cannot be looked for yet: %s", row.key, failed)
            with store.begin() as db:
                sending.mark(db, row.id, "sending", leased_until=now + sending.LEASE)
            return
        found = next((said for said in said_there if _is_of(row, said)), None)
        if found:
            _mark(store, row, "sent", sent_at=now, channel=channel, ts=found["ts"])
        else:
            _mark(store, row, "waiting", due_at=now)

    def _own_messages(self, row: Outbox) -> tuple[str, list[dict[str, Any]]]:
        channel = self._opened(row.recipient)
        if row.thread_ts:
            answer = self.client.conversations_replies(
                channel=channel, ts=row.thread_ts, include_all_metadata=True, limit=100
            )
        else:
            answer = self.client.conversations_history(channel=channel, include_all_metadata=True, limit=15)
        return channel, answer["messages"]


def _said(store: Store, announcement_id: int) -> dict[str, Any]:
    with store.read() as db:
        return _wanted(announcements.said(db, announcement_id), announcements.CANCELLED)


def _wanted(values: dict[str, Any] | None, why_not: str) -> dict[str, Any]:
    if values is None:
        raise Unwanted(why_not)
    return values


def _mark(store: Store, row: Outbox, status: str, **changes: Any) -> None:
    with store.begin() as db:
        sending.mark(db, row.id, status, **changes)


@contextmanager
def _nothing_sent() -> Iterator[None]:
    """Say of whatever breaks in here that nothing was sent; a refusal of Slack's stays one."""
    try:
        yield
    except (OSError, HTTPException) as broken:
        raise NothingSent from broken


def _is_of(row: Outbox, said: dict[str, Any]) -> bool:
    """Whether a message in Slack is this one; what goes with a file carries no key, and names the file."""
    if row.file is not None:
        return row.file in said["text"]
    metadata = said.get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("key") == row.key
