"""``mentor serve``: the real bot over Socket Mode, until SIGTERM, which drains what is being answered."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime

import typer
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.app import build_app, client_for
from bot.courier import Courier
from bot.schedule import Calendar
from bot.settings import Settings
from storage import programmes, schema
from storage.database import Busy, Database
from storage.store import Store

CONCURRENCY = 20
"""Payloads that are answered at the same time."""
DRAIN = 8.0
"""Seconds that answers under way are given before the process ends."""

log = logging.getLogger(__name__)


def serve(settings: Settings, clock: Callable[[], datetime]) -> int:
    """Serve until SIGTERM or Ctrl-C. Returns the exit code: 2 where it cannot start, with a sentence why."""
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    database = Database(settings.database_url)
    try:
        with database.claim(f"mentor serve (process {os.getpid()})"):
            schema.upgrade(database)
            return _serve(settings, database, clock)
    except Busy as busy:
        return _cannot(f"The database is in use by {busy.owner}. End it first, or set another DATABASE_URL.")
    except schema.Newer:
        return _cannot("The database was written by a newer release of mentor: run that one.")
    except SlackApiError as refused:
        return _cannot(f"Slack refused: {refused.response['error']}. Run `mentor doctor`, it says how to mend it.")
    except OSError as unreachable:
        return _cannot(f"Slack cannot be reached at {settings.slack_api_url}: {unreachable}.")
    finally:
        database.close()


def _serve(settings: Settings, database: Database, clock: Callable[[], datetime]) -> int:
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    client = client_for(settings.slack_bot_token, settings.slack_api_url)
    store = Store(database, client.auth_test()["team_id"])
    with store.begin() as db:
        programmes.appoint(db, settings.mentor_admins, clock())
    socket = SocketModeHandler(build_app(database, client, clock), settings.slack_app_token, concurrency=CONCURRENCY)
    socket.connect()
    scheduler = Calendar(store, Courier(client)).start(clock)
    log.info("connected; Ctrl-C or SIGTERM ends it")
    ended.wait()
    log.info("ending: answering what has arrived, sending what is being sent")
    _within(DRAIN, lambda: (scheduler.shutdown(wait=True), socket.close()))
    return 0


def _within(seconds: float, work: Callable[[], object]) -> None:
    """Do it, but wait for it no longer than this: what is left is repeated by Slack or by the outbox."""
    drained = threading.Thread(target=work, name="drain", daemon=True)
    drained.start()
    drained.join(seconds)
    if drained.is_alive():
        log.warning("some answers were still under way after %s seconds", seconds)


def _cannot(why: str) -> int:
    typer.echo(why, err=True)
    return 2
