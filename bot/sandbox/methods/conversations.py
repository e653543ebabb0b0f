"""https://docs.slack.dev/reference/methods?family=conversations"""

from typing import Any

from ..errors import SlackError
from ..messages import Conversation, Message
from ..slack import Slack
from .arguments import Arguments

Json = dict[str, Any]
MOST_IN_GROUP = 8
KINDS = {"public_channel": "channel", "private_channel": "private", "mpim": "group", "im": "dm"}


def open_(slack: Slack, arguments: Arguments) -> Json:
    """The bot's direct message with one person, or its group with several: the same one each time."""
    if "channel" in arguments:
        conversation = found(slack, arguments.text("channel"))
        slack.require(f"{conversation.scope_stem}:write")
    else:
        users = [user for user in arguments.needed("users").replace(" ", "").split(",") if user]
        conversation = with_people(slack, list(dict.fromkeys(users)))
    return {"channel": _shown(slack, conversation) if arguments.flag("return_im") else {"id": conversation.id}}


def info(slack: Slack, arguments: Arguments) -> Json:
    """What kind of conversation this is."""
    conversation = found(slack, arguments.needed("channel"))
    slack.require(f"{conversation.scope_stem}:read")
    return {"channel": _shown(slack, conversation)}


def everything(slack: Slack, arguments: Arguments) -> Json:
    """The conversations of the kinds asked for that the bot may know of."""
    kinds = arguments.text("types", "public_channel").replace(" ", "").split(",")
    if not set(kinds) <= set(KINDS):
        raise SlackError("invalid_types")
    stems = {"channel": "channels", "private": "groups", "dm": "im", "group": "mpim"}
    for kind in kinds:
        slack.require(f"{stems[KINDS[kind]]}:read")
    wanted = {KINDS[kind] for kind in kinds}
    known = [c for c in slack.workspace.conversations.values() if c.kind in wanted and (c.bot or c.kind == "channel")]
    shown, rest = arguments.page(known, default=100, most=1000)
    return {"channels": [_shown(slack, c) for c in shown], "response_metadata": rest}


def members(slack: Slack, arguments: Arguments) -> Json:
    """The people in a conversation, in pages."""
    conversation = found(slack, arguments.needed("channel"))
    slack.require(f"{conversation.scope_stem}:read")
    everybody = [*conversation.members, *([slack.workspace.bot.id] if conversation.bot else [])]
    shown, rest = arguments.page(everybody, default=100, most=1000)
    return {"members": shown, "response_metadata": rest}


def history(slack: Slack, arguments: Arguments) -> Json:
    """The messages of a conversation, the newest first; what stands only in threads is not among them."""
    conversation = _readable(slack, arguments)
    said = [m for m in conversation.messages.values() if not m.is_reply and not m.ephemeral_to]
    said = _between(said, arguments)[::-1]
    shown, rest = arguments.page(said, default=100, most=999)
    answer: Json = {"messages": _messages(slack, shown, arguments), "has_more": bool(rest["next_cursor"])}
    return answer | ({"response_metadata": rest} if rest["next_cursor"] else {})


def replies(slack: Slack, arguments: Arguments) -> Json:
    """A thread, its first message first."""
    conversation = _readable(slack, arguments)
    ts = arguments.needed("ts")
    first = conversation.messages.get(ts)
    if first is None or first.ephemeral_to:
        raise SlackError("thread_not_found")
    whole = [m for m in conversation.messages.values() if (m.ts == ts or m.thread_ts == ts) and not m.ephemeral_to]
    shown, rest = arguments.page(_between(whole, arguments), default=1000, most=1000)
    answer: Json = {"messages": _messages(slack, shown, arguments), "has_more": bool(rest["next_cursor"])}
    return answer | ({"response_metadata": rest} if rest["next_cursor"] else {})


def found(slack: Slack, channel: str) -> Conversation:
    """A conversation that the bot can know of: any open channel, and whatever else it is in."""
    conversation = slack.workspace.conversations.get(channel)
    if conversation is None or not (conversation.bot or conversation.kind == "channel"):
        raise SlackError("channel_not_found")
    return conversation


def with_people(slack: Slack, users: list[str]) -> Conversation:
    """The bot's conversation with these people; refuses strangers to the workspace, other bots and the deactivated."""
    for user in users:
        reachable(slack, user)
    if len(users) > MOST_IN_GROUP:
        raise SlackError("too_many_users")
    slack.require("im:write" if len(users) == 1 else "mpim:write")
    return slack.workspace.direct((*users, slack.workspace.bot.id))


def reachable(slack: Slack, user: str) -> None:
    """Refuses a person to whom a bot cannot write."""
    person = slack.workspace.people.get(user)
    if person is None:
        raise SlackError("user_not_found")
    if person.is_bot:
        raise SlackError("cannot_dm_bot")
    if person.deleted:
        raise SlackError("user_disabled")


def _readable(slack: Slack, arguments: Arguments) -> Conversation:
    conversation = found(slack, arguments.needed("channel"))
    slack.require(f"{conversation.scope_stem}:history")
    if not conversation.bot:
        raise SlackError("not_in_channel")
    return conversation


def _between(said: list[Message], arguments: Arguments) -> list[Message]:
    oldest, latest = arguments.text("oldest") or "0", arguments.text("latest")
    inclusive = arguments.flag("inclusive")
    kept = [m for m in said if float(m.ts) > float(oldest) or (inclusive and m.ts == oldest)]
    if latest:
        kept = [m for m in kept if float(m.ts) < float(latest) or (inclusive and m.ts == latest)]
    return kept


def _messages(slack: Slack, shown: list[Message], arguments: Arguments) -> list[Json]:
    metadata = arguments.flag("include_all_metadata")
    said = [slack.payloads.message(message, metadata=metadata) for message in shown]
    if "files:read" not in slack.manifest.scopes:
        for message in said:
            message.pop("files", None)
    return said


def _shown(slack: Slack, conversation: Conversation) -> Json:
    shown: Json = {
        "id": conversation.id,
        "created": 0,
        "is_channel": conversation.kind == "channel",
        "is_group": conversation.kind == "private",
        "is_im": conversation.kind == "dm",
        "is_mpim": conversation.kind == "group",
        "is_private": conversation.kind != "channel",
        "is_archived": False,
    }
    if conversation.kind == "dm":
        return shown | {"user": conversation.members[0], "is_open": True}
    return shown | {"name": conversation.name, "is_member": conversation.bot, "context_team_id": slack.identity.team}
