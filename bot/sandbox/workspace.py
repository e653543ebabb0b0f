"""The state of the workspace: who is there, which conversations there are, and what was said in them."""

import itertools
import threading
from collections.abc import Iterable, Sequence
from typing import Any

from .clock import Clock
from .errors import NotThere
from .messages import Conversation, Message
from .people import SandboxPerson

Json = dict[str, Any]
SLACKBOT = "USLACKBOT"


class Workspace:
    """People, conversations and messages behind one lock; every change raises `version` and wakes those who wait."""

    def __init__(self, people: Sequence[SandboxPerson], clock: Clock, bot: SandboxPerson, team: str) -> None:
        self.clock, self.bot, self.team = clock, bot, team
        self.people = {person.id: person for person in (*people, bot)}
        if len(self.people) != len(people) + 1:
            raise ValueError("every person needs an id of their own")
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.version = 0
        self.closed = False
        self.conversations: dict[str, Conversation] = {}
        self._journal: list[tuple[int, Message]] = []
        self._last_stamp = 0
        self._numbers = itertools.count(1)
        self._by_members: dict[frozenset[str], str] = {}
        self._found_channels()

    def stamp(self) -> str:
        """The next message time `seconds.microseconds`: from the clock, unique and increasing."""
        micros = round(self.clock.now().timestamp() * 1_000_000)
        self._last_stamp = max(micros, self._last_stamp + 1)
        return f"{self._last_stamp // 1_000_000}.{self._last_stamp % 1_000_000:06d}"

    def new_id(self, prefix: str) -> str:
        """An id of Slack's shape that nothing else has."""
        return f"{prefix}{next(self._numbers):09X}S"

    def touch(self) -> None:
        """Says that something which people can see has changed."""
        self.version += 1
        self.changed.notify_all()

    def post(self, message: Message) -> Message:
        """Puts a new message into its conversation."""
        self.conversations[message.channel].add(message)
        self.noted(message)
        return message

    def noted(self, message: Message) -> None:
        """Remembers that a message is new or has changed."""
        self.touch()
        self._journal.append((self.version, message))

    def delete(self, message: Message) -> None:
        """Takes a message away."""
        self.conversations[message.channel].drop(message)
        self.touch()

    def changed_since(self, version: int) -> list[Message]:
        """The messages that came or changed after `version` and still stand, oldest first."""
        recent = itertools.takewhile(lambda entry: entry[0] > version, reversed(self._journal))
        found = {(m.channel, m.ts): m for _, m in recent if self.find(m.channel, m.ts) is m}
        return sorted(found.values(), key=lambda m: m.ts)

    @property
    def latest(self) -> str:
        """The time of the newest message."""
        return max((next(reversed(c.messages), "0") for c in self.conversations.values()), default="0")

    def find(self, channel: str, ts: str) -> Message | None:
        """The message of that channel and time, if it stands."""
        conversation = self.conversations.get(channel)
        return conversation.messages.get(ts) if conversation else None

    def direct(self, members: Iterable[str]) -> Conversation:
        """The conversation of exactly these people (the bot counts as one), made where there is none yet."""
        who = frozenset(members)
        known = self._by_members.get(who)
        if known:
            return self.conversations[known]
        kind = "dm" if len(who) <= 2 else "group"
        humans = [member for member in who if member != self.bot.id]
        made = Conversation(
            id=self.new_id("D0" if kind == "dm" else "G0"),
            name="directmessage" if kind == "dm" else "mpdm-" + "--".join(sorted(self.people[h].name for h in who)),
            kind=kind,
            members=sorted(humans),
            bot=self.bot.id in who,
        )
        self.conversations[made.id] = made
        self._by_members[who] = made.id
        self.touch()
        return made

    def bot_dm(self, user: str) -> Conversation:
        """The conversation of a person with the bot."""
        return self.direct((user, self.bot.id))

    def handle(self, name: str) -> SandboxPerson | None:
        """The person whose handle is `name`, in whatever case."""
        return next((p for p in self.people.values() if p.name.casefold() == name.casefold()), None)

    def person(self, wanted: str) -> SandboxPerson:
        """The person with this id or handle; the bot is nobody."""
        found = self.people.get(wanted) or self.handle(wanted)
        if found is None or found.id == self.bot.id:
            raise NotThere(f"there is no user {wanted}")
        return found

    def visible_to(self, user: str) -> list[Conversation]:
        """The conversations that a person is in."""
        return [c for c in self.conversations.values() if user in c.members]

    def _found_channels(self) -> None:
        staff = [p.id for p in self.people.values() if not (p.is_bot or p.deleted or p.guest)]
        leaders = [p.id for p in self.people.values() if p.coordinator and not p.deleted]
        for channel, name, kind, members in (
            ("C0GENERAL1", "general", "channel", staff),
            ("C0MENTORNG", "mentoring", "channel", staff),
            ("C0LEADERSH", "leadership", "private", leaders or staff[:2]),
        ):
            self.conversations[channel] = Conversation(channel, name, kind, list(members), bot=False)
