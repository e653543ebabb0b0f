"""My answers as I see them; a break until a day or without end; and what is forgotten after leaving."""

from datetime import UTC, date, datetime, timedelta

import pytest
from announcing import readers, send
from answering import join, open_form, tell_about_oneself, without_suggestions
from taking_part import another_programme, enrol, introduce, participant, programme_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, World
from handlers.joining import end_pauses, forget_those_who_left
from storage import checkins, joining, pairs, surveys


@pytest.fixture
def ann(demo: Demo, world: World) -> Actor:
    """Ann takes part as a mentor."""
    enrol(demo, "Ann", never=["U0HUGO"], purpose="To listen.")
    return without_suggestions(demo, world.person("Ann"))


def paused(demo: Demo, first: str = "Ann", programme: str | None = None) -> tuple[str, date | None]:
    row = participant(demo, first, programme) if programme else participant(demo, first)
    return row.status, row.paused_until


def test_the_profile_shows_my_answers_to_me_alone(ann: Actor) -> None:
    said = ann.types("/mentor profile", channel="#general").messages[-1]
    assert said.only_to == ann.id
    for words in ("You are a mentor", "Level 2 · Marketing", "Short video", "English", "To listen.", "Who sees what"):
        assert words in said.text
    assert "*Never with:* <@U0HUGO> (only you can see this list)" in said.text


def test_from_the_profile_one_changes_the_answers(ann: Actor) -> None:
    said = ann.types("/mentor profile").messages[-1]
    ann.clicks("Change my answers", in_=said)
    assert open_form(ann).title == "Change my answers"


@pytest.mark.parametrize("word", ["profile", "pause", "pause until 15 January", "resume"])
def test_whoever_does_not_take_part_is_told_how_to_join(world: World, word: str) -> None:
    assert "`/mentor join` takes under three minutes" in world.person("Ben").types(f"/mentor {word}").text


@pytest.mark.parametrize(
    ("typed", "until"),
    [("until 15 January", date(2027, 1, 15)), ("2 weeks", date(2026, 12, 7)), ("tomorrow", date(2026, 11, 24))],
)
def test_one_pauses_until_a_day_in_ones_own_words(demo: Demo, ann: Actor, typed: str, until: date) -> None:
    assert "You are paused until" in ann.types(f"/mentor pause {typed}").text
    assert paused(demo) == ("paused", until)
    assert ann.home is not None
    assert "paused until" in ann.home.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("until yesterday", "not ahead of you"),
        ("until 20 November 2029", "more than a year away"),
        ("until 30 February", "no such day"),
        ("until 3/4", "not sure which day"),
        ("until the cows come home <!channel>", "not sure which day"),
    ],
)
def test_a_day_that_cannot_be_meant_is_asked_again(demo: Demo, ann: Actor, typed: str, answer: str) -> None:
    assert answer in ann.types(f"/mentor pause {typed}").text
    assert paused(demo) == ("active", None)


def test_without_a_day_there_is_a_calendar(demo: Demo, ann: Actor) -> None:
    ann.types("/mentor pause")
    ann.fills(until="2026-12-24")
    assert "paused until Thursday 24 December" in open_form(ann).text
    assert paused(demo) == ("paused", date(2026, 12, 24))


def test_a_pause_may_last_until_one_resumes(demo: Demo, ann: Actor) -> None:
    ann.types("/mentor pause")
    ann.fills(open_ended=["open"])
    assert "paused until you resume" in open_form(ann).text
    assert end_pauses(demo.store, demo.clock.now() + timedelta(days=400)) == 0
    assert paused(demo) == ("paused", None)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Choose the day on which you are back"),
        ({"until": "2026-12-24", "open_ended": ["open"]}, "not both"),
        ({"until": "2026-11-23"}, "a day after today"),
        ({"until": "2027-11-25"}, "more than a year away"),
    ],
)
def test_the_form_takes_a_day_ahead_or_the_box(
    demo: Demo, ann: Actor, answers: dict[str, object], sentence: str
) -> None:
    ann.types("/mentor pause")
    assert sentence in ann.tries_to_fill(answers).errors["until"]
    assert paused(demo) == ("active", None)


def test_today_is_the_day_where_one_lives(demo: Demo, world: World) -> None:
    enrol(demo, "Ann")
    remember(demo, "Ann", zone="Pacific/Auckland")
    world.wait(hours=3)
    ann = world.person("Ann")
    assert "paused until Wednesday 25 November" in ann.types("/mentor pause until tomorrow").text


def test_pausing_again_moves_the_day(demo: Demo, ann: Actor) -> None:
    ann.types("/mentor pause until tomorrow")
    ann.types("/mentor pause until 15 January")
    assert paused(demo) == ("paused", date(2027, 1, 15))


def test_one_resumes_by_the_command(demo: Demo, ann: Actor) -> None:
    ann.types("/mentor pause until 15 January")
    assert "You are back" in ann.types("/mentor resume").text
    assert paused(demo) == ("active", None)
    assert "You are not paused" in ann.types("/mentor resume").text


def test_one_resumes_by_the_button_and_a_second_click_changes_nothing(demo: Demo, ann: Actor) -> None:
    first, second = (ann.types("/mentor pause until 15 January").messages[-1] for _ in range(2))
    for said in (first, second):
        ann.clicks("Resume now", in_=said)
        assert "You are back" in ann.reads(said).text
        assert paused(demo) == ("active", None)


def test_home_pauses_and_resumes_one_programme_of_several(demo: Demo, ann: Actor) -> None:
    another_programme(demo, "Buddies")
    enrol(demo, "Ann", programme="Buddies")
    ann.opens_home()
    ann.clicks("joining.pause:2")
    ann.fills(open_ended=["open"])
    ann.closes()
    assert paused(demo, programme="Buddies") == ("paused", None)
    assert paused(demo) == ("active", None)
    ann.opens_home()
    ann.clicks("Resume")
    assert paused(demo, programme="Buddies") == ("active", None)
    assert ann.home is not None
    assert "paused" not in ann.home.text


def test_the_command_pauses_and_resumes_everywhere(demo: Demo, ann: Actor) -> None:
    another_programme(demo, "Buddies")
    enrol(demo, "Ann", programme="Buddies")
    said = ann.types("/mentor pause until 15 January").messages[-1]
    assert {paused(demo), paused(demo, programme="Buddies")} == {("paused", date(2027, 1, 15))}
    ann.clicks("Resume now", in_=said)
    assert {paused(demo), paused(demo, programme="Buddies")} == {("active", None)}


def test_a_pause_ends_by_itself_in_the_persons_own_waking_hours(demo: Demo, world: World, ann: Actor) -> None:
    ann.types("/mentor pause until 1 December")
    world.wait_until(datetime(2026, 11, 30, 22, 30, tzinfo=UTC))
    assert paused(demo) == ("paused", date(2026, 12, 1))
    world.wait_until(datetime(2026, 11, 30, 23, 30, tzinfo=UTC))
    assert paused(demo) == ("active", None)
    assert "welcome back" not in ann.last.text
    world.wait_until(datetime(2026, 12, 1, 7, 1, tzinfo=UTC))
    assert "Your pause in Reverse mentoring is over: welcome back!" in ann.last.text
    assert ann.last.metadata["class"] == "notice"


def test_the_same_day_begins_earlier_in_the_east(demo: Demo, world: World) -> None:
    enrol(demo, "Ann", "Ben")
    remember(demo, "Ann", zone="Pacific/Kiritimati")
    remember(demo, "Ben", zone="Pacific/Honolulu")
    for name in ("Ann", "Ben"):
        world.person(name).types("/mentor pause until 1 December 2026")
    world.wait_until(datetime(2026, 11, 30, 10, 30, tzinfo=UTC))
    assert (paused(demo, "Ann")[0], paused(demo, "Ben")[0]) == ("active", "paused")
    world.wait_until(datetime(2026, 12, 1, 10, 30, tzinfo=UTC))
    assert paused(demo, "Ben")[0] == "active"


def test_who_is_back_in_two_programmes_hears_it_once_and_can_pause_again(demo: Demo, world: World, ann: Actor) -> None:
    another_programme(demo, "Buddies")
    enrol(demo, "Ann", programme="Buddies")
    ann.types("/mentor pause until tomorrow")
    world.wait(days=1)
    assert [text for text in ann.sees if "welcome back" in text] == [ann.last.text]
    ann.clicks("Pause again")
    ann.fills(open_ended=["open"])
    assert {paused(demo), paused(demo, programme="Buddies")} == {("paused", None)}


def test_ending_pauses_twice_ends_and_says_it_once(demo: Demo, world: World, ann: Actor) -> None:
    ann.types("/mentor pause until tomorrow")
    later = demo.clock.now() + timedelta(days=1)
    assert [end_pauses(demo.store, later) for _ in range(2)] == [1, 0]
    world.wait(days=2)
    assert sum("welcome back" in text for text in ann.sees) == 1


def test_a_pause_out_of_the_question_answers_it_and_stands_there_in_its_place(demo: Demo, world: World) -> None:
    enrol(demo, "Ann", "Gina")
    pair = introduce(demo, "Ann", "Gina")
    with demo.store.begin() as db:
        for seat in pairs.seats(db, pair.id or 0):
            seat.ask_at = demo.clock.now() + timedelta(days=1)
            db.add(seat)
    world.wait(days=2)
    ann = world.person("Ann")
    question = ann.last
    assert "meet" in question.text
    ann.clicks("Pause", in_=question)
    ann.fills(until="2027-02-01")
    world.wait(minutes=1)
    assert "You are paused until Monday 1 February" in ann.reads(question).text
    with demo.store.read() as db:
        assert checkins.seat_of(db, pair, ann.id).unanswered == 0
    ann.closes()
    ann.clicks("Resume now", in_=ann.reads(question))
    assert paused(demo) == ("active", None)


def test_a_pause_button_of_a_programme_that_one_left_says_so(demo: Demo, ann: Actor) -> None:
    said = ann.types("/mentor profile").messages[-1]
    leave(demo)
    ann.clicks("Pause", in_=said)
    assert "You do not take part" in ann.last.text


def test_a_pause_form_sent_after_leaving_pauses_nothing(demo: Demo, ann: Actor) -> None:
    ann.types("/mentor pause")
    leave(demo)
    ann.fills(open_ended=["open"])
    assert "You do not take part" in open_form(ann).text
    assert participant(demo, "Ann").status == "left"


def leave(demo: Demo) -> None:
    row = participant(demo, "Ann")
    with demo.store.begin() as db:
        row.status, row.left_at = "left", demo.clock.now()
        db.add(row)


def test_an_hour_after_leaving_the_answers_are_forgotten_and_the_pair_is_not(demo: Demo, world: World) -> None:
    enrol(demo, "Ann", "Gina", never=["U0HUGO"], purpose="To listen.")
    introduce(demo, "Ann", "Gina")
    ann = world.person("Ann")
    ann.types("/mentor leave")
    ann.fills()
    world.wait(minutes=40)
    assert participant(demo, "Ann").purpose == "To listen."
    world.wait(hours=2)
    row = participant(demo, "Ann")
    assert (row.style, row.purpose, row.formats, row.languages, row.never) == ("", "", [], [], [])
    assert row.forgotten_at is not None
    with demo.store.read() as db:
        assert joining.interests(db, [row.id]) == {}
        assert drafts(demo) == []
        assert [pair.mentor_id for pair in pairs.ended_together(db, row.programme_id, ann.id, row.left_at)] == [ann.id]
    assert participant(demo, "Gina").purpose == "To listen."


def test_a_message_to_everybody_that_waits_for_the_morning_spares_whoever_pauses_before_it(
    demo: Demo, world: World, ann: Actor
) -> None:
    enrol(demo, "Ben")
    world.wait(hours=12)
    send(world.person("Cora"))
    world.wait(minutes=5)
    ann.types("/mentor pause 2 weeks")
    world.wait(days=1)
    assert readers(world) == ["Ben"]
    ann.types("/mentor resume")
    world.wait(days=1)
    assert readers(world) == ["Ben"]


@pytest.mark.parametrize(
    ("programmes", "told"), [(("Reverse mentoring",), False), (("Reverse mentoring", "Two"), True)]
)
def test_a_question_that_slack_did_not_take_yet_is_not_asked_after_a_pause_in_all_that_it_is_about(
    demo: Demo, world: World, ann: Actor, programmes: tuple[str, ...], *, told: bool
) -> None:
    another_programme(demo, "Two")
    enrol(demo, "Ann", programme="Two")
    with demo.store.begin() as db:
        for name in programmes:
            surveys.ask(db, "pulse", programme_of(demo, name).id or 0, ann.id, date(2026, 11, 24))
    world.wait_until(datetime(2026, 11, 24, 7, 55, tzinfo=UTC))
    world.fault("chat.postMessage", error="ratelimited", retry_after=600)
    world.wait(minutes=6)
    ann.opens_home()
    ann.clicks("Pause")
    ann.fills(open_ended=["open"])
    world.wait(hours=3)
    assert any("short questions" in said.text for said in ann.hears) is told


def test_forgetting_twice_forgets_once_and_leaves_new_drafts_alone(demo: Demo, world: World) -> None:
    enrol(demo, "Ann")
    leave(demo)
    world.wait(minutes=30)
    ann = world.person("Ann")
    tell_about_oneself(ann)
    ann.closes(everything=True)
    world.wait(hours=1)
    assert forget_those_who_left(demo.store, demo.clock.now()) == 0
    assert drafts(demo) == ["joining"]


def test_whoever_comes_back_and_leaves_again_is_forgotten_again(demo: Demo, world: World) -> None:
    enrol(demo, "Ann")
    leave(demo)
    world.wait(hours=2)
    join(world.person("Ann"))
    assert participant(demo, "Ann").forgotten_at is None
    leave(demo)
    world.wait(hours=2)
    assert participant(demo, "Ann").style == ""


def drafts(demo: Demo) -> list[str]:
    """The forms that Ann began."""
    with demo.database.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT form FROM draft WHERE user_id = 'U0ANN'").scalars())
