"""Messages and conversations as the workspace keeps them."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
FILE_SHOWN = ("id", "name", "title", "alt_txt", "mimetype", "size", "url")
"""What the sandbox's own API says of a file; the addresses for the bot are the bot's."""


@dataclass
class Message:
    """One message; `text` and `blocks` are as Slack stores them, `ephemeral_to` is the only one who sees it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    ephemeral_to: str | None = None
    metadata: Json | None = None
    by_bot: bool = False
    edited_ts: str | None = None
    files: list[Json] = field(default_factory=list)
    state: dict[str, Json] = field(default_factory=dict)
    """What each person has picked in its selects, by person."""

    @property
    def is_reply(self) -> bool:
        """Whether it stands in somebody else's thread rather than in the conversation itself."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def listed(self, replies: int) -> Json:
        """The message as the sandbox's own API shows it."""
        return {
            "channel": self.channel,
            "ts": self.ts,
            "thread_ts": self.thread_ts,
            "user": self.user,
            "text": self.text,
            "blocks": self.blocks,
            "ephemeral_to": self.ephemeral_to,
            "metadata": self.metadata,
            "bot": self.by_bot,
            "edited": self.edited_ts is not None,
            "edited_ts": self.edited_ts,
            "files": [{key: file[key] for key in FILE_SHOWN} for file in self.files],
            "reply_count": replies,
        }


@dataclass
class Conversation:
    """A channel, a private channel, a direct message or a group of people; `bot` says whether the bot is in it."""

    id: str
    name: str
    kind: str
    members: list[str]
    bot: bool
    messages: dict[str, Message] = field(default_factory=dict)
    replies: dict[str, int] = field(default_factory=dict)

    @property
    def scope_stem(self) -> str:
        """The first half of the scopes about this kind of conversation: `im` in `im:history`."""
        return {"channel": "channels", "private": "groups", "dm": "im", "group": "mpim"}[self.kind]

    def add(self, message: Message) -> None:
        """Keeps a new message and counts it in its thread."""
        self.messages[message.ts] = message
        if message.is_reply and not message.ephemeral_to:
            parent = str(message.thread_ts)
            self.replies[parent] = self.replies.get(parent, 0) + 1

    def drop(self, message: Message) -> None:
        """Forgets a deleted message."""
        del self.messages[message.ts]
        if message.is_reply and not message.ephemeral_to:
            self.replies[str(message.thread_ts)] -= 1
