"""Slack's Web API (https://docs.slack.dev/reference/methods): one function per method that the bot may call."""

from collections.abc import Callable
from typing import Any

from ..errors import SlackError
from ..slack import Slack
from . import apps, auth, chat, conversations, files, users, views
from .arguments import Arguments

Json = dict[str, Any]
Method = Callable[[Slack, Arguments], Json]

METHODS: dict[str, tuple[Method, str | None]] = {
    "api.test": (auth.api_test, None),
    "apps.connections.open": (apps.open_connection, None),
    "auth.test": (auth.test, None),
    "users.info": (users.info, "users:read"),
    "users.list": (users.everyone, "users:read"),
    "users.lookupByEmail": (users.lookup_by_email, "users:read.email"),
    "conversations.open": (conversations.open_, None),
    "conversations.info": (conversations.info, None),
    "conversations.list": (conversations.everything, None),
    "conversations.members": (conversations.members, None),
    "conversations.history": (conversations.history, None),
    "conversations.replies": (conversations.replies, None),
    "chat.postMessage": (chat.post_message, "chat:write"),
    "chat.postEphemeral": (chat.post_ephemeral, "chat:write"),
    "chat.update": (chat.update, "chat:write"),
    "chat.delete": (chat.delete, "chat:write"),
    "chat.getPermalink": (chat.permalink, None),
    "views.open": (views.open_, None),
    "views.push": (views.push, None),
    "views.update": (views.update, None),
    "views.publish": (views.publish, None),
    "files.getUploadURLExternal": (files.get_upload_url, "files:write"),
    "files.completeUploadExternal": (files.complete_upload, "files:write"),
}
"""Each method with the one scope that it needs whatever it is called with; the others ask for more themselves."""

OF_THE_APP = ("apps.connections.open",)
"""The methods that want the app's own token; all others want the bot's."""


def call(slack: Slack, method: str, fields: Json, token: str | None) -> Json:
    """Carries out a call of the bot and returns Slack's answer; raises SlackError where Slack refuses."""
    if method not in METHODS:
        raise SlackError("unknown_method", req_method=method)
    _check(slack, method, token)
    function, scope = METHODS[method]
    if scope:
        slack.require(scope)
    with slack.workspace.lock:
        return {"ok": True, **function(slack, Arguments(fields))}


def _check(slack: Slack, method: str, token: str | None) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in (slack.identity.bot_token, slack.identity.app_token):
        raise SlackError("invalid_auth")
    if (token == slack.identity.app_token) != (method in OF_THE_APP):
        raise SlackError("not_allowed_token_type")
