"""What the bot has written to each person alone, as it stands now."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.sandbox.actors import Said, World

Json = dict[str, Any]


class Inbox:
    """The newest state of every message with buttons, and who is to look at what is new."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._owners: dict[str, str] = {}
        self._messages: dict[tuple[str, str], Said] = {}
        self._unread: dict[tuple[str, str], str] = {}
        self._version = int(world.state()["version"])

    def fetch(self) -> None:
        """Take in what came or changed since the last time."""
        news = self._world.news(self._version)
        self._version = int(news["version"])
        self._owners |= {c["id"]: c["members"][0] for c in news["channels"] if c["kind"] == "dm" and c["bot"]}
        self.take_in(map(Said, news["messages"]))

    def take_in(self, messages: Iterable[Said]) -> None:
        """Take in messages as they stand now; only what offers other buttons than before is new."""
        for said in messages:
            owner = said.only_to or self._owners.get(said.channel)
            if owner is None or not said.by_bot:
                continue
            key = said.channel, said.ts
            before = self._messages.get(key)
            self._messages[key] = said
            if said.buttons and (before is None or before.buttons != said.buttons):
                self._unread[key] = owner

    def unread(self) -> Iterator[tuple[str, Said]]:
        """Each new message with its reader, once."""
        while self._unread:
            key, owner = self._unread.popitem()
            yield owner, self._messages[key]

    def now(self, message: Said) -> Said:
        """The message as it stands now."""
        return self._messages.get((message.channel, message.ts), message)
