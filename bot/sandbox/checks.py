"""What Slack's own client checks in a form before it asks the bot."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from .elements import placed
from .inputs import Values, content

Json = dict[str, Any]

REQUIRED = "Please complete this required field."


def complaints(blocks: list[Json], values: Values) -> dict[str, str]:
    """A sentence per block_id whose input may not be submitted like this; empty where all is well."""
    found: dict[str, str] = {}
    for block, element in placed(blocks):
        if block.get("type") == "input":
            said = _complaint(block, element, content(values[block["block_id"]][element["action_id"]]))
            if said:
                found[block["block_id"]] = said
    return found


def too_many(element: Json, value: Any) -> bool:
    """Whether more was picked than the element lets one pick."""
    most = element.get("max_selected_items")
    return isinstance(value, list) and most is not None and len(value) > most


def _complaint(block: Json, element: Json, value: Any) -> str | None:
    if value in (None, "", []) or (isinstance(value, str) and not value.strip()):
        return None if block.get("optional") else REQUIRED
    if too_many(element, value):
        return f"Please select at most {element['max_selected_items']} items."
    if element["type"] == "file_input" and len(value) > element.get("max_files", 10):
        return f"Please add at most {element.get('max_files', 10)} files."
    check = {
        "plain_text_input": _length,
        "number_input": _number,
        "email_text_input": _email,
        "url_text_input": _url,
    }.get(element["type"])
    return check(element, value) if check else None


def _length(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(value) > most else None


def _number(element: Json, value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(str(least)):
        return f"Please enter a number of at least {least}."
    if most is not None and number > Decimal(str(most)):
        return f"Please enter a number of at most {most}."
    return None


def _email(_: Json, value: str) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "Please enter a valid email address."


def _url(_: Json, value: str) -> str | None:
    return None if re.fullmatch(r"https?://\S+", value) else "Please enter a valid URL."
