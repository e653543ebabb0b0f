"""A tiny real Bolt app on the other side of the wire, the people of the workspace, and blocks to send."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, request
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk import WebClient

from bot.sandbox import Sandbox, SandboxPerson
from bot.sandbox.server import Server

MANIFEST = Path(__file__).with_name("manifest.yml")
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOSTILE = '"}]}, <!channel> {% raw %}'

PEOPLE = (
    SandboxPerson("U0ANN", "ann", "Ann Archer", tz="Europe/Berlin", email="ann@example.com"),
    SandboxPerson("U0BOB", "bob", "Bob Baker", tz="America/New_York", coordinator=True),
    SandboxPerson("U0CLEO", "cleo", HOSTILE, tz="Asia/Kolkata"),
    SandboxPerson("U0GUEST", "guest", "Gil Guest", is_ultra_restricted=True),
    SandboxPerson("U0GONE", "gone", "Gus Gone", deleted=True, email="gus@example.com"),
    SandboxPerson("U0ROBOT", "robot", "Robot", is_bot=True),
)


class SmallBot:
    """A real Bolt app that does with each kind of request what a test tells it, and remembers what it got."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.heard: list[dict[str, Any]] = []
        self.headers: list[dict[str, Any]] = []
        self._answers: dict[str, Callable[..., Any]] = {}
        self.client = WebClient(token=sandbox.identity.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        app = App(client=self.client, signing_secret=sandbox.identity.signing_secret, process_before_response=True)
        app.use(self._everything)
        handler, pages = SlackRequestHandler(app), Flask("bot")
        pages.post("/slack/events")(lambda: handler.handle(request))
        self.server = Server(pages, 0)

    def on(self, kind: str, answer: Callable[..., Any]) -> None:
        """What to do with `command`, `event` or an interaction type: answer(ack, body, client, respond)."""
        self._answers[kind] = answer

    def opens(self, view: dict[str, Any]) -> None:
        """From now on a command opens this view."""

        def answer(body: Any, client: WebClient, **_: Any) -> None:
            client.views_open(trigger_id=body["trigger_id"], view=view)

        self.on("command", answer)

    @property
    def last(self) -> dict[str, Any]:
        """The newest request."""
        return self.heard[-1]

    def _everything(self, body: Any, req: Any, ack: Any, client: Any, respond: Any) -> BoltResponse:
        kind = "command" if "command" in body else "event" if "event" in body else body["type"]
        self.heard.append(body)
        self.headers.append({name: values[0] for name, values in req.headers.items()})
        answer = self._answers.get(kind, lambda **_: None)(ack=ack, body=body, client=client, respond=respond)
        return answer if isinstance(answer, BoltResponse) else ack()


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal that can be submitted."""
    shown = {"title": plain("Form"), "submit": plain("Save"), "callback_id": "test.form"}
    return {"type": "modal", **shown, "blocks": list(blocks or (section("Hello"),)), **more}


def field(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An input block whose action_id is `it`."""
    label = plain(block_id.replace("_", " ").capitalize())
    return {"type": "input", "block_id": block_id, "label": label, "element": {"action_id": "it", **element}, **more}


def section(text: str, **more: Any) -> dict[str, Any]:
    """A section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def plain(text: str) -> dict[str, str]:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> dict[str, Any]:
    """An option of a select."""
    return {"text": plain(text), "value": value}


def button(text: str, action_id: str, value: str = "1") -> dict[str, Any]:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": value}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": list(elements)}
