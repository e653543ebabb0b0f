"""What Slack sends, signed: each payload is a new one, so none is taken for a repeat."""

import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from tests.benchmarks.servers import SECRET
from tests.benchmarks.stub import TEAM

FORM = "application/x-www-form-urlencoded"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Payload:
    """A body with its content type; it is signed when it is sent."""

    body: str
    kind: str

    def headers(self) -> dict[str, str]:
        """Slack's headers, valid for five minutes from now."""
        at = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=at, body=self.body)
        return {
            "Content-Type": self.kind,
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": str(signature),
        }


def command(user: str, text: str) -> Payload:
    """https://docs.slack.dev/interactivity/implementing-slash-commands"""
    typed = {
        "command": "/mentor",
        "text": text,
        "user_id": user,
        "team_id": TEAM,
        "channel_id": "C0GENERAL",
        "trigger_id": f"{next(_numbers)}.1.trigger",
        "response_url": "http://127.0.0.1:9/response",
    }
    return Payload(urlencode(typed), FORM)


def home_opened(user: str) -> Payload:
    """https://docs.slack.dev/reference/events/app_home_opened"""
    event = {"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": "home"}
    envelope = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{next(_numbers)}", "event": event}
    return Payload(json.dumps(envelope), "application/json")


def submitted(user: str, callback_id: str, carried: object, fields: Mapping[str, Any]) -> Payload:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    state = {"values": {name: {name: field} for name, field in fields.items()}}
    view = {"id": "V0FORM", "type": "modal", "hash": "1.1", "callback_id": callback_id, "state": state}
    return _interaction(user, "view_submission", view={**view, "private_metadata": json.dumps(carried)})


def clicked_at_home(user: str, action_id: str, value: str) -> Payload:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    button = {"type": "button", "action_id": action_id, "value": value, "action_ts": f"{next(_numbers)}.1"}
    container = {"type": "view", "view_id": f"V0{user}"}
    view = {"id": container["view_id"], "type": "home", "hash": "1.1"}
    return _interaction(user, "block_actions", container=container, view=view, actions=[button])


def _interaction(user: str, kind: str, **more: Any) -> Payload:
    who = {"user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}}
    trigger = {"type": kind, "trigger_id": f"{next(_numbers)}.1.trigger"}
    return Payload(urlencode({"payload": json.dumps(trigger | who | more)}), FORM)
