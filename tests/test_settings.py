"""The environment, as operators write it, and every mistake in it."""

import os
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, forget_environment

COMPLETE = {"SLACK_BOT_TOKEN": "xoxb-1-2-abc", "SLACK_APP_TOKEN": "xapp-1-A1-abc", "MENTOR_ADMINS": "U024BE7LH"}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Complete settings and nothing else, in an empty folder; all of it is undone after the test."""
    for name in [name for name in os.environ if name.startswith("SLACK_")] + list(Settings.model_fields):
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@pytest.mark.usefixtures("environment")
def test_three_values_are_enough() -> None:
    settings = Settings()
    assert list(settings.mistakes()) == []
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///mentor.db"


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("MENTOR_ADMINS", " U024BE7LH, W012A3CDE ,,", ("U024BE7LH", "W012A3CDE")),
        ("MENTOR_ADMINS", "", ()),
        ("SLACK_API_URL", "http://127.0.0.1:3000/api", "http://127.0.0.1:3000/api/"),
        ("SLACK_API_URL", "", "https://slack.com/api/"),
        ("LOG_LEVEL", "debug", "DEBUG"),
        ("DATABASE_URL", "postgresql://db/mentor", "postgresql://db/mentor"),
    ],
)
def test_what_operators_write_is_understood(
    environment: pytest.MonkeyPatch, name: str, written: str, read: Any
) -> None:
    environment.setenv(name, written)
    assert getattr(Settings(), name.lower()) == read


@pytest.mark.parametrize(
    ("name", "written", "words"),
    [
        ("SLACK_BOT_TOKEN", "", "SLACK_BOT_TOKEN must be the bot token"),
        ("SLACK_BOT_TOKEN", "xapp-1-A1-abc", "SLACK_BOT_TOKEN must be the bot token"),
        ("SLACK_APP_TOKEN", "", "HTTP mode comes later"),
        ("SLACK_APP_TOKEN", "xoxb-1-2-abc", "SLACK_APP_TOKEN must be an app-level token"),
        ("MENTOR_ADMINS", "", "MENTOR_ADMINS is empty"),
        ("MENTOR_ADMINS", "@cora", "MENTOR_ADMINS holds '@cora', which is not a Slack id"),
        ("MENTOR_ADMINS", "C024BE7LH", "MENTOR_ADMINS holds 'C024BE7LH', which is not a Slack id"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL is 'LOUD': use one of DEBUG, INFO"),
        ("SLACK_API_URL", "slack.com", "it must start with https://"),
        ("DATABASE_URL", "mysql://db/mentor", "not 'mysql'"),
        ("DATABASE_URL", "sqlite:///no/such/folder/mentor.db", "DATABASE_URL names a folder that does not exist"),
    ],
)
def test_a_mistake_is_one_sentence(environment: pytest.MonkeyPatch, name: str, written: str, words: str) -> None:
    environment.setenv(name, written)
    (mistake,) = Settings().mistakes()
    assert words in mistake
    assert mistake.endswith(".")


def test_all_mistakes_are_told_together(environment: pytest.MonkeyPatch) -> None:
    for name in COMPLETE:
        environment.delenv(name)
    assert len(list(Settings().mistakes())) == 3


def test_a_mistake_never_repeats_a_secret(environment: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL"):
        environment.setenv(name, "odd://user:hunter2@db/mentor")
    assert "hunter2" not in " ".join(Settings().mistakes())


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///mentor.db?timeout=5"])
def test_a_database_without_a_folder_of_its_own_is_no_mistake(environment: pytest.MonkeyPatch, url: str) -> None:
    environment.setenv("DATABASE_URL", url)
    assert list(Settings().mistakes()) == []


def test_forgetting_takes_all_of_slacks_and_leaves_the_rest(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_CLIENT_ID", "1.2")
    environment.setenv("KEPT", "yes")
    forget_environment()
    assert not [name for name in os.environ if name.startswith(("SLACK_", "MENTOR_"))]
    assert os.environ["KEPT"] == "yes"


A_KEY = "2027:" + b64encode(bytes(range(32))).decode()


@pytest.mark.usefixtures("environment")
def test_keys_are_read_the_first_one_first(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("MENTOR_KEYS", f"new:{b64encode(b'n' * 32).decode()}, {A_KEY}")
    settings = Settings()
    assert list(settings.mistakes()) == []
    assert list(settings.keys.items()) == [("new", b"n" * 32), ("2027", bytes(range(32)))]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("secretsecret", "MENTOR_KEYS, number 1, is no key"),
        (f"{A_KEY},2026:c2hvcnQ=", "MENTOR_KEYS, number 2, is no key"),
        ("a name:" + A_KEY[5:], "MENTOR_KEYS, number 1, is no key"),
        (f"{A_KEY},{A_KEY}", "two keys of the name 2027"),
    ],
)
def test_a_mistake_in_keys_is_named_by_its_place_and_never_shown(
    environment: pytest.MonkeyPatch, written: str, words: str
) -> None:
    environment.setenv("MENTOR_KEYS", written)
    [mistake] = Settings().mistakes()
    assert words in mistake
    assert "secretsecret" not in mistake
    assert A_KEY[5:] not in mistake
    assert A_KEY[5:] not in repr(Settings())
