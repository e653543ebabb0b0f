"""A Slack that says yes to everything at once, in a process of its own: what remains is the bot's own time."""

import base64
import contextlib
import hashlib
import itertools
import json
import socketserver
import threading
from multiprocessing.connection import Connection
from typing import Any

TEAM, BOT = "T0WORKS", "U0MENTOR"
MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""RFC 6455, section 1.3."""


class Stub(socketserver.ThreadingTCPServer):
    """Listens on any free port of 127.0.0.1; tells the other end of the pipe when a websocket is connected."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, pipe: Connection) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.pipe = pipe
        self.said = itertools.count(1)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def answer(self, method: str) -> dict[str, Any]:
        """Slack's answer, as far as the bot reads it."""
        more = {
            "auth.test": {"team_id": TEAM, "team": "Works", "user_id": BOT, "user": "mentor", "bot_id": "B0MENTOR"},
            "apps.connections.open": {"url": f"ws://{self.address}/link/?ticket=1"},
            "users.info": {"user": {"id": "U0ANN", "team_id": TEAM, "tz": "Europe/Berlin"}},
            "views.open": {"view": {"id": "V0FORM", "hash": "1.1"}},
            "chat.postMessage": {"channel": "D0ANYBODY", "ts": f"1.{next(self.said):06d}"},
        }
        return {"ok": True, **more.get(method, {})}


class Answering(socketserver.StreamRequestHandler):
    """Answers requests until the other end hangs up; a websocket is greeted and then left in silence."""

    server: Stub

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            while asked := self.rfile.readline():
                self._answer(asked.split(b" ")[1].decode(), self._headers())

    def _answer(self, path: str, headers: dict[str, str]) -> None:
        self.rfile.read(int(headers.get("content-length", 0)))
        if "sec-websocket-key" in headers:
            self._greet(headers["sec-websocket-key"])
        else:
            self._say(json.dumps(self.server.answer(path.rpartition("/")[2])).encode())

    def _headers(self) -> dict[str, str]:
        lines = iter(lambda: self.rfile.readline().decode().strip(), "")
        return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}

    def _say(self, body: bytes) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self.wfile.write(head.encode() + b"\r\n" + body)

    def _greet(self, key: str) -> None:
        accept = base64.b64encode(hashlib.sha1(key.encode() + MAGIC).digest()).decode()
        head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        self.wfile.write(f"{head}Sec-WebSocket-Accept: {accept}\r\n\r\n".encode())
        self.server.pipe.send("connected")
        with contextlib.suppress(ConnectionError):
            while self.rfile.read1(1024):
                pass


def run(pipe: Connection) -> None:
    """Serve until the other end of the pipe says something; the address is said first."""
    with Stub(pipe) as stub:
        threading.Thread(target=stub.serve_forever, daemon=True).start()
        pipe.send(stub.address)
        pipe.recv()
        stub.shutdown()
