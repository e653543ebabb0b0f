"""The HTTP server on 127.0.0.1: Flask on waitress, which can be stopped without leaving a thread behind."""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher, WSGITask
from werkzeug.exceptions import HTTPException

from .errors import Misunderstood, NotThere
from .web_api import HungUp, answer

HOST = "127.0.0.1"
PEOPLES_THREADS, BOTS_THREADS = 20, 20
BOTS_PATHS = ("/api/", "/response/", "/upload/", "/files-pri/")


def make_app(*blueprints: Any) -> Flask:
    """The Flask application of these routes, with the sandbox's own errors as JSON."""
    app = Flask(__name__, static_folder=None)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    app.register_error_handler(NotThere, lambda e: answer({"ok": False, "error": str(e)}, 404))
    app.register_error_handler(Misunderstood, lambda e: answer({"ok": False, "error": str(e)}, 400))
    app.register_error_handler(HTTPException, lambda e: answer({"ok": False, "error": e.description}, e.code or 500))
    app.register_error_handler(HungUp, _hang_up)
    app.before_request(_only_local)
    return app


def _only_local() -> Response | None:
    """Refuses other host names, so that no web site can reach the sandbox through a name of its own."""
    if (request.host or "").rsplit(":", 1)[0] in (HOST, "localhost"):
        return None
    return answer({"ok": False, "error": f"the sandbox answers to {HOST} only"}, 403)


class Threads(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Waitress' worker threads, started as they are needed (`most` of them) and waited for in the end."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self.started: list[threading.Thread] = []

    def add_task(self, task: Any) -> None:
        """Gives a request to an idle worker, to a new one, or to the queue."""
        with self.lock:
            self.queue.append(task)
            self.queue_cv.notify()
            idle = len(self.threads) - self.stop_count - self.active_count
            wanted = min(len(self.threads) + 1, self._most) if len(self.queue) > idle else 0
        if wanted > len(self.threads):
            self.set_thread_count(wanted)

    def start_new_thread(self, target: Callable[[int], None], thread_no: int) -> None:
        """Starts one worker."""
        thread = threading.Thread(target=target, args=(thread_no,), name=f"sandbox-{thread_no}", daemon=True)
        self.started.append(thread)
        thread.start()

    def end(self, timeout: float) -> None:
        """Lets every worker finish what it is at, for `timeout` seconds at most."""
        self.shutdown(timeout=timeout)
        for thread in self.started:
            thread.join(timeout)


class Reply(WSGITask):  # type: ignore[misc]
    """Waitress' answer, with the header that Slack writes in small letters and its client looks up so."""

    def build_response_header(self) -> bytes:
        """The head of the answer."""
        head: bytes = super().build_response_header()
        return head.replace(b"X-Oauth-Scopes", b"x-oauth-scopes")


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection that answers with Reply."""

    task_class = Reply


class TwoDoors:
    """Separate workers for people and for the bot, so that waiting acts never keep the bot from its answers."""

    def __init__(self) -> None:
        self.people, self.bot = Threads(PEOPLES_THREADS), Threads(BOTS_THREADS)

    def add_task(self, channel: Any) -> None:
        """Hands a request to the workers of its kind."""
        door = self.bot if channel.requests[0].path.startswith(BOTS_PATHS) else self.people
        door.add_task(channel)

    def end(self, timeout: float) -> None:
        """Ends all workers."""
        self.people.end(timeout)
        self.bot.end(timeout)


class Server:
    """A started server; `stop` ends it with all its threads."""

    def __init__(self, app: Flask, port: int) -> None:
        self._doors: TwoDoors | None = None
        sockets = [_listening(port)]
        self._server = create_server(app, _dispatcher=self, sockets=sockets, ident=None, log_socket_errors=False)
        self._server.channel_class = Connection
        self._doors = TwoDoors()
        self.url = f"http://{HOST}:{self._server.effective_port}"
        self._loop = threading.Thread(target=self._run, name="sandbox-loop", daemon=True)
        self._loop.start()

    def add_task(self, channel: Any) -> None:
        """What waitress calls with each request."""
        if self._doors:
            self._doors.add_task(channel)

    def stop(self) -> None:
        """Stops listening, closes every connection and ends every thread, within a second."""
        if self._doors:
            self._doors.end(timeout=0.3)
            with contextlib.suppress(OSError):  # The loop has ended by itself, and has closed what it listened on.
                self._server.trigger.pull_trigger(self._close_all)
            self._loop.join(timeout=0.5)
            self._doors = None

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            self._server.run()

    def _close_all(self) -> None:
        for end in list(self._server._map.values()):
            end.close()
        self._server._map.clear()


def _listening(port: int) -> socket.socket:
    """A socket of this machine alone; OSError where the port is taken."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except OSError:
        made.close()
        raise
    return made


def _hang_up(_: Exception) -> Response:
    channel = request.environ["waitress.client_disconnected"].__self__
    with contextlib.suppress(OSError):
        channel.socket.shutdown(socket.SHUT_RDWR)
    return Response("")
