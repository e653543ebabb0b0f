"""Programmes: a coordinator creates one, opens it, edits it and closes it; everybody else is told that they cannot."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from answering import HOSTILE, clicking, deliver, open_form, submission
from taking_part import another_programme, enrol, introduce, programme_of

from bot.demo import PROGRAMME, Demo
from bot.sandbox.actors import Actor, World
from bot.sandbox.actors.sight import Form, Said
from storage import checkins, programmes
from storage.tables import Pair, Programme

FIELDS = (
    "name",
    "length_months",
    "cadence",
    "agenda_by",
    "level_gap",
    "across_departments",
    "overlap_hours",
    "capacity",
    "rotation",
)
NOT_YOURS = "Only the coordinators"


@pytest.fixture
def ann(world: World) -> Actor:
    return world.person("Ann")


def everything(demo: Demo) -> list[Programme]:
    with demo.store.read() as db:
        return list(programmes.all_programmes(db))


def create(cora: Actor, name: str, **more: Any) -> Form:
    cora.types("/mentor admin programme new")
    cora.fills({"name": name} | more)
    return open_form(cora)


def appoint(demo: Demo, *people: Actor) -> None:
    """Let exactly these people coordinate the demo's programme, besides those whom the operator named."""
    with demo.store.begin() as db:
        programmes.set_coordinators(db, 1, [person.id for person in people], "U0CORA", demo.clock.now())


def end_of(demo: Demo, pair: Pair) -> datetime | None:
    with demo.store.read() as db:
        return db.get_one(Pair, pair.id).ends_at


def test_a_programme_is_created_with_what_the_form_says(demo: Demo, cora: Actor) -> None:
    create(
        cora,
        "  Digital   buddies ",
        length_months="9",
        cadence="fortnightly",
        agenda_by="mentee",
        level_gap="3",
        across_departments="required",
        overlap_hours="1.5",
        capacity="2",
        rotation="keep",
        level_labels="1: Trainee\n\n 10 : Board: all of it ",
        coordinators=["Ann"],
    )
    row = programme_of(demo, "Digital buddies")
    written = ["Digital buddies", 9, "fortnightly", "mentee", 3, "required", 1.5, 2, "keep"]
    assert [getattr(row, field) for field in FIELDS] == written
    assert row.level_labels == {"1": "Trainee", "10": "Board: all of it"}
    assert (row.status, row.created_by, row.created_at) == ("draft", cora.id, demo.clock.now())
    with demo.store.read() as db:
        assert programmes.coordinators(db, row.id or 0) == ["U0ANN"]


def test_the_form_offers_the_defaults_of_the_product(demo: Demo, cora: Actor) -> None:
    create(cora, "Plain")
    row = programme_of(demo, "Plain")
    defaults = ["Plain", 6, "monthly", "mentor", 2, "preferred", 2.0, 1, "never"]
    assert [getattr(row, field) for field in FIELDS] == defaults
    assert row.level_labels == {}


def test_a_coordinator_chooses_what_makes_two_people_fit_and_what_comes_first(demo: Demo, cora: Actor) -> None:
    create(cora, "Weighed", weights="topics: 30\nhours: 0", fair="weakest", many_mentors=["yes"])
    row = programme_of(demo, "Weighed")
    assert (row.fair, row.many_mentors) == (True, True)
    assert row.weights == {"topics": 30, "style": 12, "purpose": 10, "departments": 10, "hours": 0, "formats": 8}


def test_home_has_a_button_to_create_one(demo: Demo, cora: Actor) -> None:
    cora.opens_home()
    cora.clicks("Create a programme")
    cora.fills(name="From Home")
    assert programme_of(demo, "From Home").status == "draft"
    assert cora.home is not None
    assert "From Home" in cora.home.text


def test_nobody_can_join_before_a_programme_opens_and_everybody_after(demo: Demo, cora: Actor, ann: Actor) -> None:
    form = create(cora, "Buddies")
    assert "is created" in form.text
    assert "Buddies" not in ann.opens_home().text
    cora.clicks("Open programme")
    assert "The programme is open" in open_form(cora).text
    assert "Join Buddies" in ann.opens_home().buttons
    assert (programme_of(demo, "Buddies").status, programme_of(demo, "Buddies").opened_at) == ("open", demo.clock.now())


def test_opening_writes_the_catalogue_down(demo: Demo, cora: Actor) -> None:
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM topic")
    create(cora, "Buddies")
    cora.clicks("Open programme")
    with demo.store.read() as db:
        written = [topic.name for topic in programmes.catalogue(db) if topic.id]
    assert written == [name for name, _sensitive in programmes.SUBJECTS]


def test_the_same_form_sent_twice_creates_one_programme(demo: Demo, cora: Actor) -> None:
    cora.types("/mentor admin programme new")
    sent = submission(demo, cora, name="Buddies")
    for _ in range(2):
        assert "is created" in str(deliver(demo, sent))
    assert [row.name for row in everything(demo)] == [PROGRAMME, "Buddies"]


def test_a_name_is_given_once_whatever_its_case(demo: Demo, cora: Actor) -> None:
    create(cora, "Ökologie")
    cora.closes()
    cora.types("/mentor admin programme new")
    answer = cora.tries_to_fill(name="öKOLOGIE", length_months="3")
    assert "called “Ökologie” already" in answer.errors["name"]
    assert len(everything(demo)) == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "\u200b", "up to 80 characters"),
        ("level_labels", "3 Senior analyst", "I cannot read “3 Senior analyst”"),
        ("weights", "luck: 3", "I cannot read “luck: 3”. Write one part a line with a whole number, like “topics: 50”"),
        ("weights", "topics: 99", "topics counts too much: 66 is the most"),
        ("level_labels", "1: Trainee\n11: Emperor", "I cannot read “11: Emperor”"),
        ("level_labels", "3:", "I cannot read “3:”"),
        ("level_labels", f"3: A\nx{HOSTILE}", 'I cannot read “x"}]}, <!channel>'),
        ("level_labels", "3: A\n4: B\n3: C", "Level 3 stands there twice"),
        ("level_labels", f"3: {'x' * 61}", "too long"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field(demo: Demo, cora: Actor, field: str, value: str, sentence: str) -> None:
    cora.types("/mentor admin programme new")
    answer = cora.tries_to_fill({"name": "Buddies", field: value})
    assert sentence in answer.errors[field]
    assert len(everything(demo)) == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("overlap_hours", "nan", "from 0 to 12"),
        ("overlap_hours", "12.5", "from 0 to 12"),
        ("level_gap", "1e99", "whole number from 0 to 9"),
        ("capacity", "2.5", "whole number from 1 to 6"),
        ("length_months", None, "whole number from 1 to 24"),
    ],
)
def test_numbers_are_checked_also_where_slack_does_not(
    demo: Demo, cora: Actor, field: str, value: str, sentence: str
) -> None:
    cora.types("/mentor admin programme new")
    sent = submission(demo, cora, name="Buddies")
    sent["view"]["state"]["values"][field][field]["value"] = value
    assert sentence in deliver(demo, sent)["errors"][field]


def test_a_cadence_that_nobody_offered_is_refused(demo: Demo, cora: Actor) -> None:
    cora.types("/mentor admin programme new")
    sent = submission(demo, cora, name="Buddies")
    sent["view"]["state"]["values"]["cadence"]["cadence"]["selected_option"]["value"] = "hourly"
    assert "Choose one" in deliver(demo, sent)["errors"]["cadence"]


def test_the_only_programme_opens_at_once_and_is_edited(demo: Demo, cora: Actor) -> None:
    cora.types("/mentor admin programme")
    form = open_form(cora)
    assert (form.title, "Close programme" in form.buttons) == ("Edit programme", True)
    cora.fills(name=HOSTILE, cadence="weekly", level_labels="2: Analyst", coordinators=["Ann", "Ben"])
    assert cora.form is None
    row = programme_of(demo, HOSTILE)
    assert (row.id, row.cadence, row.level_labels, row.status) == (1, "weekly", {"2": "Analyst"}, "open")
    with demo.store.read() as db:
        assert programmes.coordinators(db, 1) == ["U0ANN", "U0BEN"]
    assert cora.home is not None
    assert HOSTILE in cora.home.text


def test_home_opens_the_form_as_the_programme_stands(cora: Actor) -> None:
    cora.types("/mentor admin programme")
    cora.fills(level_labels="10: Board\n2: Analyst", coordinators=["Ann"], overlap_hours="0.5")
    cora.opens_home()
    cora.clicks("Edit programme")
    values = open_form(cora).values
    assert values["level_labels"]["level_labels"]["value"] == "2: Analyst\n10: Board"
    assert values["coordinators"]["coordinators"]["selected_users"] == ["U0ANN"]
    assert values["overlap_hours"]["overlap_hours"]["value"] == "0.5"


def test_of_two_who_edit_at_once_neither_undoes_what_the_other_changed(
    demo: Demo, world: World, cora: Actor, ann: Actor
) -> None:
    appoint(demo, ann, world.person("Ben"))
    pair = introduce(demo, "Chloe", "Gina")
    for coordinator in (cora, ann):
        coordinator.types("/mentor admin programme")
    cora.fills(length_months="9", coordinators=["Ann", "Dev"], level_labels="2: Analyst")
    ends_at = end_of(demo, pair)
    ann.fills(cadence="weekly", coordinators=["Ann", "Ben", "Eva"])
    row = programme_of(demo)
    assert (row.length_months, row.cadence, row.level_labels) == (9, "weekly", {"2": "Analyst"})
    assert end_of(demo, pair) == ends_at
    with demo.store.read() as db:
        assert sorted(programmes.coordinators(db, 1)) == ["U0ANN", "U0DEV", "U0EVA"]


def test_where_two_change_one_setting_the_later_one_stands(demo: Demo, cora: Actor, ann: Actor) -> None:
    appoint(demo, ann)
    for coordinator in (cora, ann):
        coordinator.types("/mentor admin programme")
    cora.fills(cadence="weekly")
    ann.fills(cadence="fortnightly")
    assert programme_of(demo).cadence == "fortnightly"


def test_two_programmes_cannot_share_a_name_by_editing(demo: Demo, cora: Actor) -> None:
    create(cora, "Buddies")
    answer = cora.tries_to_fill(name=PROGRAMME.upper())
    assert "already" in answer.errors["name"]
    cora.fills(name="BUDDIES")
    assert [row.name for row in everything(demo)] == [PROGRAMME, "BUDDIES"]


def test_several_programmes_are_listed_with_a_button_each(demo: Demo, cora: Actor) -> None:
    another_programme(demo, HOSTILE)
    enrol(demo, "Ann")
    said = cora.types("/mentor admin programme").messages[-1]
    assert f"*{PROGRAMME}* · open · 1 takes part" in said.text
    assert HOSTILE in said.text
    assert "<!channel>" not in str(said.blocks)
    assert said.buttons == ["Edit programme", "Edit programme", "Create a programme"]
    cora.clicks("programmes.edit:2", in_=said)
    assert open_form(cora).values["name"]["name"]["value"] == HOSTILE
    cora.clicks("Create a programme", in_=said)
    assert open_form(cora).title == "Create a programme"


def test_of_several_programmes_one_can_be_named(demo: Demo, cora: Actor) -> None:
    another_programme(demo, "Digital buddies")
    cora.types("/mentor admin programme digital BUDDIES")
    assert open_form(cora).values["name"]["name"]["value"] == "Digital buddies"


def test_the_first_programme_is_created_by_the_same_command(demo: Demo, cora: Actor) -> None:
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM programme")
    cora.types("/mentor admin programme")
    assert open_form(cora).title == "Create a programme"


def test_closing_tells_everybody_who_takes_part_and_ends_the_questions(demo: Demo, world: World, cora: Actor) -> None:
    enrol(demo, "Ann", "Gina", "Ben")
    introduce(demo, "Ann", "Gina")
    assert due_in_five_weeks(demo) == 2
    cora.types("/mentor admin programme")
    assert "3 people take part" in open_form(cora).text
    cora.clicks("Close programme")
    assert "The programme is closed" in open_form(cora).text
    assert (programme_of(demo).status, programme_of(demo).closed_at) == ("closed", demo.clock.now())
    world.wait(minutes=1)
    for name in ("Ann", "Gina", "Ben"):
        (said,) = (one for one in world.person(name).hears if f"{PROGRAMME} has ended" in one.text)
        assert said.metadata["class"] == "notice"
    assert world.messages(to="Hugo") == []
    assert due_in_five_weeks(demo) == 0
    assert "No programme is open" in world.person("Hugo").types("/mentor join").text


def due_in_five_weeks(demo: Demo) -> int:
    """How many people would be asked then whether they met."""
    with demo.store.read() as db:
        return len(checkins.due(db, demo.clock.now() + timedelta(weeks=5), 100))


def test_farewells_wait_for_waking_hours_and_opening_again_takes_them_back(
    demo: Demo, world: World, cora: Actor
) -> None:
    enrol(demo, "Ann")
    world.wait(hours=12)
    cora.types("/mentor admin programme")
    cora.clicks("Close programme")
    world.wait(hours=1)
    cora.clicks("Open programme again")
    assert "The programme is open" in open_form(cora).text
    world.wait(days=1)
    assert world.messages(to="Ann") == []
    assert (programme_of(demo).status, programme_of(demo).closed_at) == ("open", None)


def test_closing_again_after_opening_again_is_told_again(demo: Demo, world: World, cora: Actor) -> None:
    enrol(demo, "Ann")
    cora.types("/mentor admin programme")
    for button in ("Close programme", "Open programme again", "Close programme"):
        cora.clicks(button)
        world.wait(hours=1)
    assert sum("has ended" in text for text in world.person("Ann").sees) == 2


def test_a_second_click_closes_nothing_twice(demo: Demo, world: World, cora: Actor) -> None:
    enrol(demo, "Ann")
    cora.types("/mentor admin programme")
    clicked = clicking(demo, cora, "programmes.close")
    for moment in ("1.000001", "1.000002"):
        clicked["actions"][0]["action_ts"] = moment
        deliver(demo, clicked)
        world.wait(minutes=1)
    assert "The programme is closed" in open_form(cora).text
    assert sum("has ended" in text for text in world.person("Ann").sees) == 1


@pytest.mark.parametrize("word", ["admin programme", "admin programme new", f"admin programme {PROGRAMME}"])
def test_only_coordinators_administer(ann: Actor, word: str) -> None:
    assert NOT_YOURS in ann.types(f"/mentor {word}").text
    assert ann.form is None


def test_a_coordinator_of_one_programme_edits_that_one_and_creates_none(demo: Demo, ann: Actor) -> None:
    another_programme(demo, "Secret pilot")
    appoint(demo, ann)
    for word in ("admin programme", "admin programme new", "admin programme Secret pilot"):
        ann.types(f"/mentor {word}")
        assert open_form(ann).values["name"]["name"]["value"] == PROGRAMME
        ann.closes()
    ann.types("/mentor admin programme")
    ann.fills(name="Renamed")
    assert programme_of(demo, "Renamed").id == 1
    assert "Create a programme" not in ann.opens_home().buttons


def test_old_buttons_and_forms_of_a_former_coordinator_do_nothing(demo: Demo, ann: Actor) -> None:
    appoint(demo, ann)
    ann.opens_home()
    ann.types("/mentor admin programme")
    renamed, closing = submission(demo, ann, name="Mine"), clicking(demo, ann, "programmes.close")
    appoint(demo)
    assert NOT_YOURS in str(deliver(demo, renamed))
    deliver(demo, closing)
    assert NOT_YOURS in ann.last.text
    ann.closes()
    ann.clicks("Edit programme")
    assert ann.form is None
    assert (programme_of(demo).name, programme_of(demo).status) == (PROGRAMME, "open")


def test_an_old_button_to_open_again_asks_for_the_right(demo: Demo, ann: Actor) -> None:
    appoint(demo, ann)
    ann.types("/mentor admin programme")
    ann.clicks("Close programme")
    opening = clicking(demo, ann, "programmes.open")
    appoint(demo)
    deliver(demo, opening)
    assert NOT_YOURS in ann.last.text
    assert programme_of(demo).status == "closed"


def test_creating_asks_for_the_right_at_the_button_and_at_the_form(demo: Demo, cora: Actor) -> None:
    said = list_of_two(demo, cora)
    cora.types("/mentor admin programme new")
    sent = submission(demo, cora, name="Mine")
    with demo.store.begin() as db:
        programmes.appoint(db, ["U0BEN"], demo.clock.now())
    assert NOT_YOURS in str(deliver(demo, sent))
    cora.closes()
    cora.clicks("Create a programme", in_=said)
    assert cora.form is None
    assert len(everything(demo)) == 2


def list_of_two(demo: Demo, cora: Actor) -> Said:
    another_programme(demo, "Buddies")
    return cora.types("/mentor admin programme").messages[-1]


def test_who_the_operator_named_remains_whatever_the_form_says(cora: Actor) -> None:
    cora.types("/mentor admin programme")
    cora.fills(coordinators=[])
    cora.types("/mentor admin programme")
    assert open_form(cora).title == "Edit programme"


def test_a_coordinator_may_step_down(demo: Demo, ann: Actor) -> None:
    appoint(demo, ann)
    ann.types("/mentor admin programme")
    ann.fills(coordinators=["Ben"])
    assert NOT_YOURS in ann.types("/mentor admin programme").text
