"""Slack's blocks, elements and surfaces with their limits, each as one line of a table.

The fields are those of docs.slack.dev/reference/block-kit; where sources differ the stricter one stands here.
"""

from collections.abc import Mapping
from typing import Any

from messages.limits.checks import (
    Check,
    Fields,
    Path,
    Sheet,
    Surface,
    at_least_one,
    boolean,
    by_type,
    chosen_is_offered,
    exactly_one,
    listed,
    many,
    mapping,
    one_of,
    ordered,
    shape,
    string,
    text,
    whole,
)
from messages.limits.rich_text import RICH_TEXT, block


def _plain(most: int) -> Check:
    return text(most, "plain_text")


def _text(most: int) -> Check:
    return text(most, "plain_text", "mrkdwn")


def _element(required: Fields, optional: Fields | None = None, *rules: Check) -> Check:
    action_id = string(255, 1, unique="action_id")
    return shape(required, {"action_id": action_id, **(optional or {})}, *rules)


def _focus(sheet: Sheet, path: Path, value: Any) -> None:
    boolean(sheet, path, value)
    if value is True:
        sheet.take(path, "focus_on_load", value)


def _one_table(sheet: Sheet, path: Path, _value: Any) -> None:
    sheet.take(path, "table", "in this message")


def _input_needs_submit(sheet: Sheet, path: Path, value: Any) -> None:
    kinds = [each.get("type") for each in listed(value, "blocks") if isinstance(each, dict)]
    if "input" in kinds and "submit" not in value:
        sheet.refuse((path, "submit"), "required", "a modal with an input needs a submit label")


_CONFIRM = shape(
    {"title": _plain(100), "text": _plain(300), "confirm": _plain(30), "deny": _plain(30)},
    {"style": one_of("primary", "danger")},
)
_ASKS = {"confirm": _CONFIRM, "focus_on_load": _focus}
_HOLDS = {"placeholder": _plain(150), "focus_on_load": _focus}
_TYPED = {**_HOLDS, "dispatch_action_config": mapping}
_PICKED = {**_ASKS, "placeholder": _plain(150)}
_SEVERAL = {**_PICKED, "max_selected_items": whole(1, 100)}

_VALUE, _ID, _URL = string(75, 1), string(255, 1), string(3000, 1)
_WEB = string(3000, 1, r"https?://\S+")
_ALT = string(2000, 1)


def _option(words: Check, **more: Check) -> Check:
    return shape({"text": words, "value": _VALUE}, {"description": words, **more})


_OPTION, _TICK, _MENU = _option(_plain(75)), _option(_text(75)), _option(_plain(75), url=_URL)
_GROUP = shape({"label": _plain(75), "options": many(_OPTION, 100)})
_OPTIONS = {"options": many(_OPTION, 100), "option_groups": many(_GROUP, 100)}
_INITIAL_IDS = many(_ID, 100)


def _select(**more: Check) -> Check:
    return _element({}, {**_PICKED, **more})


def _multi_select(**more: Check) -> Check:
    return _element({}, {**_SEVERAL, **more})


_LISTS = (exactly_one("options", "option_groups"), chosen_is_offered)
_SELECTS = {
    "static_select": _element({}, {**_PICKED, **_OPTIONS, "initial_option": _OPTION}, *_LISTS),
    "external_select": _select(initial_option=_OPTION, min_query_length=whole(0, 255)),
    "users_select": _select(initial_user=_ID),
    "conversations_select": _select(
        initial_conversation=_ID, default_to_current_conversation=boolean, filter=mapping, response_url_enabled=boolean
    ),
    "channels_select": _select(initial_channel=_ID, response_url_enabled=boolean),
}
_MULTI_SELECTS = {
    "multi_static_select": _element({}, {**_SEVERAL, **_OPTIONS, "initial_options": many(_OPTION, 100)}, *_LISTS),
    "multi_external_select": _multi_select(initial_options=many(_OPTION, 100), min_query_length=whole(0, 255)),
    "multi_users_select": _multi_select(initial_users=_INITIAL_IDS),
    "multi_conversations_select": _multi_select(
        initial_conversations=_INITIAL_IDS, default_to_current_conversation=boolean, filter=mapping
    ),
    "multi_channels_select": _multi_select(initial_channels=_INITIAL_IDS),
}
_CHOICES = {
    **_SELECTS,
    "checkboxes": _element(
        {"options": many(_TICK, 10)}, {**_ASKS, "initial_options": many(_TICK, 10)}, chosen_is_offered
    ),
    "radio_buttons": _element({"options": many(_TICK, 10)}, {**_ASKS, "initial_option": _TICK}, chosen_is_offered),
    "datepicker": _element({}, {**_PICKED, "initial_date": string(10, 10, r"\d{4}-\d\d-\d\d")}),
    "timepicker": _element({}, {**_PICKED, "initial_time": string(5, 5, r"([01]\d|2[0-3]):[0-5]\d"), "timezone": _ID}),
}
_DATETIME = {"datetimepicker": _element({}, {**_ASKS, "initial_date_time": whole(1_000_000_000, 9_999_999_999)})}
_BUTTON = _element(
    {"text": _plain(75)},
    {
        "url": _URL,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": _CONFIRM,
        "accessibility_label": string(75, 1),
    },
)
_PRESSED = {"button": _BUTTON, "overflow": _element({"options": many(_MENU, 5)}, {"confirm": _CONFIRM})}
_PICTURE = {"image_url": _WEB, "slack_file": mapping}
_IMAGE = shape({"alt_text": _ALT}, _PICTURE, exactly_one(*_PICTURE))

_INPUTS = {
    "plain_text_input": _element(
        {},
        {
            **_TYPED,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        ordered("min_length", "max_length"),
    ),
    "email_text_input": _element({}, {**_TYPED, "initial_value": string(3000, 1, r"[^@\s]+@[^@\s]+\.[^@\s.]+")}),
    "url_text_input": _element({}, {**_TYPED, "initial_value": _WEB}),
    "number_input": _element(
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": string(100, 1), "min_value": string(100, 1), "max_value": string(100, 1)},
        ordered("min_value", "initial_value", "max_value"),
    ),
    "rich_text_input": _element({}, {**_TYPED, "initial_value": mapping}),
    "file_input": _element({}, {"filetypes": many(string(255, 1), 100), "max_files": whole(1, 10)}),
}

_CELL = by_type({"raw_text": shape({"text": string(3000)}), "rich_text": RICH_TEXT})
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

_ACCESSORY = by_type({**_PRESSED, **_CHOICES, **_MULTI_SELECTS, "image": _IMAGE})
_ACTION = by_type({**_PRESSED, **_CHOICES, **_DATETIME})
_INPUT = by_type({**_CHOICES, **_MULTI_SELECTS, **_DATETIME, **_INPUTS}, {"file_input": "modal"})
_CONTEXT = by_type({"image": _IMAGE, "plain_text": _text(3000), "mrkdwn": _text(3000)})

_BLOCK = by_type(
    {
        "section": block(
            {},
            {"text": _text(3000), "fields": many(_text(2000), 10), "accessory": _ACCESSORY, "expand": boolean},
            at_least_one("text", "fields"),
        ),
        "actions": block({"elements": many(_ACTION, 25)}),
        "context": block({"elements": many(_CONTEXT, 10)}),
        "header": block({"text": _plain(150)}),
        "divider": block({}),
        "image": block({"alt_text": _ALT}, {"title": _plain(2000), **_PICTURE}, exactly_one(*_PICTURE)),
        "input": block(
            {"label": _plain(2000), "element": _INPUT},
            {"hint": _plain(2000), "optional": boolean, "dispatch_action": boolean},
        ),
        "rich_text": RICH_TEXT,
        "table": block({"rows": many(many(_CELL, 20), 100)}, {"column_settings": many(_COLUMN, 20, 0)}, _one_table),
    },
    {"table": "message"},
)

_VIEW = {"callback_id": string(255), "external_id": string(255), "private_metadata": string(3000)}

SURFACES: Mapping[Surface, Check] = {
    "message": shape(
        {"text": string(4000, 1)},
        {"blocks": many(_BLOCK, 50, 0), "metadata": shape({"event_type": string(255, 1), "event_payload": mapping})},
        closed=False,
    ),
    "modal": by_type(
        {
            "modal": shape(
                {"title": _plain(24), "blocks": many(_BLOCK, 100)},
                {
                    "submit": _plain(24),
                    "close": _plain(24),
                    "clear_on_close": boolean,
                    "notify_on_close": boolean,
                    "submit_disabled": boolean,
                    **_VIEW,
                },
                _input_needs_submit,
            )
        }
    ),
    "home": by_type({"home": shape({"blocks": many(_BLOCK, 100)}, _VIEW)}),
}
