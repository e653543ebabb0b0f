"""https://docs.slack.dev/reference/methods?family=views"""

from typing import Any

from ..errors import SlackError
from ..slack import Slack
from .arguments import Arguments

Json = dict[str, Any]


def open_(slack: Slack, arguments: Arguments) -> Json:
    """Opens a modal for the person whose trigger this is."""
    user = slack.triggers.exchange(arguments.needed("trigger_id"))
    return {"view": slack.views.shown(slack.views.open(user, arguments.structure("view")))}


def push(slack: Slack, arguments: Arguments) -> Json:
    """Lays a modal on the stack of the person whose trigger this is."""
    user = slack.triggers.exchange(arguments.needed("trigger_id"))
    return {"view": slack.views.shown(slack.views.push(user, arguments.structure("view")))}


def update(slack: Slack, arguments: Arguments) -> Json:
    """New content for an open modal."""
    view = slack.views.find(arguments.text("view_id"), arguments.text("external_id"))
    if view is None:
        raise SlackError("not_found")
    return {"view": slack.views.shown(slack.views.update(view, arguments.structure("view"), arguments.text("hash")))}


def publish(slack: Slack, arguments: Arguments) -> Json:
    """A person's Home."""
    if not slack.manifest.home_tab:
        raise SlackError("not_enabled")
    user = arguments.needed("user_id")
    if user not in slack.workspace.people:
        raise SlackError("user_not_found")
    return {"view": slack.views.shown(slack.views.publish(user, arguments.structure("view"), arguments.text("hash")))}
