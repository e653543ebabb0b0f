"""``mentor doctor``: what is missing or wrong in settings, token, scopes, database and clock, and how to mend it."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
import typer
import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app import client_for
from bot.manifest import MANIFEST
from bot.settings import Settings
from storage import schema
from storage.database import Database

DRIFT = timedelta(minutes=1)
"""A clock further off asks people at the wrong hour; at five minutes Slack's signatures fail too."""
SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""Releases with the fix of the WAL-reset race between processes, newest line first."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    state: Literal["good", "notice", "wrong"]
    says: str


def examine(settings: Settings, clock: Callable[[], datetime]) -> int:
    """Print every finding. Returns 1 if anything is wrong, else 0."""
    findings = [*_settings(settings), *_slack(settings, clock), *_database(settings)]
    signs = {"good": "  ok    ", "notice": "  note  ", "wrong": "  WRONG "}
    for finding in findings:
        typer.echo(signs[finding.state] + finding.says)
    wrong = sum(finding.state == "wrong" for finding in findings)
    typer.echo(f"\n{wrong} to mend." if wrong else "\nEverything is in order: `mentor serve` can start.")
    return 1 if wrong else 0


def _settings(settings: Settings) -> Iterator[Finding]:
    mistakes = list(settings.mistakes())
    yield from (Finding("wrong", mistake) for mistake in mistakes)
    if not mistakes:
        yield Finding("good", "The settings are complete.")


def _slack(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Finding]:
    if not settings.slack_bot_token:
        return
    client = client_for(settings.slack_bot_token, settings.slack_api_url)
    try:
        answer = client.auth_test()
    except SlackApiError as refused:
        yield Finding("wrong", f"Slack refuses SLACK_BOT_TOKEN ({refused.response['error']}): install the app again.")
        return
    except OSError as unreachable:
        yield Finding("wrong", f"Slack cannot be reached at {settings.slack_api_url}: {unreachable}.")
        return
    yield Finding("good", f"Slack knows the bot as {answer['user']} in {answer['team']}.")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    yield from _scopes(headers)
    yield from _clock(headers, clock())
    yield from _app_token(settings, client)
    yield from _admins(settings, client)


def _scopes(headers: dict[str, Any]) -> Iterator[Finding]:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    scopes = yaml.safe_load(MANIFEST.read_text())["oauth_config"]["scopes"]
    if missing := sorted(set(scopes["bot"]) - granted):
        yield Finding("wrong", f"The token lacks {', '.join(missing)}: paste app-manifest.yml again and reinstall.")
    else:
        yield Finding("good", "The token has every scope of app-manifest.yml.")
    if optional := sorted(set(scopes.get("bot_optional", [])) - granted):
        yield Finding("notice", f"Not granted, and optional: {', '.join(optional)}.")


def _clock(headers: dict[str, Any], now: datetime) -> Iterator[Finding]:
    if "date" not in headers:
        return
    off = abs(now - parsedate_to_datetime(headers["date"]))
    if off > DRIFT:
        yield Finding("wrong", f"This machine's clock is {off.total_seconds():.0f} s off Slack's: set it by NTP.")
    else:
        yield Finding("good", "The clock agrees with Slack's.")


def _app_token(settings: Settings, client: WebClient) -> Iterator[Finding]:
    if not settings.slack_app_token:
        return
    try:
        client.apps_connections_open(app_token=settings.slack_app_token)
    except SlackApiError as refused:
        reason = refused.response["error"]
        yield Finding("wrong", f"Slack refuses SLACK_APP_TOKEN ({reason}): it needs the scope connections:write.")
    else:
        yield Finding("good", "Socket Mode can be opened with the app token.")


def _admins(settings: Settings, client: WebClient) -> Iterator[Finding]:
    for admin in settings.mentor_admins:
        try:
            user = client.users_info(user=admin)["user"]
        except SlackApiError as refused:
            yield Finding("wrong", f"MENTOR_ADMINS names {admin}, and Slack says {refused.response['error']}.")
            continue
        if user.get("deleted") or user.get("is_bot"):
            yield Finding("wrong", f"MENTOR_ADMINS names {admin}, who is deactivated or a bot.")


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        database = Database(settings.database_url)
        if database.file is not None and not database.file.exists():
            yield from _new_file(database.file)
            return
        version = schema.version(database)
    except (sa.exc.SQLAlchemyError, ModuleNotFoundError) as broken:
        yield Finding("wrong", f"The database cannot be opened ({str(broken).splitlines()[0]}): check DATABASE_URL.")
        return
    yield {
        "current": Finding("good", "The database's schema is up to date."),
        "empty": Finding("notice", "The database is empty; `mentor serve` makes the tables."),
        "behind": Finding("notice", "The database's schema is older; `mentor serve` upgrades it. Back it up first."),
        "newer": Finding("wrong", "The database was written by a newer release of mentor: run that one."),
    }[version]
    if database.is_sqlite:
        yield from _sqlite(sqlite3.sqlite_version_info)
    database.close()


def _new_file(file: Path) -> Iterator[Finding]:
    if file.parent.is_dir():
        yield Finding("notice", f"{file} does not exist yet; `mentor serve` makes it.")
    else:
        yield Finding("wrong", f"DATABASE_URL names a folder that does not exist: {file.parent}.")


def _sqlite(version: tuple[int, ...]) -> Iterator[Finding]:
    fixed = version >= SAFE_SQLITE[0] or any(version[:2] == safe[:2] and version >= safe for safe in SAFE_SQLITE)
    if not fixed:
        number = ".".join(str(part) for part in version)
        yield Finding(
            "notice", f"SQLite {number} has a rare race between processes; only one writes here, so it is safe."
        )
