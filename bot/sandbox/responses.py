"""response_url: five answers within thirty minutes, without a token."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from messages.limits import lint

from .elements import with_ids
from .errors import SlackError
from .messages import Message
from .views import spelled
from .workspace import Workspace

Json = dict[str, Any]
LIFETIME = timedelta(minutes=30)
USES = 5
KEPT = 20_000


@dataclass
class Response:
    """Where an answer goes: to `user` in `channel`, about the message `source` if there was one."""

    user: str
    channel: str
    source: Message | None
    at: datetime
    uses: int = 0


class Responses:
    """The addresses given out: https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._given: dict[str, Response] = {}

    def issue(self, user: str, channel: str, source: Message | None = None) -> str:
        """The secret last part of a new address."""
        token = secrets.token_urlsafe(12)
        self._given[token] = Response(user, channel, source, self._workspace.clock.now())
        while len(self._given) > KEPT:
            del self._given[next(iter(self._given))]
        return token

    def use(self, token: str, body: Json) -> None:
        """Does what an answer asks for; refuses the sixth, the late and the unknown."""
        response = self._given.get(token)
        if response is None:
            raise SlackError("invalid_url")
        if self._workspace.clock.now() - response.at > LIFETIME:
            raise SlackError("expired_url")
        if response.uses >= USES:
            raise SlackError("used_url")
        response.uses += 1
        self.apply(response, body)

    def apply(self, response: Response, body: Json) -> None:
        """Posts, replaces or deletes as the answer says."""
        if body.get("delete_original"):
            self._delete(response)
        elif body.get("replace_original") and response.source:
            self._replace(response.source, body)
        else:
            self._post(response, body)

    def _delete(self, response: Response) -> None:
        source = response.source
        if source and self._workspace.find(source.channel, source.ts) is source:
            self._workspace.delete(source)

    def _replace(self, source: Message, body: Json) -> None:
        text, blocks = self._checked(body)
        source.text, source.blocks = text, blocks
        source.edited_ts = self._workspace.stamp()
        self._workspace.noted(source)

    def _post(self, response: Response, body: Json) -> None:
        text, blocks = self._checked(body)
        public = body.get("response_type") == "in_channel"
        self._workspace.post(
            Message(
                channel=response.channel,
                ts=self._workspace.stamp(),
                user=self._workspace.bot.id,
                text=text,
                blocks=blocks,
                thread_ts=body.get("thread_ts"),
                ephemeral_to=None if public else response.user,
                by_bot=True,
            )
        )

    def _checked(self, body: Json) -> tuple[str, list[Json]]:
        text, blocks = str(body.get("text") or ""), body.get("blocks") or []
        if not text and not blocks:
            raise SlackError("no_text")
        problems = lint("message", {"text": text, "blocks": blocks})
        if problems:
            raise SlackError("invalid_blocks", spelled(problems))
        return text, with_ids(blocks, lambda: self._workspace.new_id("b"))
