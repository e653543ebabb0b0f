"""The line to Slack in Socket Mode: payloads come in, answers go out, and no answer is cut when it is hung up."""

import contextlib
import socket
from time import time
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

CONCURRENCY = 20
"""Payloads that are answered at the same time."""
PING = 5.0
"""Seconds between two looks at the connection: one that broke is made again, one that fell silent after four looks."""


class Line(SocketModeClient):
    """A Bolt app on Slack's websocket, whose first address is known already."""

    def __init__(self, app: App, app_token: str, url: str) -> None:
        super().__init__(
            app_token,
            logger=app.logger,
            web_client=app.client,
            proxy=app.client.proxy,
            ping_interval=PING,
            concurrency=CONCURRENCY,
        )
        self.app, self.wss_uri = app, url
        self.socket_mode_request_listeners.append(self._answer)

    def connect(self) -> None:
        """Connect, or connect anew; ``is_connected`` says whether it worked."""
        super().connect()
        session = self.current_session
        if session is not None and session.sock is not None:
            session.sock = Wire(session.sock)  # type: ignore[assignment]

    def drain(self) -> None:
        """Take no more payloads, wait until each one that came has been answered, and hang up."""
        self.closed = True
        self.message_queue.put(None)
        self.message_processor.shutdown()
        self.message_workers.shutdown()
        self._hang_up()

    def _answer(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        began = time()
        send_response(client, request, run_bolt_app(self.app, request), began)

    def _hang_up(self) -> None:
        self.auto_reconnect_enabled = False
        self.current_session_state.terminated = True
        wire = self.current_session and self.current_session.sock
        if isinstance(wire, Wire):
            wire.hang_up()
        self.close()


class Wire:
    """A socket that says when the other end has gone.

    Slack's client takes an empty answer for silence: it would ask again without a pause, and notice a minute later.
    """

    def __init__(self, plugged: socket.socket) -> None:
        self._plugged, self._hung_up = plugged, False

    def recv(self, size: int) -> bytes:
        """What has arrived; nothing after we have hung up. Raises ConnectionResetError where the other end has."""
        received = self._plugged.recv(size)
        if not received and not self._hung_up:
            raise ConnectionResetError("the other end has hung up")
        return received

    def hang_up(self) -> None:
        """Wake whoever waits for the other end."""
        self._hung_up = True
        with contextlib.suppress(OSError):
            self._plugged.shutdown(socket.SHUT_RDWR)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plugged, name)
