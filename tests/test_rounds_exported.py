"""A round as files: with one click, in the coordinator's own conversation, as the round stands."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
from answering import join, open_form
from circling import circle_of, make_circles
from consenting import question
from coordinating import (
    introduce_at_once,
    large_round,
    leave,
    newest_preview,
    preview,
    second_coordinator,
    take_rights_away,
)
from databases import BOTH
from openpyxl import load_workbook
from taking_part import MENTEES, MENTORS, enrol, id_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from storage import outbox
from storage.tables import Topic

EXPORT = "Export CSV and XLSX"
Rows = list[list[Any]]


@pytest.fixture
def cohort(demo: Demo) -> None:
    """Six mentors and six mentees who wait; of one the level is missing."""
    introduce_at_once(demo)
    enrol(demo, *MENTORS, *MENTEES)
    remember(demo, "Liam", level=None)


def exports(person: Actor) -> list[Said]:
    return [said for said in person.said if any(file["name"].endswith(".xlsx") for file in said.files)]


def plainly(row: list[str]) -> list[Any]:
    """A row of text with its score as a number."""
    return [float(cell) if re.fullmatch(r"[\d.]+", cell) else cell for cell in row]


def exported(world: World, cora: Actor) -> tuple[Rows, Rows]:
    """What the files say that a click brings: the pairs, and who stays unmatched; workbook and text agree."""
    cora.clicks(EXPORT)
    world.wait(minutes=2)
    book, *texts = exports(cora)[-1].files
    sheets = load_workbook(BytesIO(world.download(book))).worksheets
    assert [sheet.title for sheet in sheets] == ["Pairs", "Unmatched"]
    pairs, left = ([["" if cell is None else cell for cell in row] for row in sheet.values] for sheet in sheets)
    written = [[*csv.reader(StringIO(world.download(text).decode(), newline=""))] for text in texts]
    assert [[*map(plainly, rows)] for rows in written] == [pairs, left]
    assert (pairs[0], left[0]) == (["mentor", "mentee", "score", "reasons"], ["user", "reason"])
    return pairs[1:], left[1:]


@BOTH
@pytest.mark.usefixtures("cohort")
def test_everybody_of_a_preview_stands_in_one_of_two_tables_by_id(world: World, demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    pairs, left = exported(world, cora)
    assert all(
        f"<@{mentor}> mentors <@{mentee}>* · fits {score:.0f} of" in shown.text for mentor, mentee, score, _ in pairs
    )
    assert all(reasons in shown.text for *_, reasons in pairs)
    assert len(left) == 2
    assert dict(left)[id_of(demo, "Liam")].startswith("the level is missing.")
    people = [who for mentor, mentee, *_ in pairs for who in (mentor, mentee)] + [who for who, _ in left]
    assert sorted(people) == sorted(id_of(demo, name) for name in (*MENTORS, *MENTEES))


@pytest.mark.usefixtures("cohort")
def test_a_dropped_pair_is_none_and_its_people_stand_among_the_unmatched(world: World, cora: Actor) -> None:
    preview(cora)
    cora.clicks("Drop pair")
    pairs, left = exported(world, cora)
    assert len(pairs) == 4
    (one, why), (other, same) = left[2:]
    assert why == same == f"The pair of {one} and {other} was dropped."


def test_a_mentor_of_two_dropped_pairs_is_one_person_without_a_pair(world: World, demo: Demo, cora: Actor) -> None:
    for name in ("Ann", "Hugo", "Ines"):
        remember(demo, name, level=2 if name == "Ann" else 6, manager_id=None, reviewers=[], former_managers=[])
    enrol(demo, "Ann", capacity=2)
    enrol(demo, "Hugo", "Ines")
    preview(cora)
    for _ in range(2):
        cora.clicks("Drop pair", in_=newest_preview(cora))
    pairs, left = exported(world, cora)
    assert (pairs, sorted(who for who, _ in left)) == ([], ["U0ANN", "U0HUGO", "U0INES"])
    for mentee in ("U0HUGO", "U0INES"):
        assert f"The pair of U0ANN and {mentee} was dropped." in dict(left)["U0ANN"]


def test_a_circle_that_is_dropped_whole_is_so_many_people_each_with_their_own_words(
    world: World, demo: Demo, cora: Actor
) -> None:
    make_circles(cora)
    circle_of(demo, "Ann", "Hugo", "Ines", "Jonas")
    preview(cora)
    for _ in range(3):
        cora.clicks("Drop", in_=newest_preview(cora))
    pairs, left = exported(world, cora)
    assert (pairs, sorted(who for who, _ in left)) == ([], ["U0ANN", "U0HUGO", "U0INES", "U0JONAS"])
    assert dict(left)["U0HUGO"] == "U0HUGO was dropped from the circle of U0ANN."
    assert dict(left)["U0ANN"].count(" was dropped from the circle of U0ANN.") == 3
    assert "0 mentees in circles, with score and reasons, and 4 people in none." in exports(cora)[-1].text


def test_whoever_is_kept_in_a_circle_that_is_too_small_is_in_none_and_reads_why(
    world: World, demo: Demo, cora: Actor
) -> None:
    make_circles(cora)
    introduce_at_once(demo)
    circle_of(demo, "Ann", "Hugo", "Ines")
    circle_of(demo, "Eva", "Kaya", "Liam")
    preview(cora)
    cora.clicks("Drop", in_=newest_preview(cora))
    pairs, left = exported(world, cora)
    assert (len(pairs), len(left)) == (2, 3)
    small = "is kept in the circle of {}, which is too small to begin as it stands."
    assert sum(small.format(mentor) in why for mentor in ("U0ANN", "U0EVA") for _, why in left) == 2
    cora.clicks("Approve 1 circle", in_=newest_preview(cora))
    world.wait(minutes=2)
    pairs, left = exported(world, cora)
    assert (len(pairs), len(left)) == (2, 3)
    assert sum("since too few were left for a circle." in why for _, why in left) == 2


@pytest.mark.usefixtures("cohort")
def test_of_a_pair_of_which_one_left_and_is_forgotten_the_files_say_that(world: World, cora: Actor) -> None:
    preview(cora)
    (_mentor, mentee, *_), *_others = exported(world, cora)[0]
    leave(next(person for person in map(world.person, MENTEES) if person.id == mentee))
    world.wait(hours=2)
    told = {row[1]: row[3] for row in exported(world, cora)[0]}
    assert told.pop(mentee) == f"{mentee} left the programme"
    assert not any("left the programme" in why for why in told.values())


@pytest.mark.usefixtures("cohort")
def test_an_approved_round_is_exported_too(world: World, demo: Demo, cora: Actor) -> None:
    preview(cora)
    proposed, _left = exported(world, cora)
    mentor = next(one for one in MENTORS if id_of(demo, one) == proposed[0][0])
    leave(world.person(mentor))
    cora.clicks("Approve all 5 pairs")
    world.wait(minutes=1)
    pairs, left = exported(world, cora)
    assert pairs == proposed[1:]
    why = f"{proposed[0][0]} and {proposed[0][1]} were not introduced, since {proposed[0][0]} left the programme."
    assert left[2:] == [[who, why] for who in proposed[0][:2]]


def test_a_topic_that_is_sensitive_is_never_named(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", topics="Mental health:5")
    enrol(demo, "Hugo", topics="Mental health:5")
    preview(cora)
    ((mentor, mentee, *_),), _left = exported(world, cora)
    assert (mentor, mentee) == (id_of(demo, "Ann"), id_of(demo, "Hugo"))
    written = b" ".join(world.download(file) for file in exports(cora)[0].files[1:])
    assert b"Mental health" not in written


def test_a_topic_may_look_like_a_formula(world: World, demo: Demo, cora: Actor) -> None:
    with demo.store.begin() as db:
        db.add(Topic(name="=1+1"))
    enrol(demo, "Ann", "Hugo", topics="=1+1:5")
    preview(cora)
    ((*_, reasons),), _left = exported(world, cora)
    assert "offers what the other wants to learn: =1+1" in reasons


@pytest.mark.usefixtures("cohort")
def test_a_double_click_brings_the_files_once_and_a_later_click_again(world: World, cora: Actor) -> None:
    shown = preview(cora)
    cora.clicks(EXPORT, in_=shown)
    cora.clicks(EXPORT, in_=shown)
    world.wait(seconds=20)
    cora.clicks(EXPORT, in_=shown)
    world.wait(minutes=2)
    assert len(exports(cora)) == 1
    cora.clicks(EXPORT, in_=shown)
    world.wait(minutes=1)
    names = [said.files[0]["name"] for said in exports(cora)]
    assert len({*names}) == 2


@pytest.mark.usefixtures("cohort")
def test_over_home_the_preview_stays_below_what_says_that_it_comes(cora: Actor) -> None:
    preview(cora)
    cora.opens_home()
    cora.clicks("Show the round")
    cora.clicks(EXPORT)
    assert "It is on its way" in open_form(cora).text
    cora.closes()
    assert "5 pairs" in open_form(cora).text


@pytest.mark.usefixtures("cohort")
def test_whoever_coordinates_no_more_gets_no_file_from_an_old_button(world: World, demo: Demo) -> None:
    femi = second_coordinator(world, demo, "Femi")
    preview(femi)
    take_rights_away(demo)
    femi.clicks(EXPORT)
    world.wait(minutes=1)
    assert "Only the coordinators" in femi.last.text
    assert exports(femi) == []


@pytest.mark.usefixtures("cohort")
def test_whoever_loses_the_right_before_the_files_are_sent_gets_none(world: World, demo: Demo) -> None:
    femi = second_coordinator(world, demo, "Femi")
    preview(femi)
    world.fault("conversations.open", status=503, times=2)
    femi.clicks(EXPORT)
    world.wait(seconds=2)
    take_rights_away(demo)
    world.wait(minutes=5)
    assert exports(femi) == []


def test_a_round_of_150_pairs_is_exported_whole_and_the_outbox_holds_nothing_of_it(
    world: World, demo: Demo, cora: Actor
) -> None:
    everybody = large_round(demo, cora, 150)
    world.wait(minutes=1)
    pairs, left = exported(world, cora)
    assert sorted(
        [*(who for mentor, mentee, *_ in pairs for who in (mentor, mentee)), *(who for who, _ in left)]
    ) == sorted(everybody)
    with demo.store.read() as db:
        row = outbox.by_key(db, f"round-export:1:{cora.id}:1")
    assert row is not None
    assert row.values == {"round": 1, "programme": "Reverse mentoring"}


def test_however_long_two_peoples_own_topics_are_a_page_names_some_and_the_files_all(
    world: World, demo: Demo, cora: Actor
) -> None:
    topics = ["&<>" * 23 + f"{number:02}" for number in range(20)]
    for name, level, side in (("Ann", 2, "offers"), ("Hugo", 6, "wants")):
        remember(demo, name, level=level, manager_id=None, reviewers=[], former_managers=[])
        role = "mentor" if side == "offers" else "mentee"
        person = world.person(name)
        join(person, role=role, offers=[], wants=[], **{f"{side}_own": "\n".join(topics)})
        person.closes(everything=True)
    preview(cora)
    cora.opens_home()
    cora.clicks("Show the round")
    assert "and 17 more" in open_form(cora).text
    cora.closes(everything=True)
    [[*_, why]], [] = exported(world, cora)
    assert all(topic in why for topic in topics)
    cora.clicks("Approve 1 pair", in_=newest_preview(cora))
    world.wait(minutes=2)
    assert "and 17 more" in question(world.person("Hugo")).text
