"""The one place where a no, and an accident, become one clear sentence where the person is."""

import logging
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from slack_bolt import App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.rules.refusal import Refusal
from messages import form, markup, sentence
from storage.store import Repeated

log = logging.getLogger(__name__)
Result = TypeVar("Result")


def register(app: App) -> None:
    app.error(answer)


def answer(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse | None:
    """Answer by the kind of payload. An event that failed by accident is left unanswered: Slack repeats it."""
    if isinstance(error, Repeated):
        return _answer_command("errors/repeated", {}) if "command" in body else _done()
    if isinstance(error, Refusal):
        name, values = f"refusals/{error.name}", error.values
    else:
        name, values = "errors/accident", {"reference": _log(error, body)}
    if "command" in body:
        return _answer_command(name, values)
    if body.get("type") == "view_submission":
        return _answer_submission(name, values)
    if "event" in body:
        return _answer_event(error, body["event"], client, name, values)
    return _answer_click(body, client, name, values)


def tried(reference: str, doing: str, attempt: Callable[[], Result]) -> Result | None:
    """What an attempt comes to that nobody waits for; None where it fails by accident, which the log tells."""
    try:
        return attempt()
    except Exception:
        log.exception("accident %s while %s", reference, doing)
        return None


def _log(error: Exception, body: dict[str, Any]) -> str:
    reference = secrets.token_hex(3)
    kind = body.get("command") or body.get("type", "payload")
    log.error("accident %s while answering a %s", reference, kind, exc_info=error)
    return reference


def _done() -> BoltResponse:
    return BoltResponse(status=200, body="")


def _answer_command(name: str, values: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body={"response_type": "ephemeral", "text": markup(name, **values)})


def _answer_submission(name: str, values: dict[str, Any]) -> BoltResponse:
    if "field" in values:
        errors = {values["field"]: sentence(name, **values)}
        return BoltResponse(status=200, body={"response_action": "errors", "errors": errors})
    view = form("errors/explained", explanation=markup(name, **values))
    return BoltResponse(status=200, body={"response_action": "update", "view": view})


def _answer_click(body: dict[str, Any], client: WebClient, name: str, values: dict[str, Any]) -> BoltResponse:
    said = markup(name, **values)
    if body.get("response_url"):
        WebhookClient(body["response_url"]).send(text=said, response_type="ephemeral", replace_original=False)
    else:
        client.chat_postMessage(channel=body["user"]["id"], text=said)
    return _done()


def _answer_event(
    error: Exception, event: dict[str, Any], client: WebClient, name: str, values: dict[str, Any]
) -> BoltResponse | None:
    if not isinstance(error, Refusal):
        return None
    message = event.get("message", event)
    thread = message.get("thread_ts", message.get("ts"))
    client.chat_postMessage(channel=event["channel"], thread_ts=thread, text=markup(name, **values))
    return _done()
