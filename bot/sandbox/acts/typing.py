"""Typing: slash commands, messages, and second thoughts about them."""

from typing import Any

from ..delivery import Answer
from ..errors import NotThere, SlackError
from ..messages import Conversation, Message
from ..people import SandboxPerson
from ..responses import Response
from ..slack import Slack
from ..typed import in_command, in_message
from ..workspace import SLACKBOT
from .outcome import Outcome, answered, misanswered, refused
from .wish import Wish

Json = dict[str, Any]
TURNED_OFF = "Sending messages to this app has been turned off."


def command(slack: Slack, user: SandboxPerson, wish: Wish) -> Outcome:
    """Types a slash command and shows the bot's answer to it."""
    name, _, rest = wish.text("text").strip().partition(" ")
    with slack.workspace.lock:
        channel = wish.channel(user, default="dm")
        known = next((c for c in slack.manifest.commands if c.command == name), None)
        if user.id not in channel.members:
            return refused("not_visible", f"You are not in #{channel.name}.")
        if known is None:
            return _told(slack, user, channel, refused("unknown_command", f"{name} is not a valid command."))
        if wish.has("thread_ts"):
            notice = f"{name} is not supported in threads. Sorry!"
            return _told(slack, user, channel, refused("not_in_threads", notice))
        text = in_command(slack.workspace, rest.strip()) if known.should_escape else rest.strip()
        fields = slack.payloads.command(user, channel, name, text)
        fields["trigger_id"] = slack.triggers.issue(user.id)
        fields["response_url"] = f"{slack.url}/response/{slack.responses.issue(user.id, channel.id)}"
    answer = slack.delivery.form(f"{name} {rest}".strip(), user.id, fields)
    with slack.workspace.lock:
        return _told(slack, user, channel, _command_answer(slack, user, channel, name, answer))


def message(slack: Slack, user: SandboxPerson, wish: Wish) -> Outcome:
    """Types a message; in the bot's own conversation the bot hears of it."""
    text = wish.text("text")
    with slack.workspace.lock:
        channel = wish.channel(user)
        to_bot = channel.kind == "dm" and channel.bot
        if user.id not in channel.members:
            return refused("not_visible", f"You are not in #{channel.name}.")
        if to_bot and not slack.manifest.hears_direct_messages:
            return refused("messages_tab_disabled", TURNED_OFF)
        said = slack.workspace.post(_typed(slack, user, channel, text, wish))
        event = slack.payloads.said(said)
    return _heard(slack.events.send("message.im", event) if to_bot else None)


def edit(slack: Slack, user: SandboxPerson, wish: Wish) -> Outcome:
    """Changes a message of one's own."""
    text = wish.text("text")
    with slack.workspace.lock:
        said = _own(user, wish)
        before = slack.payloads.message(said)
        said.text, said.blocks = in_message(slack.workspace, text), _rich(slack, text)
        said.edited_ts = slack.workspace.stamp()
        slack.workspace.noted(said)
        event = slack.payloads.edited(said, before, said.edited_ts)
    return _heard(slack.events.send("message.im", event) if _heard_by_bot(slack, said) else None)


def delete(slack: Slack, user: SandboxPerson, wish: Wish) -> Outcome:
    """Takes back a message of one's own."""
    with slack.workspace.lock:
        said = _own(user, wish)
        slack.workspace.delete(said)
        event = slack.payloads.deleted(said, slack.workspace.stamp())
    return _heard(slack.events.send("message.im", event) if _heard_by_bot(slack, said) else None)


def _command_answer(slack: Slack, user: SandboxPerson, channel: Conversation, name: str, answer: Answer) -> Outcome:
    """https://docs.slack.dev/interactivity/implementing-slash-commands/#responding_immediate_response"""
    if answer.error:
        return answered(answer, f'{name} failed with the error "{answer.error}"')
    body = {"text": answer.body} if isinstance(answer.body, str) else answer.body
    if not body:
        return answered(answer)
    failure = f'{name} failed with the error "invalid_command_response"'
    if not isinstance(body, dict):
        return misanswered(answer, failure, "the answer to a command is a text or a JSON object")
    try:
        slack.responses.apply(Response(user.id, channel.id, None, slack.clock.now()), body)
    except SlackError as error:
        return misanswered(answer, failure, error.name, *error.problems)
    return answered(answer)


def _told(slack: Slack, user: SandboxPerson, channel: Conversation, outcome: Outcome) -> Outcome:
    if outcome.notice:
        stamp = slack.workspace.stamp()
        slack.workspace.post(Message(channel.id, stamp, SLACKBOT, outcome.notice, ephemeral_to=user.id))
    return outcome


def _typed(slack: Slack, user: SandboxPerson, channel: Conversation, text: str, wish: Wish) -> Message:
    thread = wish.text("thread_ts") if wish.has("thread_ts") else None
    first = channel.messages.get(thread) if thread else None
    if thread and (first is None or first.ephemeral_to):
        raise NotThere(f"there is no message {thread} in {channel.id} to reply to")
    files = [slack.files.given(str(f["name"]), str(f["content"]), user.id) for f in wish.raw("files") or ()]
    return Message(
        channel=channel.id,
        ts=slack.workspace.stamp(),
        user=user.id,
        text=in_message(slack.workspace, text),
        blocks=_rich(slack, text),
        thread_ts=(first.thread_ts or first.ts) if first else None,
        files=[slack.files.shown(file) for file in files],
    )


def _rich(slack: Slack, text: str) -> list[Json]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": slack.workspace.new_id("b"), "elements": [section]}]


def _own(user: SandboxPerson, wish: Wish) -> Message:
    said = wish.message(user)
    if said.user != user.id:
        raise NotThere(f"{user.name} did not write the message {said.ts}")
    return said


def _heard_by_bot(slack: Slack, said: Message) -> bool:
    channel = slack.workspace.conversations[said.channel]
    return channel.kind == "dm" and channel.bot


def _heard(answer: Answer | None) -> Outcome:
    return answered(answer) if answer else Outcome()
