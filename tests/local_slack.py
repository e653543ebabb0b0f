"""Another stand-in for Slack, which speaks Socket Mode: the binary of the npm package ``local-slack-linux-x64``."""

import json
import os
import shutil
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

TEAM, ANN, CORA, GENERAL = "T0WORKS", "U0ANN", "U0CORA", "C0GENERAL"
BOT_TOKEN, APP_TOKEN = "xoxb-works", "xapp-works"
IN_PACKAGE = "node_modules/local-slack-linux-x64/bin/local-slack"
WORKSPACE = {
    "workspace": {"name": "Works", "domain": "works", "teamId": TEAM},
    "app": {
        "appId": "A0MENTOR",
        "botUserId": "U0MENTOR",
        "botName": "mentor",
        "botToken": BOT_TOKEN,
        "appToken": APP_TOKEN,
        "mode": "socket",
    },
    "users": [
        {"id": ANN, "name": "ann", "real_name": "Ann Okafor", "tz": "Europe/Berlin"},
        {"id": CORA, "name": "cora", "real_name": "Cora Lind", "tz": "Europe/Berlin"},
    ],
    "channels": [{"id": GENERAL, "name": "general", "members": [ANN, CORA, "U0MENTOR"]}],
}


def binary() -> str | None:
    """Where the program lies: named by LOCAL_SLACK (itself, or the folder that npm installed into), or on the path."""
    given = os.environ.get("LOCAL_SLACK", "")
    return next(
        (found for name in (given, f"{given}/{IN_PACKAGE}", "local-slack") if (found := shutil.which(name))), None
    )


needed = pytest.mark.skipif(
    binary() is None,
    reason="no local-slack: `npm install local-slack-linux-x64` somewhere, name the folder in LOCAL_SLACK",
)


class LocalSlack:
    """A workspace of two people, driven from outside."""

    def __init__(self, folder: Path) -> None:
        self._config = folder / "workspace.yml"
        self._config.write_text(yaml.safe_dump(WORKSPACE))
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Start it, on the same port as before; returns when it answers."""
        program = binary()
        assert program is not None
        command = [program, "--config", str(self._config), "--port", str(self._port), "--base-host", "127.0.0.1"]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert any("socket mode" in line for line in self._process.stdout), "it did not start"

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it; SIGKILL drops every connection without a word."""
        self._process.send_signal(number)
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def types(self, user: str, text: str) -> str | None:
        """Type a command, and wait for the answer; its words, or None where none came within five seconds."""
        before = len(self.log("ack"))
        self._post("command", {"user": user, "channel": GENERAL, "command": "/mentor", "text": text})
        answers = self.log("ack")[before:]
        return (answers[0].get("detail") or {}).get("text", "") if answers else None

    def opens_home(self, user: str) -> None:
        """Open somebody's Home, and wait for the answer, for five seconds at most."""
        self._post("open-home", {"user": user})

    def calls(self, method: str) -> list[dict[str, Any]]:
        """What the bot called this method with."""
        return [entry.get("detail", {}) for entry in self.log("web_api") if entry["summary"] == method]

    def log(self, kind: str) -> list[dict[str, Any]]:
        """Everything of one kind that went to the bot or came from it, oldest first."""
        with urllib.request.urlopen(f"{self.url}/_control/log", timeout=10) as answer:
            return [entry for entry in json.load(answer)["log"] if entry["kind"] == kind]

    def _post(self, act: str, body: dict[str, str]) -> None:
        request = urllib.request.Request(
            f"{self.url}/_control/{act}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert json.load(answer)["ok"]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
