"""Why two people fit, and why somebody is left."""

from dataclasses import replace
from typing import Any

from drawn_rounds import UNHURRIED, rounds
from hypothesis import given, settings
from round_cast import JUNIOR, SENIOR, a_round, reasons_of

from bot.rules.matching import pair_up


def test_a_pair_carries_its_reasons_and_a_score_out_of_a_hundred() -> None:
    junior = replace(JUNIOR, style="aabb", purpose="Career advice", offers={"Video": 5, "data": 2, "Health": 4})
    senior = replace(
        SENIOR, style="aaba", purpose="advice, please", wants={"video": 5, "Data": 3, "health": 5}, department="HR"
    )
    [pair] = a_round(junior, senior, sensitive=frozenset({"HEALTH"})).pairs
    assert [reason.plain() for reason in pair.reasons] == [
        {"code": "topics", "topics": ("video", "Data")},
        {"code": "departments", "mentor": "Sales", "mentee": "HR"},
        {"code": "style", "same": 3, "of": 4},
        {"code": "purpose"},
        {"code": "hours", "hours": 8.5},
        {"code": "formats", "formats": ("video",)},
        {"code": "languages", "languages": ("en",)},
    ]
    topics, style, purpose = (5 * 769 + 2 * 462 + 4 * 769) / 10, 750, 34 * 34 / 10
    assert pair.points == round((50 * topics + 12 * style + 10 * purpose + 10 * 1000 + 10 * 1000 + 8 * 1000) / 100)
    assert pair.score == pair.points / 10


def test_nobody_on_the_other_side_is_said_so() -> None:
    assert reasons_of(a_round(JUNIOR), "junior") == [{"code": "no_mentees"}]
    assert reasons_of(a_round(SENIOR), "senior") == [{"code": "no_mentors"}]
    assert reasons_of(a_round(replace(SENIOR, role="either")), "senior") == [{"code": "nobody"}]
    assert reasons_of(a_round(JUNIOR, replace(JUNIOR, user="other")), "junior") == [{"code": "no_mentees"}]


def test_leftovers_learn_how_many_each_rule_removed_and_which_is_the_cheapest_to_relax() -> None:
    peers = [replace(JUNIOR, user=f"peer{number}", level=3) for number in range(3)]
    far = [replace(JUNIOR, user=f"far{number}", zone="Asia/Tokyo") for number in range(2)]
    both = [replace(JUNIOR, user=f"both{n}", languages=frozenset({"de"}), zone="Asia/Tokyo") for n in range(4)]
    blocked = replace(JUNIOR, user="blocked", never=frozenset({"senior"}))
    found = a_round(SENIOR, *peers, *far, *both, blocked, replace(JUNIOR, user="vague", level=None))
    assert reasons_of(found, "senior") == [
        {"code": "level", "removed": 3, "alone": 3},
        {"code": "cheapest", "rule": "level", "to": 1, "more": 1},
        {"code": "hours", "removed": 6, "alone": 2},
        {"code": "languages", "removed": 4, "alone": 0},
        {"code": "apart", "removed": 1},
        {"code": "incomplete", "removed": 1},
    ]


def test_all_possible_partners_were_taken_is_said_before_any_rule() -> None:
    mentors = [JUNIOR, replace(JUNIOR, user="peer", level=4)]
    found = a_round(*mentors, SENIOR, replace(SENIOR, user="second", wants={}))
    assert reasons_of(found, "second") == [
        {"code": "mentors_taken", "possible": 1},
        {"code": "cheapest", "rule": "mentors_taken", "to": 1, "more": 1},
        {"code": "level", "removed": 1, "alone": 1},
    ]
    found = a_round(JUNIOR, replace(JUNIOR, user="spare", offers={}), SENIOR)
    assert reasons_of(found, "spare") == [{"code": "mentees_taken", "possible": 1}]


def test_a_person_who_may_teach_and_learn_counts_everybody_once() -> None:
    found = a_round(*(replace(JUNIOR, user=f"either{number}", role="either", level=4) for number in range(3)))
    assert reasons_of(found, "either0") == [{"code": "level", "removed": 2, "alone": 2}]


def test_nobody_can_tell_a_never_list_from_a_review_or_a_chain() -> None:
    named = frozenset({"senior"})
    told = [
        a_round(replace(JUNIOR, never=named), SENIOR).unmatched,
        a_round(JUNIOR, replace(SENIOR, never=frozenset({"junior"}))).unmatched,
        a_round(replace(JUNIOR, reviewers=named), SENIOR).unmatched,
        a_round(replace(JUNIOR, former_managers=named), SENIOR).unmatched,
        a_round(JUNIOR, SENIOR, managers={"junior": "senior", "senior": None}).unmatched,
    ]
    assert all(unmatched == told[0] for unmatched in told)
    assert [reason.plain() for reason in told[0][0].reasons] == [{"code": "apart", "removed": 1}]


@settings(max_examples=50, **UNHURRIED)
@given(rounds())
def test_a_round_that_nobody_reads_about_is_the_same_round(drawn: Any) -> None:
    pool, policy, managers, on = drawn
    rules: dict[str, Any] = {"policy": policy, "on": on, "seed": 1, "managers": managers}
    told, untold = pair_up(pool, **rules), pair_up(pool, **rules, explained=False)
    assert (untold.pairs, untold.proof, untold.digest) == (told.pairs, told.proof, told.digest)
    assert [one.user for one in untold.unmatched] == [one.user for one in told.unmatched]
    assert not any(one.reasons for one in untold.unmatched)
