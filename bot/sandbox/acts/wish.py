"""What somebody outside asks for: the body of a request to /act, read field by field."""

from typing import Any

from ..errors import Misunderstood, NotThere
from ..messages import Conversation, Message
from ..people import SandboxPerson
from ..slack import Slack
from ..views import View

Json = dict[str, Any]


class Wish:
    """The fields of a request; refuses what is missing, of another type, or not there."""

    def __init__(self, slack: Slack, body: Any) -> None:
        if not isinstance(body, dict):
            raise Misunderstood("the body must be a JSON object")
        self._slack, self._body = slack, body

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self._body.get(name) is not None

    def raw(self, name: str) -> Any:
        """The field as it came."""
        return self._body.get(name)

    def text(self, name: str) -> str:
        """A text that must be there."""
        value = self._body.get(name)
        if not isinstance(value, str):
            raise Misunderstood(
                f"the field {name} must be a text" if name in self._body else f"the field {name} is missing"
            )
        return value

    def values(self, name: str = "values") -> Json:
        """An object of objects: what stands in a form."""
        value = self._body.get(name)
        if not isinstance(value, dict) or not all(isinstance(held, dict) for held in value.values()):
            raise Misunderstood(f"the field {name} must be an object {{block_id: {{action_id: value}}}}")
        return value

    def user(self) -> SandboxPerson:
        """The person who acts, by id or handle."""
        return self._slack.workspace.person(self.text("user"))

    def channel(self, user: SandboxPerson, default: str | None = None) -> Conversation:
        """The conversation meant by an id, #name, "dm" or a colleague's id."""
        wanted = default if default and not self.has("channel") else self.text("channel")
        workspace = self._slack.workspace
        if wanted == "dm":
            return workspace.bot_dm(user.id)
        if wanted in workspace.people:
            return workspace.direct((user.id, str(wanted)))
        name = str(wanted).removeprefix("#")
        for conversation in workspace.conversations.values():
            if conversation.id == wanted or (conversation.name == name and conversation.kind in ("channel", "private")):
                return conversation
        raise NotThere(f"there is no channel {wanted}")

    def message(self, user: SandboxPerson) -> Message:
        """The message meant, which this person must be able to see."""
        reference = self._body.get("message")
        if not isinstance(reference, dict) or not {"channel", "ts"} <= set(reference):
            raise Misunderstood('the field message must be an object {"channel", "ts"}')
        channel, ts = str(reference["channel"]), str(reference["ts"])
        found = self._slack.workspace.find(channel, ts)
        if found is None or not _sees(self._slack, user, found):
            raise NotThere(f"{user.name} sees no message {ts} in {channel}")
        return found

    def view(self, user: SandboxPerson) -> View:
        """The modal meant, which this person must have open."""
        wanted = self.text("view")
        for view in self._slack.views.stacks.get(user.id, ()):
            if view.id == wanted:
                return view
        raise NotThere(f"{user.name} has no view {wanted} open")


def _sees(slack: Slack, user: SandboxPerson, message: Message) -> bool:
    conversation = slack.workspace.conversations[message.channel]
    return user.id in conversation.members and message.ephemeral_to in (None, user.id)
