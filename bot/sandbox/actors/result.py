"""What an act led to, and the failure of one that should have worked."""

from dataclasses import dataclass
from typing import Any

from .sight import Form, Said

Json = dict[str, Any]


class Refused(AssertionError):
    """Slack or the bot did not let an act happen; the message says what they said and what was visible."""

    def __init__(self, message: str, result: "Result | None" = None) -> None:
        super().__init__(message)
        self.result = result


@dataclass(frozen=True)
class Result:
    """The answer of the sandbox to an act (API.md), read comfortably."""

    answer: Json

    @property
    def ok(self) -> bool:
        """Whether the act went through, without errors at any field."""
        return bool(self.answer["ok"]) and not self.errors

    @property
    def status(self) -> int | None:
        """The HTTP status of the bot's answer."""
        status: int | None = self.answer["status"]
        return status

    @property
    def ack(self) -> Any:
        """The body of the bot's answer."""
        return self.answer["ack"]

    @property
    def error(self) -> str | None:
        """Why the act did not go through, as a code of API.md."""
        return self.answer.get("error")

    @property
    def notice(self) -> str | None:
        """What Slack itself told the person."""
        return self.answer.get("notice")

    @property
    def errors(self) -> dict[str, str]:
        """The sentences at the fields of a form, by block_id."""
        errors: dict[str, str] = self.answer.get("errors") or {}
        return errors

    @property
    def messages(self) -> list[Said]:
        """What was posted or changed, oldest first."""
        return [Said(message) for message in self.answer["messages"]]

    @property
    def form(self) -> Form | None:
        """The view that the person sees newly because of the act."""
        view = self.answer.get("opened_view")
        return Form(view) if view else None

    @property
    def text(self) -> str:
        """Everything that was said because of the act."""
        return "\n".join(message.text for message in self.messages)

    def __str__(self) -> str:
        said = [str(self.answer[name]) for name in ("error", "notice", "problems", "errors") if self.answer.get(name)]
        return "; ".join([f"status {self.status}", *said, *(repr(message.text) for message in self.messages)])
