"""What takes long to import is imported where it is needed, and never on a request's way."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("numpy", "scipy", "matplotlib", "rustworkx", "alembic", "icalendar", "typst", "xlsxwriter")
"""Together some two seconds; Alembic only where the schema is behind."""
SERVING = """
import json, sys
from datetime import UTC, datetime
import bot.__main__, bot.serving, bot.line
from bot.demo import Demo
from bot.sandbox import Clock
from bot.sandbox.actors import World
from storage.database import Database

demo = Demo(Database(sys.argv[1]), Clock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC), ticking=False))
world = World(demo.start())
for name in ("Ann", "Gina", "Cora"):
    person = world.person(name)
    person.opens_home()
    for words in ("", "jion", "join", "log 45m yesterday", "profile", "pause", "leave", "admin import"):
        person.types(f"/mentor {words}")
world.wait(hours=30)
demo.stop()
print(json.dumps([name for name in sys.modules if "." not in name]))
"""


def modules(*arguments: str) -> set[str]:
    """The libraries that a Python program has imported when it ends; its last line lists them."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    command = [sys.executable, "-c", *arguments]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    return set(json.loads(ended.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def served(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What a bot has imported after it started on a current schema and served a day."""
    file = shutil.copy(empty_file, tmp_path_factory.mktemp("light") / "mentor.db")
    return modules(SERVING, f"sqlite:///{file}")


@pytest.mark.parametrize("library", HEAVY)
def test_a_day_of_requests_does_not_import(library: str, served: set[str]) -> None:
    assert {"slack_bolt", "sqlmodel", "jinja2", "apscheduler"} <= served
    assert library not in served


@pytest.fixture(scope="module")
def helped() -> set[str]:
    """What the command line imports before it knows which command is meant."""
    return modules("import bot.__main__, json, sys; print(json.dumps(list(sys.modules)))")


@pytest.mark.parametrize("library", [*HEAVY, "slack_bolt", "sqlalchemy", "flask"])
def test_the_command_lines_help_does_not_import(library: str, helped: set[str]) -> None:
    assert "typer" in helped
    assert library not in helped
