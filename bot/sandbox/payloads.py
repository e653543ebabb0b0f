"""Slack's payloads, built from what people do. Beside each stands its page in Slack's documentation."""

from typing import Any

from .messages import Conversation, Message
from .people import SandboxPerson
from .views import View, Views
from .workspace import Workspace

Json = dict[str, Any]
OUTDATED_TOKEN = "verification-token"
DOMAIN = "sandbox"


class Payloads:
    """The builders; ids of trigger and response_url are given to them."""

    def __init__(self, workspace: Workspace, views: Views, app_id: str, bot_id: str) -> None:
        self._workspace, self._views, self._app_id, self._bot_id = workspace, views, app_id, bot_id

    def command(self, user: SandboxPerson, channel: Conversation, command: str, text: str) -> Json:
        """https://docs.slack.dev/interactivity/implementing-slash-commands/#app_command_handling"""
        return {
            "token": OUTDATED_TOKEN,
            "team_id": self._workspace.team,
            "team_domain": DOMAIN,
            "channel_id": channel.id,
            "channel_name": shown_name(channel),
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": self._app_id,
            "is_enterprise_install": "false",
        }

    def on_message(self, user: SandboxPerson, message: Message, action: Json, values: Json) -> Json:
        """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload (in a message)"""
        channel = self._workspace.conversations[message.channel]
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.ephemeral_to is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload = self._interaction("block_actions", user) | {
            "container": container,
            "channel": {"id": channel.id, "name": shown_name(channel)},
            "state": {"values": values},
            "actions": [action],
        }
        if message.ephemeral_to is None:
            payload["message"] = self.message(message)
        return payload

    def on_view(self, user: SandboxPerson, view: View, action: Json) -> Json:
        """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload (in a modal or a Home)"""
        return self._interaction("block_actions", user) | {
            "container": {"type": "view", "view_id": view.id},
            "view": self._views.shown(view),
            "actions": [action],
        }

    def submission(self, user: SandboxPerson, view: View) -> Json:
        """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission"""
        return self._interaction("view_submission", user) | {"view": self._views.shown(view), "response_urls": []}

    def closing(self, user: SandboxPerson, shown: Json, cleared: bool) -> Json:
        """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed"""
        return self._interaction("view_closed", user) | {"view": shown, "is_cleared": cleared}

    def shortcut(self, user: SandboxPerson, callback_id: str, action_ts: str) -> Json:
        """https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload (global)"""
        return self._interaction("shortcut", user) | {"callback_id": callback_id, "action_ts": action_ts}

    def message_shortcut(self, user: SandboxPerson, callback_id: str, action_ts: str, message: Message) -> Json:
        """https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload (on a message)"""
        channel = self._workspace.conversations[message.channel]
        return self._interaction("message_action", user) | {
            "callback_id": callback_id,
            "action_ts": action_ts,
            "message_ts": message.ts,
            "channel": {"id": channel.id, "name": shown_name(channel)},
            "message": self.message(message),
        }

    def envelope(self, event: Json, event_id: str) -> Json:
        """https://docs.slack.dev/apis/events-api/#event-type-structure"""
        team, bot = self._workspace.team, self._workspace.bot.id
        return {
            "token": OUTDATED_TOKEN,
            "team_id": team,
            "context_team_id": team,
            "api_app_id": self._app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(self._workspace.clock.now().timestamp()),
            "authorizations": [
                {"enterprise_id": None, "team_id": team, "user_id": bot, "is_bot": True, "is_enterprise_install": False}
            ],
            "is_ext_shared_channel": False,
        }

    def said(self, message: Message) -> Json:
        """https://docs.slack.dev/reference/events/message.im, also with the subtype file_share"""
        kind = "im" if self._workspace.conversations[message.channel].kind == "dm" else "channel"
        event = self.message(message) | {"channel": message.channel, "event_ts": message.ts, "channel_type": kind}
        return event | {"subtype": "file_share"} if message.files else event

    def edited(self, message: Message, before: Json, stamp: str) -> Json:
        """https://docs.slack.dev/reference/events/message/message_changed"""
        return self._hidden("message_changed", message, stamp) | {
            "message": self.message(message) | {"source_team": self._workspace.team},
            "previous_message": before,
        }

    def deleted(self, message: Message, stamp: str) -> Json:
        """https://docs.slack.dev/reference/events/message/message_deleted"""
        gone = {"previous_message": self.message(message), "deleted_ts": message.ts}
        return self._hidden("message_deleted", message, stamp) | gone

    def opened_home(self, user: str, channel: str, view: View | None, stamp: str) -> Json:
        """https://docs.slack.dev/reference/events/app_home_opened"""
        event: Json = {"type": "app_home_opened", "user": user, "channel": channel, "tab": "home", "event_ts": stamp}
        return event | {"view": self._views.shown(view)} if view else event

    def joined(self, user: str, channel: Conversation, inviter: str, stamp: str) -> Json:
        """https://docs.slack.dev/reference/events/member_joined_channel"""
        return {
            "type": "member_joined_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": "C" if channel.kind == "channel" else "G",
            "team": self._workspace.team,
            "inviter": inviter,
            "event_ts": stamp,
        }

    def message(self, message: Message, *, metadata: bool = True) -> Json:
        """Slack's message object: https://docs.slack.dev/reference/events/message."""
        shown: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": self._workspace.team,
        }
        if message.by_bot:
            shown |= {"bot_id": self._bot_id, "app_id": self._app_id}
        else:
            shown["client_msg_id"] = f"00000000-0000-4000-8000-{message.ts.replace('.', '')[-12:]}"
        if message.blocks:
            shown["blocks"] = message.blocks
        if message.thread_ts:
            shown["thread_ts"] = message.thread_ts
            if message.is_reply:
                shown["parent_user_id"] = self._author(message.channel, message.thread_ts)
        replies = self._workspace.conversations[message.channel].replies.get(message.ts, 0)
        if replies:
            shown |= {"thread_ts": message.ts, "reply_count": replies}
        if message.edited_ts:
            shown["edited"] = {"user": message.user, "ts": message.edited_ts}
        if message.files:
            shown["files"] = message.files
        if message.metadata and metadata:
            shown["metadata"] = message.metadata
        return shown

    def _author(self, channel: str, ts: str) -> str | None:
        parent = self._workspace.find(channel, ts)
        return parent.user if parent else None

    def _hidden(self, subtype: str, message: Message, stamp: str) -> Json:
        return {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": message.channel,
            "channel_type": "im",
            "ts": stamp,
            "event_ts": stamp,
        }

    def _interaction(self, kind: str, user: SandboxPerson) -> Json:
        team = self._workspace.team
        return {
            "type": kind,
            "token": OUTDATED_TOKEN,
            "team": {"id": team, "domain": DOMAIN},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team},
            "api_app_id": self._app_id,
            "enterprise": None,
            "is_enterprise_install": False,
        }


def shown_name(channel: Conversation) -> str:
    """The name of a conversation as payloads give it."""
    return {"dm": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)
