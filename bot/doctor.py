"""``mentor doctor``: what is missing or wrong in settings, token, scopes, database and clock, and how to mend it."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, Literal

import sqlalchemy as sa
import typer
import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app import client_for
from bot.manifest import MANIFEST
from bot.settings import Settings, is_user_id
from storage import schema, sealing
from storage.database import Database

DRIFT = timedelta(minutes=1)
"""A clock further off asks people at the wrong hour; at five minutes Slack's signatures fail too."""
SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""Releases with the fix of the WAL-reset race between processes, newest line first."""
SIGNS = {"good": "  ok    ", "notice": "  note  ", "wrong": "  WRONG "}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    state: Literal["good", "notice", "wrong"]
    says: str


def examine(settings: Settings, clock: Callable[[], datetime]) -> int:
    """Print every finding. Returns 1 if anything is wrong, else 0."""
    wrong = 0
    for finding in findings(settings, clock):
        typer.echo(SIGNS[finding.state] + finding.says)
        wrong += finding.state == "wrong"
    typer.echo(f"\n{wrong} to mend." if wrong else "\nEverything is in order: `mentor serve` can start.")
    return 1 if wrong else 0


def findings(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Finding]:
    """Look at everything, in the order in which it has to be mended."""
    yield from _settings(settings)
    if settings.slack_bot_token:
        yield from _slack(settings, clock)
    yield from _database(settings)


def sqlite_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this release of SQLite may be written to by several processes at once."""
    return version >= SAFE_SQLITE[0] or any(version[:2] == safe[:2] and version >= safe for safe in SAFE_SQLITE)


def _settings(settings: Settings) -> Iterator[Finding]:
    mistakes = list(settings.mistakes())
    yield from (Finding("wrong", mistake) for mistake in mistakes)
    if not mistakes:
        yield Finding("good", "The settings are complete.")


def _slack(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Finding]:
    client = client_for(settings.slack_bot_token, settings.slack_api_url)
    try:
        answer = client.auth_test()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        yield Finding("good", f"Slack knows the bot as {answer['user']} in {answer['team']}.")
        yield from _scopes(headers)
        yield from _clock(headers, clock())
        yield from _app_token(settings, client)
        yield from _admins(settings, client)
    except SlackApiError as refused:
        error = _error(refused)
        yield Finding(
            "wrong", f"Slack answers {error} to SLACK_BOT_TOKEN: install the app again and copy its new token."
        )
    except (OSError, HTTPException) as unreachable:
        where = settings.slack_api_url
        yield Finding("wrong", f"Slack cannot be reached at {where} ({unreachable}): check the network and proxies.")


def _scopes(headers: dict[str, Any]) -> Iterator[Finding]:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    scopes = yaml.safe_load(MANIFEST.read_text())["oauth_config"]["scopes"]
    if missing := sorted(set(scopes["bot"]) - granted):
        yield Finding(
            "wrong", f"The token lacks {', '.join(missing)}: paste app-manifest.yml again and reinstall the app."
        )
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
        error = _error(refused)
        mend = "make one with the scope connections:write under Basic Information, App-Level Tokens"
        yield Finding("wrong", f"Slack answers {error} to SLACK_APP_TOKEN: {mend}.")
    else:
        yield Finding("good", "Socket Mode can be opened with the app token.")


def _admins(settings: Settings, client: WebClient) -> Iterator[Finding]:
    admins = [admin for admin in settings.mentor_admins if is_user_id(admin)]
    troubles = [trouble for admin in admins if (trouble := _trouble_with(admin, client))]
    yield from (Finding("wrong", f"MENTOR_ADMINS names {trouble}") for trouble in troubles)
    if admins and not troubles:
        yield Finding("good", "Everybody in MENTOR_ADMINS is an active member.")


def _trouble_with(admin: str, client: WebClient) -> str | None:
    try:
        user = client.users_info(user=admin)["user"]
    except SlackApiError as refused:
        error = _error(refused)
        if error == "user_not_found":
            return f"{admin}, whom Slack does not know: open the profile, ⋮, Copy member ID."
        mend = "mend the scopes first" if error == "missing_scope" else "try again"
        return f"{admin}, and Slack answers {error} to the question who that is: {mend}."
    if user.get("deleted"):
        return f"{admin}, who is deactivated: name somebody else."
    return f"{admin}, which is a bot: name a person." if user.get("is_bot") else None


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        database = Database(settings.database_url, settings.keys)
        if database.file is not None and not database.file.exists():
            if database.file.parent.is_dir():
                yield Finding("notice", f"{database.file} does not exist yet; `mentor serve` makes it.")
            return
        yield (version := _version(database))
        if version.state == "good":
            yield from _keys(database)
        database.close()
    except (sa.exc.SQLAlchemyError, sqlite3.Error, ModuleNotFoundError) as broken:
        reason = str(getattr(broken, "orig", None) or broken).splitlines()[0]
        yield Finding("wrong", f"The database cannot be opened ({reason}): check DATABASE_URL.")
        return
    if database.is_sqlite and not sqlite_is_safe(sqlite3.sqlite_version_info):
        race = "has a rare race between processes that write; only one writes here, so it is safe"
        yield Finding("notice", f"SQLite {sqlite3.sqlite_version} {race}.")


def _version(database: Database) -> Finding:
    return {
        "current": Finding("good", "The database's schema is up to date."),
        "empty": Finding("notice", "The database is empty; `mentor serve` makes the tables."),
        "behind": Finding("notice", "The database's schema is older; `mentor serve` upgrades it. Back it up first."),
        "newer": Finding("wrong", "The database was written by a newer release of mentor: run that one."),
    }[schema.version(database)]


def _keys(database: Database) -> Iterator[Finding]:
    if missing := sorted(sealing.missing_keys(database, database.keys)):
        names = ", ".join(missing)
        yield Finding("wrong", f"Words in the database are sealed by {names}: MENTOR_KEYS must hold that key again.")
    if database.keys:
        yield Finding("good", f"What people tell each other is sealed in the database, by {next(iter(database.keys))}.")
    else:
        how = "set MENTOR_KEYS to 2027:$(openssl rand -base64 32), and keep it apart from the database"
        yield Finding("notice", f"What people tell each other is readable in the database: {how}.")


def _error(refused: SlackApiError) -> str:
    return str(refused.response.get("error") or f"status {refused.response.get('status')}")
