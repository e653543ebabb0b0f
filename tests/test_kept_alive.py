"""The client's connections stay open, and a call is heard once or fails."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import RemoteDisconnected
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_UNIX, SOCK_SEQPACKET, socketpair
from threading import Barrier, Semaphore, Thread
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.app import client_for
from bot.kept_alive import InOnePiece, KeptAlive


class Slack(ThreadingHTTPServer):
    """Answers every call as it is told to, and counts connections and calls."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.connections, self.heard = 0, 0
        self.body = b""
        self.hung_up = Semaphore(0)
        self.meets: Barrier | None = None
        self.status, self.hangs_up, self.is_silent = 200, False, False

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        self.hung_up.release()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api/"


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Slack

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        self.server.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.heard += 1
        if self.server.meets:
            self.server.meets.wait(10)
        if self.server.is_silent:
            self.close_connection = True
            return
        body = json.dumps({"ok": self.server.status == 200, "error": "ratelimited"}).encode()
        self.send_response(self.server.status)
        self.send_header("retry-after", "7")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.server.hangs_up

    def log_message(self, *_said: object) -> None:
        """Nobody reads it."""


@contextmanager
def running() -> Iterator[Slack]:
    with Slack() as slack:
        serving = Thread(target=slack.serve_forever)
        serving.start()
        yield slack
        slack.shutdown()
        serving.join()


@pytest.fixture
def slack() -> Iterator[Slack]:
    with running() as slack:
        yield slack


@pytest.fixture
def client(slack: Slack) -> KeptAlive:
    return client_for("xoxb-works", slack.url)


def test_one_call_after_another_takes_the_same_connection(slack: Slack, client: KeptAlive) -> None:
    for _ in range(3):
        client.auth_test()
    assert (slack.connections, slack.heard) == (1, 3)


def test_where_slack_hung_up_a_call_takes_a_new_connection(slack: Slack, client: KeptAlive) -> None:
    slack.hangs_up = True
    for _ in range(3):
        client.auth_test()
        assert slack.hung_up.acquire(timeout=10)
    assert (slack.connections, slack.heard) == (3, 3)


def test_a_call_whose_answer_is_lost_fails_and_is_not_sent_again(slack: Slack, client: KeptAlive) -> None:
    client.auth_test()
    slack.is_silent = True
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel="D0ANN", text="hello")
    assert slack.heard == 2
    slack.is_silent = False
    client.chat_postMessage(channel="D0ANN", text="hello again")
    assert slack.heard == 3


@pytest.mark.parametrize("status", [429, 500])
def test_a_refusal_says_its_status_and_when_to_come_back(slack: Slack, client: KeptAlive, status: int) -> None:
    slack.status = status
    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response.status_code == status
    assert refused.value.response.headers["Retry-After"] == "7"


def test_calls_at_the_same_time_take_different_connections(slack: Slack, client: KeptAlive) -> None:
    with ThreadPoolExecutor(2) as both:
        slack.meets = Barrier(2)
        for call in [both.submit(client.auth_test) for _ in range(2)]:
            call.result()
    assert (slack.connections, slack.heard) == (2, 2)


def test_a_call_is_sent_in_one_piece() -> None:
    ours, slacks = socketpair(AF_UNIX, SOCK_SEQPACKET)
    connection = InOnePiece("slack.example")
    connection.sock = ours
    connection.request("POST", "/api/views.open", b"the view", {"Authorization": "Bearer xoxb"})
    assert slacks.recv(10_000).endswith(b"Authorization: Bearer xoxb\r\n\r\nthe view")
    ours.close(), slacks.close()


def test_what_is_said_to_people_is_not_written_out_for_debugging(
    client: KeptAlive, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.chat_postMessage(channel="D0ANN", text="between the two of us")
    assert "between the two of us" not in caplog.text


def test_a_file_is_handed_in_elsewhere_over_a_connection_of_its_own(slack: Slack, client: KeptAlive) -> None:
    with running() as elsewhere:
        for _ in range(2):
            client.auth_test()
            client.upload(f"{elsewhere.url}upload", b"content")
        assert (slack.connections, slack.heard) == (1, 2)
        assert (elsewhere.connections, elsewhere.heard) == (1, 2)
        assert b"content" in elsewhere.body


@pytest.mark.parametrize("status", [400, 429, 500])
def test_a_file_that_is_refused_says_so_as_any_call(slack: Slack, client: KeptAlive, status: int) -> None:
    slack.status = status
    with pytest.raises(SlackApiError) as refused:
        client.upload(f"{slack.url}upload", b"content")
    assert refused.value.response.status_code == status
    assert refused.value.response["error"] == "upload_refused"
    assert refused.value.response.headers["Retry-After"] == "7"
