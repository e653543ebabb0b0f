"""https://docs.slack.dev/reference/methods/apps.connections.open"""

from typing import Any

from ..slack import Slack
from .arguments import Arguments

Json = dict[str, Any]


def open_connection(slack: Slack, _: Arguments) -> Json:
    """An address for Socket Mode; the sandbox delivers by HTTP only, so nobody answers there."""
    return {"url": f"{slack.url.replace('http', 'ws', 1)}/link/?app_id={slack.identity.app_id}"}
