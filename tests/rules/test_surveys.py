"""Surveys: what is asked, when, and that nothing that is shown tells what one person answered."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from bot.rules.closing import length
from bot.rules.surveys import (
    ITEMS,
    KINDS,
    SCALES,
    SURVEYS,
    Crowd,
    Group,
    breakdown_may_be_shown,
    change_may_be_shown,
    crowd,
    enps,
    faults,
    groups,
    in_pair,
    may_be_shown,
    shown_from,
    window,
)
from messages.samples import SAMPLES

SMALLEST = 5
ROOT = Path(__file__).parents[2]
ROLES = ("mentor", "mentee")


def test_a_survey_has_seven_questions_at_most_and_each_says_its_outcome_and_its_source() -> None:
    assert all(1 <= len(items) <= 7 for items in SURVEYS.values())
    assert {item for items in KINDS.values() for item in items} == set(ITEMS)
    assert all(item.source for item in ITEMS.values())
    assert {item.outcome for item in ITEMS.values()} >= {"skills", "inclusion", "satisfaction", "innovation"}


def test_the_page_about_surveys_names_every_question_with_its_wording_and_source() -> None:
    page, wording = (ROOT / "docs/surveys.md").read_text(), (ROOT / "messages/surveys/items.j2").read_text()
    for kind, items in SURVEYS.items():
        assert re.search(rf"^\| {kind} \| .+ \| {', '.join(items)} \|$", page, re.MULTILINE)
    for name, item in ITEMS.items():
        (words,) = re.findall(rf'^  "{name}": _\("(.*?)"\),$', wording.split("{% set kinds")[0], re.MULTILINE)
        assert f"| {name} | {words} | " in page
        assert f"| {item.outcome} | {item.source} |" in page


def test_the_samples_show_every_survey_with_its_questions() -> None:
    shown = {kind: values["questions"] for kind, values in SAMPLES["surveys/form"].items()}
    assert shown == {kind: [(item, ITEMS[item].scale) for item in items] for kind, items in SURVEYS.items()}


@pytest.mark.parametrize(
    ("given_answers", "missing"),
    [
        ({"fit": 2}, []),
        ({"fit": 0, "words": "x" * 1000}, []),
        ({}, ["fit"]),
        ({"fit": 3}, ["fit"]),
        ({"fit": "2"}, ["fit"]),
        ({"fit": 1, "words": "x" * 1001}, ["words"]),
    ],
)
def test_an_answer_is_one_that_was_offered_and_words_may_be_left_out(
    given_answers: dict[str, int | str], missing: list[str]
) -> None:
    assert faults("fit", given_answers) == missing


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 24))
def test_a_pair_is_asked_at_half_time_and_every_sixty_days_but_never_twice_in_two_weeks(
    start: date, months: int
) -> None:
    end = start + length(months)
    asked = in_pair(start, end, start, {})
    days = sorted(asked.values())
    assert [kind for kind, _number in asked].count("midpoint") == 1
    assert all(start < day < end for day in days)
    assert all(later - earlier >= timedelta(days=14) for earlier, later in itertools.pairwise(days))
    assert all((day - start).days % 60 == 0 for (kind, _number), day in asked.items() if kind == "pulse")


@pytest.mark.parametrize(
    ("counts", "score"), [({10: 5}, 100), ({0: 2, 6: 3}, -100), ({7: 3, 8: 3}, 0), ({9: 3, 8: 2, 5: 2}, 14)]
)
def test_the_net_promoter_score_takes_those_who_would_not_from_those_who_would(
    counts: dict[int, int], score: int
) -> None:
    assert enps(counts) == score


def test_a_month_is_shown_once_nobody_can_answer_any_more() -> None:
    last_day = date(2026, 11, 30)
    assert window(last_day) == "2026-11"
    assert shown_from("2026-11") > last_day + timedelta(days=15)
    assert shown_from("2026-12") == date(2027, 1, 17)


someone = st.sampled_from([*"ABCDEFGHI", None])
"""Who has answered; nobody knows any more who they were that have left."""
months = st.lists(
    st.tuples(st.sampled_from([f"2027-{month:02}" for month in range(1, 13)]), st.lists(someone, max_size=9))
)
Months = list[tuple[str, list[str | None]]]


@given(months)
def test_groups_are_of_enough_people_and_take_each_month_once_in_order(closed: Months) -> None:
    closed = sorted(dict(closed).items())
    made = groups(closed, SMALLEST)
    flat = [month for group in made for month in group.windows]
    assert flat == [month for month, _who in closed][: len(flat)]
    for group in made:
        who = [one for month in group.windows for one in dict(closed)[month]]
        assert len(set(who) - {None}) >= SMALLEST
        assert group.answered == len(who)


@given(months, months)
def test_later_months_never_cut_or_extend_a_group_that_was_shown(earlier: Months, later: Months) -> None:
    before = sorted(dict(earlier).items())
    after = [*before, *((month.replace("2027", "2028"), who) for month, who in sorted(dict(later).items()))]
    shown = groups(before, SMALLEST)
    assert groups(after, SMALLEST)[: len(shown)] == shown


def test_too_few_months_wait_for_more() -> None:
    assert groups([("2027-01", ["A", "B", "C"])], SMALLEST) == []
    assert groups([("2027-01", ["A", "B", "C"]), ("2027-02", ["D", "E"])], SMALLEST) == [
        Group(("2027-01", "2027-02"), 5)
    ]


def test_whoever_answers_month_after_month_is_one_of_five_people() -> None:
    four = ["A", "B", "C", "D"]
    assert groups([(f"2027-0{month}", four) for month in range(1, 8)], SMALLEST) == []
    assert groups([("2027-01", four), ("2027-03", [*four, "E"])], SMALLEST) == [Group(("2027-01", "2027-03"), 9)]


@pytest.mark.parametrize(
    ("who", "counted"),
    [
        ([], Crowd(0, 0)),
        (["A", "B"], Crowd(2, 1)),
        (["A", "A", "B"], Crowd(2, 2)),
        (["A", None, "B", None], Crowd(2, 3)),
        ([None, None], Crowd(0, 2)),
    ],
)
def test_whoever_has_left_may_be_anybody_and_all_who_left_may_be_one(who: list[str | None], counted: Crowd) -> None:
    assert crowd(who) == counted


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, False),
        ({4: 2, 5: 2}, False),
        ({3: 1, 4: 2, 5: 2}, True),
        ({4: 3, 5: 2}, True),
        ({4: 1, 5: 4}, False),
        ({5: 5}, False),
        ({1: 50, 5: 1}, False),
        ({1: 50, 5: 2}, True),
    ],
)
def test_answers_are_shown_of_enough_people_who_did_not_nearly_all_say_the_same(
    counts: dict[int, int], shown: bool
) -> None:
    assert may_be_shown(counts, each_once(counts), SMALLEST) is shown


@pytest.mark.parametrize(
    ("counts", "people", "most", "shown"),
    [
        ({4: 4, 5: 4}, 4, 2, False),
        ({4: 5, 5: 3}, 5, 2, True),
        ({4: 6, 5: 2}, 5, 2, False),
        ({4: 6, 5: 2}, 6, 1, True),
    ],
)
def test_answers_are_shown_only_where_they_were_not_the_same_of_all_but_one_person(
    counts: dict[int, int], people: int, most: int, shown: bool
) -> None:
    assert may_be_shown(counts, Crowd(people, most), SMALLEST) is shown


def each_once(counts: dict[int, int]) -> Crowd:
    return Crowd(sum(counts.values()))


def test_roles_are_shown_apart_only_where_each_may_be() -> None:
    many, few = [(counts, each_once(counts)) for counts in ({3: 3, 4: 3}, {3: 2, 4: 2})]
    assert breakdown_may_be_shown([many, many], SMALLEST)
    assert not breakdown_may_be_shown([many, few], SMALLEST)
    assert not breakdown_may_be_shown([many], SMALLEST)


Given = tuple[int, str, int, int]
"""An answer to one question: in which month it was given, in which role, what it was, and by whom."""
AGREE, TAP = SCALES["agree"], SCALES["tap"]


def answers(roles: Sequence[str], *said: Sequence[int]) -> st.SearchStrategy[list[Given]]:
    """Answers, often nearly all the same; some people give several."""
    return st.tuples(st.sampled_from(said), st.integers(5, 13)).flatmap(
        lambda how: st.lists(
            st.tuples(st.integers(1, 3), st.sampled_from(roles), st.sampled_from(how[0]), st.integers(1, how[1])),
            min_size=5,
            max_size=13,
        )
    )


def by_turns(*said: tuple[int, str, int], of: int = 13) -> list[Given]:
    """So many people, who answer one after the other, and then again."""
    return [(*one, number % of) for number, one in enumerate(said)]


@settings(max_examples=60, deadline=None)
@example(by_turns(*[(1, "mentor", 4)] * 4, (1, "mentee", 5)))
@example(by_turns(*[(1, "mentor", 4), (1, "mentor", 5)] * 3, *[(1, "mentee", 5), (1, "mentee", 4)] * 2))
@example(
    by_turns(*[(1, "mentor", 4), (1, "mentor", 5)] * 2, (2, "mentor", 4), (3, "mentee", 4), (3, "mentee", 5)),
)
@example(by_turns(*[(1, "mentor", 5), (1, "mentee", 1), (2, "mentor", 5), (2, "mentee", 1)] * 2, of=2))
@example(by_turns(*[(1, "mentor", 5), *[(1, "mentor", 4)] * 5] * 2, of=6))
@given(answers(ROLES, (4, 5), AGREE, (4, 4, 4, 4, 5)))
def test_no_sequence_of_reports_tells_what_somebody_else_answered(given_answers: list[Given]) -> None:
    assert_nobody_is_told(given_answers, AGREE)


@settings(max_examples=60, deadline=None)
@example(by_turns(*[(1, "either", 0)] * 4, (1, "either", 2)))
@example(by_turns(*[(1, "either", 0), (1, "either", 1)] * 2, (1, "either", 2)))
@example(by_turns(*[(1, "either", 0), (1, "either", 1)] * 2, (2, "either", 0), (3, "either", 1), (3, "either", 2)))
@example(by_turns(*[(1, "either", 2), *[(1, "either", 0)] * 5] * 2, of=6))
@given(answers(["either"], (0, 1), TAP, (0, 0, 0, 0, 2)))
def test_no_sequence_of_numbers_tells_what_somebody_else_tapped_after_a_session(given_taps: list[Given]) -> None:
    assert_nobody_is_told(given_taps, TAP)


def assert_nobody_is_told(given_answers: list[Given], scale: range) -> None:
    """All reports that were ever shown, month after month, and all of one's own answers, as a linear program.

    It knows who answered when and in which role. Of nobody else it can tell an answer.
    """
    equations = [equation for last in range(1, 5) for equation in shown_until(given_answers, last, scale)]
    for who in knowing(given_answers):
        own = {number for number, (*_, by) in enumerate(given_answers) if by == who}
        for other in set(range(len(given_answers))) - own:
            least, most = bounds(given_answers, equations, own, other, scale)
            assert most - least >= 1 - 1e-6


def knowing(given_answers: list[Given]) -> set[int]:
    """Whose own answers tell them most of the others': whose was the rarest, and who gave the most."""
    counts = Counter(answer for _month, _role, answer, _who in given_answers)
    *_, rarest = min(given_answers, key=lambda one: counts[one[2]])
    [(busiest, _count)] = Counter(who for *_, who in given_answers).most_common(1)
    return {rarest, busiest}


Equation = tuple[frozenset[int], int, int]
"""Among these people an answer was given so often."""


def shown_until(given_answers: list[Given], last: int, scale: range) -> list[Equation]:
    """What a coordinator reads once the month ``last`` is closed."""
    closed: dict[str, list[str | None]] = {}
    for month, _role, _answer, who in sorted(given_answers):
        if month <= last:
            closed.setdefault(str(month), []).append(str(who))
    made = groups([*closed.items()], SMALLEST)
    return [equation for group in made for equation in shown_of(group, given_answers, scale)]


def shown_of(group: Group, given_answers: list[Given], scale: range) -> list[Equation]:
    members = {number for number, (month, *_) in enumerate(given_answers) if str(month) in group.windows}
    if not may_be_shown(*counted(members, given_answers), SMALLEST):
        return []
    roles = sorted({given_answers[number][1] for number in members})
    by_role = [{number for number in members if given_answers[number][1] == role} for role in roles]
    apart = breakdown_may_be_shown([counted(part, given_answers) for part in by_role], SMALLEST)
    return [
        (frozenset(part), value, sum(given_answers[number][2] == value for number in part))
        for part in [members, *(by_role if apart else [])]
        for value in scale
    ]


def counted(members: set[int], given_answers: list[Given]) -> tuple[Counter[int], Crowd]:
    """What these answers were, and of how many people they are."""
    who = [str(given_answers[number][3]) for number in members]
    return Counter(given_answers[number][2] for number in members), crowd(who)


def bounds(
    given_answers: list[Given], equations: list[Equation], own: set[int], other: int, scale: range
) -> tuple[float, float]:
    """The least and the greatest that one answer can have been, as far as the reports tell."""
    values = len(scale)
    size = len(given_answers) * values
    rows, sides = [], []
    for members, value, count in equations:
        row = np.zeros(size)
        row[[who * values + scale.index(value) for who in members]] = 1
        rows.append(row)
        sides.append(count)
    known = [(number * values + scale.index(given_answers[number][2]), 1) for number in own]
    for first, count in [*((number * values, values) for number in range(len(given_answers))), *known]:
        row = np.zeros(size)
        row[first : first + count] = 1
        rows.append(row)
        sides.append(1)
    aim = np.zeros(size)
    aim[other * values : (other + 1) * values] = scale
    least = linprog(aim, A_eq=np.array(rows), b_eq=sides, bounds=(0, 1))
    most = linprog(-aim, A_eq=np.array(rows), b_eq=sides, bounds=(0, 1))
    assert least.status == most.status == 0
    return float(least.fun), float(-most.fun)


rated_twice = st.sampled_from([(4, 5), (1, 2, 3, 4, 5), (1, 1, 1, 1, 2)]).flatmap(
    lambda said: st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from(said), st.sampled_from(said)), min_size=5, max_size=13
    )
)
"""Who rated one topic before and after: in which month, and what; often nearly all the same."""
minimums = st.lists(st.integers(5, 8), min_size=4, max_size=4).map(sorted)
"""The smallest group that the programme asks for in each month: never lowered."""
Rated = tuple[int, int, int]


@settings(max_examples=60, deadline=None)
@example([(1, 1, 5)] * 4 + [(1, 2, 4)], [5] * 4)
@example([(1, 1, 5), (1, 2, 4)] * 2 + [(1, 1, 1)] + [(2, 2, 5)] * 2 + [(3, 3, 3), (3, 1, 4), (3, 2, 2)], [5, 5, 8, 8])
@example([(1, 1, 4), (1, 1, 5), (1, 2, 5)] + [(2, 2, 5), (2, 1, 4)] + [(3, 5, 5)] * 5, [5] * 4)
@given(rated_twice, minimums)
def test_no_sequence_of_means_tells_what_somebody_else_rated_or_how_that_changed(
    people: list[Rated], smallest: list[int]
) -> None:
    """All means of a topic that were ever shown and one's own ratings, as a linear program.

    It knows who rated in which month, and each sum exactly. Of nobody else it can tell the rating before, the rating
    after, or the change, nearer than one step of the scale; also where larger groups were asked for meanwhile.
    """
    equations = sums_until(people, smallest)
    for knows in {extreme(people, rating, most) for rating in (1, 2) for most in (min, max)}:
        for other in set(range(len(people))) - {knows}:
            for before, after in ((1, 0), (0, 1), (-1, 1)):
                assert spread(people, equations, knows, other, before, after) >= 1 - 1e-6


def extreme(people: list[Rated], rating: int, most: Callable[..., int]) -> int:
    """Somebody whose own rating is at an end of the scale: it tells them most of the others'."""
    return most(range(len(people)), key=lambda who: people[who][rating])


Sum = tuple[list[int], int, int]
"""These people's ratings before (1) or after (2) come to so much."""


def sums_until(people: list[Rated], smallest: list[int]) -> list[Sum]:
    """What a coordinator has read after each month, as it is put together: once, by the minimum of the day."""
    shown, last = [], 0
    for now, least in enumerate(smallest, start=1):
        waiting = [(month, str(who)) for who, (month, *_) in enumerate(people) if last < month <= now]
        closed = {str(month): [who for one, who in waiting if one == month] for month, _ in sorted(waiting)}
        for group in groups([*closed.items()], least):
            members = [who for who, (month, _before, _after) in enumerate(people) if str(month) in group.windows]
            last = int(group.windows[-1])
            if change_may_be_shown([people[who][1:] for who in members], least):
                shown += [(members, rating, sum(people[who][rating] for who in members)) for rating in (1, 2)]
    return shown


def spread(people: list[Rated], sums: list[Sum], knows: int, other: int, before: int, after: int) -> float:
    """How far apart the least and the greatest value are that a mix of one person's two ratings can have."""
    size = len(people)
    rows, sides = [], []
    for members, rating, total in sums:
        row = np.zeros(2 * size)
        row[[who + (rating - 1) * size for who in members]] = 1
        rows.append(row)
        sides.append(total)
    limits = [(1, 5)] * (2 * size)
    limits[knows], limits[knows + size] = [(rating, rating) for rating in people[knows][1:]]
    aim = np.zeros(2 * size)
    aim[other], aim[other + size] = before, after
    known: dict[str, Any] = {"A_eq": np.array(rows), "b_eq": sides} if rows else {}
    least, most = (linprog(sign * aim, bounds=limits, **known) for sign in (1, -1))
    assert least.status == most.status == 0
    return float(-most.fun - least.fun)
