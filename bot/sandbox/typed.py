"""What people type, as Slack sends it on: https://docs.slack.dev/messaging/formatting-message-text/#escaping."""

import re
from collections.abc import Callable
from html import escape

from .messages import Conversation
from .people import SandboxPerson
from .workspace import Workspace

PIECES = re.compile(
    r"<@(?P<user>[UW][A-Z0-9]+)(?:\|[^>]*)?>|<#(?P<channel>C[A-Z0-9]+)(?:\|[^>]*)?>|(?P<url>https?://[^\s<>|]+)"
    r"|(?P<mail>[\w.+-]+@[\w-]+\.[\w.-]*\w)|(?<!\w)@(?P<handle>[\w.-]*\w)|(?<!\w)#(?P<name>[\w-]+)"
)


def in_message(workspace: Workspace, text: str) -> str:
    """A message: `& < >` escaped, people, channels and links as Slack's own markup."""
    return _converted(workspace, text, lambda p: f"<@{p.id}>", lambda c: f"<#{c.id}|{c.name}>", with_mail=True)


def in_command(workspace: Workspace, text: str) -> str:
    """The text of a command with should_escape: people and channels as ids with names."""
    return _converted(
        workspace, text, lambda p: f"<@{p.id}|{_plain(p.name)}>", lambda c: f"<#{c.id}|{c.name}>", with_mail=False
    )


def _converted(
    workspace: Workspace,
    text: str,
    person: Callable[[SandboxPerson], str],
    channel: Callable[[Conversation], str],
    *,
    with_mail: bool,
) -> str:
    def piece(match: re.Match[str]) -> str:
        found, whole = match.groupdict(), escape(match[0], quote=False)
        if found["url"]:
            return f"<{whole}>"
        if found["mail"]:
            return f"<mailto:{whole}|{whole}>" if with_mail else whole
        who = workspace.people.get(found["user"]) if found["user"] else workspace.handle(found["handle"] or "")
        if who:
            return person(who)
        where = workspace.conversations.get(found["channel"]) if found["channel"] else _named(workspace, found["name"])
        return channel(where) if where else whole

    parts, end = [], 0
    for match in PIECES.finditer(text):
        parts += [escape(text[end : match.start()], quote=False), piece(match)]
        end = match.end()
    return "".join((*parts, escape(text[end:], quote=False)))


def _named(workspace: Workspace, name: str | None) -> Conversation | None:
    return next((c for c in workspace.conversations.values() if c.kind == "channel" and c.name == name), None)


def _plain(name: str) -> str:
    return escape(re.sub(r"[|<>]", "", name), quote=False)
