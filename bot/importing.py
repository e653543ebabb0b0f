"""``mentor import``: HR's sheet from a file, read and taken in at once."""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.app import client_for
from bot.rules import people
from bot.rules.addresses import addresses, identified
from bot.rules.people import Sheet
from bot.settings import Settings
from bot.watched import counted
from handlers.people import reading
from handlers.people.waiting import Unreadable, decoded
from messages import sentence
from storage import programmes, schema
from storage.database import Busy, Database
from storage.schema import Newer
from storage.store import Store
from storage.tables import Programme

ALL_GOOD, SOME_BAD, NOTHING = 0, 1, 2


class Stopped(Exception):
    """Nothing was imported: a reason of messages/people/stopped.j2, and what it is about."""

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why, about)
        self.why, self.about = why, about


def run(settings: Settings, file: Path, *, programme: str | None, dry_run: bool, strict: bool, now: datetime) -> int:
    """The command with the environment's database and Slack. Returns the exit code of ``import_people``."""
    database = Database(settings.database_url, settings.keys)
    client = client_for(settings.slack_bot_token, settings.slack_api_url) if settings.slack_bot_token else None
    try:
        store = Store(database, _workspace(database, client))
        return import_people(file, store, client, programme=programme, dry_run=dry_run, strict=strict, now=now)
    except Stopped as stopped:
        typer.echo(sentence("people/stopped", why=stopped.why, about=stopped.about), err=True)
        return NOTHING
    finally:
        database.close()


def _workspace(database: Database, client: WebClient | None) -> str:
    if client is not None:
        try:
            return str(client.auth_test()["team_id"])
        except (SlackApiError, OSError) as failed:
            raise Stopped("slack_refuses", str(failed).splitlines()[0]) from None
    known = programmes.workspaces(database) if schema.version(database) in ("current", "behind") else []
    if len(known) != 1:
        raise Stopped("no_workspace")
    return known[0]


def import_people(
    file: Path,
    store: Store,
    client: WebClient | None,
    *,
    programme: str | None,
    dry_run: bool,
    strict: bool,
    now: datetime,
) -> int:
    """Take a file in and print what came of it, a line for each bad row.

    Returns the exit code: 0 all good, 1 some rows bad, 2 nothing imported.
    """
    try:
        sheet = _named(people.read(_text(file)), client)
        with store.database.claim(f"mentor import (process {os.getpid()})"):
            schema.upgrade(store.database)
            with store.begin() as db:
                chosen = _programme(programmes.all_programmes(db), programme)
                how: dict[str, Any] = {"dry_run": dry_run, "strict": strict, "watched": _taking_in}
                done = reading.take_in(db, sheet, chosen, now, **how)
    except Stopped as stopped:
        typer.echo(sentence("people/stopped", why=stopped.why, about=stopped.about), err=True)
        return NOTHING
    except (Busy, Newer) as busy:
        typer.echo(sentence("people/stopped", why=type(busy).__name__.lower(), about=str(busy)), err=True)
        return NOTHING
    _print(sheet, done)
    if done["refused"] or not sheet.rows:
        return NOTHING
    return SOME_BAD if sheet.faults else ALL_GOOD


def _text(file: Path) -> str:
    try:
        return decoded(file.read_bytes())
    except FileNotFoundError:
        raise Stopped("missing", str(file)) from None
    except OSError as failed:
        raise Stopped("unreadable", f"{file}: {failed.strerror}") from None
    except Unreadable as unreadable:
        raise Stopped(unreadable.why, str(file)) from None


def _named(sheet: Sheet, client: WebClient | None) -> Sheet:
    """The sheet with ids for addresses, asked of Slack at its pace."""
    wanted = addresses(sheet)
    if not wanted:
        return sheet
    if client is None:
        raise Stopped("no_token")
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=10))
    ids: dict[str, str | None] = {}
    for address in counted(wanted, "people/looking_up"):
        try:
            ids[address] = client.users_lookupByEmail(email=address)["user"]["id"]
        except SlackApiError as refused:
            if refused.response["error"] == "missing_scope":
                return identified(sheet, ids, allowed=False)
            if refused.response["error"] != "users_not_found":
                raise Stopped("slack", str(refused.response["error"])) from None
            ids[address] = None
        except OSError as lost:
            raise Stopped("slack", str(lost)) from None
    return identified(sheet, ids)


def _taking_in(parts: Sequence[Sheet]) -> Iterable[Sheet]:
    return counted(parts, "people/taking_in")


def _programme(known: Iterable[Programme], name: str | None) -> Programme | None:
    """The programme of that name; without a name the only one, and none where there is none yet."""
    standing = [row for row in known if row.status != "closed"]
    if name is not None:
        standing = [row for row in standing if row.name.casefold() == name.strip().casefold()]
        if not standing:
            raise Stopped("no_programme", name)
    if len(standing) > 1:
        raise Stopped("which_programme", "; ".join(row.name for row in standing))
    return standing[0] if standing else None


def _print(sheet: Sheet, done: dict[str, object]) -> None:
    for fault in sheet.faults:
        values = {"row": fault.row, "column": fault.column, "code": fault.code, **fault.values}
        typer.echo(sentence("people/fault", fault=values))
    for line in (sentence(f"people/{what}", **done) for what in ("cycles", "columns", "summary")):
        if line:
            typer.echo(line)
