"""People from HR: pasted, uploaded or from a file; facts protect at once, suggestions wait for the person."""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import running
from coordinating import introduce_at_once, second_coordinator, take_rights_away
from databases import SQLITE
from rich.console import Console
from sqlmodel import col, delete, select
from taking_part import another_programme, enrol, participant, programme_of

from bot.app import client_for
from bot.demo import PROGRAMME, Demo
from bot.importing import import_people
from bot.manifest import MANIFEST
from bot.rules.people import COLUMNS
from bot.sandbox.actors import Actor, World
from bot.watched import counted
from handlers.people.reading import FORM
from handlers.people.waiting import LOOKUPS
from messages import sentence
from storage import joining, people
from storage.tables import Draft, Outbox, Person

HEADER = ",".join(COLUMNS)
HOSTILE = "'}]}; <!channel> {% raw %}"


@pytest.fixture
def cora(world: World, demo: Demo) -> Actor:
    """The coordinator, before HR has suggested anything to anybody."""
    with demo.store.begin() as db:
        db.exec(delete(Draft).where(col(Draft.form) == joining.FORM))
    return world.person("Cora")


@pytest.fixture
def generous(empty_file: Path, tmp_path: Path) -> Iterator[Demo]:
    """The workspace of an app with the optional permissions: upload, and people by e-mail address."""
    whole = yaml.safe_load(MANIFEST.read_text())
    whole["oauth_config"]["scopes"]["bot"] += whole["oauth_config"]["scopes"]["bot_optional"]
    (tmp_path / "manifest.yml").write_text(yaml.safe_dump(whole))
    file = shutil.copy(empty_file, tmp_path / "generous.db")
    with running(f"sqlite:///{file}", manifest=tmp_path / "manifest.yml") as demo:
        yield demo


def line(**cells: str) -> str:
    return ",".join(cells.get(column, "") for column in COLUMNS)


def sheet(*lines: str) -> str:
    return "\n".join([HEADER, *lines])


def paste(cora: Actor, text: str, *how: str) -> str:
    """Import a pasted sheet; what the form says afterwards."""
    cora.types("/mentor admin import")
    result = cora.fills({"sheet": text, "how": list(how)})
    assert result.form is not None
    return result.form.text


def person(demo: Demo, user_id: str) -> Person | None:
    with demo.store.read() as db:
        return people.person(db, user_id)


def suggestions(demo: Demo, user_id: str) -> dict[str, Any]:
    with demo.store.read() as db:
        found = joining.draft(db, user_id, joining.FORM, str(programme_of(demo).id))
        return found.answers if found else {}


def imported(demo: Demo, file: Path, **how: Any) -> int:
    asked = {"programme": None, "dry_run": False, "strict": False} | how
    client = asked.pop("client", None)
    return import_people(file, demo.store, client, now=demo.clock.now(), **asked)


def test_facts_are_kept_and_the_rest_is_suggested_to_those_who_have_not_joined(demo: Demo, cora: Actor) -> None:
    said = paste(
        cora,
        sheet(
            line(
                user="U0ANN",
                role="mentor",
                level="3",
                department="Sales",
                manager="U0HUGO",
                reviewers="U0GINA;U0INES",
                former_managers="U0LIAM",
                timezone="europe/paris",
                hours="08:00-16:00",
                languages="German;English",
                offers="short video:5;Beekeeping:2",
                style="abba",
                formats="video;walk",
                capacity="2",
                never="U0KAYA",
                met="U0JONAS",
                purpose="Be heard",
            )
        ),
    )
    assert "changed: 1" in said
    assert "1 person finds suggested answers" in said
    ann = person(demo, "U0ANN")
    assert ann is not None
    assert (ann.level, ann.department, ann.manager_id, ann.zone) == (3, "Sales", "U0HUGO", "Europe/Paris")
    assert (ann.reviewers, ann.former_managers) == (["U0GINA", "U0INES"], ["U0LIAM"])
    with demo.store.read() as db:
        assert people.met_before(db) == {("U0ANN", "U0JONAS")}
    assert suggestions(demo, "U0ANN") == {
        "from_hr": True,
        "role": "mentor",
        "offers": ["Short video", "Beekeeping"],
        "offer_weights": {"Short video": 5, "Beekeeping": 2},
        "style": "abba",
        "formats": ["video", "walk"],
        "languages": ["de", "en"],
        "hours_from": "08:00",
        "hours_to": "16:00",
        "capacity": 2,
        "purpose": "Be heard",
        "never": ["U0KAYA"],
    }


def test_the_suggestions_stand_in_the_persons_form(world: World, cora: Actor) -> None:
    paste(cora, sheet(line(user="U0ANN", role="mentor", offers="AI tools:4")))
    ann = world.person("Ann")
    ann.types("/mentor join")
    assert ann.form is not None
    assert "mentor" in str(ann.form.values)
    assert "AI tools" in str(ann.form.view)


def test_an_import_enrols_nobody_and_writes_to_nobody(world: World, demo: Demo, cora: Actor) -> None:
    paste(cora, sheet(*(line(user=one.id, role=one.role, level=str(one.level)) for one in demo.employees)))
    world.wait(days=1)
    with demo.store.read() as db:
        assert joining.enrolled(db, programme_of(demo).id or 0) == []
    assert {said.message["ephemeral_to"] or said.channel for said in world.messages()} <= {cora.id, *dms(world, cora)}


def test_a_second_time_nothing_changes(demo: Demo, cora: Actor) -> None:
    text = sheet(
        line(user="U0ANN", role="mentor", level="3", met="U0GINA", never="U0HUGO"), line(user="U1NEW", level="4")
    )
    assert "New people: 1, changed: 1" in paste(cora, text)
    before = person(demo, "U0ANN")
    assert "Nothing changed: all 2 people" in paste(cora, text)
    assert person(demo, "U0ANN") == before


def test_an_empty_cell_leaves_a_fact_and_an_empty_list_of_reviewers_is_empty(demo: Demo, cora: Actor) -> None:
    paste(cora, sheet(line(user="U0ANN", level="3", department="Sales", reviewers="U0GINA", manager="U0HUGO")))
    paste(cora, sheet(line(user="U0ANN")))
    ann = person(demo, "U0ANN")
    assert ann is not None
    assert (ann.level, ann.department, ann.reviewers) == (3, "Sales", [])
    assert (ann.manager_id, ann.manager_known) == (None, True)


def test_a_missing_column_leaves_what_it_would_say_and_is_named(demo: Demo, cora: Actor) -> None:
    paste(cora, sheet(line(user="U0ANN", reviewers="U0GINA", manager="U0HUGO")))
    said = paste(cora, "user,level\nU0ANN,4")
    ann = person(demo, "U0ANN")
    assert ann is not None
    assert (ann.level, ann.reviewers, ann.manager_id) == (4, ["U0GINA"], "U0HUGO")
    assert "Columns that the sheet does not have: role, department, manager" in said


def test_unknown_columns_are_left_out_with_a_notice(cora: Actor) -> None:
    assert "left out: salary, shoe size" in paste(cora, "user,salary,shoe size\nU0ANN,9,44")


def test_good_rows_go_in_and_each_bad_row_has_its_line(demo: Demo, cora: Actor) -> None:
    said = paste(
        cora,
        sheet(
            line(user="U0ANN", level="3"),
            line(user="U0BEN", level="eleven"),
            line(user="bob"),
            line(user="U0EVA", timezone="Mars"),
        ),
    )
    assert "3 rows are wrong" in said
    assert "Row 3, level: “eleven” is not a whole number from 1 to 10" in said
    assert "Row 4, user: “bob” is nobody I can find" in said
    assert "Row 5, timezone: “Mars” is no time zone. Write one like" in said
    found = [person(demo, user_id) for user_id in ("U0ANN", "U0BEN")]
    assert [one and one.level for one in found] == [3, 2]


@pytest.mark.parametrize("how", [(), ("dry_run",)])
def test_people_who_manage_each_other_are_named(cora: Actor, how: tuple[str, ...]) -> None:
    paste(cora, sheet(line(user="U0HUGO", manager="U0INES"), line(user="U0ANN", manager="U0HUGO")))
    said = paste(cora, sheet(line(user="U0INES", manager="U0HUGO"), line(user="U0BEN", manager="U0INES")), *how)
    assert "U0HUGO and U0INES manage each other in a circle" in said
    assert "U0BEN" not in said


def test_a_circle_of_which_the_sheet_says_nothing_is_not_told_again(cora: Actor) -> None:
    assert "in a circle" in paste(
        cora, sheet(line(user="U0HUGO", manager="U0INES"), line(user="U0INES", manager="U0HUGO"))
    )
    assert "in a circle" not in paste(cora, sheet(line(user="U0BEN", manager="U0INES")))


def test_all_or_nothing_takes_nothing_where_one_row_is_bad(demo: Demo, cora: Actor) -> None:
    text = sheet(line(user="U0ANN", level="3", role="mentor"), line(user="U0BEN", level="eleven"))
    assert "Nothing was imported: 1 row is wrong" in paste(cora, text, "strict")
    ann = person(demo, "U0ANN")
    assert ann is not None
    assert ann.level == 2
    assert suggestions(demo, "U0ANN") == {}
    assert "changed: 1" in paste(cora, sheet(line(user="U0ANN", level="3")), "strict")


def test_a_trial_says_what_would_happen_and_changes_nothing(demo: Demo, cora: Actor) -> None:
    text = sheet(line(user="U0ANN", level="3", role="mentor", met="U0GINA"), line(user="U1NEW"))
    assert "would add 1, change 1 and leave 0" in paste(cora, text, "dry_run")
    ann = person(demo, "U0ANN")
    assert ann is not None
    assert ann.level == 2
    assert person(demo, "U1NEW") is None
    assert suggestions(demo, "U0ANN") == {}
    with demo.store.read() as db:
        assert people.met_before(db) == set()


def test_whoever_takes_part_keeps_their_answers_and_is_protected_at_once(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo", never=["U0LIAM"])
    cora.types("/mentor admin round")
    paste(
        cora,
        sheet(
            line(
                user="U0ANN",
                role="mentee",
                level="2",
                manager="U0GINA",
                reviewers="U0HUGO",
                never="U0INES",
                style="bbbb",
            )
        ),
    )
    ann = participant(demo, "Ann")
    assert (ann.role, ann.style, ann.never) == ("mentor", "abab", ["U0INES", "U0LIAM"])
    assert suggestions(demo, "U0ANN") == {}
    introduce_at_once(demo)
    cora.clicks("Approve 1 pair")
    assert "the rules keep them apart by now" in " ".join(cora.sees)


def test_what_somebody_typed_stands_and_hr_fills_in_only_the_rest(demo: Demo, cora: Actor) -> None:
    with demo.store.begin() as db:
        own = {"role": "mentee", "purpose": "Mine", "from_hr": False}
        joining.keep_draft(db, "U0ANN", joining.FORM, own, demo.clock.now(), about=str(programme_of(demo).id))
    text = sheet(line(user="U0ANN", role="mentor", purpose="Theirs", style="abba"))
    paste(cora, text)
    assert suggestions(demo, "U0ANN") == own | {"style": "abba"}
    assert "Nothing changed" in paste(cora, text)


def test_whoever_left_gets_no_new_suggestions(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", status="left", left_at=demo.clock.now())
    paste(cora, sheet(line(user="U0ANN", role="mentor", style="abba")))
    assert suggestions(demo, "U0ANN") == {}


def test_whoever_is_listed_for_the_chain_only_is_suggested_nothing(demo: Demo, cora: Actor) -> None:
    paste(cora, sheet(line(user="U1BOSS", level="10", purpose="Rule")))
    assert suggestions(demo, "U1BOSS") == {}
    with demo.store.read() as db:
        assert people.managers(db)["U1BOSS"] is None


def test_a_sheet_without_header_is_refused_at_the_field(cora: Actor) -> None:
    cora.types("/mentor admin import")
    refused = cora.tries_to_fill({"sheet": "Ann,3\nBen,4"})
    assert "the first line must name the columns" in refused.errors["sheet"]


def test_an_empty_form_is_refused_at_the_field(cora: Actor) -> None:
    cora.types("/mentor admin import")
    assert "Paste the sheet here" in cora.tries_to_fill({"sheet": " \n"}).errors["sheet"]


def test_the_form_offers_an_upload_only_where_files_may_be_read(cora: Actor, generous: Demo) -> None:
    cora.types("/mentor admin import")
    assert cora.form is not None
    assert "Or upload it" not in cora.form.fields
    other = World(generous.url).person("Cora")
    other.types("/mentor admin import")
    assert other.form is not None
    assert "Or upload it" in other.form.fields


@pytest.mark.parametrize("content", [sheet(line(user="U0ANN", level="3")), "﻿" + sheet(line(user="U0ANN", level="3"))])
def test_an_upload_is_read_and_its_result_comes_as_a_message(generous: Demo, content: str) -> None:
    cora = World(generous.url).person("Cora")
    cora.types("/mentor admin import")
    result = cora.fills({"file": [{"name": "people.csv", "content": content}]})
    assert result.form is not None
    assert "The result comes to you as a message" in result.form.text
    assert f"Your sheet for {PROGRAMME}" in cora.last.text.replace("*", "")
    assert "changed: 1" in cora.last.text
    ann = person(generous, "U0ANN")
    assert ann is not None
    assert ann.level == 3
    assert leftover_jobs(generous) == []


@pytest.mark.parametrize(
    ("content", "told"), [("PK\x00\x01 a workbook", "is no text"), ("x" * 25_000_001, "larger than 25 MB")]
)
def test_an_upload_that_is_no_sheet_is_answered_with_what_to_do(generous: Demo, content: str, told: str) -> None:
    cora = World(generous.url).person("Cora")
    cora.types("/mentor admin import")
    cora.fills({"file": [{"name": "people.csv", "content": content}]})
    assert told in cora.last.text
    assert leftover_jobs(generous) == []


def test_a_paste_and_an_upload_together_are_refused(generous: Demo) -> None:
    cora = World(generous.url).person("Cora")
    cora.types("/mentor admin import")
    refused = cora.tries_to_fill({"file": [{"name": "people.csv", "content": "user"}], "sheet": "user\nU0ANN"})
    assert "not both" in refused.errors["sheet"]


def test_a_long_sheet_is_read_by_the_tick(generous: Demo) -> None:
    cora = World(generous.url).person("Cora")
    cora.types("/mentor admin import")
    cora.fills({"file": [{"name": "people.csv", "content": sheet(*(line(user=f"U1X{n}") for n in range(1200)))}]})
    assert "New people: 1200" in cora.last.text


def test_in_a_long_sheet_people_who_manage_each_other_are_named_wherever_they_stand(generous: Demo) -> None:
    cora = World(generous.url).person("Cora")
    rows = [line(user=f"U1X{n}", manager=f"U1X{(n + 1) % 1200}") for n in range(1200)]
    cora.types("/mentor admin import")
    cora.fills({"file": [{"name": "people.csv", "content": sheet(*rows)}]})
    assert "U1X0, U1X1, U1X2, U1X3, U1X4 and U1X5 manage each other in a circle" in cora.last.text


def test_addresses_are_resolved_and_never_kept(generous: Demo) -> None:
    world = World(generous.url)
    cora = world.person("Cora")
    said = paste(
        cora,
        sheet(
            line(user="Ann.Okafor@example.com", level="3", manager="hugo.berg@example.com"),
            line(user="nobody@example.com", level="3"),
            line(user="U0BEN", reviewers="ghost@example.com"),
        ),
    )
    assert "asking Slack whose the addresses are" in said
    ann = person(generous, "U0ANN")
    assert ann is not None
    assert (ann.level, ann.manager_id) == (3, "U0HUGO")
    assert "Row 3, user: nobody in this workspace has the address …@example.com" in cora.last.text
    assert "Row 4, reviewers" in cora.last.text
    assert "ann.okafor" not in stored(generous)
    assert "nobody@" not in stored(generous)


def test_many_addresses_are_asked_for_at_slacks_pace(generous: Demo) -> None:
    world = World(generous.url)
    cora = world.person("Cora")
    paste(cora, "user\n" + "\n".join(f"someone{number}@example.com" for number in range(LOOKUPS + 5)))
    assert lookups(world) == LOOKUPS
    assert "rows are wrong" not in cora.last.text if cora.said else True
    world.wait(hours=1)
    assert lookups(world) == LOOKUPS + 5
    assert f"{LOOKUPS + 5} rows are wrong" in cora.last.text


def test_a_slack_that_asks_for_patience_is_given_it(generous: Demo) -> None:
    world = World(generous.url)
    cora = world.person("Cora")
    world.fault("users.lookupByEmail", error="ratelimited", retry_after=20)
    paste(cora, "user,level\nann.okafor@example.com,3")
    world.wait(hours=1)
    ann = person(generous, "U0ANN")
    assert ann is not None
    assert ann.level == 3


def test_a_slack_that_fails_is_reported_and_nothing_hangs(generous: Demo) -> None:
    world = World(generous.url)
    cora = world.person("Cora")
    world.fault("users.lookupByEmail", error="fatal_error")
    paste(cora, "user,level\nann.okafor@example.com,3")
    assert "was not read" in cora.last.text
    assert leftover_jobs(generous) == []


def test_without_the_permission_each_address_is_a_bad_row(demo: Demo, cora: Actor) -> None:
    paste(cora, "user,level\nann.okafor@example.com,3\nU0BEN,4")
    assert "the optional permission users:read.email is not granted" in cora.last.text
    ben = person(demo, "U0BEN")
    assert ben is not None
    assert ben.level == 4


def test_one_person_by_id_and_by_address_is_one_person(generous: Demo) -> None:
    cora = World(generous.url).person("Cora")
    paste(cora, "user,manager\nU0ANN,U0GINA\nann.okafor@example.com,U0HUGO\nU0BEN,ben.ito@example.com")
    assert "Row 3, user: U0ANN stands in row 2 already" in cora.last.text
    assert "Row 4, manager: U0BEN is said to manage themselves" in cora.last.text


def test_the_home_button_imports_for_that_programme(demo: Demo, cora: Actor) -> None:
    another_programme(demo, "Young leaders")
    cora.opens_home()
    cora.clicks("Import people")
    cora.fills({"sheet": sheet(line(user="U0ANN", role="mentor", style="abba"))})
    assert suggestions(demo, "U0ANN")["style"] == "abba"


def test_with_several_programmes_the_coordinator_says_which(demo: Demo, cora: Actor) -> None:
    another_programme(demo, "Young leaders")
    cora.types("/mentor admin import")
    cora.fills({"programme": "Young leaders", "sheet": sheet(line(user="U0ANN", role="mentor", style="abba"))})
    assert suggestions(demo, "U0ANN") == {}
    with demo.store.read() as db:
        about = str(programme_of(demo, "Young leaders").id)
        assert joining.draft(db, "U0ANN", joining.FORM, about) is not None


def test_nobody_but_a_coordinator_imports(world: World) -> None:
    ann = world.person("Ann")
    ann.types("/mentor admin import")
    assert ann.form is None
    assert "Only the coordinators" in ann.last.text


def test_whoever_coordinates_no_more_imports_no_more(world: World, demo: Demo) -> None:
    femi = second_coordinator(world, demo, "Femi")
    femi.opens_home()
    femi.clicks("Import people")
    take_rights_away(demo)
    refused = femi.tries_to_fill({"sheet": sheet(line(user="U0ANN", level="9"))})
    assert "Only the coordinators" in str(refused.ack)
    femi.closes()
    femi.clicks("Import people")
    assert femi.form is None
    assert "Only the coordinators" in femi.last.text
    ann = person(demo, "U0ANN")
    assert ann is not None
    assert ann.level == 2


def test_hostile_cells_break_nothing_and_ping_nobody(demo: Demo, cora: Actor) -> None:
    said = paste(
        cora,
        f'user,level,department,purpose,{HOSTILE}\nU0ANN,3,"{HOSTILE}","*x* `y` <@U0EVIL>",z\n"<!channel>",1,,,\n',
    )
    assert "1 row is wrong" in said
    ann = person(demo, "U0ANN")
    assert ann is not None
    assert "<!channel>" in str(ann.department)
    assert "<!channel>" not in str(cora.form.view["blocks"] if cora.form else "")


@pytest.mark.usefixtures("cora")
def test_the_command_line_takes_a_file_in(demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "people.csv"
    file.write_text(sheet(line(user="U0ANN", level="3", role="mentor")))
    assert imported(demo, file) == 0
    assert "The sheet is in. New people: 0, changed: 1" in capsys.readouterr().out
    assert imported(demo, file) == 0
    assert "Nothing changed" in capsys.readouterr().out
    assert suggestions(demo, "U0ANN")["role"] == "mentor"


@pytest.mark.parametrize("what", ["people/taking_in", "people/looking_up"])
def test_a_terminal_shows_how_much_is_done_and_anything_else_stays_quiet(what: str) -> None:
    for terminal in (True, False):
        shown = StringIO()
        assert list(counted(range(4), what, Console(file=shown, force_terminal=terminal, width=120))) == [0, 1, 2, 3]
        assert ("100%" in shown.getvalue()) is terminal
        assert (sentence(what) in shown.getvalue()) is terminal


def test_the_command_line_names_people_who_manage_each_other(
    demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(sheet(line(user="U0HUGO", manager="U0INES"), line(user="U0INES", manager="U0HUGO")))
    assert imported(demo, file) == 0
    assert "U0HUGO and U0INES manage each other in a circle" in capsys.readouterr().out


def test_the_command_line_prints_a_line_for_each_bad_row(
    demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(sheet(line(user="U0ANN", level="3"), *(line(user=f"U1X{n}", level="0") for n in range(70))))
    assert imported(demo, file) == 1
    lines = capsys.readouterr().out.splitlines()
    assert sum(said.startswith("Row ") for said in lines) == 70
    assert imported(demo, file, strict=True) == 2
    assert "all or nothing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "how", "told"),
    [
        (None, {}, "there is no file"),
        (b"PK\x00\x01", {}, "is no text"),
        (b"user\nU0ANN", {"programme": "No such"}, "no programme is called “No such”"),
        (b"user\nann@example.com", {}, "Set SLACK_BOT_TOKEN"),
    ],
)
def test_the_command_line_says_why_it_imported_nothing(
    demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, how: Any, told: str
) -> None:
    file = tmp_path / "people.csv"
    if content is not None:
        file.write_bytes(content)
    assert imported(demo, file, **how) == 2
    assert told in capsys.readouterr().err


def test_a_file_without_header_is_nothing_imported(
    demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Ann,3\n")
    assert imported(demo, file) == 2
    assert "the first line must name the columns" in capsys.readouterr().out


def test_with_several_programmes_the_command_line_asks_which(
    demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    another_programme(demo, "Young leaders")
    file = tmp_path / "people.csv"
    file.write_text(sheet(line(user="U0ANN", role="mentor")))
    assert imported(demo, file) == 2
    assert "Say which with --programme" in capsys.readouterr().err
    assert imported(demo, file, programme="young LEADERS") == 0


def test_a_trial_on_the_command_line_changes_nothing(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(sheet(line(user="U0ANN", level="3")))
    assert imported(demo, file, dry_run=True) == 0
    ann = person(demo, "U0ANN")
    assert ann is not None
    assert ann.level == 2


@SQLITE
def test_the_command_line_waits_for_nobody_who_writes_to_the_same_file(
    demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(sheet(line(user="U0ANN")))
    with demo.database.claim("mentor serve (process 7)"):
        assert imported(demo, file) == 2
    assert "in use by mentor serve (process 7)" in capsys.readouterr().err


def test_the_command_line_asks_slack_who_the_addresses_are(generous: Demo, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes("user,department\nann.okafor@example.com,Größen\n".encode("cp1252"))
    client = client_for(generous.sandbox.identity.bot_token, generous.sandbox.api_url)
    assert imported(generous, file, client=client) == 0
    ann = person(generous, "U0ANN")
    assert ann is not None
    assert ann.department == "Größen"


def dms(world: World, person: Actor) -> list[str]:
    return [channel["id"] for channel in world.state()["channels"] if person.id in channel["members"]]


def lookups(world: World) -> int:
    return sum(entry["name"] == "users.lookupByEmail" for entry in world.traffic())


def leftover_jobs(demo: Demo) -> list[Draft]:
    with demo.store.read() as db:
        return list(db.exec(select(Draft).where(Draft.form == FORM)).all())


def stored(demo: Demo) -> str:
    """Every text that a message or a draft of the database holds."""
    with demo.store.read() as db:
        rows = [row for table in (Outbox, Draft, Person) for row in db.exec(select(table)).all()]
        return " ".join(str(row) for row in rows)
