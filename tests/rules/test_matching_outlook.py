"""What one setting less strict would bring a round, against a brute force; and who reads of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from drawn_rounds import UNHURRIED, rounds
from hypothesis import given, settings
from hypothesis import strategies as some
from round_cast import JUNIOR, ON, SENIOR, a_round, reasons_of
from round_definition import optimum

from bot.rules.matching import Candidate, Policy, pair_up
from bot.rules.matching.judged import judged, with_a_role
from bot.rules.matching.outlook import outlook


def less_strict(pool: Sequence[Candidate], policy: Policy) -> Iterator[tuple[str, Sequence[Candidate], Policy]]:
    """Each setting one step less strict, as a coordinator would change it before running the round again."""
    yield "level", pool, replace(policy, level_gap=policy.level_gap - 1)
    yield "hours", pool, replace(policy, overlap_hours=max(0.0, policy.overlap_hours - 1))
    yield "departments", pool, replace(policy, across_departments="preferred")
    yield "met", pool, replace(policy, rotation="keep")
    yield "mentors_taken", [replace(one, capacity=one.capacity + (one.capacity > 0)) for one in pool], policy


@settings(max_examples=100, **UNHURRIED)
@given(rounds(), some.randoms(use_true_random=False))
def test_it_is_said_exactly_how_many_more_a_round_would_match(drawn: Any, chance: Any) -> None:
    pool, policy, managers, on = drawn
    made = [(pair.mentor, pair.mentee) for pair in pair_up(pool, policy=policy, on=on, seed=1, managers=managers).pairs]
    some_made = chance.sample(made, chance.randint(0, len(made)))
    people = with_a_role(pool)
    cohort = judged(people, policy, on, managers).cohort
    for begun in (made, some_made):
        said = {one.rule: one.more for one in outlook(cohort, people, begun, ())}
        for rule, others, wider in less_strict(pool, policy):
            if rule in said:
                assert len(begun) + said[rule] == optimum(others, wider, on, managers)[0], rule


def test_only_what_is_a_setting_can_be_less_strict_and_a_senior_stays_senior() -> None:
    def offered(policy: Policy) -> dict[str, float]:
        people = [JUNIOR, SENIOR]
        return {one.rule: one.to for one in outlook(judged(people, policy, ON, {}).cohort, people, (), ())}

    everything = offered(Policy(level_gap=2, overlap_hours=0.5, across_departments="required", rotation="never"))
    assert everything == {"level": 1, "hours": 0, "departments": 0, "met": 0, "mentors_taken": 1}
    assert offered(Policy(level_gap=1, overlap_hours=0, rotation="keep")) == {"mentors_taken": 1}


def test_a_pinned_pair_does_not_make_room() -> None:
    other, third = (replace(SENIOR, user=user, never=frozenset({"second"})) for user in ("other", "third"))
    pool = [JUNIOR, replace(JUNIOR, user="second", zone="Asia/Tokyo"), SENIOR, other, third]
    people = with_a_role(pool)
    cohort = judged(people, Policy(overlap_hours=1), ON, dict.fromkeys(one.user for one in pool)).cohort
    for pins, more in (((), 1), ((("junior", "senior"),), 0)):
        said = {one.rule: one.more for one in outlook(cohort, people, (("junior", "senior"),), pins)}
        assert said["hours"] == more


def test_whoever_is_left_reads_which_setting_would_bring_most_and_how_much() -> None:
    near = [replace(SENIOR, user=f"near{number}", level=3) for number in range(3)]
    found = a_round(replace(JUNIOR, capacity=2), replace(JUNIOR, user="spare"), *near)
    assert reasons_of(found, "near0")[:2] == [
        {"code": "level", "removed": 2, "alone": 2},
        {"code": "cheapest", "rule": "level", "to": 1, "more": 3},
    ]


def test_of_several_settings_the_one_that_brings_most_is_named_and_none_that_brings_nothing() -> None:
    seniors = [replace(SENIOR, user=f"senior{number}") for number in range(3)]
    found = a_round(JUNIOR, *seniors, replace(JUNIOR, user="peer", level=3))
    left = next(one.user for one in found.unmatched)
    assert reasons_of(found, left)[1] == {"code": "cheapest", "rule": "level", "to": 1, "more": 1}
    alone = a_round(JUNIOR, *seniors, replace(JUNIOR, user="chief", level=9))
    left = next(one.user for one in alone.unmatched if one.user != "chief")
    assert reasons_of(alone, left)[1] == {"code": "cheapest", "rule": "mentors_taken", "to": 1, "more": 1}
    assert "cheapest" not in {reason["code"] for reason in reasons_of(alone, "chief")}


def test_what_protects_people_is_never_offered() -> None:
    for told in (
        a_round(replace(JUNIOR, never=frozenset({"senior"})), SENIOR),
        a_round(replace(JUNIOR, reviewers=frozenset({"senior"})), SENIOR),
        a_round(JUNIOR, SENIOR, managers={"junior": "senior", "senior": None}),
        a_round(replace(JUNIOR, level=None), SENIOR),
    ):
        assert {"cheapest"}.isdisjoint(reason.code for one in told.unmatched for reason in one.reasons)
