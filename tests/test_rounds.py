"""Rounds: asked for, shown, decided once, and told to everybody whom they concern."""

import re
from datetime import timedelta

import pytest
from coordinating import (
    heard,
    introduce_at_once,
    large_round,
    leave,
    live,
    newest_preview,
    open_pairs,
    preview,
    second_coordinator,
    set_status,
    take_rights_away,
)
from taking_part import (
    MENTEES,
    MENTORS,
    another_programme,
    enrol,
    id_of,
    programme_of,
    remember,
)

from bot.demo import Demo
from bot.rules.matching import VERSION, Match, Unmatched
from bot.sandbox.actors import Actor, Form, World
from handlers.rounds.preview import shown as stands
from storage import rounds

EXPORT = "Export CSV and XLSX"
WRITTEN = [Match("U1MENTORX", "U1MENTEEX", 700), Unmatched("U1LEFTX", ())]


@pytest.fixture(autouse=True)
def nobody_is_asked(demo: Demo) -> None:
    """Whether the two want to be introduced is asked elsewhere."""
    introduce_at_once(demo)


@pytest.mark.usefixtures("cohort")
def test_a_round_is_answered_at_once_and_its_preview_follows_as_a_message(world: World, cora: Actor) -> None:
    result = cora.types("/mentor admin round")
    assert "I am computing the round" in str(result.ack)
    shown = newest_preview(cora)
    assert "6 pairs" in shown.text
    assert shown.text.count("mentors <@") == 6
    assert shown.metadata["class"] == "notice"
    assert not any(heard(world.person(name)) for name in (*MENTORS, *MENTEES))


@pytest.mark.usefixtures("cohort")
def test_nobody_is_proposed_to_their_own_manager(demo: Demo, cora: Actor) -> None:
    preview(cora)
    managers = {one.id: one.manager for one in demo.employees}
    with demo.store.read() as db:
        row = rounds.live(db, programme_of(demo).id or 0)
        assert row is not None
        made = rounds.proposals(db, row.id)
    assert made
    assert all(managers[one.mentor_id] != one.mentee_id for one in made)


@pytest.mark.usefixtures("cohort")
def test_a_pair_is_shown_with_its_reasons_in_words(cora: Actor) -> None:
    shown = preview(cora)
    assert "offers what the other wants to learn:" in shown.text
    assert "from different departments" in shown.text
    assert "share English" in shown.text


def test_a_sensitive_topic_counts_and_is_never_named(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", topics="Mental health:5")
    enrol(demo, "Hugo", topics="Mental health:5")
    shown = preview(cora)
    assert "mentors" in shown.text
    cora.clicks("Approve 1 pair")
    world.wait(hours=1)
    everything = " ".join(said.text for said in world.messages())
    assert "Mental health" not in everything
    assert len(open_pairs(demo)) == 1


@pytest.mark.usefixtures("cohort")
def test_home_shows_the_button_and_opens_the_preview_over_it(demo: Demo, cora: Actor) -> None:
    cora.opens_home()
    cora.clicks("Run a round")
    assert live(demo) is not None
    cora.opens_home()
    cora.clicks("Show the round")
    assert cora.form is not None
    assert "6 pairs" in cora.form.text


def test_with_several_programmes_the_coordinator_says_which(demo: Demo, cora: Actor) -> None:
    another_programme(demo, "Young leaders")
    enrol(demo, "Ann", "Hugo", programme="Young leaders")
    cora.types("/mentor admin round")
    assert live(demo) is None
    cora.clicks("Young leaders")
    assert "Round for Young leaders" in newest_preview(cora).text
    assert live(demo) is None


def test_nobody_but_a_coordinator_runs_a_round(world: World, demo: Demo) -> None:
    ann = world.person("Ann")
    ann.types("/mentor admin round")
    assert "Only the coordinators" in ann.last.text
    assert live(demo) is None


def test_whoever_coordinates_no_more_runs_no_round_from_an_old_home(world: World, demo: Demo) -> None:
    femi = second_coordinator(world, demo, "Femi")
    femi.opens_home()
    take_rights_away(demo)
    femi.clicks("Run a round")
    assert "Only the coordinators" in femi.last.text
    assert live(demo) is None


def test_a_programme_that_is_closed_is_not_matched(demo: Demo, cora: Actor) -> None:
    set_status(demo, "closed")
    cora.types("/mentor admin round")
    assert "None of your programmes is open" in cora.last.text


@pytest.mark.usefixtures("cohort")
def test_a_round_asked_for_while_one_is_live_answers_with_the_state_of_that_one(demo: Demo, cora: Actor) -> None:
    preview(cora)
    before = live(demo)
    cora.types("/mentor admin round")
    assert "waits for a decision" in cora.last.text
    assert live(demo) == before
    cora.clicks("Show the round")
    assert cora.form is not None
    assert "6 pairs" in cora.form.text


def test_nobody_enrolled_is_a_sentence_with_a_next_step(cora: Actor) -> None:
    shown = preview(cora)
    assert "Nobody waits for a match. Invite people" in shown.text
    assert shown.buttons == ["Run again"]


@pytest.mark.parametrize(
    ("who", "told"), [(MENTORS, "Only mentors wait"), (MENTEES, "Only mentees wait")], ids=["mentors", "mentees"]
)
def test_one_side_alone_is_a_sentence_with_a_next_step(
    demo: Demo, cora: Actor, who: tuple[str, ...], told: str
) -> None:
    enrol(demo, *who)
    shown = preview(cora)
    assert told in shown.text
    assert "Invite" in shown.text
    assert shown.buttons == ["Run again", EXPORT]


def test_where_nobody_can_be_matched_it_stands_what_is_missing_for_whom(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Gina")
    remember(demo, "Gina", level=None)
    shown = preview(cora)
    assert "the rules allow no pair" in shown.text
    assert "the level is missing. Import it" in shown.text
    assert shown.buttons == ["Run again", EXPORT]


def test_a_never_list_forbids_and_is_not_betrayed(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", never=[id_of(demo, "Hugo")])
    enrol(demo, "Hugo")
    shown = preview(cora)
    assert "the rules allow no pair" in shown.text
    assert "never" not in shown.text
    assert open_pairs(demo) == []


@pytest.mark.usefixtures("cohort")
def test_a_dropped_pair_is_not_introduced_and_can_be_put_back(demo: Demo, cora: Actor) -> None:
    preview(cora)
    cora.clicks("Drop pair")
    cora.clicks("Drop pair")
    assert "2 of them are dropped" in newest_preview(cora).text
    cora.clicks("Put pair back")
    shown = newest_preview(cora)
    assert "1 of them is dropped" in shown.text
    assert len([label for label in shown.buttons if label == "Put pair back"]) == 1
    cora.clicks("Approve all 5 pairs")
    assert len(open_pairs(demo)) == 5


@pytest.mark.usefixtures("cohort")
def test_a_second_coordinator_sees_who_decided(world: World, demo: Demo, cora: Actor) -> None:
    noor = second_coordinator(world, demo, "Femi")
    preview(cora)
    noor.opens_home()
    noor.clicks("Show the round")
    cora.clicks("Approve all 6 pairs")
    result = noor.clicks("Drop pair")
    assert result.form is not None
    assert f"<@{cora.id}> approved this round" in result.form.text
    assert result.form.buttons == [EXPORT]
    assert len(open_pairs(demo)) == 6


@pytest.mark.parametrize("label", ["Drop pair", "Approve all 6 pairs", "Run again"])
@pytest.mark.usefixtures("cohort")
def test_an_old_button_does_nothing_for_somebody_who_coordinates_no_more(world: World, demo: Demo, label: str) -> None:
    femi = second_coordinator(world, demo, "Femi")
    shown = preview(femi)
    before = live(demo)
    take_rights_away(demo)
    femi.clicks(label, in_=shown)
    assert "Only the coordinators" in femi.last.text
    assert live(demo) == before
    assert open_pairs(demo) == []
    assert "is dropped" not in femi.reads(shown).text


@pytest.mark.usefixtures("cohort")
def test_running_again_replaces_the_preview_with_what_is_true_now(world: World, demo: Demo, cora: Actor) -> None:
    old = preview(cora)
    leave(world.person("Ann"))
    cora.clicks("Run again", in_=old)
    assert "I am computing it" in cora.reads(old).text
    new = newest_preview(cora)
    assert new.reference != old.reference
    assert "5 pairs" in new.text
    assert f"*<@{id_of(demo, 'Ann')}> mentors" not in new.text


def test_running_again_with_nothing_changed_gives_the_same_pairs_where_many_rounds_are_as_good(
    demo: Demo, cora: Actor
) -> None:
    enrol(demo, *MENTORS, *MENTEES, topics="AI tools:5")
    for name in (*MENTORS, *MENTEES):
        remember(demo, name, department="", level=1 if name in MENTORS else 9, zone="Europe/Berlin")
    preview(cora)
    for _ in range(3):
        cora.clicks("Run again", in_=newest_preview(cora))
        assert "the same pairs." in newest_preview(cora).text


@pytest.mark.usefixtures("cohort")
def test_the_seed_is_another_once_a_round_was_approved(demo: Demo, cora: Actor) -> None:
    cora.clicks("Run again", in_=preview(cora))
    first = live(demo)
    cora.clicks("Approve all 6 pairs", in_=newest_preview(cora))
    cora.types("/mentor admin round")
    second = live(demo)
    assert first is not None
    assert second is not None
    assert (first.seed, second.seed) == (1, 2)


@pytest.mark.usefixtures("cohort")
def test_running_again_says_what_is_new_what_is_gone_and_what_it_costs(world: World, demo: Demo, cora: Actor) -> None:
    before = re.findall(r"<@(\w+)> mentors <@(\w+)>", preview(cora).text)
    cora.clicks("Run again")
    assert "the same pairs." in newest_preview(cora).text
    leave(world.person("Ann"))
    cora.clicks("Run again", in_=newest_preview(cora))
    new = newest_preview(cora)
    gone = re.findall(r"Gone: <@(\w+)> mentors <@(\w+)>", new.text)
    now_paired = [pair for pair in re.findall(r"\*<@(\w+)> mentors <@(\w+)>\*", new.text) if pair not in gone]
    fresh = [pair for pair in now_paired if pair not in before]
    assert id_of(demo, "Ann") in {mentor for mentor, _ in gone}
    assert set(gone) == set(before) - set(now_paired)
    assert f"{len(before) - len(gone)} pair" in new.text
    assert "points instead of" in new.text
    cora.clicks("New pairs", in_=new)
    assert re.findall(r"\*<@(\w+)> mentors <@(\w+)>\*", cora.reads(new).text) == fresh


@pytest.mark.usefixtures("cohort")
def test_a_replaced_preview_says_so_and_decides_nothing(demo: Demo, cora: Actor) -> None:
    preview(cora)
    cora.opens_home()
    cora.clicks("Show the round")
    cora.clicks("Run again", in_=newest_preview(cora))
    result = cora.clicks("Approve all 6 pairs")
    assert result.form is not None
    assert "no longer counts" in result.form.text
    assert open_pairs(demo) == []


def test_a_round_whose_computing_died_is_taken_up_again_after_the_lease(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    now = demo.clock.now()
    with demo.store.begin() as db:
        asked = rounds.ask(db, programme_of(demo).id or 0, cora.id, now)
        claimed = rounds.claim(db, now)
        assert claimed is not None
        assert claimed.id == asked.id
        assert rounds.claim(db, now + rounds.LEASE - timedelta(seconds=1)) is None
    cora.world.wait_until(now + rounds.LEASE + timedelta(hours=1))
    assert "1 pair," in newest_preview(cora).text


def test_what_a_died_computing_had_written_down_is_seen_by_nobody_and_gone_once_it_is_taken_up_again(
    demo: Demo, cora: Actor
) -> None:
    enrol(demo, "Ann", "Hugo")
    now = demo.clock.now()
    with demo.store.begin() as db:
        row = rounds.ask(db, programme_of(demo).id or 0, cora.id, now)
        rounds.claim(db, now)
        assert rounds.write_down(db, row.id, WRITTEN)
        half = stands(db, row, now)
    assert (half["pairs"], half["left"], half["made"], half["people"]) == ([], [], 0, 0)
    cora.world.wait_until(now + rounds.LEASE + timedelta(hours=1))
    found = newest_preview(cora).text
    assert "1 pair," in found
    assert "U1MENTORX" not in found
    assert "U1LEFTX" not in found


def test_of_a_round_that_is_stopped_halfway_nothing_stays(demo: Demo, cora: Actor) -> None:
    now = demo.clock.now()
    with demo.store.begin() as db:
        row = rounds.ask(db, programme_of(demo).id or 0, cora.id, now)
        rounds.write_down(db, row.id, WRITTEN)
        assert rounds.call_off(db, row, cora.id, now)
        assert not rounds.write_down(db, row.id, [Match("U1MENTORX", "U1OTHERX", 700)])
        assert rounds.keep(db, row.id, {}, now) is None
        assert (rounds.proposals(db, row.id), [*rounds.leftovers(db, row.id)]) == ([], [])


def test_a_preview_of_150_pairs_turns_its_pages_within_slacks_limits(world: World, demo: Demo, cora: Actor) -> None:
    everybody = large_round(demo, cora, 150)
    world.wait(minutes=1)
    shown = newest_preview(cora)
    assert "150 pairs" in shown.text
    assert "Page 1 of 11" in shown.text
    seen: list[str] = []
    cora.opens_home()
    cora.clicks("Show the round")
    for page in range(11):
        form = cora.form
        assert form is not None
        assert f"Page {page + 1} of 11" in form.text
        seen += [who for who in everybody if f"<@{who}>" in form.text]
        if page < 10:
            cora.clicks("Next page")
    assert sorted(seen) == sorted(everybody)
    cora.clicks("Previous page")
    cora.clicks("Next page", in_=shown)
    assert "Page 2 of 11" in cora.reads(shown).text
    cora.clicks("Drop pair", in_=cora.reads(shown))
    assert "Page 2 of 11" in cora.reads(shown).text
    assert "1 of them is dropped" in cora.reads(shown).text


def pairs_of(form: Form | None) -> list[str]:
    """The scores that a page shows, from top to bottom."""
    assert form is not None
    return re.findall(r"fits (\d+) of 100", form.text)


@pytest.mark.usefixtures("cohort")
def test_the_weakest_pairs_stand_first_until_the_best_are_wanted(cora: Actor) -> None:
    preview(cora)
    cora.opens_home()
    cora.clicks("Show the round")
    weakest = [int(score) for score in pairs_of(cora.form)]
    assert weakest == sorted(weakest)
    cora.clicks("Best first")
    assert [int(score) for score in pairs_of(cora.form)] == weakest[::-1]
    cora.clicks("Weakest first")
    assert [int(score) for score in pairs_of(cora.form)] == weakest


@pytest.mark.usefixtures("cohort")
def test_a_round_is_looked_at_by_person_by_department_and_by_what_was_dropped(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ida", topics="Mental health:5")
    preview(cora)
    cora.opens_home()
    cora.clicks("Show the round")
    cora.clicks("Look for a person", id_of(demo, "Ann"))
    assert cora.form is not None
    assert cora.form.text.count("mentors <@") == 1
    assert f"<@{id_of(demo, 'Ann')}> mentors" in cora.form.text
    cora.clicks("Drop pair")
    cora.clicks("Dropped pairs")
    assert f"<@{id_of(demo, 'Ann')}> mentors" in cora.form.text
    cora.clicks("Put pair back")
    assert "Nothing here is like that." in cora.form.text
    department = next(one.department for one in demo.employees if one.id == id_of(demo, "Ann"))
    cora.clicks(str(department))
    people = {one.id for one in demo.employees if one.department == department}
    rows = re.findall(r"<@(\w+)> mentors <@(\w+)>", cora.form.text)
    assert rows
    assert all(people & {*both} for both in rows)
    cora.clicks("Unmatched people")
    assert "mentors <@" not in cora.form.text
    cora.clicks("Everybody")
    assert cora.form.text.count("mentors <@") == 6


@pytest.mark.usefixtures("cohort")
def test_a_round_keeps_what_it_was_computed_from_and_what_proves_it(demo: Demo, cora: Actor) -> None:
    preview(cora)
    row = live(demo)
    assert row is not None
    assert (len(row.record["digest"]), row.record["version"]) == (64, VERSION)
    assert row.record["worth"] == row.record["bound"] > 0
    assert row.record["weights"] == {
        "topics": 50,
        "style": 12,
        "purpose": 10,
        "departments": 10,
        "hours": 10,
        "formats": 8,
    }
    with demo.store.read() as db:
        scores = [one.score for one in rounds.proposals(db, row.id)]
    assert row.record["total"] == pytest.approx(sum(scores))
    assert row.record["weakest"] == min(scores)


@pytest.mark.usefixtures("cohort")
def test_the_preview_says_what_the_other_choice_would_cost(demo: Demo, cora: Actor) -> None:
    said = preview(cora).text
    row = live(demo)
    assert row is not None
    assert f"Together they fit {row.record['total']:.1f} points" in said
    assert f"the weakest pair fits {row.record['weakest']:.1f} of 100" in said


def test_where_one_mentor_would_teach_several_the_programme_may_want_many_different_ones(
    demo: Demo, cora: Actor
) -> None:
    enrol(demo, "Ann", topics="AI tools:5", capacity=2)
    enrol(demo, "Ben", topics="Chess:1")
    enrol(demo, "Hugo", "Kaya", topics="AI tools:5")
    said = preview(cora).text
    assert "1 different mentor teaches. If as many as possible taught, it would be 2, and all together" in said
    cora.types("/mentor admin programme")
    cora.fills(many_mentors=["yes"])
    cora.clicks("Run again", in_=newest_preview(cora))
    said = newest_preview(cora).text
    assert "2 different mentors teach, as many as possible. If that did not matter, it would be 1, and all" in said


@pytest.mark.usefixtures("cohort")
def test_where_nobody_teaches_several_nothing_is_said_of_how_many_teach(cora: Actor) -> None:
    assert "different mentors" not in preview(cora).text


def test_where_the_other_choice_gives_the_same_the_preview_is_silent_about_it(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Ben", "Chloe", "Dev", "Femi", "Gina", "Hugo", "Ines", "Kaya")
    shown = preview(cora).text
    assert "the weakest pair fits" in shown
    assert "came first" not in shown
