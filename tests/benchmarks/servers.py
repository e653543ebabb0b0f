"""The two bots that are compared, each in a process of its own behind the same HTTP server with the same settings."""

import gc
import re
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.__main__ import clock
from bot.app import build_app, client_for
from bot.courier import Courier
from bot.schedule import Calendar
from bot.web import Served, slack_endpoint
from handlers.rounds import Beside
from storage.database import Database
from storage.store import Store
from tests.benchmarks.stub import TEAM

SECRET = "benchmark-signing-secret"
ANYTHING = re.compile("")
PEAK = "peak"
"""Said to a bot's pipe, it is answered with the megabytes that the bot has needed at most; anything else ends it."""


def bare(pipe: Connection, slack: str) -> None:
    """A Bolt app that does nothing but acknowledge."""

    def build(client: WebClient) -> App:
        app = App(client=client, signing_secret=SECRET, process_before_response=True)
        app.command("/mentor")(_acknowledge)
        app.event("app_home_opened")(_acknowledge)
        app.view(ANYTHING)(_acknowledge)
        app.action(ANYTHING)(_acknowledge)
        return app

    _serve(pipe, slack, build)


def calling(pipe: Connection, slack: str) -> None:
    """A Bolt app that shows an empty Home tab and acknowledges: what one call of Slack's costs at least."""

    def build(client: WebClient) -> App:
        app = App(client=client, signing_secret=SECRET, process_before_response=True)

        @app.event("app_home_opened")
        def publish(ack: Ack) -> None:
            client.views_publish(user_id="U0ANN", view={"type": "home", "blocks": []})
            ack()

        return app

    _serve(pipe, slack, build)


def mentor(pipe: Connection, slack: str, database_url: str) -> None:
    """The bot."""
    database = Database(database_url)
    _serve(pipe, slack, lambda client: build_app(database, client, clock, signing_secret=SECRET))
    database.close()


def mentor_with_clock(pipe: Connection, slack: str, database_url: str) -> None:
    """The bot with its calendar, as ``mentor serve`` runs it: large rounds are computed beside it."""
    database, aside = Database(database_url), Beside()
    scheduler = Calendar(Store(database, TEAM), Courier(client_for("xoxb-works", f"http://{slack}/api/")), aside)
    clockwork = scheduler.start(clock)
    _serve(pipe, slack, lambda client: build_app(database, client, clock, signing_secret=SECRET))
    clockwork.shutdown()
    aside.end()
    database.close()


def _acknowledge(ack: Ack) -> None:
    ack()


def _serve(pipe: Connection, slack: str, build: Callable[[WebClient], App]) -> None:
    served = Served(slack_endpoint(build(client_for("xoxb-works", f"http://{slack}/api/"))))
    gc.freeze()  # as mentor serve does: to look through all that was loaded takes 80 ms, and stops everybody
    pipe.send(served.url)
    while pipe.recv() == PEAK:
        pipe.send(_peak())
    served.stop()


def _peak() -> float:
    """Linux: getrusage would also count the process that this one was started by."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
