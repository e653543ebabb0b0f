"""https://docs.slack.dev/reference/methods/auth.test"""

from typing import Any

from ..slack import Slack
from .arguments import Arguments

Json = dict[str, Any]


def api_test(_: Slack, arguments: Arguments) -> Json:
    """Answers that the API answers."""
    return {"args": {"foo": arguments.text("foo")}} if "foo" in arguments else {}


def test(slack: Slack, _: Arguments) -> Json:
    """Who the token belongs to."""
    who = slack.identity
    return {
        "url": f"{slack.url}/",
        "team": "Sandbox",
        "user": slack.workspace.bot.name,
        "team_id": who.team,
        "user_id": who.bot_user,
        "bot_id": who.bot_id,
        "is_enterprise_install": False,
    }
