"""What several listeners of one command or event ask to know whether they are meant."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App

COMMAND = "/mentor"


def says(*words: str) -> Callable[[dict[str, Any]], bool]:
    """Whether the command begins with these words, in any case."""

    def matches(command: dict[str, Any]) -> bool:
        said = (command.get("text") or "").lower().split()
        return said[: len(words)] == list(words)

    return matches


def after(command: dict[str, Any], *words: str) -> str:
    """What was typed after the words of the command."""
    return " ".join((command.get("text") or "").split()[len(words) :])


def on_command(app: App, words: str, listener: Callable[..., Any]) -> None:
    """Register a listener for ``/mentor <words>``."""
    app.command(COMMAND, matchers=[says(*words.split())])(listener)


def on_action(app: App, action: str, listener: Callable[..., Any]) -> None:
    """Register a listener for every button or select of this action; repeats on a page are numbered."""
    app.action(re.compile(rf"^{re.escape(action)}(:\d+)?$"))(listener)
