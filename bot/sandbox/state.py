"""What the sandbox shows of itself: /state and the lists that the page needs."""

from typing import Any

from .advance import next_due
from .messages import Conversation, Message
from .slack import Slack

Json = dict[str, Any]
MOST_OPTIONS = 50


def people(slack: Slack) -> Json:
    """Everybody, and the time of the newest message."""
    with slack.workspace.lock:
        return {"ok": True, "people": _everybody(slack), "latest": slack.workspace.latest}


def state(slack: Slack, asked_as: str | None, *, with_people: bool = True) -> Json:
    """Everything, or what one person can see."""
    due = next_due(slack)
    workspace = slack.workspace
    with workspace.lock:
        user = workspace.person(asked_as).id if asked_as else None
        seen = workspace.visible_to(user) if user else list(workspace.conversations.values())
        return {
            "ok": True,
            "now": slack.clock.now().isoformat(),
            "ticking": slack.clock.ticking,
            "version": workspace.version,
            "next_due": due.isoformat() if due else None,
            "stage": slack.outside.stage is not None,
            "bot": _bot(slack),
            **({"people": _everybody(slack)} if with_people else {}),
            "channels": [_channel(slack, conversation, user) for conversation in seen],
            "messages": [_message(slack, m) for m in _said(seen, user)],
            "views": {u: [slack.views.shown(v) for v in s] for u, s in slack.views.stacks.items() if user in (None, u)},
            "homes": {u: slack.views.shown(v) for u, v in slack.views.homes.items() if user in (None, u)},
            "traffic": slack.traffic.counted(),
        }


def news(slack: Slack, since: int) -> Json:
    """The messages that came or changed after a version, and the channels in which they stand."""
    workspace = slack.workspace
    with workspace.lock:
        said = workspace.changed_since(since)
        places = {message.channel: workspace.conversations[message.channel] for message in said}
        return {
            "ok": True,
            "now": slack.clock.now().isoformat(),
            "version": workspace.version,
            "channels": [_channel(slack, conversation, None) for conversation in places.values()],
            "messages": [_message(slack, message) for message in said],
        }


def letters(slack: Slack, after: str) -> Json:
    """For each person where and when the bot has written to them since."""
    found: dict[str, list[tuple[str, str]]] = {}
    with slack.workspace.lock:
        for conversation in slack.workspace.conversations.values():
            for message in conversation.messages.values():
                if message.by_bot and message.ts > after:
                    only = message.ephemeral_to
                    for reader in [only] if only else conversation.members:
                        found.setdefault(reader, []).append((conversation.id, message.ts))
    return {"ok": True, "letters": found}


def commands(slack: Slack) -> Json:
    """The slash commands and shortcuts of the manifest."""
    return {
        "ok": True,
        "commands": [
            {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
            for c in slack.manifest.commands
        ],
        "shortcuts": [
            {"name": s.name, "type": s.type, "callback_id": s.callback_id, "description": s.description}
            for s in slack.manifest.shortcuts
        ],
    }


def options(slack: Slack, kind: str, user: str, wanted: str) -> Json:
    """What a users_select, conversations_select or channels_select offers a person."""
    with slack.workspace.lock:
        offered = _offered(slack, kind, user)
        found = [one for one in offered if wanted.casefold() in one["name"].casefold()]
    return {"ok": True, "options": found[:MOST_OPTIONS]}


def _offered(slack: Slack, kind: str, user: str) -> list[Json]:
    if kind == "users":
        people = slack.workspace.people.values()
        return [{"id": p.id, "name": p.shown_name} for p in people if not p.deleted]
    mine = slack.workspace.visible_to(user)
    if kind == "channels":
        mine = [c for c in slack.workspace.conversations.values() if c.kind == "channel"]
    return [{"id": c.id, "name": _name(slack, c, user)} for c in mine]


def _everybody(slack: Slack) -> list[Json]:
    return [p.listed() for p in slack.workspace.people.values() if p.id != slack.workspace.bot.id]


def _bot(slack: Slack) -> Json:
    who = slack.identity
    return {
        "user": who.bot_user,
        "bot_id": who.bot_id,
        "app_id": who.app_id,
        "name": slack.manifest.name,
        "team": who.team,
        "messages_tab": slack.manifest.hears_direct_messages,
        "home_tab": slack.manifest.home_tab,
    }


def _channel(slack: Slack, conversation: Conversation, user: str | None) -> Json:
    return {
        "id": conversation.id,
        "name": _name(slack, conversation, user),
        "kind": conversation.kind,
        "members": conversation.members,
        "bot": conversation.bot,
    }


def _name(slack: Slack, conversation: Conversation, user: str | None) -> str:
    if conversation.kind in ("channel", "private"):
        return conversation.name
    others = [member for member in conversation.members if member != user] + [slack.workspace.bot.id] * conversation.bot
    return ", ".join(slack.workspace.people[member].shown_name for member in others)


def _said(seen: list[Conversation], user: str | None) -> list[Message]:
    said = [
        m for c in seen for m in c.messages.values() if user is None or m.ephemeral_to is None or m.ephemeral_to == user
    ]
    return sorted(said, key=lambda m: m.ts)


def _message(slack: Slack, message: Message) -> Json:
    return message.listed(slack.workspace.conversations[message.channel].replies.get(message.ts, 0))
