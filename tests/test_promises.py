"""What the project promises about itself: arrows, ids, manifest and README agree with the code."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.settings import Settings
from handlers import STORIES
from handlers.help import WORDS
from handlers.matchers import COMMAND
from messages import preview
from messages.samples import SAMPLES

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "storage", "messages")
SOURCES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
MANIFEST = yaml.safe_load((ROOT / "app-manifest.yml").read_text())

MAY_IMPORT = {
    "bot/rules": ("bot.rules",),
    "storage": ("storage", "bot.rules"),
    "messages": ("messages",),
    "handlers": ("handlers", "messages", "storage", "bot.rules"),
    "bot/sandbox": ("bot.sandbox", "messages.limits", "messages.samples"),
    "bot/settings.py": (),
    "bot/manifest.py": (),
}
"""What of ours each place may import; the roof, which stands in no row, may import everything."""


ONLY_THERE = {"apscheduler": "bot/schedule", "alembic": "storage"}
"""Libraries with one home."""

SCOPES_OF_METHODS = {
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "users_info": {"users:read"},
    "conversations_open": {"im:write", "mpim:write"},
    "conversations_history": {"im:history"},
    "conversations_replies": {"im:history"},
    "files_getUploadURLExternal": {"files:write"},
    "files_completeUploadExternal": {"files:write"},
    "users_lookupByEmail": {"users:read.email"},
    "views_open": set(),
    "views_update": set(),
    "views_push": set(),
    "views_publish": set(),
    "auth_test": set(),
    "apps_connections_open": set(),
}
"""The bot's calls and what Slack demands for each."""


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def place(file: Path) -> str:
    return str(file.relative_to(ROOT))


def imported(file: Path) -> Iterator[str]:
    """Every module that a file imports, at any depth, with relative imports spelled out."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(parts[: len(parts) - node.level]) if node.level else ""
            module = ".".join(part for part in (above, node.module) if part)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def test_imports_point_one_way() -> None:
    wrong = [
        f"{place(file)} imports {module}"
        for file in SOURCES
        for home, allowed in MAY_IMPORT.items()
        if place(file).startswith(home)
        for module in imported(file)
        if module.startswith(tuple(f"{package}." for package in PACKAGES)) or module in PACKAGES
        if not any(f"{module}.".startswith(f"{name}.") for name in allowed)
    ]
    assert wrong == []


def test_some_libraries_have_one_home() -> None:
    wrong = [
        f"{place(file)} imports {module}"
        for file in SOURCES
        for module in imported(file)
        for library, home in ONLY_THERE.items()
        if module.split(".")[0] == library and not place(file).startswith(home)
    ]
    assert wrong == []


def test_the_present_moment_is_asked_for_once() -> None:
    asks = [
        place(file)
        for file in SOURCES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today")
        if isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date")
    ]
    assert asks == ["bot/__main__.py"]


def test_queries_stand_in_storage_only() -> None:
    asking = [place(file) for file in SOURCES for module in imported(file) if module.endswith(".select")]
    assert [stray for stray in asking if not stray.startswith("storage/")] == []


def test_no_file_is_one_to_dread() -> None:
    long = {place(file): len(file.read_text().splitlines()) for file in SOURCES if "migrations" not in place(file)}
    assert {file: lines for file, lines in long.items() if lines > 250} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{place(file)}: {node.name}"
        for file in SOURCES
        if "migrations" not in place(file)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert long == []


def test_importing_the_project_starts_nothing(tmp_path: Path) -> None:
    modules = [place(file)[:-3].replace("/", ".").removesuffix(".__init__") for file in SOURCES]
    wanted = [name for name in modules if "migrations" not in name and not name.endswith("__main__")]
    lines = [f"import {name}" for name in wanted] + ["import threading; print(threading.active_count())"]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "1"
    assert list(tmp_path.iterdir()) == []


class Register:
    """Stands where the Bolt app stands when stories register, and remembers what they ask for."""

    def __init__(self) -> None:
        self.asked: dict[str, list[Any]] = {}
        for story in STORIES:
            story.register(self)  # type: ignore[arg-type]

    def __getattr__(self, kind: str) -> Callable[..., Callable[..., None]]:
        def register(*what: Any) -> Callable[..., None]:
            self.asked.setdefault(kind, []).append(what[0] if what else None)
            return lambda *_: None

        return register


@pytest.fixture(scope="module")
def register() -> Register:
    return Register()


def ids_in_samples(key: str) -> set[str]:
    """Every id of that kind on any rendered sample, repeats without their number; fields of forms left out."""

    def found(payload: Any) -> Iterator[str]:
        if isinstance(payload, list):
            for one in payload:
                yield from found(one)
        elif isinstance(payload, dict):
            if key in payload:
                yield re.sub(r":\d+$", "", payload[key])
            inner = {name: one for name, one in payload.items() if payload.get("type") != "input" or name != "element"}
            for one in inner.values():
                yield from found(one)

    return {one for name in SAMPLES for values in SAMPLES[name].values() for one in found(preview(name, **values)[1])}


def test_every_button_has_a_listener_and_every_listener_a_button(register: Register) -> None:
    shown, heard = ids_in_samples("action_id"), register.asked["action"]
    assert sorted(heard) == sorted(shown)


def test_every_form_has_a_listener_and_every_listener_a_form(register: Register) -> None:
    views = [preview(name, **values)[1] for name in SAMPLES for values in SAMPLES[name].values()]
    sent = {view["callback_id"] for view in views if view.get("submit")}
    heard = register.asked["view"]
    assert sorted(heard) == sorted(sent)


def test_every_id_says_its_story_and_its_verb() -> None:
    assert [one for one in ids_in_samples("action_id") if not re.fullmatch(r"[a-z]+\.[a-z_]+", one)] == []


def test_every_template_has_a_sample() -> None:
    folder = ROOT / "messages"
    written = {str(file.relative_to(folder).with_suffix("")): file.read_text() for file in folder.rglob("*.j2")}
    with_blocks = {name for name, text in written.items() if re.search(r"{% call |{{ (modal|home|header)\(", text)}
    included = set(re.findall(r'(?:include|import|from) "([\w/]+)\.j2"', all_templates()))
    assert with_blocks - included - set(SAMPLES) == set()


def all_templates() -> str:
    return "".join(file.read_text() for file in (ROOT / "messages").rglob("*.j2"))


def refused() -> set[str]:
    """The name of every Refusal that the code may raise."""
    return {
        node.args[0].value
        for file in SOURCES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and node.args
        if isinstance(node.args[0], ast.Constant)
    }


def test_every_no_has_its_sentence_and_every_sentence_its_no() -> None:
    folder = ROOT / "messages" / "refusals"
    written = {str(file.relative_to(folder).with_suffix("")) for file in folder.rglob("*.j2")}
    assert refused() - written == set()
    quoted = {name for name in written if any(f'"{name}"' in file.read_text() for file in SOURCES)}
    computed = {name for name in written if any(f'f"{name.split("/")[0]}/{{' in file.read_text() for file in SOURCES)}
    assert written - quoted - computed == set()


def test_every_word_of_the_command_is_in_the_help_and_the_other_way_round(register: Register) -> None:
    heard = {asked.removeprefix(COMMAND).strip() for asked in register.asked["command"]}
    assert heard - {""} == set(WORDS) - {"help"}


def test_the_manifest_names_exactly_the_commands_events_and_shortcuts_that_are_heard(register: Register) -> None:
    features, subscribed = MANIFEST["features"], MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    commands = {asked.split()[0] for asked in register.asked["command"]}
    assert {command["command"] for command in features["slash_commands"]} == commands == {"/mentor"}
    heard = {event if isinstance(event, str) else event["type"] for event in register.asked["event"]}
    assert {event.split(".")[0] for event in subscribed} == heard
    offered = {shortcut["callback_id"] for shortcut in features["shortcuts"]}
    assert offered == set(register.asked["shortcut"])


def test_the_manifest_asks_for_exactly_the_scopes_in_use() -> None:
    called = {
        node.func.attr
        for file in SOURCES
        if not place(file).startswith(("bot/sandbox", "bot/demo"))
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if re.fullmatch(
            r"(chat|users|conversations|views|files|auth|apps|reactions|pins|team|usergroups)_\w+", node.func.attr
        )
    }
    assert called - set(SCOPES_OF_METHODS) == set()
    downloads = {"files:read"} if any("url_private" in file.read_text() for file in SOURCES) else set()
    used = {"commands", *downloads}.union(*(SCOPES_OF_METHODS[method] for method in called))
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert set(scopes["bot"]) | set(scopes["bot_optional"]) == used
    assert set(scopes["bot_optional"]) == {"users:read.email", "files:read"}


def test_nothing_lets_the_bot_read_what_two_people_say_to_each_other() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert not {"mpim:history", "channels:history", "groups:history"} & {*scopes["bot"], *scopes["bot_optional"]}


def test_people_can_write_to_the_bot() -> None:
    home = MANIFEST["features"]["app_home"]
    assert (home["home_tab_enabled"], home["messages_tab_enabled"]) == (True, True)
    assert home["messages_tab_read_only_enabled"] is False
    assert MANIFEST["features"]["slash_commands"][0]["should_escape"] is True


def test_the_manifest_is_one_that_slack_takes() -> None:
    schema = os.environ.get("APP_MANIFEST_SCHEMA")
    if not schema:
        pytest.skip("APP_MANIFEST_SCHEMA does not name a copy of Slack's manifest schema")
    jsonschema.validate(MANIFEST, json.loads(Path(schema).read_text()))


def test_the_readme_names_only_commands_that_exist() -> None:
    from bot.__main__ import cli

    exist = {command.callback.__name__.removesuffix("_") for command in cli.registered_commands if command.callback}
    named = set(re.findall(r"(?:uv run |`)mentor ([a-z]+)", (ROOT / "README.md").read_text()))
    assert named == exist


def test_the_readme_explains_exactly_the_settings_that_are_read() -> None:
    table = re.findall(r"^\| `([A-Z_]+)`", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(table) == sorted(name.upper() for name in Settings.model_fields)


def test_the_readme_shows_the_words_of_the_command() -> None:
    readme = (ROOT / "README.md").read_text()
    assert {word for word in WORDS if f"/mentor {word}" not in readme} == set()


def test_every_picture_of_the_readme_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text())
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).exists()] == []
