"""What a coordinator does to a preview by hand: pins, forbids and swaps pairs, runs it again, and undoes it."""

import re
from itertools import permutations

import pytest
from coordinating import (
    introduce_at_once,
    large_round,
    leave,
    live,
    newest_preview,
    open_pairs,
    preview,
    proposed,
    second_coordinator,
    take_rights_away,
)
from databases import BOTH
from taking_part import enrol, id_of, participant, programme_of, remember

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said, World
from handlers.rounds.ruling import on_page
from storage import rounds, rulings, tallies

RULES = "Pin or forbid people"


@pytest.fixture(autouse=True)
def nobody_is_asked(demo: Demo) -> None:
    introduce_at_once(demo)


def said_of(demo: Demo) -> set[tuple[str, str, str]]:
    with demo.store.read() as db:
        found = rulings.of_programme(db, programme_of(demo).id or 0)
    return {(one.kind, one.mentor_id, one.mentee_id) for one in found}


def run_again(cora: Actor) -> Said:
    cora.clicks("Run again", in_=newest_preview(cora))
    return newest_preview(cora)


@BOTH
@pytest.mark.usefixtures("cohort")
def test_a_forbidden_pair_is_dropped_and_made_by_no_later_round_until_it_is_lifted(demo: Demo, cora: Actor) -> None:
    pair = proposed(preview(cora))[0]
    cora.clicks("Forbid pair")
    shown = newest_preview(cora)
    assert "dropped, and forbidden in later rounds" in shown.text
    assert f"<@{cora.id}> forbade the pair of <@{pair[0]}> and <@{pair[1]}>" in shown.text
    for _ in range(2):
        again = run_again(cora)
        assert pair not in proposed(again)
    cora.clicks(RULES)
    assert cora.form is not None
    assert f"<@{pair[0]}> with <@{pair[1]}>, by <@{cora.id}>" in cora.form.text
    cora.clicks("Lift")
    assert cora.form is not None
    assert "with <@" not in cora.form.text
    assert said_of(demo) == set()
    assert pair in proposed(run_again(cora))


@pytest.mark.usefixtures("cohort")
def test_whoever_puts_a_forbidden_pair_back_reads_that_it_is_no_longer_forbidden(demo: Demo, cora: Actor) -> None:
    preview(cora)
    for label, told in (
        ("Forbid pair", "no round has it until that is lifted"),
        ("Put pair back", "back; it is no longer forbidden. *Undo* drops and forbids it again."),
        ("Undo", "is dropped and forbidden again."),
        ("Undo", "are no longer forbidden."),
        ("Drop pair", "*Undo* puts it back."),
        ("Put pair back", "back. *Undo* drops it again."),
    ):
        cora.clicks(label, in_=newest_preview(cora))
        assert told in newest_preview(cora).text
    assert said_of(demo) == set()


@pytest.mark.usefixtures("cohort")
def test_of_whoever_left_and_is_forgotten_only_that_is_said_and_their_pair_is_not_put_back(
    world: World, demo: Demo, cora: Actor
) -> None:
    mentor, mentee = proposed(preview(cora))[0]
    cora.clicks("Drop pair")
    leave(world.person(first_of(demo, mentee)))
    world.wait(hours=2)
    cora.clicks("Everybody", in_=newest_preview(cora))
    shown = newest_preview(cora)
    line = next(line for line in shown.text.splitlines() if f"<@{mentor}> mentors <@{mentee}>*" in line)
    assert shown.text.split(line)[1].splitlines()[1] == f"<@{mentee}> left the programme"
    assert "nothing stands against it" not in shown.text
    assert "Put pair back" not in shown.buttons


@pytest.mark.usefixtures("cohort")
def test_a_run_is_not_set_beside_one_of_another_kind(cora: Actor) -> None:
    preview(cora)
    cora.types("/mentor admin programme")
    cora.fills(kind="peers")
    assert "6 pairs of peers" in newest_preview(cora).text
    assert "Beside the run before" not in newest_preview(cora).text
    assert "Beside the run before" in run_again(cora).text


@pytest.mark.usefixtures("cohort")
def test_a_forbidden_pair_is_forbidden_whichever_of_the_two_would_teach_and_it_says_what_that_costs(
    demo: Demo, cora: Actor
) -> None:
    mentor, mentee = proposed(preview(cora))[0]
    with demo.store.begin() as db:
        rulings.rule(db, programme_of(demo).id or 0, (mentee, mentor), "forbidden", cora.id, demo.clock.now())
    again = run_again(cora)
    assert (mentor, mentee) not in proposed(again)
    assert f"Gone: <@{mentor}> mentors <@{mentee}>" in again.text
    assert "points instead of" in again.text


@pytest.mark.usefixtures("cohort")
def test_a_pair_that_is_forbidden_the_other_way_round_is_dropped_at_once_until_that_is_undone_or_it_is_put_back(
    demo: Demo, cora: Actor
) -> None:
    mentor, mentee = proposed(preview(cora))[0]
    for label in ("Undo", "Put pair back"):
        cora.clicks(RULES, in_=newest_preview(cora))
        cora.fills(Mentor=mentee, Mentee=mentor, kind="forbidden")
        cora.closes(everything=True)
        assert "1 of them is dropped." in newest_preview(cora).text
        assert "dropped, and forbidden in later rounds" in newest_preview(cora).text
        assert_counted(demo)
        cora.clicks(label, in_=newest_preview(cora))
        assert "dropped" not in newest_preview(cora).text.split("Undo")[0]
        assert said_of(demo) == set()


@BOTH
@pytest.mark.usefixtures("cohort")
def test_a_pinned_pair_stays_when_the_round_is_run_again_and_the_approval_fulfils_it(demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    fresh = next(
        (mentor, mentee)
        for mentor, _ in proposed(shown)
        for _, mentee in proposed(shown)
        if (mentor, mentee) not in proposed(shown) and may_be_paired(demo, mentor, mentee)
    )
    cora.clicks(RULES)
    cora.fills(Mentor=fresh[0], Mentee=fresh[1], kind="pinned")
    beside = newest_preview(cora)
    assert f"pinned <@{fresh[0]}> with <@{fresh[1]}>: they come together when the round is run again." in beside.text
    assert f"• <@{fresh[0]}> mentors <@{fresh[1]}>: run again, and the round has it." in beside.text
    cora.closes()
    again = run_again(cora)
    assert fresh in proposed(again)
    assert "the best that the rules allow with what is pinned. 1 of them is pinned." in again.text
    assert "Beside the run before:" in again.text
    assert "points instead of" in again.text
    assert fresh in proposed(run_again(cora))
    cora.clicks("Approve all 6 pairs", in_=newest_preview(cora))
    assert fresh in [(pair.mentor_id, pair.mentee_id) for pair in open_pairs(demo)]
    assert said_of(demo) == set()


def may_be_paired(demo: Demo, mentor: str, mentee: str) -> bool:
    managers = {one.id: one.manager for one in demo.employees}
    levels = {one.id: one.level for one in demo.employees}
    return managers[mentor] != mentee and (levels[mentee] or 0) - (levels[mentor] or 0) >= 2


@pytest.mark.usefixtures("cohort")
def test_a_pin_never_comes_before_a_rule_and_the_words_betray_no_list(demo: Demo, cora: Actor) -> None:
    preview(cora)
    hugo, ann = id_of(demo, "Hugo"), id_of(demo, "Ann")
    with demo.store.begin() as db:
        row = participant(demo, "Ann")
        row.never = [hugo]
        db.merge(row)
    cora.clicks(RULES)
    cora.fills(Mentor=ann, Mentee=hugo, kind="pinned")
    assert cora.form is not None
    assert f"<@{ann}> and <@{hugo}> cannot be pinned: the rules that protect people keep them apart." in cora.form.text
    assert "never" not in cora.form.text
    assert said_of(demo) == set()


@pytest.mark.usefixtures("cohort")
def test_a_forbidden_pair_cannot_be_pinned_before_that_is_lifted(demo: Demo, cora: Actor) -> None:
    mentor, mentee = proposed(preview(cora))[0]
    cora.clicks("Forbid pair")
    cora.clicks(RULES)
    cora.fills(Mentor=mentor, Mentee=mentee, kind="pinned")
    assert cora.form is not None
    assert "a coordinator has forbidden this pair. Lift that first." in cora.form.text
    assert said_of(demo) == {("forbidden", mentor, mentee)}


def test_nobody_is_pinned_with_themselves(demo: Demo, cora: Actor) -> None:
    enrol(demo, "Ann", "Hugo")
    preview(cora)
    cora.clicks(RULES)
    result = cora.tries_to_fill(Mentor=id_of(demo, "Ann"), Mentee=id_of(demo, "Ann"), kind="pinned")
    assert "Choose two different people." in str(result)
    assert said_of(demo) == set()


@pytest.mark.usefixtures("cohort")
def test_a_pin_that_a_rule_forbids_by_now_is_told_and_not_applied(demo: Demo, cora: Actor) -> None:
    mentor, mentee = proposed(preview(cora))[0]
    cora.clicks("Pin pair")
    first = first_of(demo, mentee)
    remember(demo, first, level=1)
    again = run_again(cora)
    assert (mentor, mentee) not in proposed(again)
    assert f"• <@{mentor}> mentors <@{mentee}>: the level gap between them is too small." in again.text
    remember(demo, first, level=9)
    assert (mentor, mentee) in proposed(run_again(cora))


@pytest.mark.usefixtures("cohort")
def test_a_pin_of_somebody_who_paused_or_left_is_told_and_forgotten_with_them(
    world: World, demo: Demo, cora: Actor
) -> None:
    mentor, mentee = proposed(preview(cora))[0]
    cora.clicks("Pin pair")
    junior, senior = (
        world.person(next(one.first for one in demo.employees if one.id == who)) for who in (mentor, mentee)
    )
    junior.types("/mentor pause until 15 January")
    assert f"• <@{mentor}> mentors <@{mentee}>: <@{mentor}> is paused." in run_again(cora).text
    junior.types("/mentor resume")
    leave(senior)
    told = f"<@{mentee}> does not take part. No run keeps this pin until that changes; you can lift it."
    assert f"• <@{mentor}> mentors <@{mentee}>: {told}" in run_again(cora).text
    world.wait(hours=2)
    assert said_of(demo) == set()
    assert "Pinned, and not in this round" not in run_again(cora).text


@BOTH
@pytest.mark.usefixtures("cohort")
def test_two_pairs_exchange_their_mentors_are_pinned_and_can_be_put_back(demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    one, other = swappable(demo, proposed(shown))
    swap_at_home(cora, one, other)
    cora.clicks("Everybody")
    swapped = {(other[0], one[1]), (one[0], other[1])}
    assert cora.form is not None
    assert swapped <= set(proposed(cora.form))
    assert "6 pairs, changed by hand since they were computed. 2 of them are pinned." in cora.form.text
    assert {(mentor, mentee) for _, mentor, mentee in said_of(demo)} == swapped
    cora.clicks("Undo")
    assert cora.form is not None
    assert f"undid the last change: <@{one[0]}> mentors <@{one[1]}> again" in cora.form.text
    assert proposed(cora.form) == proposed(shown)
    assert said_of(demo) == set()
    assert "Undo" not in cora.form.buttons


def swappable(demo: Demo, pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], tuple[str, str]]:
    return next(
        (one, other)
        for one in pairs
        for other in pairs
        if one != other and may_be_paired(demo, one[0], other[1]) and may_be_paired(demo, other[0], one[1])
    )


@pytest.mark.usefixtures("cohort")
def test_swapped_pairs_are_what_they_would_be_in_a_round_and_stay_when_it_is_run_again(demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    one, other = swappable(demo, proposed(shown))
    swap(cora, one, other)
    swapped = {(other[0], one[1]), (one[0], other[1])}
    by_hand = newest_preview(cora).text
    again = run_again(cora)
    assert swapped <= set(proposed(again))
    for mentor, mentee in swapped:
        line = re.compile(rf"<@{mentor}> mentors <@{mentee}>\* · fits (\d+) of 100")
        assert line.search(by_hand).group(1) == line.search(again.text).group(1)  # type: ignore[union-attr]


def swap(cora: Actor, one: tuple[str, str], other: tuple[str, str]) -> None:
    """In the newest preview as a message: the pair of ``one`` exchanges mentors with that of ``other``."""
    shown = newest_preview(cora)
    cora.clicks("Look for a person", one[0], in_=shown)
    cora.clicks("Swap mentors", in_=cora.reads(shown))
    cora.fills(whom=other[1])
    cora.clicks("Everybody", in_=cora.reads(shown))


@pytest.mark.usefixtures("cohort")
def test_a_swap_that_a_rule_forbids_says_which_and_betrays_no_list(demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    one, other = swappable(demo, proposed(shown))
    with demo.store.begin() as db:
        row = participant(demo, first_of(demo, one[0]))
        row.never = [other[1]]
        db.merge(row)
    cora.clicks("Look for a person", one[0])
    cora.clicks("Swap mentors")
    cora.fills(whom=other[0])
    assert cora.form is not None
    assert f"<@{one[0]}> cannot mentor <@{other[1]}>: the rules that protect people keep them apart." in cora.form.text
    assert "never" not in cora.form.text
    assert said_of(demo) == set()
    cora.closes()
    cora.clicks("Everybody", in_=newest_preview(cora))
    assert proposed(newest_preview(cora)) == proposed(shown)


@pytest.mark.usefixtures("cohort")
def test_a_swap_with_somebody_who_is_in_no_other_pair_says_so(cora: Actor) -> None:
    pair = proposed(preview(cora))[0]
    cora.clicks("Swap mentors")
    cora.fills(whom=pair[1])
    assert cora.form is not None
    assert "is in no other pair of this round" in cora.form.text


@pytest.mark.parametrize("label", ["Forbid pair", "Pin pair", "Drop pair", "Approve pair"])
@pytest.mark.usefixtures("cohort")
def test_nothing_is_done_to_a_pair_that_another_coordinator_has_changed_since_it_was_shown(
    world: World, demo: Demo, cora: Actor, label: str
) -> None:
    femi = second_coordinator(world, demo, "Femi")
    shown = preview(cora)
    one, other = swappable(demo, proposed(shown))
    cora.clicks("Look for a person", one[0], in_=shown)
    swap_at_home(femi, one, other)
    swapped = {("pinned", other[0], one[1]), ("pinned", one[0], other[1])}
    cora.clicks(label, in_=cora.reads(shown))
    assert f"<@{femi.id}> gave" in cora.reads(shown).text
    assert "is dropped" not in cora.reads(shown).text
    assert said_of(demo) == swapped
    assert open_pairs(demo) == []


@pytest.mark.usefixtures("cohort")
def test_a_form_of_a_pair_that_another_coordinator_has_changed_meanwhile_exchanges_nothing(
    world: World, demo: Demo, cora: Actor
) -> None:
    femi = second_coordinator(world, demo, "Femi")
    shown = preview(cora)
    one, other = swappable(demo, proposed(shown))
    cora.clicks("Look for a person", one[0], in_=shown)
    cora.clicks("Swap mentors", in_=cora.reads(shown))
    swap_at_home(femi, one, other)
    cora.fills(whom=other[1])
    assert cora.form is not None
    assert "Somebody has changed this round meanwhile, so nothing was done." in cora.form.text
    assert said_of(demo) == {("pinned", other[0], one[1]), ("pinned", one[0], other[1])}


@pytest.mark.parametrize("label", ["Pin pair", "Forbid pair", "Undo", "Swap mentors", RULES])
@pytest.mark.usefixtures("cohort")
def test_an_old_button_does_nothing_for_somebody_who_coordinates_no_more(world: World, demo: Demo, label: str) -> None:
    femi = second_coordinator(world, demo, "Femi")
    preview(femi)
    femi.clicks("Pin pair")
    before = said_of(demo)
    take_rights_away(demo)
    femi.clicks(label, in_=newest_preview(femi))
    assert "Only the coordinators" in femi.last.text
    assert said_of(demo) == before


@pytest.mark.usefixtures("cohort")
def test_an_old_form_does_nothing_for_somebody_who_coordinates_no_more(world: World, demo: Demo) -> None:
    femi = second_coordinator(world, demo, "Femi")
    mentor, mentee = proposed(preview(femi))[0]
    femi.clicks(RULES)
    take_rights_away(demo)
    femi.fills(Mentor=mentor, Mentee=mentee, kind="forbidden")
    assert femi.form is not None
    assert "Only the coordinators" in femi.form.text
    assert said_of(demo) == set()


@pytest.mark.usefixtures("cohort")
def test_pinning_twice_is_pinning_once(demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    cora.clicks("Pin pair", in_=shown)
    other_copy = cora.reads(shown)
    with demo.store.begin() as db:
        row = rounds.live(db, programme_of(demo).id or 0)
        assert row is not None
        one = next(each for each in rounds.proposals(db, row.id) if each.mentor_id == proposed(shown)[0][0])
        on_page("pinned", db, f"{one.id}.{one.mentor_id}:0:weak:all", cora.id, demo.clock.now())
    cora.clicks("Undo", in_=other_copy)
    assert said_of(demo) == set()
    assert "Undo" not in cora.reads(shown).buttons


@pytest.mark.usefixtures("cohort")
def test_whatever_was_done_is_undone_step_by_step_the_last_first(demo: Demo, cora: Actor) -> None:
    before = preview(cora)
    for label in ("Pin pair", "Unpin pair", "Drop pair", "Put pair back", "Forbid pair"):
        cora.clicks(label, in_=newest_preview(cora))
    for told in (
        "are no longer forbidden.",
        "is dropped again.",
        "is back.",
        "are pinned again.",
        "are no longer pinned.",
    ):
        cora.clicks("Undo", in_=newest_preview(cora))
        assert told in newest_preview(cora).text
    assert said_of(demo) == set()
    assert proposed(newest_preview(cora)) == proposed(before)
    assert "Undo" not in newest_preview(cora).buttons


@BOTH
@pytest.mark.usefixtures("cohort")
def test_after_every_act_the_numbers_of_the_preview_are_those_of_a_fresh_count(demo: Demo, cora: Actor) -> None:
    preview(cora)
    run_again(cora)
    for label in ("Drop pair", "Pin pair", "Forbid pair", "Undo", "Put pair back", "Approve pair", "Undo", "Run again"):
        cora.clicks(label, in_=newest_preview(cora))
        assert_counted(demo)
    swap(cora, *swappable(demo, proposed(newest_preview(cora))))
    assert_counted(demo)
    cora.clicks("Undo", in_=newest_preview(cora))
    assert_counted(demo)


def assert_counted(demo: Demo) -> None:
    row = live(demo)
    assert row is not None
    assert row.tally is not None
    with demo.store.read() as db:
        assert tallies.tally(db, row) == tallies.count(db, row)


@pytest.mark.usefixtures("cohort")
def test_an_undo_that_comes_twice_or_late_undoes_nothing_else(world: World, demo: Demo, cora: Actor) -> None:
    femi = second_coordinator(world, demo, "Femi")
    shown = preview(cora)
    cora.clicks("Forbid pair", in_=shown)
    cora.clicks("Drop pair", in_=cora.reads(shown))
    femi.opens_home()
    femi.clicks("Show the round")
    femi.clicks("Undo")
    assert femi.form is not None
    assert "is back." in femi.form.text
    cora.clicks("Undo", in_=cora.reads(shown))
    assert "dropped, and forbidden in later rounds" in cora.reads(shown).text
    assert len(said_of(demo)) == 1
    cora.clicks("Run again", in_=cora.reads(shown))
    femi.clicks("Undo")
    assert len(said_of(demo)) == 1


@pytest.mark.usefixtures("cohort")
def test_nothing_is_undone_about_a_pair_that_is_approved_by_now(demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    cora.clicks("Pin pair", in_=shown)
    cora.clicks("Approve pair", in_=cora.reads(shown))
    assert len(open_pairs(demo)) == 1
    assert said_of(demo) == set()
    assert "Undo" not in cora.reads(shown).buttons


@pytest.mark.usefixtures("cohort")
def test_mentors_are_not_exchanged_back_once_one_of_them_is_approved_in_another_pair(demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    (ann, gina), (ben, hugo), (chloe, ines) = next(
        three for three in permutations(proposed(shown), 3) if may_go_round(demo, *three)
    )
    swap(cora, (ann, gina), (ben, hugo))
    swap(cora, (ann, hugo), (chloe, ines))
    cora.clicks("Look for a person", ines, in_=newest_preview(cora))
    cora.clicks("Approve pair", in_=newest_preview(cora))
    cora.clicks("Everybody", in_=newest_preview(cora))
    assert [(pair.mentor_id, pair.mentee_id) for pair in open_pairs(demo)] == [(ann, ines)]
    assert "Undo" not in newest_preview(cora).buttons
    assert {(ben, gina), (chloe, hugo), (ann, ines)} <= set(proposed(newest_preview(cora)))


def may_go_round(demo: Demo, one: tuple[str, str], other: tuple[str, str], third: tuple[str, str]) -> bool:
    """Whether the first mentor may go to the second mentee and on to the third, and those two one mentee up."""
    new = [(other[0], one[1]), (one[0], other[1]), (third[0], other[1]), (one[0], third[1])]
    return all(may_be_paired(demo, *pair) for pair in new)


@pytest.mark.usefixtures("cohort")
def test_after_the_approval_an_old_button_changes_nothing(demo: Demo, cora: Actor) -> None:
    shown = preview(cora)
    cora.opens_home()
    cora.clicks("Show the round")
    cora.clicks("Approve all 6 pairs", in_=shown)
    cora.clicks("Forbid pair")
    assert cora.form is not None
    assert "approved this round" in cora.form.text
    assert said_of(demo) == set()


def test_a_large_preview_with_everything_by_hand_keeps_slacks_limits(world: World, demo: Demo, cora: Actor) -> None:
    large_round(demo, cora, 150)
    world.wait(minutes=1)
    with demo.store.begin() as db:
        for at in range(95):
            pair, kind = (f"U1MENTOR{at}X", f"U1MENTEE{(at + 1) % 150}X"), "pinned" if at % 2 else "forbidden"
            rulings.rule(db, programme_of(demo).id or 0, pair, kind, cora.id, demo.clock.now())
    cora.clicks("Next page", in_=newest_preview(cora))
    cora.clicks("Pin or forbid people", in_=newest_preview(cora))
    assert cora.form is not None
    assert len(re.findall(r"with <@U1MENTEE|mentors <@U1MENTEE", cora.form.text)) == 40
    cora.clicks("Next page")
    cora.clicks("Next page")
    assert cora.form is not None
    assert len(re.findall(r"with <@U1MENTEE|mentors <@U1MENTEE", cora.form.text)) == 15
    cora.clicks("Lift")
    assert len(said_of(demo)) == 94
    cora.closes()
    assert "and 42 more" in newest_preview(cora).text


def first_of(demo: Demo, user_id: str) -> str:
    return next(one.first for one in demo.employees if one.id == user_id)


def swap_at_home(who: Actor, one: tuple[str, str], other: tuple[str, str]) -> None:
    who.opens_home()
    who.clicks("Show the round")
    who.clicks("Look for a person", one[0])
    who.clicks("Swap mentors")
    who.fills(whom=other[1])
