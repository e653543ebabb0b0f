"""A WSGI application on waitress, in a thread that can be ended."""

import threading
from contextlib import suppress
from typing import Any

from flask import Flask, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from waitress.server import create_server
from waitress.wasyncore import close_all

THREADS = 20
EVENTS_PATH = "/slack/events"


def slack_endpoint(app: App) -> Flask:
    """The bot's HTTP face: every signed payload of Slack's arrives at one path."""
    handler = SlackRequestHandler(app)
    web = Flask("mentor")

    @web.post(EVENTS_PATH)
    def events() -> Response:
        return handler.handle(request)

    return web


class Served:
    """A WSGI application that listens on 127.0.0.1 until it is stopped. Raises OSError where the port is taken."""

    def __init__(self, wsgi: Any, port: int = 0) -> None:
        self._server = create_server(wsgi, host="127.0.0.1", port=port, threads=THREADS, ident=None)
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.effective_port}"

    def stop(self) -> None:
        """End the threads and close every connection within a second; answers that are being written are cut."""
        self._server.task_dispatcher.shutdown(timeout=0.3)
        with suppress(OSError):  # a thread that was not done may have woken the loop first, which closes this bell
            self._server.trigger.pull_trigger(lambda: close_all(self._server._map))
        self._thread.join(timeout=0.5)
