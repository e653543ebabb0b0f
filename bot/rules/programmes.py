"""What a coordinator may decide about a programme, and what may be wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.rules.cadence import CADENCES
from bot.rules.health import LARGEST_MINIMUM, SMALLEST_GROUP
from bot.rules.joining import visible
from bot.rules.matching.policy import HEAVIEST, Weights
from bot.rules.refusal import Refusal

LONGEST_NAME = 80
LONGEST_LABEL = 60
LEVELS = range(1, 11)
HEAVIEST_PART = HEAVIEST // 6
STANDARD_WEIGHTS = asdict(Weights())
PAIRS, PEERS, CIRCLES = "pairs", "peers", "circles"
KINDS = (PAIRS, PEERS, CIRCLES)
"""What a programme makes of people: a junior who teaches a senior; two who differ and learn from each other; or a
junior who teaches several seniors together."""
SMALLEST_CIRCLE, LARGEST_CIRCLE = 2, 6
"""Mentees of a circle; a group conversation in Slack has room for no more than these, their mentor and the bot."""


@dataclass(frozen=True)
class Settings:
    """A programme's settings; lengths in months, overlap in hours, ``level_labels`` from level to label.

    ``kind`` is one of KINDS; a circle has ``circle_least`` to ``circle_most`` mentees. ``fair`` puts a round's weakest
    pair before its total, ``many_mentors`` as many different mentors as possible; ``weights`` say how much each part of
    compatibility counts.

    ``approval`` says who has to agree before two people are introduced: "coordinator" (then both), "people" (both), or
    "none" of the two; somebody who has not answered after ``answer_days`` working days has said no.
    """

    name: str
    kind: str
    circle_least: int
    circle_most: int
    length_months: int
    cadence: str
    agenda_by: str
    level_gap: int
    across_departments: str
    overlap_hours: float
    capacity: int
    rotation: str
    level_labels: dict[str, str]
    sessions: int
    agreement_first: bool
    approval: str
    answer_days: int
    sponsor_id: str | None
    smallest_group: int
    evergreen: bool
    fair: bool
    many_mentors: bool
    weights: dict[str, int]


def settings(given: Mapping[str, Any]) -> Settings:
    """The settings in a form's fields. Refuses at its field whatever cannot stand."""
    least = int(_number(given, "circle_least", SMALLEST_CIRCLE, LARGEST_CIRCLE))
    return Settings(
        name=_name(given["name"]),
        kind=_one_of(given, "kind", *KINDS),
        circle_least=least,
        circle_most=int(_number(given, "circle_most", least, LARGEST_CIRCLE)),
        length_months=int(_number(given, "length_months", 1, 24)),
        cadence=_one_of(given, "cadence", *CADENCES),
        agenda_by=_one_of(given, "agenda_by", "mentor", "mentee"),
        level_gap=int(_number(given, "level_gap", 0, 9)),
        across_departments=_one_of(given, "across_departments", "preferred", "required", "no"),
        overlap_hours=_number(given, "overlap_hours", 0, 12, whole=False),
        capacity=int(_number(given, "capacity", 1, 6)),
        rotation=_one_of(given, "rotation", "never", "keep"),
        level_labels=labels(given["level_labels"] or ""),
        sessions=int(_number(given, "sessions", 1, 52)),
        agreement_first=bool(given["agreement_first"]),
        approval=_one_of(given, "approval", "coordinator", "people", "none"),
        answer_days=int(_number(given, "answer_days", 1, 20)),
        sponsor_id=next(iter(given["sponsor"] or ()), None),
        smallest_group=int(_number(given, "smallest_group", SMALLEST_GROUP, LARGEST_MINIMUM)),
        evergreen=bool(given["evergreen"]),
        fair=_one_of(given, "fair", "total", "weakest") == "weakest",
        many_mentors=bool(given["many_mentors"]),
        weights=weights(given["weights"] or ""),
    )


def check_change(wanted: Settings, smallest_group: int, *, opened: bool, fixed_kind: str | None = None) -> None:
    """Refuses a lower minimum once people could join: they have answered trusting the one that they read. Refuses
    another kind where it is fixed, since people have been matched under it."""
    if fixed_kind and wanted.kind != fixed_kind:
        raise Refusal("programmes/kind_fixed", field="kind", kind=fixed_kind)
    if opened and wanted.smallest_group < smallest_group:
        raise Refusal("programmes/smallest_lowered", field="smallest_group", smallest=smallest_group)


def labels(written: str) -> dict[str, str]:
    """Labels of levels, a line each: ``3: Senior analyst``. Refuses the first line that says something else."""
    found: dict[str, str] = {}
    for line in filter(str.strip, written.splitlines()):
        level, separator, label = (part.strip() for part in line.partition(":"))
        if not separator or not label or level not in map(str, LEVELS):
            raise Refusal("programmes/label_line", field="level_labels", line=line.strip())
        if level in found:
            raise Refusal("programmes/label_twice", field="level_labels", level=level)
        if len(label) > LONGEST_LABEL:
            raise Refusal("programmes/label_long", field="level_labels", level=level, most=LONGEST_LABEL)
        found[level] = label
    return found


def weights(written: str) -> dict[str, int]:
    """How much each part of compatibility counts, a line each: ``topics: 50``; a part without a line has its default.

    Refuses the first line that says something else, and weights that all are nothing.
    """
    found: dict[str, int] = {}
    for line in filter(str.strip, written.splitlines()):
        part, _separator, weight = (piece.strip().casefold() for piece in line.partition(":"))
        if part not in STANDARD_WEIGHTS or part in found or not re.fullmatch("[0-9]{1,3}", weight):
            raise Refusal("programmes/weight_line", field="weights", line=line.strip(), parts=[*STANDARD_WEIGHTS])
        if int(weight) > HEAVIEST_PART:
            raise Refusal("programmes/weight_heavy", field="weights", part=part, most=HEAVIEST_PART)
        found[part] = int(weight)
    weighed = STANDARD_WEIGHTS | found
    if not any(weighed.values()):
        raise Refusal("programmes/weight_nothing", field="weights")
    return weighed


def _name(written: str | None) -> str:
    name = visible(written or "")
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refusal("programmes/name", field="name", most=LONGEST_NAME)
    return name


def _number(given: Mapping[str, Any], field: str, least: int, most: int, *, whole: bool = True) -> float:
    try:
        number = float(str(given[field]).replace(",", "."))
    except ValueError:
        number = float("nan")
    if not least <= number <= most or (whole and not number.is_integer()):
        raise Refusal("programmes/number", field=field, least=least, most=most, whole=whole)
    return number


def _one_of(given: Mapping[str, Any], field: str, *allowed: str) -> str:
    if given[field] not in allowed:
        raise Refusal("programmes/choice", field=field)
    return str(given[field])
