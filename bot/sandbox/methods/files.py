"""https://docs.slack.dev/reference/methods?family=files"""

from typing import Any

from ..errors import SlackError
from ..messages import Message
from ..slack import Slack
from .arguments import Arguments
from .chat import emit_said
from .conversations import found

Json = dict[str, Any]


def get_upload_url(slack: Slack, arguments: Arguments) -> Json:
    """Where to post a file's bytes."""
    length = arguments.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments", ["[ERROR] length must be more than 0"])
    name, alt_text = arguments.needed("filename"), arguments.text("alt_txt")
    file = slack.files.announce(name, length, slack.workspace.bot.id, alt_text)
    return {"upload_url": f"{slack.url}/upload/{file.ticket}", "file_id": file.id}


def complete_upload(slack: Slack, arguments: Arguments) -> Json:
    """Shares uploaded files in a conversation (C, G or D ids, never a person's), or keeps them private without one."""
    channel = arguments.text("channel_id") or arguments.text("channels")
    conversation = found(slack, channel) if channel else None
    if conversation and not conversation.bot:
        raise SlackError("not_in_channel")
    wanted = arguments.structure("files") or []
    files = [slack.files.shown(slack.files.complete(one.get("id"), one.get("title"))) for one in wanted]
    if not files:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    if conversation:
        slack.rates.post(conversation.id)
        message = slack.workspace.post(
            Message(
                channel=conversation.id,
                ts=slack.workspace.stamp(),
                user=slack.workspace.bot.id,
                text=arguments.text("initial_comment"),
                thread_ts=arguments.text("thread_ts") or None,
                by_bot=True,
                files=files,
            )
        )
        emit_said(slack, message)
    return {"files": files}
