"""The sandbox: a Slack workspace small enough to read, on 127.0.0.1."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from .clock import Clock
from .pages import pages
from .people import SandboxPerson
from .playing import Stage
from .server import HOST, Server, make_app
from .slack import Identity, Outside, Slack
from .web_api import web_api

Json = dict[str, Any]
PATIENCE = 3.0
"""Seconds of real time that Slack waits for an answer, and that a trigger lives."""


class RealTokenNearby(Exception):
    """A real bot token stands in the environment; the sandbox does not start beside it."""


class Sandbox:
    """A workspace with these people for the app of this manifest; nothing happens before `start`."""

    def __init__(
        self,
        manifest: Path,
        people: Sequence[SandboxPerson],
        clock: Clock,
        bot_token: str = Identity.bot_token,
        signing_secret: str = Identity.signing_secret,
        app_id: str = Identity.app_id,
        patience: float = PATIENCE,
    ) -> None:
        self.identity = Identity(bot_token=bot_token, signing_secret=signing_secret, app_id=app_id)
        self.slack = Slack(manifest, people, clock, self.identity, patience)
        self._server: Server | None = None

    @property
    def api_url(self) -> str:
        """The base_url for the bot's WebClient (SLACK_API_URL)."""
        return f"{self.slack.url}/api/"

    def start(self, port: int = 0) -> str:
        """Listens on 127.0.0.1:port (0: any free one) and returns the address; OSError where the port is taken."""
        found = os.environ.get("SLACK_BOT_TOKEN", "")
        if found.startswith("xoxb-") and found != self.identity.bot_token:
            raise RealTokenNearby("SLACK_BOT_TOKEN holds a real bot token: unset it before you start the sandbox.")
        _without_proxy()
        self._server = Server(make_app(web_api(self.slack), pages(self.slack)), port)
        self.slack.url = self.slack.files.url = self._server.url
        return self._server.url

    def connect(
        self,
        bot_url: str,
        *,
        step: Callable[[datetime], Sequence[Json]] | None = None,
        settle: Callable[[], None] | None = None,
        next_due: Callable[[], datetime | None] | None = None,
        gallery: Callable[[], Sequence[Json]] | None = None,
        stage: Stage | None = None,
    ) -> None:
        """Tells where the bot listens, and lends its own work: see `Outside`."""
        plain = Outside()
        self.slack.outside = Outside(
            step or plain.step, settle or plain.settle, next_due or plain.next_due, gallery or plain.gallery, stage
        )
        self.slack.delivery.connect(bot_url)

    def stop(self) -> None:
        """Ends within a second and leaves no thread behind."""
        with self.slack.workspace.changed:
            self.slack.workspace.closed = True
            self.slack.workspace.changed.notify_all()
        self.slack.delivery.close()
        if self._server:
            self._server.stop()
            self._server = None


def _without_proxy() -> None:
    for name in ("NO_PROXY", "no_proxy"):
        hosts = [host for host in os.environ.get(name, "").split(",") if host]
        if HOST not in hosts:
            os.environ[name] = ",".join([*hosts, HOST, "localhost"])
