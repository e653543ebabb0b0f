"""Moving about in Slack: the Home tab, shortcuts, and inviting the bot into a channel."""

from ..errors import NotThere
from ..people import SandboxPerson
from ..slack import Slack
from .clicking import DID_NOT_WORK, NOT_INTERACTIVE
from .outcome import Outcome, answered, refused
from .wish import Wish


def home(slack: Slack, user: SandboxPerson, wish: Wish) -> Outcome:  # noqa: ARG001
    """Opens the app's Home tab."""
    if not slack.manifest.home_tab:
        return refused("home_tab_disabled", "This app has no Home tab.")
    with slack.workspace.lock:
        channel, view = slack.workspace.bot_dm(user.id).id, slack.views.homes.get(user.id)
        event = slack.payloads.opened_home(user.id, channel, view, slack.workspace.stamp())
    answer = slack.events.send("app_home_opened", event)
    return answered(answer) if answer else Outcome()


def shortcut(slack: Slack, user: SandboxPerson, wish: Wish) -> Outcome:
    """Uses a global shortcut, or with a message one of its shortcuts."""
    if not slack.manifest.interactive:
        return refused("interactivity_disabled", NOT_INTERACTIVE)
    callback_id, kind = wish.text("callback_id"), "message" if wish.has("message") else "global"
    known = any(s.callback_id == callback_id and s.type == kind for s in slack.manifest.shortcuts)
    if not known:
        raise NotThere(f"there is no {kind} shortcut {callback_id}")
    with slack.workspace.lock:
        stamp = slack.workspace.stamp()
        if kind == "global":
            payload = slack.payloads.shortcut(user, callback_id, stamp)
        else:
            message = wish.message(user)
            payload = slack.payloads.message_shortcut(user, callback_id, stamp, message)
            token = slack.responses.issue(user.id, message.channel)
            payload["response_url"] = f"{slack.url}/response/{token}"
        payload["trigger_id"] = slack.triggers.issue(user.id)
    return answered(slack.delivery.interaction(payload, f"{payload['type']} {callback_id}"), DID_NOT_WORK)


def invite(slack: Slack, user: SandboxPerson, wish: Wish) -> Outcome:
    """Invites the bot into a channel."""
    with slack.workspace.lock:
        channel = wish.channel(user)
        if user.id not in channel.members:
            return refused("not_visible", f"You are not in #{channel.name}.")
        if channel.kind not in ("channel", "private"):
            raise NotThere(f"nobody can be invited into {channel.id}")
        already, channel.bot = channel.bot, True
        slack.workspace.touch()
        event = slack.payloads.joined(slack.workspace.bot.id, channel, user.id, slack.workspace.stamp())
    answer = None if already else slack.events.send("member_joined_channel", event)
    return answered(answer) if answer else Outcome()
