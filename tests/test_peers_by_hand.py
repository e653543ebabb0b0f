"""What a coordinator does to a preview of peers by hand: it holds whoever of the two is named first."""

import re

import pytest
from coordinating import introduce_at_once, leave, newest_preview, open_pairs, preview, second_coordinator
from databases import BOTH
from taking_part import enrol, id_of, participant, programme_of, remember
from test_peers import choose

from bot.demo import Demo
from bot.sandbox.actors import Actor, Form, Said, World
from storage import joining, rulings

RULES = "Pin or forbid people"
PEOPLE = ("Ann", "Chloe", "Gina", "Hugo")


@pytest.fixture
def cora(world: World, demo: Demo) -> Actor:
    """The coordinator of four peers, any two of whom may meet."""
    introduce_at_once(demo)
    cora = world.person("Cora")
    choose(cora, "peers")
    for at, name in enumerate(PEOPLE):
        remember(demo, name, level=at + 2, department=name, manager_id=None, reviewers=[], former_managers=[])
    enrol(demo, *PEOPLE, role="either")
    return cora


def peers(shown: Said | Form) -> list[tuple[str, str]]:
    """The pairs of a page, from top to bottom."""
    return re.findall(r"\*<@(\w+)> and <@(\w+)>\*", shown.text)


def either_way(pairs: list[tuple[str, str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in pairs}


def run_again(cora: Actor) -> Said:
    cora.clicks("Run again", in_=newest_preview(cora))
    return newest_preview(cora)


def said_of(demo: Demo) -> list[tuple[str, frozenset[str]]]:
    with demo.store.read() as db:
        found = rulings.of_programme(db, programme_of(demo).id or 0)
    return [(one.kind, frozenset((one.mentor_id, one.mentee_id))) for one in found]


def turn_round(demo: Demo) -> None:
    """Let the juniors be the seniors, so that every pair is named the other way round."""
    for at, name in enumerate(reversed(PEOPLE)):
        remember(demo, name, level=at + 2)


@BOTH
def test_two_peers_who_are_forbidden_are_made_by_no_round_whoever_stands_first(demo: Demo, cora: Actor) -> None:
    pair = peers(preview(cora))[0]
    cora.clicks("Forbid pair")
    assert "dropped, and forbidden in later rounds" in newest_preview(cora).text
    assert f"<@{cora.id}> forbade the pair of <@{pair[0]}> and <@{pair[1]}>" in newest_preview(cora).text
    assert {*pair} not in either_way(peers(run_again(cora)))
    turn_round(demo)
    assert {*pair} not in either_way(peers(run_again(cora)))
    cora.clicks(RULES)
    assert cora.form is not None
    assert f"<@{pair[0]}> with <@{pair[1]}>, by <@{cora.id}>" in cora.form.text
    cora.clicks("Lift")
    cora.closes()
    assert said_of(demo) == []
    assert {*pair} in either_way(peers(run_again(cora)))


def test_a_forbidden_pair_that_is_named_the_other_way_round_is_the_same_pair(demo: Demo, cora: Actor) -> None:
    one, other = peers(preview(cora))[0]
    cora.clicks("Forbid pair")
    cora.clicks(RULES)
    cora.fills(mentor=other, mentee=one, kind="forbidden")
    assert said_of(demo) == [("forbidden", {one, other})]
    cora.closes()
    cora.clicks("Put pair back", in_=newest_preview(cora))
    assert said_of(demo) == []
    cora.clicks(RULES)
    cora.fills(mentor=other, mentee=one, kind="forbidden")
    cora.closes()
    shown = newest_preview(cora)
    assert "dropped, and forbidden in later rounds" in shown.text
    assert said_of(demo) == [("forbidden", {one, other})]


def test_what_was_done_to_peers_is_undone_step_by_step(demo: Demo, cora: Actor) -> None:
    before = preview(cora)
    for label in ("Drop pair", "Put pair back", "Forbid pair"):
        cora.clicks(label, in_=newest_preview(cora))
    for told in ("are no longer forbidden.", "is dropped again.", "is back."):
        cora.clicks("Undo", in_=newest_preview(cora))
        assert told in newest_preview(cora).text
    assert said_of(demo) == []
    assert peers(newest_preview(cora)) == peers(before)
    assert "Undo" not in newest_preview(cora).buttons


def test_peers_who_are_approved_alone_are_no_longer_undone(demo: Demo, cora: Actor) -> None:
    preview(cora)
    cora.clicks("Forbid pair")
    cora.clicks("Put pair back", in_=newest_preview(cora))
    cora.clicks("Approve pair", in_=newest_preview(cora))
    assert len(open_pairs(demo)) == 1
    assert "Undo" not in newest_preview(cora).buttons


def pin(cora: Actor, one: str, other: str) -> None:
    """In the form for any two people."""
    cora.clicks(RULES, in_=newest_preview(cora))
    cora.fills(mentor=one, mentee=other, kind="pinned")


def not_paired(shown: Said) -> tuple[str, str]:
    """Two people who are in different pairs of a preview."""
    (one, _), (other, _) = peers(shown)
    return one, other


@BOTH
def test_pinned_peers_stay_together_whoever_is_named_first_and_the_approval_fulfils_it(demo: Demo, cora: Actor) -> None:
    two = not_paired(preview(cora))
    pin(cora, *two)
    cora.closes()
    assert f"• <@{two[0]}> and <@{two[1]}>: run again, and the round has it." in newest_preview(cora).text
    again = run_again(cora)
    assert {*two} in either_way(peers(again))
    assert "1 of them is pinned." in again.text
    turn_round(demo)
    again = run_again(cora)
    assert "the same pairs." in again.text
    assert {*two} in either_way(peers(again))
    assert "Pinned, and not in this round" not in again.text
    cora.clicks("Approve all 2 pairs", in_=again)
    assert {*two} in [{pair.mentor_id, pair.mentee_id} for pair in open_pairs(demo)]
    assert said_of(demo) == []


def test_a_peer_has_one_pin_and_a_new_one_takes_the_place_of_the_old(demo: Demo, cora: Actor) -> None:
    one, other = peers(preview(cora))[0]
    third = next(who for pair in peers(newest_preview(cora)) for who in pair if who not in (one, other))
    cora.clicks("Pin pair")
    pin(cora, third, one)
    assert said_of(demo) == [("pinned", {one, third})]
    cora.closes()
    cora.clicks("Undo", in_=newest_preview(cora))
    assert said_of(demo) == [("pinned", {one, other})]
    cora.clicks("Unpin pair", in_=newest_preview(cora))
    assert said_of(demo) == []


def test_peers_are_not_pinned_against_a_rule_and_the_words_betray_no_list(demo: Demo, cora: Actor) -> None:
    preview(cora)
    ann, hugo = id_of(demo, "Ann"), id_of(demo, "Hugo")
    with demo.store.begin() as db:
        row = participant(demo, "Ann")
        row.never = [hugo]
        db.merge(row)
    pin(cora, hugo, ann)
    assert cora.form is not None
    assert f"<@{hugo}> and <@{ann}> cannot be pinned: the rules that protect people keep them apart." in cora.form.text
    assert said_of(demo) == []


def test_two_of_one_department_and_about_one_level_are_not_pinned(demo: Demo, cora: Actor) -> None:
    preview(cora)
    for name in ("Ann", "Chloe"):
        remember(demo, name, department="Sales", level=4)
    pin(cora, id_of(demo, "Ann"), id_of(demo, "Chloe"))
    assert cora.form is not None
    assert "they work in the same department, and the level gap between them is too small." in cora.form.text
    assert said_of(demo) == []


def test_a_pin_of_a_peer_who_has_left_is_told_and_not_kept(world: World, cora: Actor) -> None:
    one, other = peers(preview(cora))[0]
    cora.clicks("Pin pair")
    leave(next(person for person in map(world.person, PEOPLE) if person.id == other))
    assert f"• <@{one}> and <@{other}>: <@{other}> does not take part." in run_again(cora).text


def swap(cora: Actor, one: tuple[str, str], whom: str) -> None:
    """In the newest preview: the first of a pair gets somebody else as partner."""
    shown = newest_preview(cora)
    cora.clicks("Look for a person", one[0], in_=shown)
    cora.clicks("Swap partners", in_=cora.reads(shown))
    cora.fills(whom=whom)


@BOTH
@pytest.mark.parametrize("at", [0, 1])
def test_two_pairs_of_peers_exchange_partners_and_are_pinned(demo: Demo, cora: Actor, at: int) -> None:
    before = peers(preview(cora))
    one, other = before
    swap(cora, one, other[at])
    cora.clicks("Everybody", in_=newest_preview(cora))
    swapped = {frozenset((one[0], other[at])), frozenset((one[1], other[1 - at]))}
    shown = newest_preview(cora)
    assert either_way(peers(shown)) == swapped
    assert "2 pairs, changed by hand since they were computed. 2 of them are pinned." in shown.text
    assert f"<@{cora.id}> gave <@{one[0]}> and <@{one[1]}> other partners" in shown.text
    assert {pair for _, pair in said_of(demo)} == swapped
    assert either_way(peers(run_again(cora))) == swapped


def test_peers_are_put_back_with_all_that_they_were(demo: Demo, cora: Actor) -> None:
    preview(cora)
    before = newest_preview(cora)
    swap(cora, *((pairs := peers(before))[0], pairs[1][0]))
    cora.clicks("Everybody", in_=newest_preview(cora))
    cora.clicks("Undo", in_=newest_preview(cora))
    after = newest_preview(cora)
    assert f"<@{peers(before)[0][1]}> are a pair again, and so are the other two." in after.text
    assert peers(after) == peers(before)
    assert re.findall(r"fit (\d+) of", after.text) == re.findall(r"fit (\d+) of", before.text)
    assert said_of(demo) == []
    assert "Undo" not in after.buttons


def test_swapped_peers_fit_as_they_would_in_a_round(cora: Actor) -> None:
    one, other = peers(preview(cora))
    swap(cora, one, other[0])
    cora.clicks("Everybody", in_=newest_preview(cora))
    by_hand = newest_preview(cora).text
    again = run_again(cora).text
    assert sorted(re.findall(r"\*(.+)\* · fit (\d+) of", by_hand)) == sorted(
        re.findall(r"\*(.+)\* · fit (\d+) of", again)
    )


def test_a_swap_of_peers_that_a_rule_forbids_says_which_and_betrays_no_list(demo: Demo, cora: Actor) -> None:
    one, other = peers(preview(cora))
    with demo.store.begin() as db:
        row = joining.participant(db, programme_of(demo).id, one[1])
        assert row is not None
        row.never = [other[1]]
        db.add(row)
    swap(cora, one, other[0])
    assert cora.form is not None
    assert f"<@{one[1]}> and <@{other[1]}> cannot be a pair: the rules that protect people keep them" in cora.form.text
    assert said_of(demo) == []


def test_peers_do_not_exchange_partners_with_each_other(cora: Actor) -> None:
    one, _other = peers(preview(cora))
    swap(cora, one, one[1])
    assert cora.form is not None
    assert "is in no other pair of this round" in cora.form.text


@pytest.mark.parametrize("label", ["Forbid pair", "Pin pair", "Drop pair", "Approve pair", "Swap partners"])
def test_nothing_is_done_to_peers_whom_another_coordinator_has_changed_since_they_were_shown(
    world: World, demo: Demo, cora: Actor, label: str
) -> None:
    femi = second_coordinator(world, demo, "Femi")
    shown = preview(cora)
    one, other = peers(shown)
    femi.opens_home()
    femi.clicks("Show the round")
    femi.clicks("Look for a person", one[0])
    femi.clicks("Swap partners")
    femi.fills(whom=other[0])
    cora.clicks(label, in_=shown)
    assert {pair for _, pair in said_of(demo)} == {frozenset((one[0], other[0])), frozenset((one[1], other[1]))}
    assert open_pairs(demo) == []
