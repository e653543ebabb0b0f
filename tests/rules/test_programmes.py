"""What a coordinator may decide about a programme."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.cadence import CADENCES
from bot.rules.matching import Weights
from bot.rules.programmes import Settings, labels, settings, weights
from bot.rules.refusal import Refusal

FORM: dict[str, Any] = {
    "name": "Reverse mentoring",
    "kind": "pairs",
    "circle_least": "2",
    "circle_most": "6",
    "length_months": "6",
    "cadence": "monthly",
    "agenda_by": "mentor",
    "level_gap": "2",
    "across_departments": "preferred",
    "overlap_hours": "2",
    "capacity": "1",
    "rotation": "never",
    "level_labels": None,
    "sessions": "6",
    "agreement_first": [],
    "approval": "coordinator",
    "answer_days": "5",
    "sponsor": [],
    "smallest_group": "5",
    "evergreen": [],
    "fair": "total",
    "many_mentors": [],
    "weights": None,
}


def refused_field(**changed: Any) -> object:
    with pytest.raises(Refusal) as no:
        settings(FORM | changed)
    return no.value.values["field"]


def test_a_form_becomes_settings() -> None:
    weights = {"topics": 50, "style": 12, "purpose": 10, "departments": 10, "hours": 10, "formats": 8}
    assert settings(FORM) == Settings(
        "Reverse mentoring",
        "pairs",
        2,
        6,
        6,
        "monthly",
        "mentor",
        2,
        "preferred",
        2.0,
        1,
        "never",
        {},
        6,
        False,
        "coordinator",
        5,
        None,
        5,
        False,
        False,
        False,
        weights,
    )


@pytest.mark.parametrize(
    ("written", "weighed"),
    [
        ("", (50, 12, 10, 10, 10, 8)),
        ("topics: 60\n\n Style :0", (60, 0, 10, 10, 10, 8)),
        ("topics:0\nstyle:0\npurpose:0\ndepartments:0\nhours:1\nformats:0", (0, 0, 0, 0, 1, 0)),
        ("formats: 66", (50, 12, 10, 10, 10, 66)),
    ],
)
def test_weights_are_read_a_line_each(written: str, weighed: tuple[int, ...]) -> None:
    assert tuple(weights(written).values()) == weighed
    assert Weights(**weights(written))


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("topics 50", "programmes/weight_line"),
        ("luck: 50", "programmes/weight_line"),
        ("topics: -1", "programmes/weight_line"),
        ("topics: 1.5", "programmes/weight_line"),
        ("topics: 1\nTopics: 2", "programmes/weight_line"),
        ("topics: 67", "programmes/weight_heavy"),
        ("topics:0\nstyle:0\npurpose:0\ndepartments:0\nhours:0\nformats:0", "programmes/weight_nothing"),
    ],
)
def test_weights_that_cannot_be_read_are_refused_at_their_field(written: str, refusal: str) -> None:
    with pytest.raises(Refusal) as no:
        weights(written)
    assert (no.value.name, no.value.values["field"]) == (refusal, "weights")


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [
        ("length_months", 1, 24),
        ("level_gap", 0, 9),
        ("overlap_hours", 0, 12),
        ("capacity", 1, 6),
        ("answer_days", 1, 20),
        ("smallest_group", 5, 50),
    ],
)
def test_a_number_is_taken_up_to_its_limits_and_not_beyond(field: str, least: int, most: int) -> None:
    for number in (least, most):
        assert getattr(settings(FORM | {field: str(number)}), field) == number
    for number in (least - 1, most + 1, "nan", "inf", "-inf", "", "x", None):
        assert refused_field(**{field: number}) == field


@pytest.mark.parametrize(("written", "hours"), [("1.5", 1.5), ("1,5", 1.5), ("0", 0.0), ("12.0", 12.0)])
def test_only_hours_may_be_broken_numbers(written: str, hours: float) -> None:
    assert settings(FORM | {"overlap_hours": written}).overlap_hours == hours
    if not hours.is_integer():
        assert refused_field(capacity=written) == "capacity"


@pytest.mark.parametrize("cadence", CADENCES)
def test_every_cadence_can_be_chosen(cadence: str) -> None:
    assert settings(FORM | {"cadence": cadence}).cadence == cadence


@pytest.mark.parametrize("field", ["cadence", "agenda_by", "across_departments", "rotation", "approval"])
@pytest.mark.parametrize("value", [None, "", "something else"])
def test_no_other_answer_than_those_offered_counts(field: str, value: str | None) -> None:
    assert refused_field(**{field: value}) == field


@pytest.mark.parametrize("name", [None, "", "  ", "\u200b\x00", "x" * 81])
def test_a_name_can_be_seen_and_fits(name: str | None) -> None:
    assert refused_field(name=name) == "name"


def test_a_name_stands_in_one_line() -> None:
    assert settings(FORM | {"name": f" a\n\tb  {'x' * 76}"}).name == f"a b {'x' * 76}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", {}),
        ("\n \n", {}),
        ("3: Senior analyst", {"3": "Senior analyst"}),
        ("10:Board\r\n 1 : Trainee ", {"10": "Board", "1": "Trainee"}),
        ("4: Lead: people", {"4": "Lead: people"}),
        (f"5: {'x' * 60}", {"5": "x" * 60}),
    ],
)
def test_labels_stand_one_a_line(written: str, read: dict[str, str]) -> None:
    assert labels(written) == read


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("Analyst", "programmes/label_line"),
        ("3 Analyst", "programmes/label_line"),
        ("0: Nobody", "programmes/label_line"),
        ("11: Emperor", "programmes/label_line"),
        ("01: Trainee", "programmes/label_line"),
        ("three: Analyst", "programmes/label_line"),
        ("3: ", "programmes/label_line"),
        ("3: A\n3: B", "programmes/label_twice"),
        (f"5: {'x' * 61}", "programmes/label_long"),
    ],
)
def test_the_first_line_that_cannot_be_read_is_shown(written: str, refusal: str) -> None:
    with pytest.raises(Refusal) as no:
        labels(written)
    assert (no.value.name, no.value.values["field"]) == (refusal, "level_labels")


@given(st.text() | st.from_regex(r"(1?[0-9] ?: ?.{1,70}\n){1,3}"))
def test_whatever_is_read_can_be_shown_beside_its_level(written: str) -> None:
    read: dict[str, str] = {}
    with suppress(Refusal):
        read = labels(written)
    assert set(read) <= {str(level) for level in range(1, 11)}
    assert all(0 < len(label) <= 60 for label in read.values())
