"""``mentor doctor`` beside the sandbox: every finding, and how it says to mend it."""

import shutil
import sqlite3
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import clock as real_clock
from bot.doctor import examine, sqlite_is_safe
from bot.manifest import MANIFEST
from bot.sandbox import Clock, Sandbox, SandboxPerson
from bot.sandbox.actors import World
from bot.settings import Settings
from storage import outbox
from storage.database import Database
from storage.store import Store

CORA, GONE, ROBOT = "U0CORA", "U0GONE", "U0ROBOT"
PEOPLE = [
    SandboxPerson(CORA, "cora", "Cora Lind"),
    SandboxPerson(GONE, "gone", "Gone Away", deleted=True),
    SandboxPerson(ROBOT, "robot", "Robot", is_bot=True),
]
SLACK_DOES_NOT_KNOW = "whom Slack does not know: open the profile, ⋮, Copy member ID."


class Practice:
    """A doctor's: a workspace, settings that are in order, and what the doctor says of them."""

    def __init__(self, manifest: Path, file: Path, printed: Callable[[], str]) -> None:
        self.sandbox = Sandbox(manifest, PEOPLE, Clock(datetime(2026, 11, 23, tzinfo=UTC), ticking=False))
        self.sandbox.start()
        self.file, self._printed = file, printed

    def examines(self, clock: Callable[[], datetime] = real_clock, **changed: Any) -> tuple[int, str]:
        """The exit code, and what was printed, after some settings changed."""
        healthy: dict[str, Any] = {
            "slack_bot_token": self.sandbox.identity.bot_token,
            "slack_app_token": self.sandbox.identity.app_token,
            "slack_api_url": self.sandbox.api_url,
            "database_url": f"sqlite:///{self.file}",
            "mentor_admins": (CORA,),
            "log_level": "INFO",
        }
        code = examine(Settings(**healthy | changed), clock)
        return code, self._printed()


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().out


@pytest.fixture
def file(empty_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_file, tmp_path / "mentor.db"))


@pytest.fixture
def practice(file: Path, printed: Callable[[], str]) -> Iterator[Practice]:
    made = Practice(MANIFEST, file, printed)
    yield made
    made.sandbox.stop()


def wrongs(said: str) -> list[str]:
    """What is wrong, a sentence each."""
    return [line.removeprefix("  WRONG ") for line in said.splitlines() if line.startswith("  WRONG ")]


def test_a_healthy_installation_may_start(practice: Practice) -> None:
    code, said = practice.examines()
    assert code == 0
    assert said.endswith("Everything is in order: `mentor serve` can start.\n")
    assert [line for line in said.splitlines() if line.startswith("  ok")] == [
        "  ok    The settings are complete.",
        "  ok    Slack knows the bot as mentor in Sandbox.",
        "  ok    The token has every scope of app-manifest.yml.",
        "  ok    The clock agrees with Slack's.",
        "  ok    Socket Mode can be opened with the app token.",
        "  ok    Everybody in MENTOR_ADMINS is an active member.",
        "  ok    The database's schema is up to date.",
    ]
    assert "Not granted, and optional: files:read, users:read.email." in said


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"slack_bot_token": "xoxb-other"},
            "Slack answers invalid_auth to SLACK_BOT_TOKEN: install the app again and copy its new token.",
        ),
        (
            {"slack_app_token": "xapp-other"},
            "Slack answers invalid_auth to SLACK_APP_TOKEN: make one with the scope connections:write under "
            "Basic Information, App-Level Tokens.",
        ),
        ({"mentor_admins": ("U0NOBODY",)}, f"MENTOR_ADMINS names U0NOBODY, {SLACK_DOES_NOT_KNOW}"),
        ({"mentor_admins": (CORA, GONE)}, "MENTOR_ADMINS names U0GONE, who is deactivated: name somebody else."),
        ({"mentor_admins": (ROBOT,)}, "MENTOR_ADMINS names U0ROBOT, which is a bot: name a person."),
        (
            {"mentor_admins": ()},
            "MENTOR_ADMINS is empty: name at least one coordinator by Slack id, like U024BE7LH.",
        ),
        (
            {"mentor_admins": ("cora",)},
            "MENTOR_ADMINS holds 'cora', which is not a Slack id: open the profile, ⋮, Copy member ID.",
        ),
        (
            {"slack_app_token": ""},
            "SLACK_APP_TOKEN is missing, and Socket Mode needs it (HTTP mode comes later): Basic Information.",
        ),
        (
            {"database_url": "sqlite:////nowhere/at/all/mentor.db"},
            "DATABASE_URL names a folder that does not exist: make /nowhere/at/all, or name another.",
        ),
    ],
)
def test_one_thing_that_is_wrong_is_one_sentence(practice: Practice, changed: dict[str, Any], sentence: str) -> None:
    code, said = practice.examines(**changed)
    assert (code, wrongs(said)) == (1, [sentence])
    assert said.endswith("1 to mend.\n")


def test_two_admins_with_troubles_are_both_named(practice: Practice) -> None:
    _, said = practice.examines(mentor_admins=("U0NOBODY", GONE, CORA))
    assert len(wrongs(said)) == 2


def test_missing_scopes_are_named(file: Path, tmp_path: Path, printed: Callable[[], str]) -> None:
    poorer = yaml.safe_load(MANIFEST.read_text())
    for scope in ("im:write", "users:read"):
        poorer["oauth_config"]["scopes"]["bot"].remove(scope)
    (tmp_path / "poorer.yml").write_text(yaml.safe_dump(poorer))
    practice = Practice(tmp_path / "poorer.yml", file, printed)
    code, said = practice.examines()
    practice.sandbox.stop()
    assert code == 1
    assert wrongs(said) == [
        "The token lacks im:write, users:read: paste app-manifest.yml again and reinstall the app.",
        "MENTOR_ADMINS names U0CORA, and Slack answers missing_scope to the question who that is: "
        "mend the scopes first.",
    ]


@pytest.mark.parametrize("off", [timedelta(minutes=6), -timedelta(minutes=6)])
def test_a_clock_that_is_off_is_wrong(practice: Practice, off: timedelta) -> None:
    code, said = practice.examines(clock=lambda: real_clock() + off)
    assert code == 1
    (sentence,) = wrongs(said)
    assert sentence.startswith("This machine's clock is 3")
    assert sentence.endswith(" s off Slack's: set it by NTP.")


def test_half_a_minute_off_is_good_enough(practice: Practice) -> None:
    assert practice.examines(clock=lambda: real_clock() + timedelta(seconds=30))[0] == 0


def test_a_slack_out_of_reach_is_a_sentence(practice: Practice) -> None:
    code, said = practice.examines(slack_api_url="http://127.0.0.1:9/api/")
    assert code == 1
    (sentence,) = wrongs(said)
    assert sentence.startswith("Slack cannot be reached at http://127.0.0.1:9/api/ (")


@pytest.mark.parametrize("fault", [{"status": 503}, {"drop": True}, {"error": "ratelimited"}])
def test_a_slack_that_stumbles_is_a_sentence(practice: Practice, fault: dict[str, Any]) -> None:
    World(practice.sandbox.slack.url).fault("users.info", **fault)
    code, said = practice.examines()
    assert code == 1
    assert len(wrongs(said)) == 1


def test_without_a_token_the_database_is_looked_at_all_the_same(practice: Practice) -> None:
    code, said = practice.examines(slack_bot_token="")
    assert code == 1
    assert "The database's schema is up to date." in said


def test_a_database_that_is_not_there_yet_is_no_mistake(practice: Practice) -> None:
    practice.file.unlink()
    code, said = practice.examines()
    assert code == 0
    assert f"  note  {practice.file} does not exist yet; `mentor serve` makes it." in said
    assert not practice.file.exists()


@pytest.mark.parametrize(
    ("statement", "code", "line"),
    [
        (
            "UPDATE alembic_version SET version_num = '9999'",
            1,
            "  WRONG The database was written by a newer release of mentor: run that one.",
        ),
        (
            "DELETE FROM alembic_version",
            0,
            "  note  The database's schema is older; `mentor serve` upgrades it. Back it up first.",
        ),
        ("DROP TABLE alembic_version", 0, "  note  The database is empty; `mentor serve` makes the tables."),
    ],
)
def test_the_schemas_age_is_said(practice: Practice, statement: str, code: int, line: str) -> None:
    with closing(sqlite3.connect(practice.file)) as connection, connection:
        connection.execute(statement)
    found, said = practice.examines()
    assert found == code
    assert line in said.splitlines()


def test_a_file_that_is_no_database_is_a_sentence(practice: Practice) -> None:
    practice.file.write_text("Dear diary, " * 200)
    code, said = practice.examines()
    assert code == 1
    assert wrongs(said) == ["The database cannot be opened (file is not a database): check DATABASE_URL."]


@pytest.mark.parametrize("url", ["sqlite:///.", "postgresql://127.0.0.1:9/mentor"])
def test_a_database_that_does_not_open_is_a_sentence(practice: Practice, url: str) -> None:
    code, said = practice.examines(database_url=url)
    assert code == 1
    (sentence,) = wrongs(said)
    assert sentence.startswith("The database cannot be opened (")
    assert sentence.endswith("): check DATABASE_URL.")


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_it_knows_which_releases_of_sqlite_have_the_race(version: tuple[int, ...], safe: bool) -> None:
    assert sqlite_is_safe(version) is safe


def key(key_id: str) -> str:
    return f"{key_id}:{b64encode(bytes(32)).decode()}"


def test_without_a_key_the_doctor_says_how_to_make_one(practice: Practice) -> None:
    code, said = practice.examines()
    assert code == 0
    assert "readable in the database: set MENTOR_KEYS to 2027:$(openssl rand -base64 32)" in said


def test_a_key_that_words_are_sealed_by_must_not_be_gone(practice: Practice) -> None:
    database = Database(f"sqlite:///{practice.file}", {"old": bytes(32)})
    with Store(database, "T1").begin() as db:
        outbox.notice(db, "a", "goals/reached", "U1", datetime(2026, 11, 23, tzinfo=UTC), what="a goal")
    database.close()
    code, said = practice.examines(mentor_keys=(key("new"),))
    assert code == 1
    assert wrongs(said) == ["Words in the database are sealed by old: MENTOR_KEYS must hold that key again."]
    code, said = practice.examines(mentor_keys=(key("new"), key("old")))
    assert code == 0
    assert "is sealed in the database, by new." in said
