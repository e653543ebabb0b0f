"""Writing an announcement: what the form refuses, and the draft that never gets lost."""

from datetime import timedelta

import pytest
from announcing import WORDS, everybody, page_of, readers, stored, write
from answering import HOSTILE, clicking, deliver, open_form, submission
from coordinating import second_coordinator, set_status, take_rights_away

from bot.demo import Demo
from bot.sandbox.actors import Actor, World


@pytest.fixture
def cora(demo: Demo, world: World) -> Actor:
    """The coordinator of twelve people who take part."""
    everybody(demo)
    return world.person("Cora")


def test_the_preview_shows_it_as_it_will_look_whom_it_reaches_and_how_long_it_takes(cora: Actor) -> None:
    preview = write(cora, quote="It changed how I lead.", quoted="Jonas, COO", picture="https://example.com/j.jpg")
    for shown in (
        WORDS,
        "> It changed how I lead.",
        "*Jonas, COO*",
        "12 people",
        "about a minute",
        "Sent by <@U0CORA>",
    ):
        assert shown in preview.text
    picture = next(block["accessory"] for block in preview.blocks if "accessory" in block)
    assert (picture["image_url"], picture["alt_text"]) == ("https://example.com/j.jpg", "Picture of Jonas, COO")


def test_nothing_is_sent_before_it_is_confirmed(world: World, cora: Actor) -> None:
    write(cora)
    world.wait(hours=1)
    assert readers(world) == []


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"words": "&" * 600}, "words", "500 characters too many: it may have 2500"),
        ({"words": "x" * 2496 + "&"}, "words", "1 character too many"),
        ({"words": "\u200b"}, "words", "Write what you want to tell"),
        ({"words": "Dear @channel, hello"}, "words", "Leave out @channel"),
        ({"quote": "Great", "quoted": "<" * 21}, "quoted", "4 characters too many: it may have 80"),
        ({"quote": "Great"}, "quoted", "Whose words are these?"),
        ({"quoted": "Jonas"}, "quote", "no quote"),
        ({"picture": "https://example.com/j.jpg"}, "quote", "no quote"),
        ({"quote": "A", "quoted": "B", "picture": "http://example.com/j.jpg"}, "picture", "begins with https://"),
        ({"quote": "A", "quoted": "B", "picture": "https://a b"}, "picture", "begins with https://"),
        ({"audience": "channel"}, "channel", "Choose the channel"),
        ({"send_at": 1700000000}, "send_at", "still to come"),
        ({"send_at": 1999999999}, "send_at", "within a year"),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_field(
    demo: Demo, cora: Actor, fields: dict[str, str], field: str, sentence: str
) -> None:
    cora.types("/mentor admin announce")
    answer = cora.tries_to_fill({"words": WORDS} | fields)
    assert list(answer.errors) == [field]
    assert sentence in answer.errors[field]
    assert stored(demo) == []


def test_as_many_characters_as_are_said_are_taken(cora: Actor) -> None:
    assert "x" * 2495 + "&" in write(cora, words="x" * 2495 + "&").text


def test_a_form_that_is_closed_leaves_a_draft_whatever_is_missing(demo: Demo, cora: Actor) -> None:
    cora.types("/mentor admin announce")
    cora.tries_to_fill(words="Only half of", quoted="Jonas")
    cora.closes()
    assert [(row.status, row.words, row.quoted) for row in stored(demo)] == [("draft", "Only half of", "Jonas")]
    cora.types("/mentor admin announce")
    cora.clicks("Edit draft")
    assert "Only half of" in str(open_form(cora).values)


def test_an_empty_form_that_is_closed_leaves_nothing(demo: Demo, cora: Actor) -> None:
    cora.types("/mentor admin announce")
    cora.closes()
    assert stored(demo) == []


def test_a_draft_is_saved_by_a_button_and_the_form_stays(demo: Demo, cora: Actor) -> None:
    cora.types("/mentor admin announce")
    cora.tries_to_fill(words="@here comes a draft")
    cora.clicks("Save draft")
    assert "The draft is saved" in open_form(cora).text
    cora.tries_to_fill(words="@here comes another")
    cora.clicks("Save draft")
    cora.closes()
    assert [(row.words, row.revision) for row in stored(demo)] == [("@here comes another", 2)]


def test_the_same_form_sent_twice_writes_one_draft(demo: Demo, cora: Actor) -> None:
    cora.types("/mentor admin announce")
    sent = submission(demo, cora, words=WORDS)
    for _ in range(2):
        assert "Send it now" in str(deliver(demo, sent))
    assert len(stored(demo)) == 1


def test_a_draft_is_deleted_and_an_old_button_says_so(demo: Demo, cora: Actor) -> None:
    write(cora)
    cora.clicks("Change announcement")
    late = clicking(demo, cora, "announcements.discard")
    cora.clicks("Delete draft")
    assert "There is no announcement yet" in open_form(cora).text
    assert stored(demo) == []
    deliver(demo, late | {"actions": [late["actions"][0] | {"action_ts": "2.000000"}]})
    assert "was deleted" in cora.last.text


def test_of_two_people_who_edit_one_draft_neither_loses_a_word(demo: Demo, world: World, cora: Actor) -> None:
    eva = second_coordinator(world, demo, "Eva")
    write(cora)
    for person in (cora, eva):
        person.types("/mentor admin announce")
        person.clicks("Edit draft")
    eva.fills(words="Eva was faster.")
    cora.fills(words="Cora was slower.")
    assert "has changed since you opened it" in open_form(cora).text
    assert [row.words for row in stored(demo)] == ["Eva was faster."]
    cora.closes()
    cora.types("/mentor admin announce")
    cora.clicks("Edit draft")
    late = submission(demo, cora, words="Cora closes it.")
    eva.clicks("Change announcement")
    eva.fills(words="Eva again.")
    deliver(demo, late | {"type": "view_closed", "is_cleared": False})
    assert sorted(row.words for row in stored(demo)) == ["Cora closes it.", "Eva again."]


def test_a_confirm_on_an_old_preview_is_refused_after_an_edit(demo: Demo, world: World, cora: Actor) -> None:
    eva = second_coordinator(world, demo, "Eva")
    write(cora)
    eva.types("/mentor admin announce")
    eva.clicks("Edit draft")
    eva.fills(words="Changed behind her back.")
    cora.fills()
    assert "has changed since this preview" in open_form(cora).text
    world.wait(minutes=1)
    assert readers(world, "") == []
    assert stored(demo)[0].status == "draft"


def test_looking_again_without_a_change_keeps_the_preview_good(world: World, cora: Actor) -> None:
    write(cora)
    cora.clicks("Change announcement")
    cora.fills()
    cora.fills()
    assert len(readers(world)) == 12


@pytest.mark.usefixtures("cora")
def test_only_coordinators_write_announcements(world: World) -> None:
    ann = world.person("Ann")
    ann.types("/mentor admin announce")
    assert "Only the coordinators" in ann.last.text
    assert ann.form is None


@pytest.mark.usefixtures("cora")
def test_every_step_asks_again_who_takes_it(demo: Demo, world: World) -> None:
    eva = second_coordinator(world, demo, "Eva")
    write(eva)
    confirmed = submission(demo, eva)
    change = clicking(demo, eva, "announcements.edit")
    eva.clicks("Change announcement")
    steps = [clicking(demo, eva, f"announcements.{verb}") for verb in ("save", "discard")]
    looked = submission(demo, eva)
    closed = looked | {"type": "view_closed", "is_cleared": False}
    take_rights_away(demo)
    for number, step in enumerate((change, *steps)):
        deliver(demo, step | {"actions": [step["actions"][0] | {"action_ts": f"3.{number}"}]})
        assert "Only the coordinators" in eva.last.text
    for step in (confirmed, looked):
        assert "Only the coordinators" in str(deliver(demo, step))
    demo.sandbox.slack.delivery.interaction(closed, "late")
    assert [(row.status, row.words) for row in stored(demo)] == [("draft", WORDS)]
    assert readers(world) == []


@pytest.mark.usefixtures("cora")
def test_the_page_of_an_announcement_asks_too(demo: Demo, world: World) -> None:
    eva = second_coordinator(world, demo, "Eva")
    write(eva, send_at=int((demo.clock.now() + timedelta(days=2)).timestamp()))
    eva.fills()
    pressed = [clicking(demo, eva, f"announcements.{verb}") for verb in ("show", "cancel", "copy")]
    take_rights_away(demo)
    for number, press in enumerate(pressed):
        deliver(demo, press | {"actions": [press["actions"][0] | {"action_ts": f"4.{number}"}]})
        assert "Only the coordinators" in eva.last.text
    assert stored(demo)[0].status == "confirmed"


def test_where_no_programme_is_open_there_is_nobody_to_tell(demo: Demo, cora: Actor) -> None:
    set_status(demo, "closed")
    cora.types("/mentor admin announce")
    assert "None of your programmes is open" in cora.last.text


def test_a_programme_that_closes_meanwhile_gets_no_announcement(demo: Demo, world: World, cora: Actor) -> None:
    write(cora)
    set_status(demo, "closed")
    cora.fills()
    assert "is not open" in open_form(cora).text
    assert readers(world) == []


def test_hostile_words_ping_nobody_and_break_nothing(world: World, cora: Actor) -> None:
    write(cora, words=HOSTILE, quote=HOSTILE, quoted=HOSTILE, picture="https://example.com/?a=b&c=%22")
    cora.fills()
    said = world.person("Ann").last
    assert HOSTILE in said.text
    assert not any("<!channel>" in block["text"]["text"] for block in said.blocks if "text" in block)


def test_an_announcement_is_written_anew_from_an_old_one(demo: Demo, cora: Actor) -> None:
    write(cora, audience="mentors")
    cora.fills()
    cora.clicks("Write a new one from it")
    cora.fills(audience="mentees")
    assert [(row.status, row.words, row.audience) for row in stored(demo)] == [
        ("draft", WORDS, "mentees"),
        ("confirmed", WORDS, "mentors"),
    ]


def test_home_leads_to_the_list(cora: Actor) -> None:
    cora.opens_home()
    cora.clicks("Announcements")
    cora.clicks("Write an announcement")
    cora.fills(words=WORDS)
    cora.closes()
    cora.clicks("Announcements")
    assert "*Draft* by <@U0CORA>" in open_form(cora).text
    assert page_of(cora, "Edit draft").submit == "Preview"
