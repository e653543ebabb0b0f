"""``mentor serve``: the real bot over Socket Mode, until SIGTERM, which drains what is being answered."""

import gc
import logging
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from http.client import HTTPException
from queue import SimpleQueue

import sqlalchemy as sa
import typer
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app import build_app, client_for
from bot.courier import Courier
from bot.line import Line
from bot.schedule import Calendar
from bot.settings import Settings, forget_environment
from handlers.rounds import Beside
from storage import programmes, schema
from storage.database import Busy, Database
from storage.store import Store

DRAIN = 7.0
"""Seconds that answers and messages under way are given before the process ends."""

log = logging.getLogger(__name__)


class CannotStart(Exception):
    """Why the bot cannot start, in a sentence for the operator."""


def serve(settings: Settings, clock: Callable[[], datetime]) -> int:
    """Serve until SIGTERM or Ctrl-C. Returns the exit code: 2 where it cannot start, with a sentence why."""
    _log_from(settings.log_level)
    forget_environment()
    ended: SimpleQueue[int] = SimpleQueue()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda signum, _frame: ended.put(signum))
    try:
        with _claimed(settings) as database:
            drained = _serve(settings, database, clock, ended)
    except CannotStart as why:
        typer.echo(str(why), err=True)
        return 2
    if not drained:
        _leave_at_once()
    return 0


def _log_from(level: str) -> None:
    """Log to the terminal, but never the details of Slack's libraries: they hold what people typed.

    What failed on the way to Slack is raised too, and said by whoever called.
    """
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(lambda record: record.levelno > logging.DEBUG or not record.name.startswith("slack_"))
    for name, least in (
        ("apscheduler", logging.WARNING),
        ("alembic", logging.WARNING),
        ("slack_sdk", logging.CRITICAL),
    ):
        logging.getLogger(name).setLevel(least)


@contextmanager
def _claimed(settings: Settings) -> Iterator[Database]:
    """The database, ours alone to write to and with the present schema."""
    with ExitStack() as stack:
        try:
            database = Database(settings.database_url, settings.keys)
            stack.callback(database.close)
            stack.enter_context(database.claim(f"mentor serve (process {os.getpid()})"))
            schema.upgrade(database)
        except Busy as busy:
            raise CannotStart(
                f"The database is in use by {busy.owner}. End it first, or set another DATABASE_URL."
            ) from None
        except schema.Newer:
            raise CannotStart("The database was written by a newer release of mentor: run that one.") from None
        except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError, ModuleNotFoundError) as broken:
            reason = str(getattr(broken, "orig", None) or broken).splitlines()[0]
            raise CannotStart(
                f"The database cannot be opened ({reason}): `mentor doctor` says how to mend it."
            ) from None
        yield database


def _serve(settings: Settings, database: Database, clock: Callable[[], datetime], ended: SimpleQueue[int]) -> bool:
    client = client_for(settings.slack_bot_token, settings.slack_api_url)
    with _reaching(settings, "SLACK_BOT_TOKEN"):
        store = Store(database, client.auth_test()["team_id"])
        app = build_app(database, client, clock)
    with store.begin() as db:
        programmes.appoint(db, settings.mentor_admins, clock())
    line = _connected(settings, app, client)
    beside = Beside()
    scheduler = Calendar(store, Courier(client), beside).start(clock)
    log.info("connected; Ctrl-C or SIGTERM ends it")
    gc.freeze()
    gc.enable()
    ended.get()
    log.info("ending: answering what has arrived, sending what is being sent")
    drained = _all_within(DRAIN, line.drain, scheduler.shutdown)
    beside.end()
    return drained


def _connected(settings: Settings, app: App, client: WebClient) -> Line:
    with _reaching(settings, "SLACK_APP_TOKEN"):
        url = client.apps_connections_open(app_token=settings.slack_app_token)["url"]
    line = Line(app, settings.slack_app_token, url)
    line.connect()
    if not line.is_connected():
        raise CannotStart(
            f"Slack opened a connection at {url.split('?')[0]}, and it cannot be reached: is a proxy between?"
        )
    return line


@contextmanager
def _reaching(settings: Settings, token: str) -> Iterator[None]:
    try:
        yield
    except SlackApiError as refused:
        error = refused.response.get("error") or f"status {refused.response.get('status')}"
        raise CannotStart(f"Slack answers {error} to {token}. Run `mentor doctor`: it says how to mend it.") from None
    except (OSError, HTTPException) as unreachable:
        raise CannotStart(f"Slack cannot be reached at {settings.slack_api_url}: {unreachable}.") from None


def _all_within(seconds: float, *works: Callable[[], object]) -> bool:
    """Do all at once, and wait no longer than this: what is left is repeated by Slack or by the outbox."""
    until = time.monotonic() + seconds
    drains = [threading.Thread(target=work, name="drain", daemon=True) for work in works]
    for drain in drains:
        drain.start()
    for drain in drains:
        drain.join(max(0.0, until - time.monotonic()))
    done = not any(drain.is_alive() for drain in drains)
    if not done:
        log.warning("some answers were still under way after %s seconds", seconds)
    return done


def _leave_at_once() -> None:
    """End without waiting for threads that hang: a usual exit would join them."""
    logging.shutdown()
    os._exit(0)
