"""The environment, read once and checked once; all mistakes are reported together."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SLACK_API_URL = "https://slack.com/api/"


class Settings(BaseSettings):
    """What the operator decides. Reading never fails: ``mistakes`` says what is wrong and how to mend it."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_api_url: str = SLACK_API_URL
    database_url: str = "sqlite:///mentor.db"
    mentor_admins: Annotated[tuple[str, ...], NoDecode] = ()
    log_level: str = "INFO"

    @field_validator("mentor_admins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _end_with_slash(cls, value: str) -> str:
        return value.rstrip("/") + "/"

    @field_validator("log_level")
    @classmethod
    def _upper(cls, value: str) -> str:
        return value.upper()

    def mistakes(self) -> Iterator[str]:
        """Every mistake as a sentence that says how to mend it."""
        if not self.slack_bot_token.startswith("xoxb-"):
            yield "SLACK_BOT_TOKEN must be the bot token of your app (it starts with xoxb-): OAuth & Permissions."
        if not self.slack_app_token:
            yield "SLACK_APP_TOKEN is missing, and Socket Mode needs it (HTTP mode comes later): Basic Information."
        elif not self.slack_app_token.startswith("xapp-"):
            yield "SLACK_APP_TOKEN must be an app-level token with connections:write (it starts with xapp-)."
        if not self.mentor_admins:
            yield "MENTOR_ADMINS is empty: name at least one coordinator by Slack id, like U024BE7LH."
        for admin in self.mentor_admins:
            if not is_user_id(admin):
                yield f"MENTOR_ADMINS holds {admin!r}, which is not a Slack id: open the profile, ⋮, Copy member ID."
        if self.log_level not in LEVELS:
            yield f"LOG_LEVEL is {self.log_level!r}: use one of {', '.join(LEVELS)}."
        if not self.slack_api_url.startswith(("https://", "http://")):
            yield f"SLACK_API_URL is {self.slack_api_url!r}: it must start with https://."
        if not self.database_url.startswith(("sqlite://", "postgresql://", "postgres://", "postgresql+psycopg://")):
            yield f"DATABASE_URL must start with sqlite:// or postgresql://, not {self.database_url.split(':')[0]!r}."
        if (folder := self._database_folder) and not folder.is_dir():
            yield f"DATABASE_URL names a folder that does not exist: make {folder}, or name another."

    @property
    def _database_folder(self) -> Path | None:
        file = self.database_url.removeprefix("sqlite:///").partition("?")[0]
        in_file = self.database_url.startswith("sqlite:///") and file not in ("", ":memory:")
        return Path(file).absolute().parent if in_file else None


def is_user_id(text: str) -> bool:
    """Whether this looks like a Slack user's id."""
    return re.fullmatch(r"[UW][A-Z0-9]{2,}", text) is not None


def forget_environment() -> None:
    """Take it all out of this process: Slack's libraries look there too, and SLACK_CLIENT_ID changes what they do."""
    for name in list(os.environ):
        if name.upper().startswith("SLACK_") or name.lower() in Settings.model_fields:
            del os.environ[name]
