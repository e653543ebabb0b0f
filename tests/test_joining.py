"""Joining: three short forms, and what becomes of every answer."""

import pytest
from answering import (
    HOSTILE,
    STYLE,
    join,
    open_form,
    prefer,
    rate,
    ratings,
    tell_about_oneself,
    unknown_to_hr,
    without_suggestions,
)
from taking_part import another_programme, change_in_slack, introduce, participant

from bot.demo import PROGRAMME, Demo
from bot.sandbox.actors import Actor, World
from storage import joining, people
from storage.tables import Interest, Person


@pytest.fixture
def ann(demo: Demo, world: World) -> Actor:
    return without_suggestions(demo, world.person("Ann"))


@pytest.fixture
def newcomer(demo: Demo, ann: Actor) -> Actor:
    """Somebody of whom HR has said nothing."""
    unknown_to_hr(demo, ann)
    return ann


def interests(demo: Demo, first: str, side: str) -> dict[str, Interest]:
    row = participant(demo, first)
    with demo.store.read() as db:
        return {one.topic: one for one in joining.interests(db, [row.id]).get(row.id or 0, []) if one.side == side}


def known(demo: Demo, person: Actor) -> Person:
    with demo.store.read() as db:
        found = people.person(db, person.id)
    assert found is not None
    return found


def test_one_can_join_from_any_channel(ann: Actor) -> None:
    ann.types("/mentor join", channel="#general")
    assert open_form(ann).title == "Join the mentoring"


def test_one_can_join_by_the_shortcut(ann: Actor) -> None:
    ann.shortcut("Join the mentoring")
    assert open_form(ann).title == "Join the mentoring"


def test_one_can_join_from_home_which_then_shows_the_part_one_has(ann: Actor) -> None:
    ann.opens_home()
    ann.clicks("Join Reverse mentoring")
    join(ann)
    assert ann.home is not None
    assert "You are a mentor" in ann.home.text


def test_what_hr_has_said_is_not_asked(ann: Actor) -> None:
    ann.types("/mentor join")
    assert open_form(ann).fields[0] == "What would you like to be?"
    assert {"Your level", "Your department", "Your manager"}.isdisjoint(open_form(ann).fields)


def test_whoever_hr_does_not_know_tells_level_department_and_manager(demo: Demo, newcomer: Actor) -> None:
    join(newcomer, level="4", department="  Night \n shift ", manager="Gina")
    person = known(demo, newcomer)
    assert (person.level, person.department, person.manager_id, person.manager_known) == (
        4,
        "Night shift",
        "U0GINA",
        True,
    )


def test_only_the_fact_that_is_missing_is_asked(demo: Demo, ann: Actor) -> None:
    with demo.store.begin() as db:
        people.remember(db, ann.id, department=None)
    ann.types("/mentor join")
    assert "Your department" in open_form(ann).fields
    assert {"Your level", "Your manager"}.isdisjoint(open_form(ann).fields)


def test_the_head_of_all_has_no_manager_and_says_so(demo: Demo, newcomer: Actor) -> None:
    join(newcomer, level="10", department="Board", no_manager=["none"])
    assert (known(demo, newcomer).manager_id, known(demo, newcomer).manager_known) == (None, True)


@pytest.mark.parametrize(
    ("manager", "sentence"),
    [
        ({}, "Choose your manager, or tick"),
        ({"manager": "Gina", "no_manager": ["none"]}, "not both"),
        ({"manager": "Ann"}, "That is yourself"),
    ],
)
def test_a_manager_is_one_person_or_none(newcomer: Actor, manager: dict[str, object], sentence: str) -> None:
    newcomer.types("/mentor join")
    answer = newcomer.tries_to_fill({"role": "mentor", "level": "3", "department": "Sales", **manager})
    assert sentence in answer.errors["manager"]


def test_a_department_that_nobody_can_see_is_no_answer(newcomer: Actor) -> None:
    newcomer.types("/mentor join")
    answer = newcomer.tries_to_fill(role="mentor", level="3", department=" \u200b ", manager="Gina")
    assert "answer this question" in answer.errors["department"]


def test_what_hr_says_while_somebody_fills_in_the_form_wins(demo: Demo, newcomer: Actor) -> None:
    tell_about_oneself(newcomer, level="9", department="Mine", manager="Hugo")
    with demo.store.begin() as db:
        people.remember(db, newcomer.id, level=2, department="Sales", manager_id="U0GINA", manager_known=True)
    prefer(newcomer)
    assert (known(demo, newcomer).level, known(demo, newcomer).department) == (2, "Sales")
    assert known(demo, newcomer).manager_id == "U0GINA"


def test_the_levels_bear_the_names_of_the_programme(demo: Demo, newcomer: Actor) -> None:
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("""UPDATE programme SET level_labels = '{"3": "Senior analyst"}'""")
    newcomer.types("/mentor join")
    assert "3 · Senior analyst" in open_form(newcomer).text


def test_without_topics_there_is_nothing_to_rate(demo: Demo, ann: Actor) -> None:
    assert tell_about_oneself(ann).title == "How you like to work"
    prefer(ann)
    assert interests(demo, "Ann", "offer") == {}


def test_each_topic_gets_its_own_rating_on_its_own_side(demo: Demo, ann: Actor) -> None:
    tell_about_oneself(ann, offers=["AI tools", "Short video"], wants=["AI tools"])
    rate(ann, 2, 5, 1)
    prefer(ann)
    assert ratings(demo, "Ann", "offer") == {"AI tools": 2, "Short video": 5}
    assert ratings(demo, "Ann", "want") == {"AI tools": 1}


def test_own_words_are_topics_too_and_no_topic_counts_twice(demo: Demo, ann: Actor) -> None:
    tell_about_oneself(
        ann, offers=["AI tools"], offers_own="ai TOOLS, Podcasts;  short VIDEO\n\npodcasts ,, Radio  plays"
    )
    rate(ann, 5, 4, 3, 2)
    prefer(ann)
    assert list(interests(demo, "Ann", "offer")) == ["AI tools", "Podcasts", "Short video", "Radio plays"]


def test_thirty_topics_are_rated_and_a_thirty_first_is_too_much(demo: Demo, ann: Actor) -> None:
    ann.types("/mentor join")
    many = [f"Subject {number}" for number in range(31)]
    answer = ann.tries_to_fill(role="either", offers_own=", ".join(many[:20]), wants_own="\n".join(many[20:]))
    assert "31 topics in all" in answer.errors["offers_own"]
    ann.fills(wants_own="\n".join(many[20:30]))
    rate(ann, *(number % 5 + 1 for number in range(30)))
    prefer(ann)
    rated = ratings(demo, "Ann", "offer") | ratings(demo, "Ann", "want")
    assert [rated[f"Subject {number}"] for number in range(30)] == [number % 5 + 1 for number in range(30)]


def test_a_topic_must_fit_the_choices_that_it_will_be_one_of(ann: Actor) -> None:
    ann.types("/mentor join")
    answer = ann.tries_to_fill(role="mentor", offers_own="x" * 76)
    assert "too long for a topic" in answer.errors["offers_own"]
    assert tell_about_oneself(ann, offers_own="x" * 75).fields == ["x" * 75]


def test_a_hostile_topic_is_rated_and_shown_like_any_other(demo: Demo, ann: Actor) -> None:
    topic = HOSTILE.replace(",", "")
    assert tell_about_oneself(ann, offers_own=topic).fields == [topic]
    rate(ann, 4)
    prefer(ann, purpose=HOSTILE, languages_own=HOSTILE)
    assert ratings(demo, "Ann", "offer")[topic] == 4
    profile = ann.types("/mentor profile").messages[-1]
    assert topic[:39] in profile.text
    assert "<!channel>" not in str(profile.blocks)
    assert "<@U0GINA>" not in str(profile.message["text"]).replace("your manager is <@U0GINA>", "")


def test_every_answer_is_kept(demo: Demo, ann: Actor) -> None:
    tell_about_oneself(ann, role="either")
    prefer(
        ann,
        formats=["video", "walk"],
        languages=["en", "de"],
        languages_own="Deutsch, Plattdeutsch",
        hours_from="10:00",
        hours_to="15:30",
        capacity="4",
        purpose="To listen.",
        never=["Hugo", "Gina"],
    )
    row = participant(demo, "Ann")
    assert (row.role, row.status, row.style, row.capacity, row.purpose) == ("either", "active", "abba", 4, "To listen.")
    assert (row.formats, row.languages) == (["video", "walk"], ["en", "de", "plattdeutsch"])
    assert (row.hours_from, row.hours_to, row.never) == ("10:00", "15:30", ["U0HUGO", "U0GINA"])
    assert row.consented_at == row.joined_at == demo.clock.now()


def test_somebody_who_only_learns_is_not_asked_how_many_they_would_mentor(ann: Actor) -> None:
    asked = "How many people would you mentor at most?"
    assert asked not in tell_about_oneself(ann, role="mentee").fields
    ann.clicks("Back")
    assert asked in tell_about_oneself(ann, role="either").fields


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"languages": []}, "languages", "answer this question"),
        ({"hours_from": "17:00", "hours_to": "09:00"}, "hours_to", "end before they begin"),
        ({"hours_from": "09:00", "hours_to": "09:00"}, "hours_to", "end before they begin"),
        ({"consent": []}, "consent", ""),
        ({"style_rhythm": None}, "style_rhythm", ""),
        ({"formats": []}, "formats", ""),
    ],
)
def test_nobody_takes_part_with_half_an_answer(
    demo: Demo, ann: Actor, answers: dict[str, object], field: str, sentence: str
) -> None:
    tell_about_oneself(ann)
    whole = STYLE | {"formats": ["video"], "languages": ["en"], "consent": ["yes"]}
    assert sentence in ann.tries_to_fill(whole | answers).errors[field]
    with demo.store.read() as db:
        assert joining.present(db, ann.id) == []


def test_the_consent_says_what_is_kept_who_sees_it_and_that_leaving_is_free(ann: Actor) -> None:
    said = tell_about_oneself(ann).text
    for promise in ("I keep your answers", "The coordinators see", "I cannot read", "You can leave at any time"):
        assert promise in said


def test_the_list_of_people_never_to_meet_says_that_it_is_secret(ann: Actor) -> None:
    assert "Secret: I show this list to nobody but you" in tell_about_oneself(ann).text


def test_at_the_end_one_reads_what_happens_next_and_all_forms_close_together(ann: Actor) -> None:
    last = join(ann)
    assert "the coordinator starts the first round" in last.text
    ann.clicks("Close")
    assert ann.form is None


def test_whoever_comes_after_a_round_waits_for_the_next_and_is_told(demo: Demo, ann: Actor, world: World) -> None:
    for name in ("Ben", "Hugo"):
        join(world.person(name), role="either")
    introduce(demo, "Ben", "Hugo")
    assert "you wait for the next round" in join(ann).text


def test_the_zone_and_the_language_come_from_slack(demo: Demo, newcomer: Actor) -> None:
    form = tell_about_oneself(newcomer, level="2", department="Sales", manager="Gina")
    chosen = form.values["languages"]["languages"]["selected_options"]
    assert [option["value"] for option in chosen] == ["en"]
    prefer(newcomer)
    assert known(demo, newcomer).zone == "Europe/Berlin"


def test_the_zone_that_hr_gave_stays(demo: Demo, ann: Actor) -> None:
    with demo.store.begin() as db:
        people.remember(db, ann.id, zone="Asia/Tokyo", imported_at=demo.clock.now())
    join(ann)
    assert known(demo, ann).zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        ("is_restricted", "Guests of this workspace cannot join"),
        ("is_ultra_restricted", "Guests of this workspace cannot join"),
        ("is_stranger", "You belong to another workspace"),
        ("deleted", "This account is deactivated"),
        ("is_bot", "a bot cannot join"),
    ],
)
def test_whoever_is_no_colleague_is_refused_kindly(demo: Demo, ann: Actor, fact: str, sentence: str) -> None:
    ann.types("/mentor join")
    change_in_slack(demo, ann, **{fact: True})
    ann.fills(role="mentor")
    assert sentence in open_form(ann).text
    with demo.store.read() as db:
        assert joining.draft(db, ann.id, joining.FORM, "1") is None


def test_where_nothing_is_open_nobody_can_join(demo: Demo, ann: Actor) -> None:
    close_all(demo)
    assert "No programme is open" in ann.types("/mentor join").text


def test_a_programme_that_closes_meanwhile_takes_nobody_in(demo: Demo, ann: Actor) -> None:
    tell_about_oneself(ann)
    close_all(demo)
    assert "not open at the moment" in prefer(ann).text


def test_an_old_button_of_a_closed_programme_says_so(demo: Demo, ann: Actor) -> None:
    ann.opens_home()
    close_all(demo)
    ann.clicks("Join Reverse mentoring")
    assert "not open at the moment" in ann.last.text


def close_all(demo: Demo) -> None:
    with demo.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE programme SET status = 'closed', closed_at = opened_at")


def test_which_programme_is_asked_only_where_there_is_a_choice(demo: Demo, ann: Actor) -> None:
    another_programme(demo, HOSTILE)
    ann.types("/mentor join")
    assert open_form(ann).fields == ["Programme"]
    assert HOSTILE in open_form(ann).text
    ann.fills(programme=HOSTILE)
    join(ann)
    ann.closes()
    with demo.store.read() as db:
        assert len(joining.present(db, ann.id)) == 1
    assert participant(demo, "Ann", HOSTILE).role == "mentor"
    ann.types("/mentor join")
    assert PROGRAMME in open_form(ann).text
    assert "What would you like to be?" in open_form(ann).fields


def test_whoever_takes_part_in_all_programmes_chooses_whose_answers_to_change(demo: Demo, ann: Actor) -> None:
    another_programme(demo, "Buddies")
    ann.types("/mentor join")
    ann.fills(programme="Buddies")
    join(ann)
    ann.closes()
    join(ann)
    ann.closes()
    ann.types("/mentor join")
    assert "Whose answers would you like to change?" in open_form(ann).text
