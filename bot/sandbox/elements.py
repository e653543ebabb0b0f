"""Finding the interactive elements in blocks, and giving ids to those that came without."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

STATE_KEY = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
INTERACTIVE = frozenset(("button", *STATE_KEY))


def placed(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block in which it stands, from top to bottom."""
    for block in blocks:
        held = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
        for element in held:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def with_ids(blocks: list[Json], new_id: Any) -> list[Json]:
    """The blocks, each with a block_id and each interactive element with an action_id, as Slack completes them."""
    return [_with_ids(block, new_id) for block in blocks]


def visible_text(element: Json) -> str:
    """What is written on a button or an option."""
    text = element.get("text")
    return str(text.get("text", "")) if isinstance(text, dict) else str(text or "")


def options_of(element: Json) -> list[Json]:
    """The options of a select, its groups laid flat."""
    groups = element.get("option_groups") or ()
    return [*(element.get("options") or ()), *(option for group in groups for option in group.get("options") or ())]


def _with_ids(block: Json, new_id: Any) -> Json:
    whole = {**block, "block_id": block.get("block_id") or new_id()}
    for slot in ("accessory", "element"):
        if isinstance(block.get(slot), dict):
            whole[slot] = _named(block[slot], new_id)
    if block.get("type") == "actions":
        whole["elements"] = [_named(element, new_id) for element in block.get("elements") or ()]
    return whole


def _named(element: Json, new_id: Any) -> Json:
    if element.get("type") in INTERACTIVE and not element.get("action_id"):
        return {**element, "action_id": new_id()}
    return element
