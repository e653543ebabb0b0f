"""Every message as it is said: golden files for each branch, and the same structure whatever people type."""

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.rules.joining import MOST_TOPICS
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
    _, hostile = preview(name, **_typed_anew(SAMPLES[name][label], lambda _: HOSTILE))
    assert lint(surface, hostile) == []
    assert _skeleton(hostile) == _skeleton(said)
    assert "<!channel>" not in _markup_of(hostile)
    assert "<@U0EVIL>" not in _markup_of(hostile)


@pytest.mark.parametrize(("name", "label"), CASES)
def test_the_longest_texts_of_letters_that_slack_spells_with_five_are_said(name: str, label: str) -> None:
    surface, said = preview(
        name, **_typed_anew(SAMPLES[name][label], lambda typed: "&" * typed.most, times=MOST_TOPICS)
    )
    assert lint(surface, said) == []


def _typed_anew(value: Any, typed: Callable[[Typed], str], times: int = 1) -> Any:
    """Every free text of a sample replaced, and so many of them where there may be several."""
    if isinstance(value, dict):
        return {key: _typed_anew(one, typed, times) for key, one in value.items()}
    if isinstance(value, list | tuple):
        often = times if all(isinstance(one, Typed) for one in value) else 1
        return type(value)(_typed_anew(one, typed, times) for one in value) * often
    if isinstance(value, SimpleNamespace):
        changed = copy.copy(value)
        changed.__dict__.update(_typed_anew(vars(value), typed, times))
        return changed
    return typed(value) if isinstance(value, Typed) else value


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
