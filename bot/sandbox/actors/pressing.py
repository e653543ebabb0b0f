"""Finding what carries a label, and the act that clicks it."""

from dataclasses import dataclass
from typing import Any

from ..elements import options_of, placed, visible_text
from .sight import Form, Home, Said, decoded, visible_label

Json = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """Something that can be clicked, and the option of it that the label names (None: the element itself)."""

    place: Said | Form
    block: Json
    element: Json
    option: str | None

    def act(self, value: Any) -> Json:
        """The body of /act/click."""
        body: Json = {"action_id": self.element["action_id"], "block_id": self.block["block_id"]}
        if isinstance(self.place, Said):
            body["message"] = self.place.reference
        else:
            body |= {"home": True} if isinstance(self.place, Home) else {"view": self.place.id}
        if self.option is not None:
            body["value"] = self._with_others(self.option) if self.element["type"] in MANY else self.option
        elif value is not None:
            body["value"] = value
        return body

    def _with_others(self, option: str) -> list[str]:
        """A tick in a list: added to those that are there, or taken away again."""
        held = self._state().get("selected_options") or self.element.get("initial_options") or []
        ticked = [str(one["value"]) for one in held]
        return [one for one in ticked if one != option] if option in ticked else [*ticked, option]

    def _state(self) -> Json:
        values = self.place.values if isinstance(self.place, Form) else {}
        state: Json = values.get(self.block["block_id"], {}).get(self.element["action_id"], {})
        return state


MANY = ("checkboxes", "multi_static_select")


def pressable(place: Said | Form, label: str) -> Target | None:
    """The first thing in a message, form or Home that carries the label: a button, an option, a picker."""
    for block, element in placed(place.blocks):
        if block["type"] == "input" and not block.get("dispatch_action"):
            continue
        if label in (element["action_id"], *_own_names(block, element)):
            return Target(place, block, element, None)
        for option in options_of(element):
            if decoded(visible_text(option)) == label:
                return Target(place, block, element, str(option.get("value")))
    return None


def _own_names(block: Json, element: Json) -> list[str]:
    names = [visible_text({"text": element.get(key)}) for key in ("text", "placeholder")]
    if block["type"] == "input":
        names.append(visible_label(block))
    return [decoded(name) for name in names if name]
