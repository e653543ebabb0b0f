"""The tick's part: fetch an upload, find out who the addresses are, and take the sheet in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.rules import people
from bot.rules.addresses import addresses, identified
from bot.rules.people import Sheet
from handlers.people.reading import FORM, outcome, tried
from storage import outbox, programmes, sheets
from storage.sheets import TakenIn
from storage.store import Store
from storage.tables import Draft

LOOKUPS = 20
"""Addresses asked for in one go: two seconds of the tick, within Slack's fifty a minute."""
PAUSE = timedelta(seconds=30)
LARGEST = 25_000_000
"""Bytes of a sheet: some hundred thousand people with everything said about them."""


class Unreadable(Exception):
    """A file that is no text, or that Slack did not hand over."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_waiting(store: Store, now: datetime, client: WebClient) -> int:
    """Read the oldest sheet that waits. Returns 1 where it was read to the end."""
    with store.read() as db:
        job = sheets.waiting(db, FORM, now)
    if job is None:
        return 0
    try:
        sheet = people.read(job.answers["text"] or fetched(client, job.answers["url"]))
        ids, again_at, allowed = looked_up(client, addresses(sheet), job.answers.get("ids", {}), now)
    except (Unreadable, OSError, HTTPException, SlackApiError) as failed:
        return _give_up(store, job, now, failed.why if isinstance(failed, Unreadable) else "slack")
    if again_at is not None:
        return _wait(store, job, ids, again_at)
    return _finish(store, job, identified(sheet, ids, allowed=allowed), now)


def fetched(client: WebClient, url: str) -> str:
    """The text of an uploaded file. Raises Unreadable for what is no text."""
    request = Request(url, headers={"Authorization": f"Bearer {client.token}"})
    with urlopen(request, timeout=10) as answer:
        if answer.headers.get_content_type() == "text/html":
            raise Unreadable("slack")
        return decoded(answer.read(LARGEST + 1))


def decoded(content: bytes) -> str:
    """The text of a file that a spreadsheet wrote: UTF-8, UTF-16 with its mark, or Windows' own. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable("large")
    if not people.is_text(content):
        raise Unreadable("binary")
    return people.decode(content)


def looked_up(
    client: WebClient, wanted: Iterable[str], known: dict[str, str | None], now: datetime
) -> tuple[dict[str, str | None], datetime | None, bool]:
    """Ask Slack who a few of the addresses are: what is known now, when to go on (None: done), and whether one may ask.

    Raises SlackApiError for what waiting does not mend.
    """
    ids = dict(known)
    open_questions = [address for address in wanted if address not in ids]
    for address in open_questions[:LOOKUPS]:
        try:
            ids[address] = client.users_lookupByEmail(email=address)["user"]["id"]
        except SlackApiError as refused:
            response: Any = refused.response
            if response.get("error") == "missing_scope":
                return ids, None, False
            if response.status_code == 429:
                return ids, now + timedelta(seconds=int(response.headers.get("Retry-After", 30))), True
            if response.get("error") != "users_not_found":
                raise
            ids[address] = None
    return ids, now + PAUSE if len(open_questions) > LOOKUPS else None, True


def _wait(store: Store, job: Draft, ids: dict[str, str | None], again_at: datetime) -> int:
    with store.begin() as db:
        row = db.get(Draft, job.id)
        if row is not None:
            row.answers = {**row.answers, "ids": ids, "again_at": again_at.isoformat()}
            db.add(row)
    return 0


def _finish(store: Store, job: Draft, sheet: Sheet, now: datetime) -> int:
    """Take the sheet in, some rows at a time so that nobody has to wait for the others, and say what came of it."""
    dry_run, strict = job.answers["dry_run"], job.answers["strict"]
    with store.read() as db:
        programme = programmes.programme(db, int(job.about))
    done = TakenIn()
    for part in () if strict and sheet.faults else sheets.slices(sheet):
        with store.begin() as db:
            done += tried(db, part, programme, now, dry_run=dry_run)
    with store.begin() as db:
        if not sheets.take_out(db, job):
            return 0
        values = outcome(db, sheet, programme, done, dry_run=dry_run, strict=strict)
        outbox.notice(db, f"sheet-read:{job.id}", "people/result", job.user_id, now, **values)
    return 1


def _give_up(store: Store, job: Draft, now: datetime, why: str) -> int:
    with store.begin() as db:
        if sheets.take_out(db, job):
            outbox.notice(db, f"sheet-read:{job.id}", "people/not_read", job.user_id, now, why=why)
    return 1
