"""``mentor`` as its users run it: a process of its own, whose lines can be waited for."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

PATIENCE = 40.0
"""Seconds after which a line counts as never said; generous, for machines that are busy with other tests."""


class Mentor:
    """A running ``mentor`` command. Its environment is this one without anything of Slack's, and what is given."""

    def __init__(self, *arguments: str, folder: Path, **environment: str) -> None:
        self._lines: list[str] = []
        self._heard = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=folder,
            env=_plain_environment() | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        self._listener = threading.Thread(target=self._listen, args=(self.process.stdout,), daemon=True)
        self._listener.start()

    @property
    def said(self) -> str:
        """Everything that it has said so far."""
        with self._heard:
            return "".join(self._lines)

    def says(self, words: str, times: int = 1, within: float = PATIENCE) -> str:
        """Wait for words, and return the line they stand in; fails where the process ends before, or time runs out."""
        until = time.monotonic() + within
        with self._heard:
            while len(found := [line for line in self._lines if words in line]) < times:
                may_come = time.monotonic() < until and self._listener.is_alive()
                assert may_come, f"{words!r} is not in:\n{''.join(self._lines)}"
                self._heard.wait(0.2)
        return found[times - 1]

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def ends(self, within: float = PATIENCE) -> int:
        """Wait for its end; the exit code."""
        code = self.process.wait(within)
        self._listener.join(5)
        return code

    def stop(self) -> None:
        """Kill it where it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.ends()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _listen(self, output: IO[str]) -> None:
        for line in output:
            with self._heard:
                self._lines.append(line)
                self._heard.notify_all()


def _plain_environment() -> dict[str, str]:
    ours = ("SLACK_", "MENTOR_", "DATABASE_URL", "LOG_LEVEL")
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(ours)}
    without_proxies = {name: value for name, value in kept.items() if not name.lower().endswith("_proxy")}
    return without_proxies | {"NO_PROXY": "127.0.0.1,localhost"}
