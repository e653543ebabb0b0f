"""Coming back to the joining form: drafts, suggestions of HR, changed answers, and forms that are sent twice."""

from datetime import timedelta

import pytest
from answering import (
    STYLE,
    deliver,
    join,
    open_form,
    prefer,
    rate,
    ratings,
    submission,
    tell_about_oneself,
    unknown_to_hr,
    without_suggestions,
)
from taking_part import introduce, participant

from bot.demo import Demo
from bot.rules.joining import Answers
from bot.sandbox.actors import Actor, World
from bot.sandbox.actors.sight import Form
from handlers.housekeeping import tidy
from storage import joining, people
from storage.tables import Draft, Interest


@pytest.fixture
def ann(demo: Demo, world: World) -> Actor:
    return without_suggestions(demo, world.person("Ann"))


def chosen(form: Form, field: str) -> object:
    """What stands in a field: a text, an option's value, or a list of them."""
    state = next(held[field] for held in form.values.values() if field in held)
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"]]
    option = state.get("selected_option")
    return option["value"] if option else next((state[key] for key in state if key != "type"), None)


def draft(demo: Demo, person: Actor) -> Draft | None:
    with demo.store.read() as db:
        return joining.draft(db, person.id, joining.FORM, "1")


def suggest(demo: Demo, person: Actor, answers: Answers) -> None:
    """What an import does with HR's words about somebody."""
    with demo.store.begin() as db:
        joining.keep_draft(db, person.id, joining.FORM, answers | {"from_hr": True}, demo.clock.now(), about="1")


def offered(demo: Demo, first: str) -> dict[str, Interest]:
    row = participant(demo, first)
    with demo.store.read() as db:
        return {one.topic: one for one in joining.interests(db, [row.id]).get(row.id or 0, [])}


def test_going_back_finds_everything_as_it_was_left(ann: Actor) -> None:
    tell_about_oneself(ann, offers=["AI tools"], offers_own="Podcasts")
    assert ann.clicks("Back").ok
    assert (chosen(open_form(ann), "offers"), chosen(open_form(ann), "offers_own")) == (["AI tools"], "Podcasts")
    ann.fills(offers_own="")
    assert open_form(ann).fields == ["AI tools"]


def test_a_form_closed_halfway_is_offered_again_with_what_was_sent(demo: Demo, ann: Actor) -> None:
    tell_about_oneself(ann, role="either", offers=["AI tools"], wants_own="Podcasts")
    rate(ann, 5, 2)
    ann.closes(everything=True)
    ann.types("/mentor join")
    assert "what you had filled in on Monday 23 November" in open_form(ann).text
    assert chosen(open_form(ann), "role") == "either"
    assert chosen(open_form(ann), "wants_own") == "Podcasts"
    ann.fills()
    fields = [block["block_id"] for block in open_form(ann).blocks if block["type"] == "input"]
    assert [chosen(open_form(ann), field) for field in fields] == ["5", "2"]
    with demo.store.read() as db:
        assert joining.present(db, ann.id) == []


def test_what_was_typed_and_not_sent_is_kept_too(ann: Actor) -> None:
    ann.types("/mentor join")
    assert not ann.tries_to_fill(offers_own="Podcasts").ok
    ann.closes()
    ann.types("/mentor join")
    assert chosen(open_form(ann), "offers_own") == "Podcasts"


def test_ratings_chosen_and_not_sent_are_kept(ann: Actor) -> None:
    tell_about_oneself(ann, offers=["AI tools", "Short video"])
    assert not ann.tries_to_fill({"AI tools": "4"}).ok
    ann.closes(everything=True)
    form = tell_about_oneself(ann)
    asked = {block["label"]["text"]: block["block_id"] for block in form.blocks if block["type"] == "input"}
    assert {topic: chosen(form, field) for topic, field in asked.items()} == {"AI tools": "4", "Short video": None}


def test_half_an_answered_third_form_is_kept(ann: Actor) -> None:
    tell_about_oneself(ann)
    assert not ann.tries_to_fill(purpose="To listen.", hours_from="11:00", style_learn="b").ok
    ann.closes(everything=True)
    form = tell_about_oneself(ann)
    assert (chosen(form, "purpose"), chosen(form, "hours_from")) == ("To listen.", "11:00")
    assert (chosen(form, "style_plan"), chosen(form, "style_learn")) == (None, "b")


def test_a_form_that_closes_after_its_programme_leaves_in_silence(demo: Demo, ann: Actor) -> None:
    ann.types("/mentor join")
    ann.tries_to_fill(offers_own="Podcasts")
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE programme SET status = 'closed', closed_at = opened_at")
    assert ann.closes().text == ""
    assert draft(demo, ann) is None


def test_a_slack_that_does_not_tell_what_was_typed_is_no_accident(demo: Demo, ann: Actor) -> None:
    ann.types("/mentor join")
    closed = submission(demo, ann, offers_own="Podcasts") | {"type": "view_closed", "is_cleared": False}
    closed["view"] = closed["view"] | {"state": {"values": {}}}
    assert deliver(demo, closed) == {}
    assert draft(demo, ann) is None


def test_whoever_only_looks_leaves_nothing_behind(demo: Demo, ann: Actor) -> None:
    ann.types("/mentor join")
    ann.closes()
    assert draft(demo, ann) is None


def test_the_forms_below_the_last_one_leave_no_draft_behind(demo: Demo, ann: Actor) -> None:
    unknown_to_hr(demo, ann)
    join(ann, level="2", department="Sales", manager="Gina", offers=["Short video", "AI tools"])
    ann.clicks("Close")
    assert ann.form is None
    assert draft(demo, ann) is None


def test_what_hr_suggests_is_offered_and_marked(demo: Demo, ann: Actor) -> None:
    suggest(
        demo,
        ann,
        {
            "role": "mentor",
            "offers": ["Short video", "Podcasts"],
            "offer_weights": {"Short video": 5},
            "style": "abab",
            "formats": ["video", "over lunch"],
            "languages": ["de", "plattdeutsch"],
            "hours_from": "08:00",
            "capacity": 3,
        },
    )
    ann.types("/mentor join")
    assert "suggested by HR" in open_form(ann).text
    ann.fills()
    form = rate(ann, 4, 3)
    assert chosen(form, "languages") == ["de"]
    assert (chosen(form, "languages_own"), chosen(form, "hours_from")) == ("plattdeutsch", "08:00")
    ann.fills(consent=["yes"])
    row = participant(demo, "Ann")
    assert (row.style, row.formats, row.capacity) == ("abab", ["video", "over lunch"], 3)
    assert {topic: one.weight for topic, one in offered(demo, "Ann").items()} == {"Short video": 5, "Podcasts": 3}
    assert ratings(demo, "Ann", "offer") == {"Short video": 4, "Podcasts": 3}


def test_once_answered_suggestions_are_the_persons_own_words(demo: Demo, ann: Actor) -> None:
    suggest(demo, ann, {"role": "mentor"})
    tell_about_oneself(ann, role="mentee")
    ann.closes(everything=True)
    ann.types("/mentor join")
    assert "suggested by HR" not in open_form(ann).text
    assert chosen(open_form(ann), "role") == "mentee"


def test_joining_twice_changes_the_answers(demo: Demo, ann: Actor) -> None:
    join(ann, offers=["AI tools"])
    ann.closes()
    ann.world.wait(days=1)
    ann.types("/mentor join")
    form = open_form(ann)
    assert form.title == "Change my answers"
    assert (chosen(form, "role"), chosen(form, "offers")) == ("mentor", ["AI tools"])
    rate_again = tell_about_oneself(ann, role="either", offers=["AI tools", "Short video"])
    fields = [block["block_id"] for block in rate_again.blocks if block["type"] == "input"]
    assert [chosen(rate_again, field) for field in fields] == ["3", None]
    last = rate(ann, 4, 1)
    assert "Your consent" not in last.fields
    assert chosen(last, "style_learn") == "b"
    ann.fills(purpose="More.")
    assert "are saved" in open_form(ann).text
    row = participant(demo, "Ann")
    assert (row.role, row.purpose, row.joined_at) == ("either", "More.", demo.clock.now() - timedelta(days=1))
    assert ratings(demo, "Ann", "offer") == {"AI tools": 4, "Short video": 1}


def test_the_button_on_home_opens_the_answers(ann: Actor) -> None:
    join(ann, offers=["AI tools"])
    ann.closes()
    ann.opens_home()
    ann.clicks("Change my answers")
    assert chosen(open_form(ann), "offers") == ["AI tools"]


def test_a_pair_stays_when_one_changes_the_answers(demo: Demo, world: World, ann: Actor) -> None:
    for person in (ann, world.person("Gina")):
        join(person, role="either")
        person.closes()
    pair = introduce(demo, "Ann", "Gina")
    join(ann, role="mentee")
    with demo.store.read() as db:
        row = db.get_one(type(pair), pair.id)
    assert row.ended_at is None


def test_a_form_sent_twice_takes_in_once(demo: Demo, ann: Actor) -> None:
    tell_about_oneself(ann)
    sent = submission(demo, ann, **STYLE, formats=["video"], languages=["en"], consent=["yes"])
    for _ in range(2):
        assert deliver(demo, sent)["response_action"] == "update"
    with demo.store.read() as db:
        assert [row.style for row in joining.enrolled(db, 1)] == ["abba"]
    with demo.store.read() as db:
        assert people.zone(db, ann.id) == "Europe/Berlin"


def test_of_two_open_windows_the_later_wins_and_nothing_is_lost(demo: Demo, ann: Actor) -> None:
    form = tell_about_oneself(ann, offers=["AI tools"])
    field = next(block["block_id"] for block in form.blocks if block["type"] == "input")
    first_window = submission(demo, ann, **{field: "5"})
    ann.types("/mentor join")
    ann.fills(role="either", offers=["AI tools", "Short video"])
    answer = deliver(demo, first_window)
    assert answer["response_action"] == "update"
    assert "changed in another window" in str(answer["view"]["blocks"])
    assert [block["label"]["text"] for block in answer["view"]["blocks"] if block["type"] == "input"] == [
        "AI tools",
        "Short video",
    ]
    rate(ann, 4, 2)
    prefer(ann)
    assert participant(demo, "Ann").role == "either"
    assert ratings(demo, "Ann", "offer") == {"AI tools": 4, "Short video": 2}


def test_a_window_left_open_changes_only_what_stands_in_it(demo: Demo, ann: Actor) -> None:
    tell_about_oneself(ann, offers=["AI tools"])
    rate(ann, 5)
    old = submission(demo, ann, **STYLE, formats=["walk"], languages=["de"], consent=["yes"])
    ann.closes(everything=True)
    tell_about_oneself(ann, role="either", wants=["Short video"])
    rate(ann, 5, 1)
    prefer(ann, purpose="New.")
    deliver(demo, old)
    row = participant(demo, "Ann")
    assert (row.role, row.formats, row.languages) == ("either", ["walk"], ["de"])
    assert set(offered(demo, "Ann")) == {"AI tools", "Short video"}


def test_answers_that_are_gone_meanwhile_are_asked_again(demo: Demo, ann: Actor) -> None:
    form = tell_about_oneself(ann, offers=["AI tools"])
    field = next(block["block_id"] for block in form.blocks if block["type"] == "input")
    second_form = submission(demo, ann, **{field: "5"})
    rate(ann, 5)
    tidy(demo.store, demo.clock.now() + timedelta(days=31))
    assert "answers are gone" in str(deliver(demo, second_form))
    assert "answers are gone" in prefer(ann).text
    with demo.store.read() as db:
        assert joining.present(db, ann.id) == []


def test_whoever_left_meanwhile_consents_again_to_come_back(demo: Demo, ann: Actor) -> None:
    join(ann)
    ann.closes()
    tell_about_oneself(ann)
    change = submission(demo, ann, **STYLE, formats=["video"], languages=["en"])
    with demo.store.begin() as db:
        row = joining.participant(db, 1, ann.id)
        assert row is not None
        row.status, row.left_at = "left", demo.clock.now()
        db.add(row)
    assert "I need your consent again" in str(deliver(demo, change))
    assert participant(demo, "Ann").status == "left"
    ann.closes(everything=True)
    assert "Your consent" in tell_about_oneself(ann).fields
    prefer(ann)
    row = participant(demo, "Ann")
    assert (row.status, row.left_at, row.joined_at) == ("active", None, demo.clock.now())


def test_drafts_nobody_went_on_with_and_old_keys_are_deleted_by_night(demo: Demo, world: World, ann: Actor) -> None:
    tell_about_oneself(ann)
    ann.closes(everything=True)
    world.wait(days=29)
    assert draft(demo, ann) is not None
    world.wait(days=2)
    assert draft(demo, ann) is None


def test_keys_of_payloads_are_kept_as_long_as_slack_may_repeat_them(demo: Demo, world: World, ann: Actor) -> None:
    join(ann)
    ann.closes()
    ann.types("/mentor pause until 15 January")
    assert deliveries(demo) == 1
    assert tidy(demo.store, world.now + timedelta(hours=25)) == 0
    assert tidy(demo.store, world.now + timedelta(hours=27)) == 1
    assert deliveries(demo) == 0


def deliveries(demo: Demo) -> int:
    with demo.database.engine.connect() as connection:
        return len(connection.exec_driver_sql("SELECT key FROM delivery").all())
