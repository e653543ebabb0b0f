"""The small checks out of which the limits are written: strings, numbers, lists, objects and rules between fields."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]
Path = tuple[Any, str | int] | None
LONGEST_FIELD, LONGEST_CHARACTER = 100, 12
"""Bytes as JSON: of a field beside the letters of its value, and of a letter beyond 16 bits."""


@dataclass(frozen=True)
class Problem:
    """One reason why Slack would refuse: where it stands (`blocks[2].text`), the rule's short name, and a sentence."""

    path: str
    rule: str
    message: str


class Sheet:
    """What was found so far in one message or view, the ids that are taken in it, and how much was looked at."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.problems: list[Problem] = []
        self.fields = self.characters = 0
        self._taken: set[tuple[str, object]] = set()

    def refuse(self, path: Path, rule: str, message: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(_spelled(path), rule, message))

    def take(self, path: Path, kind: str, value: object) -> None:
        """Note that this id is in use, and a problem if it was already."""
        if (kind, value) in self._taken:
            self.refuse(path, "unique", f"there is another {kind} {value!r}")
        self._taken.add((kind, value))

    def bytes_at_most(self) -> int:
        """No fewer than what was looked at has as JSON, where nothing was refused."""
        return self.fields * LONGEST_FIELD + self.characters * LONGEST_CHARACTER


Check = Callable[[Sheet, Path, Any], None]
Fields = Mapping[str, Check]


def _spelled(path: Path) -> str:
    if path is None:
        return ""
    above, step = _spelled(path[0]), path[1]
    return f"{above}[{step}]" if isinstance(step, int) else f"{above}.{step}".lstrip(".")


def boolean(sheet: Sheet, path: Path, value: Any) -> None:
    """Accepts true and false."""
    if not isinstance(value, bool):
        sheet.refuse(path, "type", "must be true or false")


def mapping(sheet: Sheet, path: Path, value: Any) -> None:
    """Accepts any object."""
    if not isinstance(value, dict):
        sheet.refuse(path, "type", "must be an object")
    sheet.characters += len(str(value))


def string(most: int, least: int = 0, form: str = "", unique: str = "") -> Check:
    """A string of so many characters, not blank if it must have any; of a form; taken once as that kind of id."""
    formed = re.compile(form, re.DOTALL)

    def check(sheet: Sheet, path: Path, value: Any) -> None:
        if not isinstance(value, str):
            sheet.refuse(path, "type", "must be a string")
        elif least and (not value or value.isspace()):
            sheet.refuse(path, "empty", "must say something")
        elif not least <= len(value) <= most:
            sheet.refuse(path, "length", f"has {len(value)} characters, allowed are {least} to {most}")
        elif form and not formed.fullmatch(value):
            sheet.refuse(path, "form", f"{value[:80]!r} is not of the form {form}")
        else:
            sheet.characters += len(value)
            if unique:
                sheet.take(path, unique, value)

    return check


def text(most: int, *kinds: str) -> Check:
    """A text object of one of these kinds with 1 to so many characters."""
    words = string(most, 1)

    def check(sheet: Sheet, path: Path, value: Any) -> None:
        if not isinstance(value, dict) or (kind := value.get("type")) not in kinds:
            sheet.refuse(path, "type", f"must be a text object: {' or '.join(kinds)}")
            return
        sheet.fields += len(value)
        words(sheet, (path, "text"), value.get("text"))
        if not _TEXT_FIELDS[kind].issuperset(value):
            sheet.refuse(path, "unknown", f"{kind} has only {', '.join(sorted(_TEXT_FIELDS[kind]))}")

    return check


def whole(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(sheet: Sheet, path: Path, value: Any) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            sheet.refuse(path, "range", f"must be a whole number from {least} to {most}")

    return check


def one_of(*allowed: str) -> Check:
    """One of these words."""

    def check(sheet: Sheet, path: Path, value: Any) -> None:
        if value not in allowed:
            sheet.refuse(path, "value", f"{value!r} is not one of {', '.join(allowed)}")

    return check


def many(item: Check, most: int, least: int = 1) -> Check:
    """A list of so many entries, each of which is checked."""

    def check(sheet: Sheet, path: Path, value: Any) -> None:
        if not isinstance(value, (list, tuple)):
            sheet.refuse(path, "type", "must be a list")
            return
        if not least <= len(value) <= most:
            sheet.refuse(path, "count", f"has {len(value)} entries, allowed are {least} to {most}")
        for index, entry in enumerate(value):
            item(sheet, (path, index), entry)

    return check


_TEXT_FIELDS = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}


def shape(required: Fields, optional: Fields | None = None, *rules: Check, closed: bool = True) -> Check:
    """An object with these fields and, if closed, no other but `type`; then the rules between its fields."""
    fields = {**required, **(optional or {})}

    def check(sheet: Sheet, path: Path, value: Any) -> None:
        if not isinstance(value, dict):
            sheet.refuse(path, "type", "must be an object")
            return
        sheet.fields += len(value)
        for name in required:
            if name not in value:
                sheet.refuse((path, name), "required", f"{name} is missing")
        for name, content in value.items():
            if field := fields.get(name):
                field(sheet, (path, name), content)
            elif closed and name != "type":
                sheet.refuse((path, name), "unknown", f"there is no field {name!r} here")
        for rule in rules:
            rule(sheet, path, value)

    return check


def by_type(kinds: Fields, only_on: Mapping[str, Surface] | None = None) -> Check:
    """An object whose `type` is one of these, some of them on one surface only."""
    tied = only_on or {}

    def check(sheet: Sheet, path: Path, value: Any) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            sheet.refuse(path, "type", f"{kind!r} is not one of {', '.join(kinds)}")
        elif tied.get(kind, sheet.surface) != sheet.surface:
            sheet.refuse(path, "surface", f"{kind} does not go with {sheet.surface}")
        else:
            kinds[kind](sheet, path, value)

    return check


def exactly_one(*names: str) -> Check:
    """A rule: one of these fields, and not two."""

    def check(sheet: Sheet, path: Path, value: Any) -> None:
        if sum(name in value for name in names) != 1:
            sheet.refuse(path, "required", f"needs exactly one of {', '.join(names)}")

    return check


def at_least_one(*names: str) -> Check:
    """A rule: one of these fields or several."""

    def check(sheet: Sheet, path: Path, value: Any) -> None:
        if not any(name in value for name in names):
            sheet.refuse(path, "required", f"needs one of {', '.join(names)}")

    return check


def ordered(*names: str) -> Check:
    """A rule: those of these numbers that are given do not fall."""

    def check(sheet: Sheet, path: Path, value: Any) -> None:
        given = [value[name] for name in names if name in value]
        try:
            numbers = [float(number) for number in given]
        except (TypeError, ValueError):
            sheet.refuse(path, "type", f"{', '.join(names)} must be numbers")
            return
        if numbers != sorted(numbers):
            sheet.refuse(path, "range", f"{' ≤ '.join(name for name in names if name in value)} does not hold")

    return check


def chosen_is_offered(sheet: Sheet, path: Path, value: Any) -> None:
    """A rule: every initial option is, in all its fields, one of the options."""
    chosen = [value["initial_option"]] if "initial_option" in value else listed(value, "initial_options")
    offered = list(_offered(value)) if chosen else []
    for index, option in enumerate(chosen):
        if option not in offered:
            sheet.refuse(path, "option", f"initial option {index + 1} is not among the options")


def _offered(value: Any) -> Iterable[Any]:
    yield from listed(value, "options")
    for group in listed(value, "option_groups"):
        yield from listed(group, "options")


def listed(value: Any, name: str) -> Sequence[Any]:
    """The entries of a list in an object, or none where either is something else."""
    entries = value.get(name) if isinstance(value, dict) else None
    return entries if isinstance(entries, (list, tuple)) else ()
