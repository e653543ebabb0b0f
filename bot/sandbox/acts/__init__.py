"""What people do, each act carried out to its end."""

from collections.abc import Callable
from typing import Any

from ..people import SandboxPerson
from ..slack import Slack
from . import clicking, forms, moving, typing
from .outcome import Outcome
from .wish import Wish

Json = dict[str, Any]

ACTS: dict[str, Callable[[Slack, SandboxPerson, Wish], Outcome]] = {
    "command": typing.command,
    "message": typing.message,
    "edit": typing.edit,
    "delete": typing.delete,
    "click": clicking.click,
    "submit": forms.submit,
    "close": forms.close,
    "shortcut": moving.shortcut,
    "home": moving.home,
    "invite": moving.invite,
}


def act(slack: Slack, verb: str, body: Any) -> Json:
    """Carries out an act, lets all its work be done, and tells what changed for the person (the answer of API.md)."""
    wish = Wish(slack, body)
    with slack.workspace.lock:
        user = wish.user()
        version, seen = slack.workspace.version, _seen(slack, user)
    outcome = ACTS[verb](slack, user, wish)
    slack.finish()
    with slack.workspace.lock:
        answer = outcome.listed()
        opened = _opened(slack, user, seen, home_asked=verb == "home")
        if opened:
            answer["opened_view"] = opened
        answer["messages"] = [
            message.listed(slack.workspace.conversations[message.channel].replies.get(message.ts, 0))
            for message in slack.workspace.changed_since(version)
        ]
    return answer


def _seen(slack: Slack, user: SandboxPerson) -> set[tuple[str, str]]:
    home = slack.views.homes.get(user.id)
    views = [*slack.views.stacks.get(user.id, ()), *([home] if home else ())]
    return {(view.id, view.hash) for view in views}


def _opened(slack: Slack, user: SandboxPerson, seen: set[tuple[str, str]], *, home_asked: bool) -> Json | None:
    top, home = slack.views.top(user.id), slack.views.homes.get(user.id)
    if home_asked:
        return slack.views.shown(home) if home else None
    for view in (top, home):
        if view and (view.id, view.hash) not in seen:
            return slack.views.shown(view)
    return None
