"""Rounds against their definition: no rule broken, and nothing better exists."""

import json
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from drawn_rounds import UNHURRIED, rounds
from hypothesis import given, settings
from hypothesis import strategies as some
from round_cast import CHAIN, JUNIOR, ON, SENIOR, a_round
from round_definition import before_others, optimum, violations

from bot.rules.matching import MATCH_CODES, UNMATCHED_CODES, Policy, Weights, pair_up


@settings(max_examples=200, **UNHURRIED)
@given(rounds(), some.integers(0, 5))
def test_a_round_breaks_no_rule_and_nothing_better_exists(drawn: Any, seed: int) -> None:
    pool, policy, managers, on = drawn
    found = pair_up(pool, policy=policy, on=on, seed=seed, managers=managers)
    assert violations(found, pool, policy, on, managers) == []
    worst = min((pair.points for pair in found.pairs), default=0)
    assert (len(found.pairs), before_others(found, pool), found.points, worst) == optimum(pool, policy, on, managers)
    assert found.proof.holds


@settings(max_examples=50, **UNHURRIED)
@given(rounds(), some.randoms(use_true_random=False))
def test_the_order_of_people_and_of_the_chain_changes_nothing(drawn: Any, chance: Any) -> None:
    pool, policy, managers, on = drawn
    found = pair_up(pool, policy=policy, on=on, seed=7, managers=managers)
    shuffled = chance.sample(pool, len(pool))
    turned = dict(chance.sample(sorted(managers.items()), len(managers)))
    assert pair_up(shuffled, policy=policy, on=on, seed=7, managers=turned) == found


@settings(max_examples=50, **UNHURRIED)
@given(rounds())
def test_a_sensitive_topic_is_never_named_and_counts_all_the_same(drawn: Any) -> None:
    pool, policy, managers, on = drawn
    secret = replace(policy, sensitive=frozenset({"TEA", "Dance"}))
    found = pair_up(pool, policy=secret, on=on, seed=1, managers=managers)
    said = json.dumps([[reason.plain() for reason in one.reasons] for one in (*found.pairs, *found.unmatched)])
    assert "tea" not in said
    assert "dance" not in said
    assert found.points == pair_up(pool, policy=policy, on=on, seed=1, managers=managers).points


@settings(max_examples=50, **UNHURRIED)
@given(rounds())
def test_every_reason_is_a_known_code_with_its_values_and_can_be_kept_as_json(drawn: Any) -> None:
    pool, policy, managers, on = drawn
    found = pair_up(pool, policy=policy, on=on, seed=1, managers=managers)
    for one in found.pairs:
        assert all(tuple(reason.values) == MATCH_CODES[reason.code] for reason in one.reasons)
    for left in found.unmatched:
        assert all(tuple(reason.values) == UNMATCHED_CODES[reason.code] for reason in left.reasons)
        assert json.dumps([reason.plain() for reason in left.reasons])


def test_whoever_is_either_may_teach_and_learn_in_one_round() -> None:
    middle = replace(JUNIOR, user="middle", role="either", level=4)
    chief = replace(SENIOR, level=6)
    found = a_round(JUNIOR, middle, chief)
    assert [(pair.mentor, pair.mentee) for pair in found.pairs] == [("junior", "middle"), ("middle", "senior")]
    assert not found.unmatched


def test_a_mentor_takes_as_many_mentees_as_they_said() -> None:
    seniors = [replace(SENIOR, user=f"senior{number}") for number in range(4)]
    found = a_round(replace(JUNIOR, capacity=3), *seniors)
    assert len(found.pairs) == 3
    assert found.unmatched[0].reasons[0].plain() == {"code": "mentors_taken", "possible": 1}


def test_one_more_person_matters_more_than_any_number_of_points() -> None:
    star = replace(JUNIOR, user="star", offers={"video": 5})
    plain = replace(JUNIOR, user="plain", offers={}, languages=frozenset({"de"}))
    glad = replace(SENIOR, user="glad", languages=frozenset({"en", "de"}))
    other = replace(SENIOR, user="other", wants={})
    assert {(pair.mentor, pair.mentee) for pair in a_round(star, plain, glad, other).pairs} == {
        ("plain", "glad"),
        ("star", "other"),
    }


def test_of_equal_totals_the_better_worst_pair_is_chosen_whatever_the_seed() -> None:
    mentors = [replace(JUNIOR, user="both", offers={"x": 5}), replace(JUNIOR, user="half", offers={"x": 3})]
    mentees = [replace(SENIOR, user="much", wants={"x": 5}), replace(SENIOR, user="less", wants={"x": 5, "y": 5})]
    topics_only = Weights(1, 0, 0, 0, 0, 0)
    for seed in range(10):
        found = a_round(*mentors, *mentees, weights=topics_only, seed=seed)
        assert (found.points, min(pair.points for pair in found.pairs)) == (1300, 300)
    evened = [replace(mentors[0], offers={"x": 5, "y": 3}), replace(mentors[1], offers={"x": 3, "y": 1})]
    for seed in range(10):
        found = a_round(*evened, *mentees, weights=topics_only, seed=seed)
        assert (found.points, min(pair.points for pair in found.pairs)) == (1400, 600)


def test_the_seed_decides_among_equals_and_nothing_else_does() -> None:
    pool = [replace(JUNIOR, user=f"j{n}") for n in range(4)] + [replace(SENIOR, user=f"s{n}") for n in range(4)]
    drawn = {tuple((pair.mentor, pair.mentee) for pair in a_round(*pool, seed=seed).pairs) for seed in range(20)}
    assert len(drawn) > 3
    assert a_round(*pool, seed=5) == a_round(*reversed(pool), seed=5)


def test_a_purpose_or_style_that_one_lacks_neither_helps_nor_harms() -> None:
    plain = a_round(JUNIOR, SENIOR).points
    assert a_round(replace(JUNIOR, style="abab", purpose="Understand customers"), SENIOR).points == plain


CHANGES: list[dict[str, Any]] = [
    {"policy": Policy(level_gap=1)},
    {"policy": Policy(weights=Weights(topics=51))},
    {"on": date(2026, 11, 24)},
    {"managers": {"junior": None, "senior": "boss"}},
    {"pool": [replace(JUNIOR, offers={"Video": 4, "Health": 4}), SENIOR]},
    {"pool": [replace(JUNIOR, never=frozenset({"x"})), SENIOR]},
    {"pool": [JUNIOR]},
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_digest_names_everything_that_a_round_was_made_from(change: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"pool": [JUNIOR, SENIOR], "policy": Policy(), "on": ON, "seed": 1, "managers": CHAIN}
    before, after = pair_up(**asked).digest, pair_up(**{**asked, **change}).digest
    assert before != after
    assert before == pair_up(**{**asked, "pool": [SENIOR, JUNIOR], "seed": 2}).digest


def test_an_empty_pool_is_an_empty_round() -> None:
    found = a_round()
    assert (found.pairs, found.unmatched) == ((), ())


def test_a_pool_that_names_somebody_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        a_round(JUNIOR, JUNIOR)


@pytest.mark.parametrize("part", [part.name for part in fields(Weights)])
def test_a_negative_weight_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="negative"):
        Weights(**{part: -1})


def test_numpy_and_scipy_wait_for_the_first_round() -> None:
    asked = "import sys, bot.rules.matching; print({'numpy', 'scipy'} & sys.modules.keys())"
    assert subprocess.check_output([sys.executable, "-c", asked], text=True).strip() == "set()"


def test_a_junior_whose_pair_was_ended_is_matched_before_another_who_fits_better() -> None:
    freed = replace(JUNIOR, user="freed", offers={"Video": 1})
    assert [pair.mentor for pair in a_round(freed, JUNIOR, SENIOR).pairs] == ["junior"]
    assert [pair.mentor for pair in a_round(replace(freed, first="left_over"), JUNIOR, SENIOR).pairs] == ["freed"]


def test_a_senior_who_was_left_over_is_matched_before_another_who_fits_better() -> None:
    left = replace(SENIOR, user="left", wants={})
    assert [pair.mentee for pair in a_round(JUNIOR, left, SENIOR).pairs] == ["senior"]
    assert [pair.mentee for pair in a_round(JUNIOR, replace(left, first="left_over"), SENIOR).pairs] == ["left"]


def test_one_more_person_matters_more_than_anybody_who_comes_first() -> None:
    left = replace(SENIOR, user="left", languages=frozenset({"en", "de"}), first="left_over")
    german = replace(JUNIOR, user="german", languages=frozenset({"de"}))
    two = [replace(SENIOR, user=user, languages=frozenset({said})) for user, said in (("other", "en"), ("third", "de"))]
    assert {pair.mentee for pair in a_round(JUNIOR, german, left, two[0]).pairs} == {"left", "other"}
    assert len(a_round(JUNIOR, german, left, *two).pairs) == 2


def test_a_mentor_who_has_somebody_pinned_comes_no_longer_first() -> None:
    pinned, other = (replace(JUNIOR, user=user, capacity=2, offers={}) for user in ("pinned", "other"))
    two = [replace(SENIOR, user=user) for user in ("one", "two")]
    pool = [replace(pinned, first="left_over", offers={"video": 5}), replace(other, first="left_over"), *two]
    found = pair_up(
        pool, policy=Policy(), on=ON, seed=1, managers={one.user: None for one in pool}, pins=[("pinned", "one")]
    )
    assert [(pair.mentor, pair.mentee) for pair in found.pairs] == [("other", "two"), ("pinned", "one")]
