"""The elements of Block Kit as words of a template: buttons, selects, boxes, pickers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from messages.mrkdwn import plain
from messages.page import Element

Option = dict[str, Any]


def plain_text(value: Any) -> dict[str, Any]:
    return {"type": "plain_text", "text": plain(value), "emoji": True}


def _element(kind: str, /, **parts: Any) -> Element:
    return Element({"type": kind} | {name: part for name, part in parts.items() if part not in (None, "", [])})


def button(
    label: str,
    action: str,
    value: Any = None,
    *,
    style: str | None = None,
    confirm: Any = None,
    reads: str | None = None,
    url: str | None = None,
) -> Element:
    """A button: verb and object as its label; ``reads`` is what a screen reader says where the label is short.

    One with ``url`` opens that address.
    """
    return _element(
        "button",
        text=plain_text(label),
        action_id=action,
        value=None if value is None else str(value),
        style=style,
        confirm=confirm,
        accessibility_label=reads and plain(reads),
        url=url,
    )


def confirm(title: str, text: str, yes: str, no: str) -> dict[str, Any]:
    """The dialog that asks again before something that is hard to undo."""
    return {"title": plain_text(title), "text": plain_text(text), "confirm": plain_text(yes), "deny": plain_text(no)}


def option(label: str, value: Any, description: str | None = None) -> Option:
    made: Option = {"text": plain_text(label), "value": str(value)}
    return made | ({"description": plain_text(description)} if description else {})


def select(
    options: Sequence[Option], initial: Any = None, *, placeholder: str | None = None, action: str = ""
) -> Element:
    return _element(
        "static_select",
        action_id=action,
        options=list(options),
        initial_option=_chosen_one(options, initial),
        placeholder=placeholder and plain_text(placeholder),
    )


def overflow(options: Sequence[Option], action: str) -> Element:
    """A menu of up to five things that are done at once, where buttons would take too much room."""
    return _element("overflow", action_id=action, options=list(options))


def multi_select(
    options: Sequence[Option], initial: Iterable[Any] = (), *, placeholder: str | None = None, most: int | None = None
) -> Element:
    return _element(
        "multi_static_select",
        options=list(options),
        initial_options=_chosen(options, initial),
        placeholder=placeholder and plain_text(placeholder),
        max_selected_items=most,
    )


def radio(options: Sequence[Option], initial: Any = None) -> Element:
    return _element("radio_buttons", options=list(options), initial_option=_chosen_one(options, initial))


def checkboxes(options: Sequence[Option], initial: Iterable[Any] = ()) -> Element:
    return _element("checkboxes", options=list(options), initial_options=_chosen(options, initial))


def users_select(initial: str | None = None, *, placeholder: str | None = None, action: str = "") -> Element:
    return _element(
        "users_select",
        action_id=action,
        initial_user=initial,
        placeholder=placeholder and plain_text(placeholder),
    )


def multi_users_select(
    initial: Sequence[str] = (), *, placeholder: str | None = None, most: int | None = None
) -> Element:
    return _element(
        "multi_users_select",
        initial_users=list(initial),
        placeholder=placeholder and plain_text(placeholder),
        max_selected_items=most,
    )


def channel_select(initial: str | None = None, *, placeholder: str | None = None) -> Element:
    """A channel, public or private; no conversations of people."""
    return _element(
        "conversations_select",
        initial_conversation=initial,
        placeholder=placeholder and plain_text(placeholder),
        filter={"include": ["public", "private"], "exclude_external_shared_channels": True},
    )


def image(url: str, alt: str) -> Element:
    """A picture beside a paragraph; ``alt`` says what it says."""
    return _element("image", image_url=url, alt_text=plain(alt))


def text_input(
    initial: str | None = None, *, multiline: bool = False, most: int | None = None, placeholder: str | None = None
) -> Element:
    return _element(
        "plain_text_input",
        initial_value=initial,
        multiline=multiline or None,
        max_length=most,
        placeholder=placeholder and plain_text(placeholder),
    )


def number_input(initial: float | None = None, *, least: float, most: float, decimals: bool = False) -> Element:
    return Element(
        _element("number_input", initial_value=None if initial is None else f"{initial:g}")
        | {"is_decimal_allowed": decimals, "min_value": f"{least:g}", "max_value": f"{most:g}"}
    )


def date_picker(initial: Any = None) -> Element:
    return _element("datepicker", initial_date=None if initial is None else str(initial))


def datetime_picker(initial: datetime | None = None) -> Element:
    """A day and a time, in the zone of whoever picks; the answer is in seconds since 1970."""
    return _element("datetimepicker", initial_date_time=None if initial is None else int(initial.timestamp()))


def time_picker(initial: str | None = None) -> Element:
    return _element("timepicker", initial_time=initial)


def file_input(filetypes: Sequence[str], most: int = 1) -> Element:
    return _element("file_input", filetypes=list(filetypes), max_files=most)


def _chosen(options: Sequence[Option], values: Iterable[Any]) -> list[Option]:
    wanted = {str(value) for value in values}
    return [made for made in options if made["value"] in wanted]


def _chosen_one(options: Sequence[Option], value: Any) -> Option | None:
    return next(iter(_chosen(options, [value])), None)


ELEMENTS = {
    made.__name__: made
    for made in (
        button,
        confirm,
        option,
        select,
        overflow,
        multi_select,
        radio,
        checkboxes,
        users_select,
        multi_users_select,
        channel_select,
        image,
        text_input,
        number_input,
        date_picker,
        datetime_picker,
        time_picker,
        file_input,
    )
}
