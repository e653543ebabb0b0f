"""The people of the workspace, and Slack's user object made of one of them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

Json = dict[str, object]


@dataclass(frozen=True)
class SandboxPerson:
    """A member of the workspace; `name` is the handle that others type after an @."""

    id: str
    name: str
    real_name: str
    display_name: str = ""
    tz: str = "Europe/Berlin"
    locale: str = "en-GB"
    email: str | None = None
    title: str = ""
    coordinator: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False

    @property
    def shown_name(self) -> str:
        """What others read above this person's messages."""
        return self.display_name or self.real_name or self.name

    @property
    def guest(self) -> bool:
        """Whether this is a guest, of one channel or of several."""
        return self.is_restricted or self.is_ultra_restricted

    def listed(self) -> Json:
        """The person as the sandbox's own /state lists people."""
        return {
            "id": self.id,
            "name": self.name,
            "real_name": self.real_name,
            "display_name": self.display_name,
            "tz": self.tz,
            "coordinator": self.coordinator,
            "is_bot": self.is_bot,
            "guest": self.guest,
            "deleted": self.deleted,
        }

    def user_object(self, now: datetime, team: str, *, with_email: bool, with_locale: bool) -> Json:
        """Slack's user object (https://docs.slack.dev/reference/objects/user-object); with_email where granted."""
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        profile: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "title": self.title,
            "team": team,
        }
        if with_email and self.email:
            profile["email"] = self.email
        user: Json = {
            "id": self.id,
            "team_id": team,
            "name": self.name,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(now.timestamp()),
        }
        if self.deleted:
            return user
        user |= {
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": False,
            "is_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_stranger": self.is_stranger,
        }
        if with_locale:
            user["locale"] = self.locale
        return user
