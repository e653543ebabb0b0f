"""The two ways in which the sandbox says no: to the bot in Slack's words, and to a person who drives it."""

from collections.abc import Sequence


class SlackError(Exception):
    """Answered to the bot as `{"ok": false, "error": name, …}`, the name being Slack's own."""

    def __init__(self, name: str, problems: Sequence[str] = (), **more: object) -> None:
        super().__init__(name)
        self.name = name
        self.problems = list(problems)
        self.more = more

    @property
    def answer(self) -> dict[str, object]:
        """The body of Slack's answer."""
        body: dict[str, object] = {"ok": False, "error": self.name, **self.more}
        if self.problems:
            body["response_metadata"] = {"messages": self.problems}
        return body


class NotThere(Exception):
    """A person, message, view, channel or element that an act names does not exist (HTTP 404)."""


class Misunderstood(Exception):
    """A request to the sandbox's own API that cannot be read (HTTP 400)."""
