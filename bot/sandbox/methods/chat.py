"""https://docs.slack.dev/reference/methods?family=chat"""

from typing import Any

from messages.limits import lint

from ..elements import with_ids
from ..errors import SlackError
from ..messages import Conversation, Message
from ..slack import Slack
from ..views import spelled
from .arguments import Arguments
from .conversations import found, reachable

Json = dict[str, Any]
LONGEST = 4_000
NOTHING_TO_SHOW = "This content can't be displayed."


def post_message(slack: Slack, arguments: Arguments) -> Json:
    """A message from the bot into a channel that it is in, or to a person (`channel` is then the person's id)."""
    conversation = _destination(slack, arguments.needed("channel"))
    content = checked(slack, arguments)
    thread = _thread(conversation, arguments)
    slack.rates.post(conversation.id)
    message = _posted(slack, conversation, thread_ts=thread, **content)
    emit_said(slack, message)
    return {"channel": conversation.id, "ts": message.ts, "message": slack.payloads.message(message)}


def post_ephemeral(slack: Slack, arguments: Arguments) -> Json:
    """A message that only `user` sees; they have to be in the channel."""
    conversation = _destination(slack, arguments.needed("channel"))
    user = arguments.needed("user")
    if user not in conversation.members:
        raise SlackError("user_not_in_channel")
    content = checked(slack, arguments)
    thread = arguments.text("thread_ts") or None
    message = _posted(slack, conversation, thread_ts=thread, ephemeral_to=user, **content)
    return {"message_ts": message.ts}


def update(slack: Slack, arguments: Arguments) -> Json:
    """New content for a message of the bot's own; blocks and metadata that are not mentioned stay as they are."""
    message = _own(slack, arguments, "cant_update_message")
    content = checked(slack, arguments)
    before = slack.payloads.message(message)
    message.text = content["text"]
    message.blocks = content["blocks"] if "blocks" in arguments else message.blocks
    message.metadata = content["metadata"] or message.metadata
    message.edited_ts = slack.workspace.stamp()
    slack.workspace.noted(message)
    if slack.workspace.conversations[message.channel].kind == "dm":
        slack.events.emit("message.im", slack.payloads.edited(message, before, message.edited_ts))
    shown = slack.payloads.message(message)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def delete(slack: Slack, arguments: Arguments) -> Json:
    """Takes away a message of the bot's own."""
    message = _own(slack, arguments, "cant_delete_message")
    slack.workspace.delete(message)
    if slack.workspace.conversations[message.channel].kind == "dm":
        slack.events.emit("message.im", slack.payloads.deleted(message, slack.workspace.stamp()))
    return {"channel": message.channel, "ts": message.ts}


def permalink(slack: Slack, arguments: Arguments) -> Json:
    """The address of a message."""
    conversation = found(slack, arguments.needed("channel"))
    ts = arguments.needed("message_ts")
    if ts not in conversation.messages:
        raise SlackError("message_not_found")
    return {"channel": conversation.id, "permalink": f"{slack.url}/archives/{conversation.id}/p{ts.replace('.', '')}"}


def checked(slack: Slack, arguments: Arguments) -> Json:
    """Text, blocks and metadata of a message; refuses what is empty, too long or beyond a limit."""
    text, blocks = arguments.text("text"), arguments.structure("blocks") or []
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > LONGEST:
        raise SlackError("msg_too_long")
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = lint("message", {"text": text or NOTHING_TO_SHOW, "blocks": blocks})
    if problems:
        raise SlackError("invalid_blocks", spelled(problems))
    return {
        "text": text or NOTHING_TO_SHOW,
        "blocks": with_ids(blocks, lambda: slack.workspace.new_id("b")),
        "metadata": _metadata(arguments.structure("metadata")),
    }


def emit_said(slack: Slack, message: Message) -> None:
    """Queues the event about a message, where the bot may hear of it: in its own direct messages."""
    conversation = slack.workspace.conversations[message.channel]
    if conversation.kind == "dm" and conversation.bot and not message.ephemeral_to:
        slack.events.emit("message.im", slack.payloads.said(message))


def _metadata(given: Any) -> Json | None:
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("event_payload"), dict) or not given.get("event_type"):
        raise SlackError("invalid_metadata_format")
    return given


def _destination(slack: Slack, channel: str) -> Conversation:
    if channel.startswith(("U", "W")):
        if channel not in slack.workspace.people:
            raise SlackError("channel_not_found")
        reachable(slack, channel)
        return slack.workspace.bot_dm(channel)
    conversation = found(slack, channel)
    if not conversation.bot:
        raise SlackError("not_in_channel")
    if conversation.kind == "dm":
        reachable(slack, conversation.members[0])
    return conversation


def _thread(conversation: Conversation, arguments: Arguments) -> str | None:
    thread = arguments.text("thread_ts") or None
    if thread is None:
        return None
    first = conversation.messages.get(thread)
    if first is None:
        raise SlackError("thread_not_found")
    if first.ephemeral_to:
        raise SlackError("cannot_reply_to_message")
    return first.thread_ts or thread


def _posted(slack: Slack, conversation: Conversation, **content: Any) -> Message:
    bot = slack.workspace.bot.id
    return slack.workspace.post(Message(conversation.id, slack.workspace.stamp(), bot, by_bot=True, **content))


def _own(slack: Slack, arguments: Arguments, refusal: str) -> Message:
    conversation = found(slack, arguments.needed("channel"))
    message = conversation.messages.get(arguments.needed("ts"))
    if message is None or message.ephemeral_to:
        raise SlackError("message_not_found")
    if message.user != slack.workspace.bot.id:
        raise SlackError(refusal)
    return message
