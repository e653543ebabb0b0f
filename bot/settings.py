"""The environment, read once and checked once; all mistakes are reported together."""

import binascii
import os
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

KEY_ID = re.compile(r"[A-Za-z0-9-]{1,16}")
KEY_BYTES = 32
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
    mentor_keys: Annotated[tuple[str, ...], NoDecode] = Field(default=(), repr=False)

    @field_validator("mentor_admins", "mentor_keys", mode="before")
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

        yield from self._mistakes_in_keys()

    @property
    def keys(self) -> dict[str, bytes]:
        """The keys that words are sealed by, by id, the first one to seal; without those that are no keys."""
        pairs = (written.partition(":") for written in self.mentor_keys)
        return {key_id: key for key_id, _, encoded in pairs if (key := _key(encoded)) and KEY_ID.fullmatch(key_id)}

    def _mistakes_in_keys(self) -> Iterator[str]:
        """Every mistake in MENTOR_KEYS; what is wrong is named by its place, since it may be a secret."""
        for number, written in enumerate(self.mentor_keys, start=1):
            key_id, _, encoded = written.partition(":")
            if not KEY_ID.fullmatch(key_id) or _key(encoded) is None:
                yield (
                    f"MENTOR_KEYS, number {number}, is no key: write a name of up to 16 letters, digits and hyphens, "
                    f"a colon, and 32 random bytes in Base64, like 2027:$(openssl rand -base64 32)."
                )
        ids = [written.partition(":")[0] for written in self.mentor_keys]
        for key_id in sorted({key_id for key_id in ids if ids.count(key_id) > 1 and KEY_ID.fullmatch(key_id)}):
            yield f"MENTOR_KEYS has two keys of the name {key_id}: give each its own."

    @property
    def _database_folder(self) -> Path | None:
        file = self.database_url.removeprefix("sqlite:///").partition("?")[0]
        in_file = self.database_url.startswith("sqlite:///") and file not in ("", ":memory:")
        return Path(file).absolute().parent if in_file else None


def _key(encoded: str) -> bytes | None:
    try:
        key = b64decode(encoded, validate=True)
    except binascii.Error:
        return None
    return key if len(key) == KEY_BYTES else None


def is_user_id(text: str) -> bool:
    """Whether this looks like a Slack user's id."""
    return re.fullmatch(r"[UW][A-Z0-9]{2,}", text) is not None


def forget_environment() -> None:
    """Take it all out of this process: Slack's libraries look there too, and SLACK_CLIENT_ID changes what they do."""
    for name in list(os.environ):
        if name.upper().startswith("SLACK_") or name.lower() in Settings.model_fields:
            del os.environ[name]
