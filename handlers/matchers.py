"""How a listener says which word of the command, or which button, it is for."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App

COMMAND = "/mentor"


def after(command: dict[str, Any], *words: str) -> str:
    """What was typed after the words of the command."""
    return " ".join((command.get("text") or "").split()[len(words) :])


def on_command(app: App, words: str, listener: Callable[..., Any]) -> None:
    """Register a listener for ``/mentor <words>``."""
    app.command(f"{COMMAND} {words}")(listener)


def on_action(app: App, action: str, listener: Callable[..., Any]) -> None:
    """Register a listener for every button or select of this action; repeats on a page are numbered."""
    app.action(action)(listener)
