"""What became of an act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..delivery import Answer

Json = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """The bot's answer as the person notices it; `error` is one of the codes of API.md."""

    status: int | None = None
    ack: Any = None
    error: str | None = None
    notice: str | None = None
    errors: dict[str, str] | None = None
    problems: Sequence[str] = ()

    def listed(self) -> Json:
        """The act's answer, without what it left behind in the workspace."""
        shown: Json = {"ok": self.error is None, "status": self.status, "ack": self.ack}
        for name in ("error", "notice", "errors", "problems"):
            if getattr(self, name):
                shown[name] = getattr(self, name)
        return shown


def answered(answer: Answer, notice: str | None = None) -> Outcome:
    """The outcome of an answer that only has to be a 200; `notice` is what Slack says where it is not."""
    return Outcome(answer.status, answer.body, answer.error, notice if answer.error else None)


def misanswered(answer: Answer, notice: str, *problems: str) -> Outcome:
    """The outcome of an answer that Slack does not understand."""
    return Outcome(answer.status, answer.body, "invalid_response", notice, problems=problems)


def refused(error: str, notice: str) -> Outcome:
    """The outcome of an act that Slack itself does not let happen."""
    return Outcome(error=error, notice=notice)
