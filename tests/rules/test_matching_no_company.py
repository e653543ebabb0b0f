"""Why somebody is in no circle, or has no peer: how many others each rule removed, against the definition."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from drawn_rounds import UNHURRIED, rounds
from hypothesis import given, settings
from round_cast import JUNIOR, ON, SENIOR
from round_definition import broken, can_be_judged

from bot.rules.matching import UNMATCHED_CODES, Candidate, Policy, kinds
from bot.rules.matching.circles import Size
from bot.rules.matching.kinds import Gathered

Managers = Mapping[str, str | None]
CODES = {"language": "languages", "department": "departments", "hours": "hours", "met": "met", "level": "level"}
"""The rules by the names that people read; every other one keeps people apart, and nobody learns which."""
COMPANY = ("no_company", "possible")


def forbids(mentor: Candidate, mentee: Candidate, policy: Policy, on: date, managers: Managers) -> set[str]:
    """The codes of all rules that one direction breaks."""
    found = {CODES.get(rule, "apart") for rule in broken(mentor, mentee, policy, on, managers)}
    return found | {"capacity"} if mentor.capacity < 1 else found


def in_a_circle(
    one: Candidate, other: Candidate, policy: Policy, on: date, managers: Managers
) -> Iterator[tuple[int, set[str]]]:
    """What each direction that is possible breaks, and how much that is."""
    for mentor, mentee in ((other, one), (one, other)):
        if mentor.teaches and mentee.learns:
            rules = forbids(mentor, mentee, policy, on, managers)
            yield len(rules), rules


def as_peers(one: Candidate, other: Candidate, policy: Policy, on: date, managers: Managers) -> set[str]:
    """What two who have no direction break, whichever of them were to teach."""
    flat = replace(policy, level_gap=-1_000)
    rules = forbids(one, other, flat, on, managers) | forbids(other, one, flat, on, managers)
    elsewhere = one.department and other.department and one.department != other.department
    apart = abs((one.level or 0) - (other.level or 0)) >= policy.level_gap
    return rules if elsewhere or apart else rules | {"alike"}


def told(found: Gathered, user: str) -> dict[tuple[str, str], int]:
    """All numbers that somebody reads, by code and by what they are."""
    reasons = next(one.reasons for one in found.unmatched if one.user == user)
    return {
        (reason.code, what): number
        for reason in reasons
        for what, number in reason.values.items()
        if isinstance(number, int) and what != "least"
    }


def counted(everybody: Sequence[set[str]], incomplete: int) -> dict[tuple[str, str], int]:
    """The same by the definition, of what each other person breaks."""
    removed = Counter(rule for rules in everybody for rule in rules)
    numbers = {(rule, "removed"): many for rule, many in removed.items()}
    numbers |= {(rule, "alone"): sum(rules == {rule} for rules in everybody) for rule in removed if rule != "apart"}
    possible = sum(not rules for rules in everybody)
    numbers |= {COMPANY: possible} if possible else {}
    return numbers | ({("incomplete", "removed"): incomplete} if incomplete else {})


@settings(max_examples=60, **UNHURRIED)
@given(rounds())
def test_whoever_is_in_no_circle_reads_how_many_people_each_rule_removed(drawn: Any) -> None:
    pool, policy, managers, on = drawn
    found = kinds.circles(pool, policy, on, managers, Size(2, 4), as_many_as_wished=True)
    for one in (one for one in pool if one.user in {left.user for left in found.unmatched}):
        others = [other for other in pool if other is not one and ways(one, other)]
        complete = [other for other in others if can_be_judged(other, policy, managers)]
        if can_be_judged(one, policy, managers):
            rules = (in_a_circle(one, other, policy, on, managers) for other in complete)
            broken_by = [min(each, key=lambda way: way[0])[1] for each in rules]
            assert told(found, one.user) == counted(broken_by, len(others) - len(complete))


def ways(one: Candidate, other: Candidate) -> bool:
    return (one.teaches and other.learns) or (one.learns and other.teaches)


@settings(max_examples=60, **UNHURRIED)
@given(rounds())
def test_whoever_has_no_peer_reads_how_many_people_each_rule_removed(drawn: Any) -> None:
    pool, policy, managers, on = drawn
    found = kinds.peers(pool, policy, on, managers)
    equals = [replace(one, role="either", capacity=1) for one in pool if one.role]
    for one in (one for one in equals if one.user in {left.user for left in found.unmatched}):
        others = [other for other in equals if other is not one]
        complete = [other for other in others if can_be_judged(other, policy, managers)]
        if can_be_judged(one, policy, managers):
            broken_by = [as_peers(one, other, policy, on, managers) for other in complete]
            assert told(found, one.user) == counted(broken_by, len(others) - len(complete))


@settings(max_examples=40, **UNHURRIED)
@given(rounds())
def test_every_reason_is_a_known_code_and_apart_is_never_first_among_rules_nor_counted_alone(drawn: Any) -> None:
    pool, policy, managers, on = drawn
    for found in (kinds.peers(pool, policy, on, managers), kinds.circles(pool, policy, on, managers)):
        for left in found.unmatched:
            assert left.reasons
            assert all({*reason.values} <= {*UNMATCHED_CODES[reason.code]} for reason in left.reasons)
            after = [reason.code for reason in left.reasons][1:]
            assert "apart" not in after or {*after[after.index("apart") + 1 :]} <= {"incomplete"}


@settings(max_examples=40, **UNHURRIED)
@given(rounds())
def test_what_nobody_reads_about_is_the_same_without_reasons(drawn: Any) -> None:
    pool, policy, managers, on = drawn
    for of_kind in (kinds.peers, kinds.circles):
        read, unread = (of_kind(pool, policy, on, managers, explained=explained) for explained in (True, False))
        assert replace(read, unmatched=()) == replace(unread, unmatched=())
        assert [one.user for one in read.unmatched] == [one.user for one in unread.unmatched]
        assert not any(one.reasons for one in unread.unmatched)


def test_nobody_can_tell_a_never_list_from_a_review_or_a_chain() -> None:
    named = frozenset({"senior"})
    chains: list[Managers] = [*[{"junior": None, "senior": None}] * 4, {"junior": "senior", "senior": None}]
    people = [
        (replace(JUNIOR, never=named), SENIOR),
        (JUNIOR, replace(SENIOR, never=frozenset({"junior"}))),
        (replace(JUNIOR, reviewers=named), SENIOR),
        (replace(JUNIOR, former_managers=named), SENIOR),
        (JUNIOR, SENIOR),
    ]
    for of_kind in (kinds.peers, kinds.circles):
        said = [of_kind(two, Policy(), ON, chain).unmatched for two, chain in zip(people, chains, strict=True)]
        assert all(unmatched == said[0] for unmatched in said)
        assert [reason.plain() for reason in said[0][0].reasons] == [{"code": "apart", "removed": 1}]


def test_who_is_possible_and_meets_others_is_said_before_any_rule() -> None:
    peers = [replace(JUNIOR, user=user, department=where) for user, where in (("a", "HR"), ("b", "IT"), ("c", "IT"))]
    managers = {one.user: None for one in peers}
    (left,) = kinds.peers([replace(peers[0], offers={"x": 5}), *peers[1:]], Policy(), ON, managers).unmatched
    assert [reason.plain() for reason in left.reasons] == [
        {"code": "no_company", "possible": 1},
        {"code": "alike", "removed": 1, "alone": 1},
    ]
