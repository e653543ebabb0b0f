"""``requirements.lock`` pins what ``pyproject.toml`` asks for: versions and hashes, and no addresses."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = (ROOT / "requirements.lock").read_text()
ASKED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["postgres"]]
PINS = re.findall(r"^([\w.-]+)==([^ ;]+)(?: ;[^\\\n]*)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", LOCK, re.MULTILINE)


@pytest.mark.parametrize("asked", ASKED)
def test_what_the_project_asks_for_is_pinned_within_its_bounds(asked: str) -> None:
    wanted = Requirement(asked)
    pinned = [version for name, version, _ in PINS if name == canonicalize_name(wanted.name)]
    assert pinned
    assert all(wanted.specifier.contains(version) for version in pinned)


def test_every_line_is_a_pin_with_hashes() -> None:
    lines = [line for line in LOCK.splitlines() if line and not line.startswith(("#", "    --hash="))]
    assert len(lines) == len(PINS)


def test_it_names_no_addresses() -> None:
    assert not re.search(r"://|index|www\.|\.(org|com|net|io)\b", LOCK)
