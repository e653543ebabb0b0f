"""Every message as it is said: golden files for each branch, and the same structure whatever people type."""

import copy
import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from messages import preview
from messages.limits import lint
from messages.samples import SAMPLES, Typed

GOLDEN = Path(__file__).parents[1] / "golden"
HOSTILE = '"}]}, <!channel> <@U0EVIL> {% raw %} {{ 7 * 7 }} &amp; *bold* `code`\u202e\x00\n> quote'
CASES = [pytest.param(name, label, id=f"{name}-{label}") for name in SAMPLES for label in SAMPLES[name]]


@pytest.mark.parametrize(("name", "label"), CASES)
def test_a_message_is_said_as_it_was_agreed(name: str, label: str) -> None:
    """Run with ``AGREE=1`` to accept new words; the difference is then read in the commit."""
    _, payload = preview(name, **SAMPLES[name][label])
    said = json.dumps(payload, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    file = GOLDEN / name / f"{label.replace('/', '-')}.json"
    if os.environ.get("AGREE"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(said)
    assert file.exists(), f"no golden file yet: look at the gallery, then AGREE=1 pytest {__file__}"
    assert said == file.read_text()


@pytest.mark.parametrize(("name", "label"), CASES)
def test_hostile_texts_change_no_structure_and_ping_nobody(name: str, label: str) -> None:
    surface, said = preview(name, **SAMPLES[name][label])
    _, hostile = preview(name, **_poisoned(SAMPLES[name][label]))
    assert lint(surface, hostile) == []
    assert _skeleton(hostile) == _skeleton(said)
    assert "<!channel>" not in _markup_of(hostile)
    assert "<@U0EVIL>" not in _markup_of(hostile)


def _poisoned(value: Any) -> Any:
    """Every free text of a sample replaced."""
    if isinstance(value, dict):
        return {key: _poisoned(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_poisoned(one) for one in value)
    if isinstance(value, SimpleNamespace):
        changed = copy.copy(value)
        changed.__dict__.update(_poisoned(vars(value)))
        return changed
    return HOSTILE if isinstance(value, Typed) else value


def _skeleton(payload: Any) -> Any:
    """What no text may change: everything but words, and of addresses all but what they are asked for."""
    if isinstance(payload, dict):
        payload = payload | ({"url": payload["url"].partition("?")[0]} if "url" in payload else {})
        words = {"text", "private_metadata", "value", "initial_value", "alt_text"}
        return {key: _skeleton(one) for key, one in payload.items() if key not in words or isinstance(one, dict | list)}
    if isinstance(payload, list):
        return [_skeleton(one) for one in payload]
    return payload


def _markup_of(payload: Any) -> str:
    if isinstance(payload, dict):
        if payload.get("type") == "mrkdwn":
            return str(payload["text"])
        own = payload["text"] if isinstance(payload.get("text"), str) and "blocks" in payload else ""
        return own + "".join(_markup_of(one) for one in payload.values())
    if isinstance(payload, list):
        return "".join(_markup_of(one) for one in payload)
    return ""
