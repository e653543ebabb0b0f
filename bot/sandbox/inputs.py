"""The state value of each input element, and how a plain value becomes one.

https://docs.slack.dev/reference/views (state.values) and https://docs.slack.dev/reference/block-kit/block-elements.
"""

import re
from typing import Any

from .elements import STATE_KEY, options_of, placed, visible_text

Json = dict[str, Any]
Values = dict[str, dict[str, Json]]

MANY = frozenset(("selected_options", "selected_users", "selected_conversations", "selected_channels", "files"))
STATELESS = frozenset(("button", "overflow"))


class Unfit(Exception):
    """A value that this kind of element cannot hold."""


def state_values(blocks: list[Json], typed: Values) -> Values:
    """Slack's state.values of these blocks: what was typed, else what each element starts with."""
    values: Values = {}
    for block, element in placed(blocks):
        if element["type"] in STATE_KEY and element["type"] not in STATELESS:
            here = typed.get(block["block_id"], {}).get(element["action_id"])
            values.setdefault(block["block_id"], {})[element["action_id"]] = here or initial(element)
    return values


def initial(element: Json) -> Json:
    """The state value with which an element begins."""
    key = STATE_KEY[element["type"]]
    start = element.get("initial_" + key.removeprefix("selected_"))
    empty: Any = [] if key in MANY else None
    return {"type": element["type"], key: empty if start is None else start}


def content(value: Json) -> Any:
    """What stands in a state value: None, "" or [] where it is empty."""
    return value.get(STATE_KEY[value["type"]])


def coerced(element: Json, value: Any) -> Json:
    """The state value for something plain (or for a state value, whose content is checked the same way)."""
    kind, key = element["type"], STATE_KEY[element["type"]]
    if isinstance(value, dict) and key in value:
        value = value[key]
    if key in MANY:
        given = value if isinstance(value, list) else [] if value in (None, "") else [value]
        return {"type": kind, key: [_single(element, key, one) for one in given]}
    return {"type": kind, key: None if value in (None, "", []) else _single(element, key, value)}


def _single(element: Json, key: str, value: Any) -> Any:
    if key in ("selected_option", "selected_options"):
        return _option(element, value)
    if key == "rich_text_value":
        return value if isinstance(value, dict) else _rich_text(str(value))
    if key == "files":
        return value
    if key == "selected_date_time":
        return _whole(value)
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise Unfit(f"a {element['type']} takes a text, not {value!r}")
    pattern = {"selected_date": r"\d{4}-\d\d-\d\d", "selected_time": r"\d\d:\d\d"}.get(key)
    if pattern and not re.fullmatch(pattern, str(value)):
        raise Unfit(f"{value!r} is not a {element['type']} value")
    return str(value)


def _option(element: Json, value: Any) -> Json:
    wanted = value.get("value") if isinstance(value, dict) else value
    options = options_of(element)
    for option in options:
        if option.get("value") == str(wanted):
            return option
    for option in options:
        if visible_text(option) == str(wanted):
            return option
    raise Unfit(f"{wanted!r} is not one of the options {[visible_text(o) for o in options]}")


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise Unfit(f"{value!r} is not a time in unix seconds") from None


def _rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}
