"""``mentor match --kind``: circles and peers from a sheet alone."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from processes import Mentor
from test_match import table

HEAD = "user,role,level,department,manager,reviewers,former_managers,timezone,languages,offers,wants,never,met\n"
BASE = ",Europe/Berlin,en"
TOP = f"Top,,9,Board,,,{BASE},,,,\n"


def sheet(*rows: str) -> str:
    return HEAD + TOP + "\n".join(rows) + "\n"


def person(user: str, role: str, level: int, department: str = "HR", manager: str = "Top", **more: str) -> str:
    own = {"reviewers": "", "offers": "", "wants": "", "never": "", "met": ""} | more
    start = f"{user},{role},{level},{department},{manager},{own['reviewers']},"
    return f"{start}{BASE},{own['offers']},{own['wants']},{own['never']},{own['met']}"


JUNIORS = (person("Ann", "mentor", 2, "IT"), person("Ben", "mentor", 2, "IT"))


def gathered(folder: Path, kind: str, people: str, *options: str) -> tuple[int, str]:
    (folder / "people.csv").write_text(people, encoding="utf-8")
    command = Mentor("match", "people.csv", "--kind", kind, "--out", "out.csv", *options, folder=folder)
    try:
        return command.ends(), command.said
    finally:
        command.stop()


def circles(folder: Path) -> list[set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in table(folder / "out.csv"):
        found[row["mentor"]].add(row["mentee"])
    return sorted(found.values(), key=sorted)


def peers(folder: Path) -> set[tuple[str, str]]:
    return {(row["one"], row["other"]) for row in table(folder / "out.csv")}


def test_a_circle_is_a_row_for_each_mentee_with_score_and_reasons(tmp_path: Path) -> None:
    people = sheet(person("Ann", "mentor", 2, "IT", offers="Video:5"), person("Ivy", "mentee", 7, wants="Video:5"))
    code, said = gathered(tmp_path, "circles", people + person("Jon", "mentee", 6) + "\n")
    assert code == 0
    assert "1 circle with 2 mentees" in said
    assert "no choice places more than 2" in said
    ivy, jon = table(tmp_path / "out.csv")
    assert (ivy["mentor"], ivy["mentee"], jon["mentor"], jon["mentee"]) == ("Ann", "Ivy", "Ann", "Jon")
    assert ivy["reasons"].startswith("offers what the other wants to learn: Video")
    assert float(ivy["score"]) > float(jon["score"])


@pytest.mark.parametrize(
    "more", [{"manager": "Ivy"}, {"never": "Ivy"}, {"reviewers": "Ivy"}], ids=["chain", "never", "review"]
)
def test_whom_the_rules_keep_apart_share_no_circle(tmp_path: Path, more: dict[str, str]) -> None:
    mentees = [person(user, "mentee", 7) for user in ("Ivy", "Kim", "Leo")]
    gathered(tmp_path, "circles", sheet(*JUNIORS, *mentees, person("Jon", "mentee", 6, **more)))
    assert len(circles(tmp_path)) == 2
    assert not any({"Ivy", "Jon"} <= circle for circle in circles(tmp_path))


def test_one_mentee_alone_is_no_circle_and_reads_why(tmp_path: Path) -> None:
    _code, said = gathered(
        tmp_path, "circles", sheet(*JUNIORS, person("Ivy", "mentee", 7)), "--unmatched", "left.csv", "--json"
    )
    numbers = json.loads(said)
    assert (numbers["kind"], numbers["matched"], numbers["circles"], numbers["bound"]) == ("circles", 0, 0, 0)
    left = {row["user"]: row["reason"] for row in table(tmp_path / "left.csv")}
    assert left.keys() == {"Ann", "Ben", "Ivy"}
    assert left["Ivy"] == ("The rules allow 2 people for them, and no circle of at least 2 could be filled with them.")


def test_the_numbers_of_peers_have_a_bound_and_no_circles(tmp_path: Path) -> None:
    people = sheet(person("Ann", "mentor", 3, "IT"), person("Ben", "mentee", 3, "Ops"))
    numbers = json.loads(gathered(tmp_path, "peers", people, "--json")[1])
    assert (numbers["kind"], numbers["matched"], numbers["bound"]) == ("peers", 1, 1)
    assert "circles" not in numbers
    proof = numbers["certificate"]
    assert (proof["proven"], proof["primal"], proof["chosen_among"], proof["allowed_pairs"]) == (
        True,
        proof["dual"],
        1,
        1,
    )


def test_peers_are_of_different_departments_or_of_levels_that_differ_by_the_gap(tmp_path: Path) -> None:
    people = [person("Ann", "mentor", 3, "IT"), person("Ben", "mentee", 3, "IT")]
    gathered(tmp_path, "peers", sheet(*people))
    assert peers(tmp_path) == set()
    gathered(tmp_path, "peers", sheet(people[0], person("Ben", "mentee", 3, "Ops")))
    assert peers(tmp_path) == {("Ann", "Ben")}
    _code, said = gathered(tmp_path, "peers", sheet(people[0], person("Ben", "mentor", 5, "IT")))
    assert peers(tmp_path) == {("Ann", "Ben")}
    assert "since nobody's age is known, in levels by the gap" in said
    gathered(tmp_path, "peers", sheet(people[0], person("Ben", "mentor", 5, "IT")), "--gap", "3")
    assert peers(tmp_path) == set()


@pytest.mark.parametrize(
    "more",
    [{"manager": "Ann"}, {"never": "Ann"}, {"reviewers": "Ann"}, {"met": "Ann"}],
    ids=["chain", "never", "review", "met"],
)
def test_the_rules_that_know_no_direction_hold_for_peers(tmp_path: Path, more: dict[str, str]) -> None:
    for other in (more, {}):
        gathered(tmp_path, "peers", sheet(person("Ann", "mentee", 6, "IT"), person("Ben", "mentor", 3, "Ops", **other)))
        assert peers(tmp_path) == (set() if other else {("Ben", "Ann")})


def test_what_either_of_two_peers_could_teach_is_a_reason(tmp_path: Path) -> None:
    gathered(
        tmp_path,
        "peers",
        sheet(person("Ann", "mentee", 6, "IT", wants="Video:4"), person("Ben", "mentor", 3, "Ops", offers="Video:5")),
    )
    (pair,) = table(tmp_path / "out.csv")
    assert pair["reasons"].startswith("one offers what the other wants to learn: Video")


@pytest.mark.parametrize("kind", ["circles", "peers"])
def test_the_same_sheet_in_another_order_gathers_the_same_people(tmp_path: Path, kind: str) -> None:
    rows = [*JUNIORS, *(person(f"P{at}", "mentee", 5 + at % 3, ("HR", "Ops")[at % 2]) for at in range(7))]
    gathered(tmp_path, kind, sheet(*rows))
    first = (tmp_path / "out.csv").read_text()
    gathered(tmp_path, kind, sheet(*reversed(rows)))
    assert (tmp_path / "out.csv").read_text() == first
    assert len(first.splitlines()) > 4


@pytest.mark.parametrize("kind", ["circles", "peers"])
def test_an_empty_sheet_gathers_nobody(tmp_path: Path, kind: str) -> None:
    code, said = gathered(tmp_path, kind, HEAD)
    assert (code, table(tmp_path / "out.csv")) == (0, [])
    assert "No pair" in said


@pytest.mark.parametrize("option", [("--fair",), ("--scores", "scores.csv")])
def test_what_only_pairs_have_is_refused_for_circles(tmp_path: Path, option: tuple[str, ...]) -> None:
    assert gathered(tmp_path, "circles", HEAD, *option)[0] == 2
    assert not (tmp_path / "out.csv").exists()


def test_the_help_says_that_circles_are_gathered_whatever_a_mentors_capacity(tmp_path: Path) -> None:
    code, said = gathered(tmp_path, "circles", sheet(), "--help")
    assert code == 0
    assert "whatever their capacity" in " ".join(said.replace("│", " ").split())
