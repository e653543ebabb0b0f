"""Slack's client over connections that stay open: a new one costs up to three round trips before the first word.

On http.client, since urllib3 would add 50 ms to every start.
"""

import itertools
import logging
import select
import time
import weakref
from http.client import HTTPConnection, HTTPSConnection
from io import BytesIO
from typing import Any
from urllib.parse import SplitResult, urlsplit
from urllib.request import Request

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

MOST_IDLE = 30
"""Seconds of silence after which whoever stands between may have forgotten a connection."""
Idle = dict[tuple[str, str], list[tuple[HTTPConnection, float]]]
"""Open connections by scheme and place, and when each was used last."""


class InOnePiece(HTTPConnection):
    """Sends the head of a request together with its body: in two pieces, the other end would wake up for half of it."""

    _pieces: list[bytes] | None = None

    def request(self, *arguments: Any, **options: Any) -> None:
        self._pieces = []
        try:
            super().request(*arguments, **options)
            whole = b"".join(self._pieces)
        finally:
            self._pieces = None
        self.send(whole)

    def send(self, data: Any) -> None:
        if self._pieces is None:
            super().send(data)
        else:
            self._pieces.append(data)


class SecureInOnePiece(InOnePiece, HTTPSConnection):
    """The same over TLS."""


class KeptAlive(WebClient):
    """A WebClient of one Slack that keeps its connections open, except where a proxy stands between.

    A call is sent once. Where its connection breaks under way nobody knows whether Slack heard it: the call fails.
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.logger.setLevel(logging.CRITICAL)  # what fails is raised; below it, views are written out for nobody
        self._idle: Idle = {}
        weakref.finalize(self, _close_all, self._idle)

    def upload(self, address: str, content: bytes) -> None:
        """Hand in a file's bytes where Slack wants them. Raises SlackApiError where they are refused."""
        parts: dict[str, Any] = {"headers": {}, "params": None, "json": None, "data": {"file": BytesIO(content)}}
        answer = self._perform_urllib_http_request(url=address, args=parts)
        said = {"ok": answer["status"] == 200, "error": "upload_refused"}
        SlackResponse(
            client=self,
            http_verb="POST",
            api_url=address,
            req_args={},
            data=said,
            headers=answer["headers"],
            status_code=answer["status"],
        ).validate()

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        """The one place where slack_sdk sends a call: answers with status, headers and body, whatever the status."""
        if self.proxy is not None:
            return super()._perform_urllib_http_request_internal(url, req)
        place = urlsplit(url)
        connection = self._connection(place)
        try:
            connection.request(req.get_method(), req.selector, req.data, dict(req.header_items()))
            answer = connection.getresponse()
            body = answer.read().decode()
        except BaseException:
            connection.close()
            raise
        self._idle_at(place).append((connection, time.monotonic()))
        return {"status": answer.status, "headers": _titled(answer.getheaders()), "body": body}

    def _connection(self, place: SplitResult) -> HTTPConnection:
        idle = self._idle_at(place)
        while idle:
            connection, used_at = idle.pop()
            if used_at + MOST_IDLE > time.monotonic() and not _hung_up(connection):
                return connection
            connection.close()
        if place.scheme == "https":
            return SecureInOnePiece(place.netloc, timeout=self.timeout, context=self.ssl)
        return InOnePiece(place.netloc, timeout=self.timeout)

    def _idle_at(self, place: SplitResult) -> list[tuple[HTTPConnection, float]]:
        return self._idle.setdefault((place.scheme, place.netloc), [])


def _hung_up(connection: HTTPConnection) -> bool:
    """Whether the other end has said goodbye: there is something to read though nothing was asked."""
    return connection.sock is None or bool(select.select([connection.sock], [], [], 0)[0])


def _close_all(idle: Idle) -> None:
    for connection, _used_at in itertools.chain.from_iterable(idle.values()):
        connection.close()


def _titled(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Headers by the names under which they are looked for, such as Retry-After."""
    return {name.title(): value for name, value in headers}
