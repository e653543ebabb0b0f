"""Filling in any form as somebody does who has an opinion about most things and little time."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from bot.sandbox.actors import Form
from bot.sandbox.actors.sight import visible_label
from bot.sandbox.elements import options_of

from .words import ANYTHING, GOALS, LINES

Json = dict[str, Any]
Known = dict[str, int]
"""The words that somebody has read, and those that they have written."""
READ, WROTE = 1, 2
MOVES, TIMES = "How far are you", "Times that suit you"
"""The one choice that is changed though something is chosen already, and the one that is made though it may be left."""


def filled_in(form: Form, chance: Random, today: date, colleagues: list[str], known: Known) -> Json:
    """The values for /act/submit: what is asked for, what they have words for, and nothing that is answered already.

    Words that they do not know yet come first, and then those that are not their own.
    """
    return {
        block["block_id"]: {block["element"]["action_id"]: value}
        for block, value in _answers(form, chance, today, colleagues, known)
        if value is not None
    }


def read(text: str, known: Known) -> None:
    """Remember the goals of which a text tells, so as not to propose what the other one has."""
    for goal in LINES[GOALS]:
        if goal in text:
            known.setdefault(goal, READ)


def _answers(
    form: Form, chance: Random, today: date, colleagues: list[str], known: Known
) -> Iterator[tuple[Json, Any]]:
    for block in (block for block in form.blocks if block["type"] == "input"):
        element, label = block["element"], visible_label(block)
        held = next((value for key, value in _state(form, block).items() if key != "type" and value), None)
        if label.startswith(MOVES):
            yield block, further(element, held, chance)
        elif held is None and (not block.get("optional") or _has_a_say(element, label)):
            yield block, _answer(element, label, chance, today, colleagues, known)


def _state(form: Form, block: Json) -> Json:
    state: Json = form.values.get(block["block_id"], {}).get(block["element"]["action_id"], {})
    return state


def _has_a_say(element: Json, label: str) -> bool:
    return element["type"] == "datepicker" or label.startswith(TIMES) or bool(_own_words(label))


def _own_words(label: str) -> tuple[str, ...]:
    return next((lines for asked, lines in LINES.items() if label.startswith(asked)), ())


def _answer(element: Json, label: str, chance: Random, today: date, colleagues: list[str], known: Known) -> Any:
    if own := _own_words(label):
        return _another(own, chance, known) if element["type"] == "plain_text_input" else chance.choice(own)
    match element["type"]:
        case "plain_text_input" | "rich_text_input":
            return chance.choice(ANYTHING)
        case "static_select" | "radio_buttons":
            return _one_of(element, chance)
        case "checkboxes" | "multi_static_select":
            return [option["value"] for option in options_of(element)][: chance.randint(1, 3)]
        case "datepicker":
            return (today + timedelta(days=chance.randint(10, 60))).isoformat()
        case "users_select":
            return chance.choice(colleagues)
        case "number_input":
            return int(element.get("min_value") or 1)
    return None


def _another(lines: tuple[str, ...], chance: Random, known: Known) -> str:
    """One of the lines; where they know it, the next one that they know less."""
    at = lines.index(chance.choice(lines))
    chosen = min((*lines[at:], *lines[:at]), key=lambda line: known.get(line, 0))
    known[chosen] = WROTE
    return chosen


def _one_of(element: Json, chance: Random) -> str:
    """Rather one of the later options, as those do who are content."""
    values = [option["value"] for option in options_of(element)]
    return str(values[int(chance.triangular(0, len(values), len(values) * 0.7)) % len(values)])


def further(element: Json, held: Any, chance: Random) -> str:
    """A later option than the one that is held."""
    values = [option["value"] for option in options_of(element)]
    at = values.index(held["value"]) if held else 0
    return str(values[min(len(values) - 1, at + chance.randint(1, 4))])
