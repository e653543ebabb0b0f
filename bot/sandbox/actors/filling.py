"""Filling in a form by the labels that stand on it."""

from collections.abc import Callable, Mapping
from typing import Any

from ..elements import placed
from .sight import Form, visible_label

Json = dict[str, Any]


def filled(form: Form, wanted: Mapping[str, Any], person_id: Callable[[Any], str]) -> Json:
    """The values for /act/submit; the keys are labels (or the beginning of one), block_ids or action_ids."""
    values: Json = {}
    for key, value in wanted.items():
        block, element = _field(form, key)
        people = "users" in element["type"] and value is not None
        values.setdefault(block["block_id"], {})[element["action_id"]] = _people(value, person_id) if people else value
    return values


def _field(form: Form, key: str) -> tuple[Json, Json]:
    fields = [(block, element) for block, element in placed(form.blocks) if element["type"] != "button"]
    asked = key.casefold()
    for matches in (_by_id, _by_label, _by_beginning):
        found = [(block, element) for block, element in fields if matches(block, element, asked)]
        if len(found) == 1:
            return found[0]
    seen = [_label(block) or element["action_id"] for block, element in fields]
    raise LookupError(f"no field, or more than one, is called {key!r} on {form.title!r}: {seen}")


def _by_id(block: Json, element: Json, asked: str) -> bool:
    return asked in (block["block_id"].casefold(), element["action_id"].casefold())


def _by_label(block: Json, _: Json, asked: str) -> bool:
    return _label(block).casefold() in (asked, asked.replace("_", " "))


def _by_beginning(block: Json, _: Json, asked: str) -> bool:
    return _label(block).casefold().startswith((asked, asked.replace("_", " ")))


def _label(block: Json) -> str:
    return visible_label(block) if block["type"] == "input" else ""


def _people(value: Any, person_id: Callable[[Any], str]) -> Any:
    return [person_id(one) for one in value] if isinstance(value, list | tuple) else person_id(value)
