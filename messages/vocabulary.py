"""The blocks of Block Kit as words of a template, so that a template reads like the message.

A block with words inside is written ``{% call section() %}…{% endcall %}``; one without, ``{{ divider() }}``.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from messages.calendars import calendar_file, google_calendar
from messages.certificates import certificate, legible
from messages.elements import ELEMENTS, plain_text
from messages.mrkdwn import escape
from messages.page import Block, Element, View, elements_of, put
from messages.sheets import csv_file, workbook

Caller = Callable[[], str]


def mrkdwn(text: Any) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": str(escape(text))}


def section(accessory: Element | None = None, block: str | None = None, *, caller: Caller) -> str:
    """A paragraph of markup; ``accessory`` stands at its right."""
    elements, words = elements_of(caller)
    if elements:
        raise ValueError("an element in a section is its accessory")
    return _put_block("section", text=_markup(words), accessory=accessory, block_id=block)


def fields(values: Iterable[Any], block: str | None = None) -> Block:
    """Short facts in two columns, at most ten."""
    return _block("section", fields=[mrkdwn(value) for value in values], block_id=block)


def context(block: str | None = None, *, caller: Caller) -> str:
    """A small line under the message."""
    _elements, words = elements_of(caller)
    return _put_block("context", elements=[_markup(words)], block_id=block)


def actions(block: str | None = None, *, caller: Caller) -> str:
    """A row of buttons and selects. Raises ValueError for words beside them."""
    elements, words = elements_of(caller)
    if words:
        raise ValueError(f"words beside the buttons: {words!r}")
    return _put_block("actions", elements=elements, block_id=block)


def header(text: str) -> Block:
    return _block("header", text=plain_text(text))


def divider() -> Block:
    return _block("divider")


def field(
    name: str,
    label: str,
    element: Element,
    *,
    hint: str | None = None,
    optional: bool = False,
    block: str | None = None,
) -> Block:
    """A question of a form. Its answer comes back under ``name``; a new ``block`` forgets what was typed."""
    return _block(
        "input",
        block_id=block or name,
        label=plain_text(label),
        element=Element(element | {"action_id": name}),
        hint=hint and plain_text(hint),
        optional=optional or None,
    )


def modal(
    callback: str,
    title: str,
    *,
    submit: str | None = None,
    close: str | None = None,
    carry: Any = None,
    tell_when_closed: bool = False,
    closes_all: bool = False,
) -> View:
    """The view is a modal; ``carry`` is a value that comes back with its submission.

    With ``closes_all`` closing it closes the forms below it too.
    """
    return View(
        _block(
            "modal",
            callback_id=callback,
            title=plain_text(title),
            submit=submit and plain_text(submit),
            close=close and plain_text(close),
            private_metadata=None if carry is None else json.dumps(carry, separators=(",", ":")),
            notify_on_close=tell_when_closed or None,
            clear_on_close=closes_all or None,
        )
    )


def home(callback: str) -> View:
    """The view is somebody's Home tab."""
    return View(type="home", callback_id=callback)


def _markup(words: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": words}


def _block(kind: str, /, **parts: Any) -> Block:
    return Block({"type": kind} | {name: part for name, part in parts.items() if part is not None})


def _put_block(kind: str, /, **parts: Any) -> str:
    put(_block(kind, **parts))
    return ""


VOCABULARY: dict[str, Any] = ELEMENTS | {
    made.__name__: made
    for made in (
        *(section, fields, context, actions, header, divider, field, modal, home),
        *(calendar_file, google_calendar, certificate, legible, csv_file, workbook),
    )
}
