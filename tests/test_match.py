"""``mentor match``: a round from a sheet alone, as files that a spreadsheet opens."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from processes import Mentor
from rich.console import Console

from bot.watched import watched
from messages import sentence

SHEET = """user,role,level,department,manager,reviewers,former_managers,timezone,languages,offers,wants
Ann Lee,mentor,2,Sales,Bo,,,Europe/Berlin,en,AI tools:4,
Ben,mentor,3,IT,Bo,,,Europe/Berlin,en;de,Video:5,
Bo,,9,IT,,,,Europe/Berlin,en,,
Ivy,mentee,7,HR,,,,Europe/London,en,,Video:5;AI tools:2
Jon,mentee,6,HR,Zed,,,Europe/London,en,,AI tools:5
Kim,mentee,8,Ops,,,,Asia/Tokyo,ja,,AI tools:5
"""

Match = Callable[..., tuple[int, str]]


@pytest.fixture
def match(tmp_path: Path) -> Match:
    """Run the command on a sheet; its exit code and what it said."""

    def run(sheet: str, *options: str) -> tuple[int, str]:
        (tmp_path / "people.csv").write_text(sheet, encoding="utf-8")
        return ran(tmp_path, "people.csv", *options)

    return run


def ran(folder: Path, file: str, *options: str) -> tuple[int, str]:
    command = Mentor("match", file, "--out", "pairs.csv", *options, folder=folder)
    try:
        return command.ends(), command.said
    finally:
        command.stop()


def table(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as written:
        return list(csv.DictReader(written))


def test_pairs_are_written_with_their_score_and_why_they_fit(match: Match, tmp_path: Path) -> None:
    code, said = match(SHEET)
    assert code == 0
    assert "1 pair, which fits 81.7 of 100. 3 people stay alone." in said
    (pair,) = table(tmp_path / "pairs.csv")
    assert (pair["mentor"], pair["mentee"], float(pair["score"])) == ("Ben", "Ivy", 81.7)
    assert pair["reasons"].startswith("offers what the other wants to learn: Video · from different departments")


def test_whoever_stays_alone_reads_which_rule_it_was(match: Match, tmp_path: Path) -> None:
    match(SHEET, "--unmatched", "left.csv")
    why = {row["user"]: row["reason"] for row in table(tmp_path / "left.csv")}
    assert why["Ann Lee"].startswith("The one possible mentee was matched with somebody else.")
    assert why["Jon"] == (
        "It is not known who manages Zed, who stands above them: add a row for Zed (role empty: listed for the chain"
        " only)."
    )
    assert "They share no language with 2 people." in why["Kim"]


def test_whoever_stays_alone_reads_how_many_more_a_looser_rule_would_match(match: Match, tmp_path: Path) -> None:
    seniors = "".join(f"S{at},mentee,4,HR,,,,Europe/London,en,,\n" for at in range(3))
    match(f"{SHEET}{seniors}", "--unmatched", "left.csv")
    why = {row["user"]: row["reason"] for row in table(tmp_path / "left.csv")}
    assert "With one mentee more for each mentor, 1 more mentee would be matched in the whole round." in why["S1"]


def test_every_allowed_pair_may_be_written_with_its_score(match: Match, tmp_path: Path) -> None:
    match(SHEET, "--scores", "scores.csv")
    scores = {(row["mentor"], row["mentee"]): float(row["score"]) for row in table(tmp_path / "scores.csv")}
    assert scores == {("Ann Lee", "Ivy"): 50.5, ("Ben", "Ivy"): 81.7}


def test_the_numbers_come_as_json_and_the_total_is_the_sum_of_what_is_written(match: Match, tmp_path: Path) -> None:
    code, said = match(SHEET, "--chains-end-at-file", "--json")
    numbers = json.loads(said)
    assert (code, numbers["people"], numbers["matched"], numbers["unmatched"]) == (0, 6, 2, 1)
    assert numbers["chains_end_at_file"] is True
    scores = [float(row["score"]) for row in table(tmp_path / "pairs.csv")]
    assert numbers["total"] == pytest.approx(sum(scores), abs=1e-9)
    assert numbers["minimum"] == min(scores)


def test_a_manager_without_a_row_is_waived_only_in_words(match: Match, tmp_path: Path) -> None:
    _code, said = match(SHEET, "--chains-end-at-file")
    assert "managers without a row were taken for the top of the company" in said
    assert {row["mentee"] for row in table(tmp_path / "pairs.csv")} == {"Ivy", "Jon"}


def test_the_gap_and_the_overlap_are_those_that_are_asked_for(match: Match) -> None:
    assert "No pair: the rules allow none" in match(SHEET, "--gap", "6")[1]
    assert "No pair: the rules allow none" in match(SHEET, "--overlap", "8.5")[1]


def test_a_sheet_that_does_not_say_who_reviewed_whom_is_taken_with_a_warning(match: Match) -> None:
    _code, said = match(SHEET.replace("reviewers,former_managers", "shoe,sock"))
    assert "the sheet has no column reviewers and former_managers, so nobody was kept apart for it" in said
    assert "Columns that I do not know and left out: shoe, sock." in said


def test_the_same_sheet_in_another_order_gives_the_same_pairs(match: Match, tmp_path: Path) -> None:
    match(SHEET, "--json")
    first = (tmp_path / "pairs.csv").read_text()
    head, *rows = SHEET.splitlines()
    match("\n".join([head, *reversed(rows)]))
    assert (tmp_path / "pairs.csv").read_text() == first


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("Eve,boss,2,,,,,,,,", "Row 8, role: “boss” is not a role."),
        ("Ben,mentor,2,,,,,,,,", "Row 8, user: Ben stands in row 3 already."),
        ("Eve,mentor,eleven,,,,,,,,", "Row 8, level: “eleven” is not a whole number from 1 to 10."),
        ("Eve,mentor,2,,,,,Mars,,,", "Row 8, timezone: “Mars” is no time zone."),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_written(
    match: Match, tmp_path: Path, wrong: str, said: str
) -> None:
    code, printed = match(f"{SHEET}{wrong}\n")
    assert code == 2
    assert said in printed
    assert "Nothing was matched: 1 row cannot be read." in printed
    assert not (tmp_path / "pairs.csv").exists()


def test_an_empty_sheet_is_a_round_without_pairs(match: Match, tmp_path: Path) -> None:
    code, said = match("user,role\n")
    assert code == 0
    assert "No pair" in said
    assert table(tmp_path / "pairs.csv") == []


def test_a_file_that_is_not_there_or_cannot_be_written_is_a_sentence(match: Match, tmp_path: Path) -> None:
    code, said = match(SHEET, "--unmatched", "nowhere/left.csv")
    assert code == 2
    assert "The result could not be written: nowhere/left.csv: No such file or directory." in said
    code, said = ran(tmp_path, "nobody.csv")
    assert code == 2
    assert "Nothing was matched: there is no file nobody.csv." in said


@pytest.mark.parametrize("sheet", ["people.csv", "../{folder}/people.csv", "link.csv", "hard.csv"])
def test_the_sheet_is_not_written_over_however_it_is_spelled(tmp_path: Path, sheet: str) -> None:
    (tmp_path / "people.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("people.csv")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "people.csv")
    for option in ("--out", "--unmatched", "--scores"):
        code, said = ran(tmp_path, "people.csv", option, sheet.format(folder=tmp_path.name))
        assert code == 2
        assert "Nothing was matched: the result would be written over the sheet itself" in said
    assert (tmp_path / "people.csv").read_text(encoding="utf-8") == SHEET
    assert not (tmp_path / "pairs.csv").exists()


@pytest.mark.parametrize("options", [("--unmatched", "pairs.csv"), ("--unmatched", "a.csv", "--scores", "./link.csv")])
def test_two_results_are_not_written_into_one_file(match: Match, tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "link.csv").symlink_to("a.csv")
    code, said = match(SHEET, *options)
    assert code == 2
    assert "two results would be written into the same file" in said
    assert not (tmp_path / "pairs.csv").exists()
    assert not (tmp_path / "a.csv").exists()


def test_a_device_takes_any_number_of_results(match: Match) -> None:
    code, said = match(SHEET, "--unmatched", "/dev/null", "--scores", "/dev/null")
    assert code == 0, said


def test_a_file_names_every_topic_of_a_pair(match: Match, tmp_path: Path) -> None:
    topics = [f"Topic {number}" for number in range(9)]
    offered = ";".join(f"{topic}:3" for topic in topics)
    match(SHEET.replace("AI tools:4", offered).replace("Video:5;AI tools:2", offered))
    assert any(all(topic in row["reasons"] for topic in topics) for row in table(tmp_path / "pairs.csv"))


def test_the_numbers_tell_solving_apart_from_reading_reasons_and_writing(match: Match) -> None:
    report = json.loads(match(SHEET, "--json")[1])
    spent = {part: one["seconds"] for part, one in report["spent"].items()}
    assert set(spent) == {"reading", "matching", "writing", "solving"}
    assert 0 < spent["solving"] <= spent["matching"]
    assert spent["reading"] + spent["matching"] + spent["writing"] == pytest.approx(report["seconds"], abs=0.002)
    assert all(one["processor"] >= 0 for one in report["spent"].values())


@pytest.mark.parametrize("step", ["shortlist", "improve", "even", "prove", "judge"])
def test_a_terminal_shows_how_far_the_matching_is_and_anything_else_stays_quiet(step: str) -> None:
    for terminal in (True, False):
        shown = StringIO()
        with watched(Console(file=shown, force_terminal=terminal, width=120)) as tell:
            tell(step, 40, 100)
        assert (" 40%" in shown.getvalue()) is terminal
        assert (sentence("match/matching", step=step) in shown.getvalue()) is terminal


def test_the_numbers_carry_the_proof_that_nothing_better_exists(match: Match) -> None:
    for options in ((), ("--fair",)):
        code, said = match(SHEET, "--json", *options)
        report = json.loads(said)
        assert (code, report["fair"]) == (0, bool(options))
        assert report["certificate"]["proven"]
        assert report["certificate"]["primal"] == report["certificate"]["dual"]
        assert report["certificate"]["allowed_pairs"] == 2
