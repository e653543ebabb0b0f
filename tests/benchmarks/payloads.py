"""What Slack sends, signed: each payload is a new one, so none is taken for a repeat."""

import itertools
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from tests.benchmarks.servers import SECRET
from tests.benchmarks.stub import TEAM

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
    return Payload(urlencode(typed), "application/x-www-form-urlencoded")


def home_opened(user: str) -> Payload:
    """https://docs.slack.dev/reference/events/app_home_opened"""
    event = {"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": "home"}
    envelope = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{next(_numbers)}", "event": event}
    return Payload(json.dumps(envelope), "application/json")
