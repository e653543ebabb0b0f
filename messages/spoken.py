"""A message as one plain string: what a screen reader says and a notification shows."""

from collections.abc import Iterable, Mapping
from typing import Any

LONGEST = 4000


def spoken(blocks: Iterable[Mapping[str, Any]]) -> str:
    """All words of the blocks, a line each, buttons in brackets; cut at Slack's limit for a text."""
    text = "\n".join(line for block in blocks for line in _lines(block))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _lines(block: Mapping[str, Any]) -> Iterable[str]:
    if "text" in block:
        yield _words(block["text"])
    for fact in block.get("fields", ()):
        yield _words(fact)
    if "alt_text" in block:
        yield _literally(block["alt_text"])
    if "accessory" in block:
        yield from _labels([block["accessory"]])
        if "alt_text" in block["accessory"]:
            yield _literally(block["accessory"]["alt_text"])
    if block["type"] == "context":
        yield from (_words(element) for element in block["elements"])
    if block["type"] == "actions":
        yield " ".join(_labels(block["elements"]))


def _labels(elements: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    return (f"[{_words(element['text'])}]" for element in elements if "text" in element)


def _words(text: Mapping[str, Any]) -> str:
    said = str(text["text"])
    return _literally(said) if text["type"] == "plain_text" else said


def _literally(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
