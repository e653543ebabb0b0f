"""The composition root: the Bolt app with its middleware, its error handler and its stories."""

import ssl
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient

from bot.desk import Desk, Straight
from bot.kept_alive import KeptAlive
from handlers import STORIES
from storage.database import Database
from storage.store import Received, Store

Clock = Callable[[], datetime]
CLIENT_TIMEOUT = 10
"""Seconds after which an answer of Slack's counts as lost."""


def client_for(token: str, api_url: str) -> KeptAlive:
    """A client that never repeats a call by itself, and that reads the certificates once and not at every call."""
    certificates = ssl.create_default_context() if api_url.startswith("https:") else None
    return KeptAlive(token, base_url=api_url, timeout=CLIENT_TIMEOUT, retry_handlers=[], ssl=certificates)


def build_app(database: Database, client: WebClient, clock: Clock, *, signing_secret: str = "") -> App:
    """The bot over one database and one Slack. Raises SlackApiError where the token is refused."""
    app = Desk(
        name="mentor",  # else Bolt reads all sources to find out who calls: a tenth of a second at every start
        client=client,
        signing_secret=signing_secret,
        request_verification_enabled=bool(signing_secret),
        process_before_response=True,
    )

    app.use(Bringing(database, client, clock))
    app.use(Straight(app))
    for story in STORIES:
        story.register(app)
    return app


class Bringing(Middleware):
    """Puts what listeners ask for by name beside a payload: now, the client, the store."""

    def __init__(self, database: Database, client: WebClient, clock: Clock) -> None:
        self._database, self._client, self._clock = database, client, clock

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], Any]) -> BoltResponse:  # noqa: A002
        now = self._clock()
        context = req.context
        context["now"] = now
        context["client"] = self._client  # else every payload would get a copy of its own, and a connection with it
        context["store"] = Store(self._database, str(context.team_id), received(req.body, now))
        next()
        return resp


def received(body: dict[str, Any], now: datetime) -> Received | None:
    """The key under which a repeat of this payload is known, or None where repeating is harmless.

    Submissions carry a key of our own in ``private_metadata`` where they create something.
    """
    if "event_id" in body:
        return Received(body["event_id"], now)
    if body.get("type") == "block_actions":
        container = body["container"]
        place = container.get("view_id") or f"{container.get('channel_id')}:{container.get('message_ts')}"
        return Received(f"click:{body['user']['id']}:{place}:{body['actions'][0]['action_ts']}", now)
    if body.get("type") in ("shortcut", "message_action") or "command" in body:
        return Received(f"trigger:{body['trigger_id']}", now)
    return None
