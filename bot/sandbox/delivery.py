"""Signed requests to the bot, over connections that stay open, and what came back."""

import hashlib
import hmac
import http.client
import json
import select
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from .clock import Clock
from .traffic import Exchange, Traffic

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """The bot's answer; `error` is what Slack shows where there was none in time or its status is not 200."""

    status: int | None
    body: Any
    error: str | None
    headers: dict[str, str]


class Delivery:
    """Posts Slack's requests to the bot: https://docs.slack.dev/authentication/verifying-requests-from-slack."""

    def __init__(self, signing_secret: str, clock: Clock, traffic: Traffic, patience: float) -> None:
        self._secret, self._clock, self._traffic = signing_secret.encode(), clock, traffic
        self._patience = patience
        self._host: str | None = None
        self._path = ""
        self._mine = threading.local()
        self._open: list[http.client.HTTPConnection] = []
        self._lock = threading.Lock()

    def connect(self, bot_url: str) -> None:
        """Tells where the bot listens; its path is bot_url + /slack/events."""
        parts = urlsplit(bot_url)
        self._host, self._path = parts.netloc, parts.path.rstrip("/") + "/slack/events"

    def close(self) -> None:
        """Closes every connection."""
        with self._lock:
            while self._open:
                self._open.pop().close()

    def form(self, name: str, user: str | None, fields: Json) -> Answer:
        """Sends a slash command, or with a `payload` field an interaction."""
        seen = json.loads(fields["payload"]) if "payload" in fields else fields
        return self._exchange(name, user, seen, urlencode(fields), "application/x-www-form-urlencoded", {})

    def interaction(self, payload: Json, name: str) -> Answer:
        """Sends an interaction payload."""
        return self.form(name, payload["user"]["id"], {"payload": json.dumps(payload)})

    def event(self, envelope: Json, retry: int = 0, reason: str = "") -> Answer:
        """Sends an event, for the first time or again."""
        headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason} if retry else {}
        inner = envelope["event"]
        name = " ".join(filter(None, ("event", inner["type"], inner.get("subtype"))))
        return self._exchange(name, inner.get("user"), envelope, json.dumps(envelope), "application/json", headers)

    def _exchange(
        self, name: str, user: str | None, seen: Json, body: str, kind: str, headers: dict[str, str]
    ) -> Answer:
        at, began = self._clock.now().isoformat(), time.perf_counter()
        answer = self._post(body.encode(), kind, headers)
        self._traffic.note(
            Exchange(
                at=at,
                kind="request",
                name=name,
                user=user,
                payload=_without_token(seen),
                status=answer.status,
                answer=answer.body,
                ms=round((time.perf_counter() - began) * 1000, 2),
                ok=answer.error is None,
                error=answer.error,
                retry=int(headers.get("X-Slack-Retry-Num", 0)),
            )
        )
        return answer

    def _post(self, body: bytes, kind: str, headers: dict[str, str]) -> Answer:
        if self._host is None:
            return Answer(None, None, "dispatch_failed", {})
        connection = self._connection()
        try:
            connection.request("POST", self._path, body, {"Content-Type": kind, **headers, **self._signed(body)})
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except TimeoutError:
            connection.close()
            return Answer(None, None, "operation_timeout", {})
        except (OSError, http.client.HTTPException):
            connection.close()
            return Answer(None, None, "dispatch_failed", {})
        error = None if response.status == 200 else "dispatch_failed"
        return Answer(response.status, parsed(text), error, {k.lower(): v for k, v in response.getheaders()})

    def _connection(self) -> http.client.HTTPConnection:
        known: http.client.HTTPConnection | None = getattr(self._mine, "connection", None)
        if known is None or known.host + f":{known.port}" != self._host:
            known = self._mine.connection = http.client.HTTPConnection(str(self._host), timeout=self._patience)
            with self._lock:
                self._open.append(known)
        if known.sock and select.select([known.sock], [], [], 0)[0]:
            known.close()  # the bot has hung up meanwhile
        return known

    def _signed(self, body: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def parsed(text: str) -> Any:
    """The JSON in a body, the text where it is none, and None where it is empty."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _without_token(seen: Json) -> Json:
    return {key: value for key, value in seen.items() if key != "token"}
