"""The arguments of a call, whether they came as JSON or as a form."""

import json
from typing import Any

from ..errors import SlackError

Json = dict[str, Any]


class Arguments:
    """Reads arguments by name; a missing one that is needed is refused as `invalid_arguments`."""

    def __init__(self, fields: Json) -> None:
        self._fields = fields

    def __contains__(self, name: str) -> bool:
        return self._fields.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """A text, empty where there is none."""
        value = self._fields.get(name)
        return default if value is None else str(value)

    def needed(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value:
            raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """A yes or no."""
        return str(self._fields.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self._fields.get(name) or default)
        except (TypeError, ValueError):
            raise SlackError("invalid_arguments", [f"[ERROR] {name} must be a number"]) from None

    def structure(self, name: str) -> Any:
        """A list or an object, also where it came as JSON in a form field; None where there is none."""
        value = self._fields.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError("invalid_arguments", [f"[ERROR] {name} is not JSON"]) from None

    def page(self, things: list[Any], default: int, most: int) -> tuple[list[Any], Json]:
        """The part of a list that `cursor` and `limit` ask for, and the response_metadata with the next cursor."""
        cursor = self.text("cursor")
        if cursor and not cursor.isdigit():
            raise SlackError("invalid_cursor")
        start = int(cursor or 0)
        end = start + max(1, min(self.number("limit", default), most))
        return things[start:end], {"next_cursor": str(end) if end < len(things) else ""}
