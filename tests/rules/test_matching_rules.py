"""Each hard rule of a round, just inside and just outside; what is missing forbids."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from round_cast import CHAIN, JUNIOR, SENIOR, a_round, reasons_of

from bot.rules.matching import Reason

RULES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], bool]] = [
    ("two levels apart", {"level": 2}, {"level": 4}, {}, True),
    ("one level apart", {"level": 3}, {"level": 4}, {}, False),
    ("the mentor outranks", {"level": 6}, {"level": 4}, {}, False),
    ("a gap of one, one level apart", {"level": 3}, {"level": 4}, {"level_gap": 1}, True),
    ("two mentors", {}, {"role": "mentor"}, {}, False),
    ("two mentees", {"role": "mentee"}, {}, {}, False),
    ("either may teach", {"role": "either"}, {}, {}, True),
    ("either may learn", {}, {"role": "either"}, {}, True),
    ("listed for the chain only", {"role": ""}, {}, {}, False),
    ("the mentee reviews the mentor", {"reviewers": frozenset({"senior"})}, {}, {}, False),
    ("somebody else reviews the mentor", {"reviewers": frozenset({"other"})}, {}, {}, True),
    ("the mentor reviews the mentee", {}, {"reviewers": frozenset({"junior"})}, {}, True),
    ("the mentee managed the mentor", {"former_managers": frozenset({"senior"})}, {}, {}, False),
    ("somebody else managed the mentor", {"former_managers": frozenset({"other"})}, {}, {}, True),
    ("on the mentor's never-list", {"never": frozenset({"senior"})}, {}, {}, False),
    ("on the mentee's never-list", {}, {"never": frozenset({"junior"})}, {}, False),
    ("on nobody's never-list", {"never": frozenset({"other"})}, {"never": frozenset({"other"})}, {}, True),
    ("no common language", {"languages": frozenset({"de"})}, {}, {}, False),
    ("one common language of three", {"languages": frozenset({"de", "fr", "EN"})}, {}, {}, True),
    ("a language by its code and by its name", {"languages": frozenset({"English"})}, {}, {}, True),
    ("two common hours", {"hours": (time(15, 30), time(23))}, {}, {}, True),
    ("a minute less than two hours", {"hours": (time(15, 31), time(23))}, {}, {}, False),
    ("a minute less, where one hour is enough", {"hours": (time(15, 31), time(23))}, {}, {"overlap_hours": 1.0}, True),
    ("the mentor says that they met", {"met": frozenset({"senior"})}, {}, {}, False),
    ("the mentee says that they met", {}, {"met": frozenset({"junior"})}, {}, False),
    ("they met, and pairs may repeat", {"met": frozenset({"senior"})}, {}, {"rotation": "keep"}, True),
    ("one department", {"department": "finance "}, {}, {}, True),
    (
        "one department, where they must differ",
        {"department": "finance "},
        {},
        {"across_departments": "required"},
        False,
    ),
    ("two departments, where they must differ", {}, {}, {"across_departments": "required"}, True),
    ("no room for a mentee", {"capacity": 0}, {}, {}, False),
]


@pytest.mark.parametrize(("case", "junior", "senior", "policy", "allowed"), RULES, ids=[rule[0] for rule in RULES])
def test_each_hard_rule_has_two_sides(case: str, junior: Any, senior: Any, policy: Any, allowed: bool) -> None:
    found = a_round(replace(JUNIOR, **junior), replace(SENIOR, **senior), **policy)
    assert bool(found.pairs) is allowed, case


MISSING: list[tuple[str, dict[str, Any], dict[str, Any], list[Reason]]] = [
    ("level", {"level": None}, {}, [Reason("no_level")]),
    ("languages", {"languages": frozenset()}, {}, [Reason("no_language")]),
    ("zone", {"zone": None}, {}, [Reason("no_zone", zone="")]),
    ("zone that is none", {"zone": "Mars/Olympus"}, {}, [Reason("no_zone", zone="Mars/Olympus")]),
    ("zone that is a folder", {"zone": "America"}, {}, [Reason("no_zone", zone="America")]),
    ("zone that is a path", {"zone": "../etc/passwd"}, {}, [Reason("no_zone", zone="../etc/passwd")]),
    ("department", {"department": None}, {"across_departments": "required"}, [Reason("no_department")]),
    ("two things", {"level": None, "zone": None}, {}, [Reason("no_level"), Reason("no_zone", zone="")]),
]


@pytest.mark.parametrize(("case", "without", "policy", "told"), MISSING, ids=[gap[0] for gap in MISSING])
@pytest.mark.parametrize("who", ["junior", "senior"])
def test_missing_data_forbids_and_says_what_to_add(
    case: str, who: str, without: Any, policy: Any, told: list[Reason]
) -> None:
    pool = [replace(one, **without) if one.user == who else one for one in (JUNIOR, SENIOR)]
    found = a_round(*pool, **policy)
    assert not found.pairs, case
    assert reasons_of(found, who) == [reason.plain() for reason in told]
    other = "senior" if who == "junior" else "junior"
    assert reasons_of(found, other) == [{"code": "incomplete", "removed": 1}]


CHAINS: list[tuple[str, dict[str, str | None], bool]] = [
    ("no manager on either side", {"junior": None, "senior": None}, True),
    ("two branches", CHAIN, True),
    ("one boss for both", {"junior": "boss", "senior": "boss", "boss": None}, True),
    ("the mentee manages the mentor", {"junior": "senior", "senior": None}, False),
    ("three steps up", {"junior": "a", "a": "b", "b": "senior", "senior": None}, False),
    ("the mentor manages the mentee", {"senior": "junior", "junior": None}, False),
    ("the mentor manages from three steps up", {"senior": "a", "a": "b", "b": "junior", "junior": None}, False),
    ("the mentor's manager has no row", {"junior": "boss", "senior": None}, False),
    ("the manager's manager has no row", {"junior": "boss", "boss": "chief", "senior": None}, False),
    ("the mentee is not in the chain at all", {"junior": None}, False),
    ("the mentor is in a circle", {"junior": "boss", "boss": "junior", "senior": None}, False),
    ("both are in a circle", {"junior": "senior", "senior": "junior"}, False),
    ("the mentor stands below a circle", {"junior": "x", "x": "y", "y": "x", "senior": None}, True),
    ("the mentor stands below a circle with the mentee between", {"junior": "senior", "senior": "x", "x": "x"}, False),
    ("a circle elsewhere", {**CHAIN, "x": "y", "y": "x"}, True),
]


@pytest.mark.parametrize(("case", "managers", "allowed"), CHAINS, ids=[chain[0] for chain in CHAINS])
def test_nobody_teaches_within_a_management_chain(case: str, managers: dict[str, str | None], allowed: bool) -> None:
    assert bool(a_round(JUNIOR, SENIOR, managers=managers).pairs) is allowed, case


def test_an_unknown_chain_is_told_by_the_manager_whose_row_is_missing() -> None:
    found = a_round(JUNIOR, SENIOR, managers={"junior": "boss", "boss": "chief"})
    assert reasons_of(found, "junior") == [{"code": "manager_unknown", "manager": "chief"}]
    assert reasons_of(found, "senior") == [{"code": "no_manager"}]


def test_a_circle_of_managers_is_told_and_its_members_stay_unmatched() -> None:
    managers: dict[str, str | None] = {"junior": "z", "z": "b", "b": "junior", "senior": None, "me": "me"}
    found = a_round(JUNIOR, SENIOR, managers=managers)
    assert found.cycles == (("b", "junior", "z"), ("me",))
    assert reasons_of(found, "junior") == [{"code": "chain_cycle", "people": ("b", "junior", "z")}]


def test_a_chain_of_twenty_thousand_is_no_trouble() -> None:
    managers: dict[str, str | None] = {f"m{step}": f"m{step + 1}" for step in range(20_000)}
    managers |= {"junior": "m0", "m20000": "senior", "senior": None}
    assert not a_round(JUNIOR, SENIOR, managers=managers).pairs


HOURS = [
    ("Europe/Berlin", "09:00-17:30", "Europe/London", "09:00-17:30", date(2026, 11, 23), 7.5),
    ("Europe/Berlin", "09:00-17:30", "America/New_York", "09:00-17:30", date(2026, 3, 6), 2.5),
    ("Europe/Berlin", "09:00-17:30", "America/New_York", "09:00-17:30", date(2026, 3, 9), 3.5),
    ("Europe/Berlin", "09:00-17:30", "America/New_York", "09:00-17:30", date(2026, 3, 30), 2.5),
    ("Europe/Berlin", "09:00-17:30", "Africa/Lagos", "09:00-17:30", date(2026, 3, 27), 8.5),
    ("Europe/Berlin", "09:00-17:30", "Africa/Lagos", "09:00-17:30", date(2026, 3, 30), 7.5),
    ("Asia/Kolkata", "09:00-17:30", "Europe/London", "09:00-17:30", date(2026, 11, 23), 3.0),
    ("Asia/Kathmandu", "09:00-17:30", "Asia/Kolkata", "09:00-17:30", date(2026, 11, 23), 8.25),
    ("America/Los_Angeles", "12:00-20:00", "Asia/Tokyo", "09:00-17:30", date(2026, 11, 23), 4.0),
    ("Pacific/Auckland", "08:00-16:00", "America/Los_Angeles", "09:00-17:00", date(2026, 11, 23), 6.0),
    ("Pacific/Kiritimati", "09:00-17:00", "Pacific/Pago_Pago", "09:00-17:00", date(2026, 11, 23), 7.0),
    ("UTC", "22:00-06:00", "UTC", "04:00-08:00", date(2026, 11, 23), 2.0),
    ("UTC", "22:00-06:00", "UTC", "20:00-23:30", date(2026, 11, 23), 1.5),
    ("UTC", "20:00-10:00", "UTC", "08:00-22:00", date(2026, 11, 23), 4.0),
    ("UTC", "16:00-00:00", "UTC", "00:00-08:00", date(2026, 11, 23), 0.0),
    ("Europe/Berlin", "01:00-05:00", "UTC", "00:00-12:00", date(2026, 3, 29), 3.0),
    ("Europe/Berlin", "01:00-05:00", "UTC", "00:00-12:00", date(2026, 10, 25), 4.0),
    ("Europe/Berlin", "09:00-17:30", "Asia/Tokyo", "09:00-17:30", date(2026, 11, 23), 0.5),
    ("Europe/London", "09:00-17:30", "Asia/Tokyo", "09:00-17:30", date(2026, 11, 23), 0.0),
]


def clock(hours: str) -> tuple[time, time]:
    begin, end = map(time.fromisoformat, hours.split("-"))
    return begin, end


@pytest.mark.parametrize(("zone", "hours", "other_zone", "other_hours", "on", "common"), HOURS)
@pytest.mark.parametrize("turned", [False, True])
def test_common_hours_are_those_of_the_day_by_zone_round_midnight(
    zone: str, hours: str, other_zone: str, other_hours: str, on: date, common: float, turned: bool
) -> None:
    pair = [(zone, clock(hours)), (other_zone, clock(other_hours))]
    (here, work), (there, others) = reversed(pair) if turned else pair
    found = a_round(
        replace(JUNIOR, zone=here, hours=work), replace(SENIOR, zone=there, hours=others), on=on, overlap_hours=0.0
    )
    assert Reason("hours", hours=common) in found.pairs[0].reasons
