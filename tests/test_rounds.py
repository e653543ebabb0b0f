"""Rounds: asked for, shown, decided once, and told to everybody whom they concern."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from taking_part import (
    MENTEES,
    MENTORS,
    another_programme,
    enrol,
    id_of,
    introduce,
    participant,
    programme_of,
    remember,
)

from bot.demo import Demo
from bot.rules.matching import Match, Outcome, Reason, Unmatched
from bot.sandbox.actors import Actor, Said, World
from handlers.rounds.preview import shown as shown_in
from storage import outbox, pairs, programmes, rounds
from storage.tables import Pair, Round


@pytest.fixture
def cora(world: World) -> Actor:
    """The coordinator."""
    return world.person("Cora")


@pytest.fixture
def cohort(demo: Demo) -> None:
    """Six mentors and six mentees who wait."""
    enrol(demo, *MENTORS, *MENTEES)


def preview(cora: Actor) -> Said:
    """Run a round; the preview in the coordinator's own conversation."""
    cora.types("/mentor admin round")
    return newest_preview(cora)


def newest_preview(cora: Actor) -> Said:
    return next(said for said in reversed(heard(cora)) if said.text.startswith("Round for"))


def heard(person: Actor) -> list[Said]:
    return [said for said in person.world.messages(to=person) if not said.only_to]


def introductions(person: Actor) -> list[Said]:
    return [said for said in heard(person) if "The first meeting" in said.text]


def open_pairs(demo: Demo) -> list[Pair]:
    with demo.store.read() as db:
        return list(pairs.open_pairs_of_programme(db, programme_of(demo).id or 0))


def live(demo: Demo) -> Round | None:
    with demo.store.read() as db:
        return rounds.live(db, programme_of(demo).id or 0)


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
    assert shown.buttons == ["Run again"]


def test_where_nobody_can_be_matched_it_stands_what_is_missing_for_whom(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Gina")
    remember(demo, "Gina", level=None)
    shown = preview(cora)
    assert "the rules allow no pair" in shown.text
    assert "the level is missing. Import it" in shown.text
    assert shown.buttons == ["Run again"]


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
def test_approving_introduces_each_in_their_own_words_and_both_together(world: World, demo: Demo, cora: Actor) -> None:
    preview(cora)
    cora.clicks("Approve all 6 pairs")
    assert "approved this round, and 6 pairs are introduced" in newest_preview(cora).text
    world.wait(hours=10)
    for pair in open_pairs(demo):
        mentor, mentee = world.person(pair.mentor_id), world.person(pair.mentee_id)
        (to_mentor,), (to_mentee,) = introductions(mentor), introductions(mentee)
        assert f"You mentor <@{mentee.id}>" in to_mentor.text
        assert f"<@{mentor.id}> mentors you" in to_mentee.text
        for said in (to_mentor, to_mentee):
            assert "Ground rules" in said.text
            assert "Off limits" in said.text
            assert "pass on any question" in said.text
            assert "End this pair" in said.buttons
        assert to_mentor.metadata["class"] == "notice"
    employees = {one.id for one in demo.employees}
    together = {frozenset(employees.intersection(channel["members"])) for channel in groups(world)}
    assert together == {frozenset({pair.mentor_id, pair.mentee_id}) for pair in open_pairs(demo)}


def test_the_introduction_says_what_fits_from_each_ones_side(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", purpose="Be heard <!channel>")
    enrol(demo, "Hugo", purpose="Learn to listen")
    preview(cora)
    cora.clicks("Approve 1 pair")
    world.wait(hours=1)
    (to_ann,), (to_hugo,) = introductions(world.person("Ann")), introductions(world.person("Hugo"))
    assert "They want to learn what you offer: Short video" in to_ann.text
    assert "They offer what you want to learn: Short video" in to_hugo.text
    assert "What they hope for: “Learn to listen”" in to_ann.text
    assert "&lt;!channel&gt;" in to_hugo.message["text"]


def test_an_introduction_waits_for_the_mornings_of_both(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    remember(demo, "Hugo", zone="America/New_York")
    world.wait_until(datetime(2026, 11, 24, 10, tzinfo=UTC))
    preview(cora)
    cora.clicks("Approve 1 pair")
    ann, hugo = world.person("Ann"), world.person("Hugo")
    assert len(introductions(ann)) == 1
    assert introductions(hugo) == []
    assert groups(world) == []
    world.wait_until(datetime(2026, 11, 24, 13, 1, tzinfo=UTC))
    assert len(introductions(hugo)) == 1, "08:00 in New York"
    assert len(groups(world)) == 1, "both are awake"


def test_the_pair_is_asked_one_cadence_later(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    preview(cora)
    cora.clicks("Approve 1 pair")
    (pair,) = open_pairs(demo)
    with demo.store.read() as db:
        asked = [seat.ask_at for seat in pairs.seats(db, pair.id or 0)]
    assert all(moment and moment > demo.clock.now() + timedelta(days=29) for moment in asked)


def test_whoever_is_left_hears_so_kindly_and_what_happens_next(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo")
    preview(cora)
    cora.clicks("Approve 1 pair")
    world.wait(hours=1)
    (pair,) = open_pairs(demo)
    left = next(world.person(name) for name in ("Ann", "Chloe") if id_of(demo, name) != pair.mentor_id)
    said = heard(left)[-1]
    assert "no match for you" in said.text
    assert "Everybody who would have fitted you was matched" in said.text
    assert "in the next round" in said.text
    assert said.buttons == ["Change my answers"]


def test_whoever_was_in_a_dropped_pair_hears_the_same(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Ben", "Gina", "Hugo")
    preview(cora)
    cora.clicks("Drop pair")
    cora.clicks("Approve 1 pair")
    world.wait(hours=1)
    told = [name for name in ("Ann", "Ben", "Gina", "Hugo") if "no match" in heard(world.person(name))[-1].text]
    assert len(told) == 2


@pytest.mark.usefixtures("cohort")
def test_approving_twice_introduces_once(world: World, demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    cora.opens_home()
    cora.clicks("Show the round")
    cora.clicks("Approve all 6 pairs", in_=shown)
    result = cora.clicks("Approve all 6 pairs")
    assert result.form is not None
    assert "approved this round, and 6 pairs are introduced" in result.form.text
    world.wait(hours=10)
    assert len(open_pairs(demo)) == 6
    assert all(len(introductions(world.person(name))) == 1 for name in MENTORS)


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
    assert result.form.buttons == []
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
    assert f"<@{id_of(demo, 'Ann')}>" not in new.text
    now_live = live(demo)
    assert now_live is not None
    assert now_live.seed == 2


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


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        ("left", "left the programme"),
        ("paused", "is paused"),
        ("taken", "has a pair by now"),
        ("reviewer", "the rules keep them apart by now"),
        ("never", "the rules keep them apart by now"),
    ],
)
def test_whatever_changed_since_the_preview_is_asked_again_at_approval(
    world: World, demo: Demo, cora: Actor, meanwhile: str, told: str
) -> None:
    enrol(demo, "Ann", "Hugo")
    preview(cora)
    if meanwhile == "left":
        leave(world.person("Ann"))
    elif meanwhile == "taken":
        enrol(demo, "Ben")
        introduce(demo, "Ben", "Hugo")
    elif meanwhile == "reviewer":
        remember(demo, "Ann", reviewers=[id_of(demo, "Hugo")])
    else:
        with demo.store.begin() as db:
            row = participant(demo, "Hugo")
            row.status = "paused" if meanwhile == "paused" else "active"
            row.never = [id_of(demo, "Ann")] if meanwhile == "never" else []
            db.merge(row)
    cora.clicks("Approve 1 pair")
    shown = newest_preview(cora)
    assert "0 pairs are introduced" in shown.text
    assert told in shown.text
    world.wait(hours=3)
    assert introductions(world.person("Ann")) == []


def test_a_mentor_with_room_for_two_is_given_two_and_is_no_leftover(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", capacity=2)
    enrol(demo, "Hugo", "Ines")
    shown = preview(cora)
    assert "2 pairs" in shown.text
    cora.clicks("Approve all 2 pairs")
    world.wait(hours=3)
    assert {pair.mentor_id for pair in open_pairs(demo)} == {id_of(demo, "Ann")}
    assert len(introductions(world.person("Ann"))) == 2
    assert not any("no match" in said.text for said in heard(world.person("Ann")))


def test_people_who_have_a_pair_are_not_matched_again(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Ben", "Gina", "Hugo")
    introduce(demo, "Ann", "Hugo")
    shown = preview(cora)
    assert "1 pair," in shown.text
    assert f"<@{id_of(demo, 'Ben')}> mentors <@{id_of(demo, 'Gina')}>" in shown.text


def test_nobody_is_matched_with_the_same_person_again(world: World, demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    introduce(demo, "Ann", "Hugo")
    ann = world.person("Ann")
    ann.opens_home()
    ann.clicks("End this pair")
    ann.fills()
    shown = preview(cora)
    assert "the rules allow no pair" in shown.text
    assert "paired before" in shown.text


def test_whoever_lost_a_pair_hears_of_the_end_before_the_new_introduction(
    world: World, demo: Demo, cora: Actor
) -> None:
    enrol(demo, "Ann", "Chloe", "Hugo")
    introduce(demo, "Ann", "Hugo")
    ann, hugo = world.person("Ann"), world.person("Hugo")
    ann.opens_home()
    ann.clicks("End this pair")
    ann.fills()
    preview(cora)
    cora.clicks("Approve 1 pair")
    world.wait(minutes=5)
    said = [text.text for text in heard(hugo)]
    ends = next(place for place, text in enumerate(said) if "no longer paired" in text)
    begins = next(place for place, text in enumerate(said) if "The first meeting" in text)
    assert ends < begins
    ann.clicks("Take it back")
    assert "new pair by now" in ann.last.text


def test_the_end_of_a_new_pair_withdraws_introductions_that_were_not_sent(
    world: World, demo: Demo, cora: Actor
) -> None:
    enrol(demo, "Ann", "Hugo")
    remember(demo, "Hugo", zone="America/New_York")
    preview(cora)
    cora.clicks("Approve 1 pair")
    ann = world.person("Ann")
    ann.clicks("End this pair")
    ann.fills()
    world.wait(hours=12)
    assert introductions(world.person("Hugo")) == []
    assert groups(world) == []


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


def test_approving_is_refused_kindly_where_the_programme_has_closed(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    preview(cora)
    set_status(demo, "closed")
    cora.clicks("Approve 1 pair")
    assert "is not open" in cora.last.text
    assert open_pairs(demo) == []


def test_a_programme_with_a_hostile_name_is_matched_like_any_other(world: World, demo: Demo, cora: Actor) -> None:
    name = '"}]}, <!channel> {% raw %} *x* ' + "y" * 90
    another_programme(demo, name)
    enrol(demo, "Ann", "Hugo", programme=name)
    cora.types("/mentor admin round")
    cora.clicks(name[:74] + "…")
    cora.clicks("Approve 1 pair")
    world.wait(hours=2)
    assert len(introductions(world.person("Ann"))) == 1
    assert not any("<!channel>" in said.message["text"] for said in world.messages())


def groups(world: World) -> list[dict[str, Any]]:
    return [channel for channel in world.state()["channels"] if channel["kind"] == "group"]


def second_coordinator(world: World, demo: Demo, name: str) -> Actor:
    held = programme_of(demo)
    with demo.store.begin() as db:
        programmes.set_coordinators(db, held.id or 0, [id_of(demo, name)], "U0CORA", demo.clock.now())
    return world.person(name)


def take_rights_away(demo: Demo) -> None:
    with demo.store.begin() as db:
        programmes.set_coordinators(db, programme_of(demo).id or 0, [], "U0CORA", demo.clock.now())


def large_round(demo: Demo, cora: Actor, count: int) -> list[str]:
    """A preview of so many pairs and three people left; everybody in it."""
    now = demo.clock.now()
    mentors = [f"U1MENTOR{number}X" for number in range(count)]
    mentees = [f"U1MENTEE{number}X" for number in range(count)]
    left = [f"U1LEFT{number}X" for number in range(3)]
    reason = Reason("topics", topics=("Short video", "AI tools"))
    matches = [Match(one, other, 500, (reason,)) for one, other in zip(mentors, mentees, strict=True)]
    alone = [Unmatched(who, (Reason("no_level"),)) for who in left]
    with demo.store.begin() as db:
        row = rounds.ask(db, programme_of(demo).id or 0, cora.id, now)
        rounds.keep(db, row.id, Outcome(tuple(matches), tuple(alone), (), 1, ""), (), now)
        outbox.notice(db, "large", "rounds/preview", cora.id, now, **shown_in(db, row))
    return [*mentors, *mentees, *left]


def leave(person: Actor) -> None:
    person.types("/mentor leave")
    person.fills()


def set_status(demo: Demo, status: str) -> None:
    with demo.store.begin() as db:
        row = programme_of(demo)
        row.status = status
        row.closed_at = demo.clock.now() if status == "closed" else None
        db.merge(row)
