"""What Slack says of somebody who wants to join: whether they may, where they live, which language they use."""

from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient

from bot.rules import languages
from bot.rules.joining import Answers
from bot.rules.refusal import Refusal


def newcomer(client: WebClient, user_id: str, workspace_id: str) -> Answers:
    """The answers that Slack gives in their place: zone and language. Refuses whoever is no colleague."""
    user: Mapping[str, Any] = client.users_info(user=user_id, include_locale=True)["user"]
    reason = stranger(user, workspace_id)
    if reason:
        raise Refusal("joining/not_a_colleague", reason=reason)
    told: Answers = {"zone": user.get("tz") or "UTC"}
    spoken = languages.code(user.get("locale") or "")
    return {**told, "languages": [spoken]} if spoken in languages.NAMES else told


def stranger(user: Mapping[str, Any], workspace_id: str) -> str | None:
    """Why somebody is no colleague: deactivated, bot, guest or elsewhere; None for a colleague."""
    homes = {user.get("team_id"), *user.get("enterprise_user", {}).get("teams", [])}
    reasons = {
        "deactivated": user.get("deleted"),
        "bot": user.get("is_bot") or user.get("id") == "USLACKBOT",
        "guest": user.get("is_restricted") or user.get("is_ultra_restricted"),
        "elsewhere": user.get("is_stranger") or workspace_id not in homes,
    }
    return next((reason for reason, applies in reasons.items() if applies), None)
